using System.Diagnostics;
using CsCheck;

namespace AsyncCSharp.Fuzz;

/// <summary>Sends generated cells through the engine until the time is up.</summary>
internal static class CellFuzzer
{
    /// <summary>How long a smaller cell is looked for that is treated wrongly too.</summary>
    private const int ShrinkSeconds = 60;

    /// <summary>A seed for anywhere.</summary>
    public static string NewSeed() => new PCG((uint)Random.Shared.Next()).ToString();

    /// <summary>
    /// Gives the number of cells. Each is made of its seed, and the next seed of that one: from the seed of any cell on, a run is always the
    /// same. Throws for the first that is treated wrongly, made as small as possible.
    /// </summary>
    /// <param name="seconds">How long.</param>
    /// <param name="seed">That of the first cell.</param>
    public static long Run(int seconds, string seed)
    {
        long cells = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; seed = After(seed))
        {
            cells++;
            try
            {
                Check(seed, 1, -1);
            }
            catch (CsCheckException)
            {
                Check(seed, -1, ShrinkSeconds);
                throw;
            }
        }

        return cells;
    }

    private static void Check(string seed, long count, int seconds) => CellTexts.Any.Sample(
        CellCheck.Run,
        seed: seed,
        iter: count,
        time: seconds,
        threads: 1,
        print: text => $"a cell of {text.Length} characters:\n{text}\n");

    private static string After(string seed)
    {
        PCG generator = PCG.Parse(seed);
        return new PCG(generator.Next(), generator.Next64()).ToString();
    }
}
