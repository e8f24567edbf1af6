using AsyncCSharp.Stopping;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The time limits that one thread watches.</summary>
public sealed class DeadlinesTests
{
    [Fact]
    public void Add_InAnyOrder_IsDoneByTime()
    {
        List<int> done = [];
        using ManualResetEventSlim begin = new();
        using CountdownEvent left = new(3);

        // Holds the thread until all are there: they are due by then, or not.
        _ = Deadlines.Add(TimeSpan.Zero, () => begin.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        foreach (int milliseconds in new[] { 60, 20, 40 })
        {
            _ = Deadlines.Add(TimeSpan.FromMilliseconds(milliseconds), () =>
            {
                done.Add(milliseconds);
                left.Signal();
            });
        }

        begin.Set();
        Assert.True(left.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        Assert.Equal([20, 40, 60], done);
    }

    [Fact]
    public void Add_SoonerThanWhatIsWaitedFor_DoesNotWaitForThat()
    {
        using ManualResetEventSlim done = new();
        Deadlines.Entry late = Deadlines.Add(TimeSpan.MaxValue, () => { });
        _ = Deadlines.Add(TimeSpan.FromMilliseconds(1), done.Set);
        Assert.True(done.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        Deadlines.Remove(late);
    }

    [Fact]
    public void Remove_BeforeItsTime_IsNotDone()
    {
        bool isDone = false;
        using ManualResetEventSlim begin = new();
        using ManualResetEventSlim after = new();
        _ = Deadlines.Add(TimeSpan.Zero, () => begin.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        Deadlines.Remove(Deadlines.Add(TimeSpan.FromMilliseconds(1), () => isDone = true));
        _ = Deadlines.Add(TimeSpan.FromMilliseconds(5), after.Set);
        begin.Set();
        Assert.True(after.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        Assert.False(isDone);
    }

    [Fact]
    public void Add_FromManyThreads_LosesNone() => Seeded.Run(3, random =>
    {
        const int Count = 300;
        using CountdownEvent left = new(Count);
        int[] times = [.. Enumerable.Range(0, Count).Select(_ => random.Next(30))];
        Parallel.For(0, Count, i => Deadlines.Add(TimeSpan.FromMilliseconds(times[i]), () => left.Signal()));
        Assert.True(left.Wait(Limits.Hang, TestContext.Current.CancellationToken));
    });
}
