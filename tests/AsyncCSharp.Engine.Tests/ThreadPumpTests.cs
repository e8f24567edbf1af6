using AsyncCSharp.Loop;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What other threads hand to a pipeline thread, at random moments.</summary>
public sealed class ThreadPumpTests
{
    [Fact]
    public void Post_WhileTheThreadWaitsOrLeaves_LosesNothing() => Seeded.Run(5, random =>
    {
        const int Posters = 3;
        const int Each = 3000;
        List<int>[] ran = [.. Enumerable.Range(0, Posters).Select(_ => new List<int>())];
        int[] seeds = [.. Enumerable.Range(0, Posters + 1).Select(_ => random.Next())];
        Random own = new(seeds[Posters]);
        ThreadPump pump = ThreadPump.Current;
        Thread[] posters = [.. Enumerable.Range(0, Posters).Select(poster => new Thread(() =>
        {
            Random dawdling = new(seeds[poster]);
            for (int i = 0; i < Each; i++)
            {
                int number = i;
                pump.Post(() => ran[poster].Add(number));
                Seeded.Dawdle(dawdling);
            }
        }) { IsBackground = true })];
        foreach (Thread poster in posters)
        {
            poster.Start();
        }

        long start = Environment.TickCount64;
        while (ran.Sum(r => r.Count) < Posters * Each)
        {
            Assert.True(Environment.TickCount64 - start < Limits.Hang.TotalMilliseconds, "Something is lost.");
            if (!pump.RunNext())
            {
                // What is posted wakes the thread: only the last may have come before.
                _ = pump.WaitForSignal(1000);
            }

            Seeded.Dawdle(own);
        }

        Assert.All(ran, numbers => Assert.Equal(Enumerable.Range(0, Each), numbers));
    });
}
