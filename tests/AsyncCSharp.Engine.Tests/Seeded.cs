using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>
/// Runs a test with random choices again and again. A failure names the seed of its run; the same choices are made again where the variable
/// ASYNCCSHARP_SEED has it.
/// </summary>
internal static class Seeded
{
    private const string Variable = "ASYNCCSHARP_SEED";

    /// <summary>Runs the test, each time with the next seed, or once with the one that was asked for.</summary>
    public static void Run(int times, Action<Random> test)
    {
        bool isGiven = int.TryParse(Environment.GetEnvironmentVariable(Variable), out int given);
        int first = isGiven ? given : Random.Shared.Next(int.MaxValue / 2);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Variable}={first} and the following");
        for (int seed = first; seed < first + (isGiven ? 1 : times); seed++)
        {
            try
            {
                test(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"With {Variable}={seed}: {e.Message}", e);
            }
        }
    }

    /// <summary>A moment of random length, in which another thread may come first.</summary>
    public static void Dawdle(Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                _ = Thread.Yield();
                break;
            case 1:
                Thread.Sleep(0);
                break;
            case 2:
                Thread.SpinWait(random.Next(500));
                break;
            default:
                break;
        }
    }
}
