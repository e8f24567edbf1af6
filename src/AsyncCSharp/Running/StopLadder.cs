using System.Diagnostics;

namespace AsyncCSharp;

/// <summary>What follows on the token when a cell is to stop: its waits are interrupted until it is out.</summary>
internal static class StopLadder
{
    /// <summary>The time for code that watches the token to end by itself, before its waits are interrupted.</summary>
    private const int TokenMilliseconds = 50;

    private const int StepMilliseconds = 50;

    /// <summary>For how long to go on; far beyond the point where the cell is abandoned.</summary>
    private const int GiveUpMilliseconds = 30_000;

    /// <summary>Starts on a thread of its own: the pool may be full of what is to be stopped.</summary>
    public static void Start(CellInvocation invocation)
    {
        Thread thread = new(() => Climb(invocation)) { IsBackground = true, Name = "AsyncCSharp stop" };
        thread.UnsafeStart();
    }

    private static void Climb(CellInvocation invocation)
    {
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(TokenMilliseconds);
        while (!invocation.Ended && Stopwatch.GetElapsedTime(start).TotalMilliseconds < GiveUpMilliseconds)
        {
            invocation.InterruptPipelineThread();
            Thread.Sleep(StepMilliseconds);
        }
    }
}
