using System.Collections.Concurrent;
using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>A session's loop under threads that post, take it and give it back, at random moments.</summary>
public sealed class SessionLoopTests
{
    [Fact]
    public void Loop_TakenAndGivenBack_RunsEverythingOnceAndInOrder() => Seeded.Run(5, random =>
    {
        const int Posters = 3;
        const int Each = 2000;
        SessionLoop loop = new(_ => { });
        ConcurrentQueue<(int Poster, int Number)> ran = new();
        int inside = 0;
        int overlaps = 0;
        int[] seeds = [.. Enumerable.Range(0, Posters + 2).Select(_ => random.Next())];
        Thread[] posters = [.. Enumerable.Range(0, Posters).Select(poster => Start(() =>
        {
            Random own = new(seeds[poster]);
            for (int i = 0; i < Each; i++)
            {
                int number = i;
                loop.Post(
                    _ =>
                    {
                        overlaps += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
                        ran.Enqueue((poster, number));
                        _ = Interlocked.Decrement(ref inside);
                    },
                    null);
                Seeded.Dawdle(own);
            }
        }))];

        // One after the other, as cells are. Some give up while they wait.
        object gate = new();
        Thread[] cells = [.. Enumerable.Range(0, 2).Select(cell => Start(() =>
        {
            Random own = new(seeds[Posters + cell]);
            for (int i = 0; i < 500; i++)
            {
                lock (gate)
                {
                    RunCell(loop, own);
                }
            }
        }))];
        Assert.All(posters.Concat(cells), thread => Assert.True(thread.Join(Limits.Hang), "A thread does not end."));
        Assert.True(SpinWait.SpinUntil(() => ran.Count == Posters * Each, Limits.Hang), $"{ran.Count} of {Posters * Each} ran: the loop stands still.");
        Assert.Equal(0, overlaps);
        foreach (IGrouping<int, (int Poster, int Number)> of in ran.GroupBy(r => r.Poster))
        {
            Assert.Equal(Enumerable.Range(0, Each), of.Select(r => r.Number));
        }
    });

    // Where the count of those who want the loop is off by one for once, its background work stands still for good.
    [Fact]
    public void Acquire_GivenUpByMany_LeavesTheLoopToThePool()
    {
        SessionLoop loop = new(_ => { });
        using ManualResetEventSlim held = new();
        using ManualResetEventSlim go = new();
        for (int round = 0; round < 60; round++)
        {
            held.Reset();
            go.Reset();
            loop.Post(
                _ =>
                {
                    held.Set();
                    _ = go.Wait(Limits.Hang, TestContext.Current.CancellationToken);
                },
                null);
            Assert.True(held.Wait(Limits.Hang, TestContext.Current.CancellationToken), "The loop stands still.");
            Thread[] waiting = [.. Enumerable.Range(0, 6).Select(waiter => Start(() =>
            {
                for (int i = 0; i < 20; i++)
                {
                    try
                    {
                        _ = loop.Acquire(ThreadPump.Current, _ => throw new OperationCanceledException());
                        loop.Release();
                    }
                    catch (OperationCanceledException)
                    {
                        // Given up.
                    }
                }
            }))];
            if (round % 2 == 0)
            {
                go.Set();
            }

            Assert.All(waiting, thread => Assert.True(thread.Join(Limits.Hang)));
            go.Set();
        }
    }

    [Fact]
    public void Send_ToALoopThatIsGoneOrGoes_Returns() => Seeded.Run(3, random =>
    {
        SessionLoop loop = new(_ => { }) { BackgroundAllowed = false };
        int refused = 0;
        Thread[] senders = [.. Enumerable.Range(0, 4).Select(_ => Start(() =>
        {
            try
            {
                loop.Send(static _ => { }, null);
            }
            catch (InvalidOperationException)
            {
                _ = Interlocked.Increment(ref refused);
            }
        }))];
        Thread.Sleep(random.Next(50));
        _ = loop.Acquire(ThreadPump.Current, _ => { });
        loop.Close();
        Thread.Sleep(1000);

        // A cell that has the loop still keeps it.
        bool ran = false;
        loop.Post(_ => ran = true, null);
        while (loop.RunOne())
        {
        }

        loop.Release();
        Assert.True(ran);
        Assert.All(senders, sender => Assert.True(sender.Join(Limits.Hang), "Send does not return."));
        _ = Assert.Throws<InvalidOperationException>(() => loop.Send(static _ => { }, null));
        loop.Post(static _ => { }, null);
        Assert.False(loop.RunOne());
    });

    [Fact]
    public void Send_ThatFails_ThrowsWhatItThrew()
    {
        SessionLoop loop = new(_ => { });
        _ = Assert.Throws<FormatException>(() => loop.Send(static _ => throw new FormatException(), null));
    }

    [Fact]
    public void Acquire_WhileStoppedCodeDoesNotEnd_GoesOnBesideIt()
    {
        SessionLoop loop = new(_ => { });
        StopScope stop = new();
        LiveFrames frames = new(stop, () => { });
        using ManualResetEventSlim held = new();
        using ManualResetEventSlim go = new();
        PendingAwait pending = new(
            () =>
            {
                held.Set();
                while (!go.IsSet)
                {
                    Thread.SpinWait(1000);
                }
            },
            frames,
            null);
        loop.Post(_ => pending.Complete(), null);
        Assert.True(held.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        bool ranBehind = false;
        loop.Post(_ => ranBehind = true, null);
        _ = stop.Request(StopCause.Pipeline);
        Assert.True(loop.Acquire(ThreadPump.Current, _ => { }));
        Assert.True(loop.RunOne());
        Assert.True(ranBehind);

        // Who has lost the loop runs nothing more of it.
        bool ran = false;
        loop.Post(_ => ran = true, null);
        go.Set();
        Assert.True(SpinWait.SpinUntil(() => !frames.Any, Limits.Hang));
        Thread.Sleep(50);
        Assert.False(ran);
        loop.Release();
        Assert.True(SpinWait.SpinUntil(() => ran, Limits.Hang));
    }

    [Fact]
    public void InterruptBackground_OfStoppedCode_EndsItsWait()
    {
        SessionLoop loop = new(_ => { });
        StopScope stop = new();
        using ManualResetEventSlim held = new();
        LiveFrames frames = new(stop, () => { });
        bool wasInterrupted = false;
        PendingAwait pending = new(
            () =>
            {
                held.Set();
                wasInterrupted = Record.Exception(() => Thread.Sleep(Limits.Hang)) is ThreadInterruptedException;
            },
            frames,
            null);
        loop.Post(_ => pending.Complete(), null);
        Assert.True(held.Wait(Limits.Hang, TestContext.Current.CancellationToken));
        loop.InterruptBackground(new StopScope());
        Assert.False(wasInterrupted);
        _ = stop.Request(StopCause.Pipeline);
        loop.InterruptBackground(stop);
        Assert.True(SpinWait.SpinUntil(() => !frames.Any, Limits.Hang));
        Assert.True(wasInterrupted);
    }

    private static void RunCell(SessionLoop loop, Random random)
    {
        try
        {
            _ = loop.Acquire(ThreadPump.Current, _ =>
            {
                if (random.Next(3) == 0)
                {
                    throw new OperationCanceledException();
                }
            });
        }
        catch (OperationCanceledException)
        {
            return;
        }

        for (int i = random.Next(20); i > 0; i--)
        {
            _ = loop.RunOne();
            Seeded.Dawdle(random);
            if (random.Next(4) == 0)
            {
                Lend(loop, random);
            }
        }

        // What is lent may be given back without being taken back.
        _ = random.Next(2) == 0 && loop.Lend();
        loop.Release();
    }

    // As in PowerShell's code: for a moment, or for long enough for the pool to take the loop; sometimes with a cell within.
    private static void Lend(SessionLoop loop, Random random)
    {
        Assert.True(loop.Lend());
        Assert.False(loop.Lend());
        if (random.Next(400) == 0)
        {
            Thread.Sleep(random.Next(40));
        }

        if (random.Next(4) == 0)
        {
            _ = loop.Acquire(ThreadPump.Current, _ => { });
            _ = loop.RunOne();
            loop.Release();
            Assert.True(loop.IsLent);
        }

        if (!loop.TryTakeBack())
        {
            _ = loop.TakeBack(ThreadPump.Current, _ => { });
        }

        Assert.False(loop.IsLent);
    }

    private static Thread Start(Action action)
    {
        Thread thread = new(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
