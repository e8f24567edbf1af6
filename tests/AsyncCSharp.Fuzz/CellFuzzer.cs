using CsCheck;

namespace AsyncCSharp.Fuzz;

/// <summary>Sends generated cells through the engine until the time is up.</summary>
internal static class CellFuzzer
{
    /// <summary>Gives the number of cells. Throws for the first that is treated wrongly, made as small as possible.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="seed">Where to begin, as an earlier run gave it; null for anywhere.</param>
    public static long Run(int seconds, string? seed = null)
    {
        long cells = 0;
        CellTexts.Any.Sample(
            text =>
            {
                _ = Interlocked.Increment(ref cells);
                CellCheck.Run(text);
            },
            seed: seed,
            time: seconds,
            threads: 1,
            print: text => $"a cell of {text.Length} characters:\n{text}\n");
        return cells;
    }
}
