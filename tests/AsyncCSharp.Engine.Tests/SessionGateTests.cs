using System.Management.Automation;
using AsyncCSharp.Loop;
using AsyncCSharp.Sessions;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Who has a session's gate, and who waits for it.</summary>
public sealed class SessionGateTests
{
    private const int Threads = 6;

    // The gate hands the session on and asks nothing of it.
    private static readonly CSharpSession s_session = null!;

    [Fact]
    public void TryEnter_OnTheThreadThatHasIt_GoesInAtOnce()
    {
        SessionGate gate = new();
        using SessionHold outer = gate.TryEnter(s_session)!;
        SessionHold? inner = gate.TryEnter(s_session);
        Assert.NotNull(inner);
        inner.Dispose();
        Assert.True(gate.IsHeldHere);
        outer.Dispose();
        Assert.False(gate.IsHeld);
    }

    [Fact]
    public async Task TryEnter_OnAnotherThread_HasToQueue()
    {
        SessionGate gate = new();
        using SessionHold own = gate.TryEnter(s_session)!;
        Assert.Null(await OnThread(() => gate.TryEnter(s_session)));
        Assert.False(await OnThread(() => gate.IsHeldHere));
        GateWaiter waiter = gate.Enqueue();
        own.Dispose();

        // It goes to who came first.
        Assert.Null(gate.TryEnter(s_session));
        waiter.Leave();
        Assert.NotNull(gate.TryEnter(s_session));
    }

    [Fact]
    public async Task Wait_Stopped_EndsAtOnce()
    {
        SessionGate gate = new();
        using SessionHold own = gate.TryEnter(s_session)!;
        PumpWait? wait = null;
        using ManualResetEventSlim ready = new();
        Task<SessionHold?> waiting = OnThread(() =>
        {
            wait = new PumpWait(Timeout.InfiniteTimeSpan);
            ready.Set();
            return gate.Enqueue().Wait(s_session, wait);
        });
        ready.Wait(TestContext.Current.CancellationToken);
        wait!.Stop();
        _ = await Assert.ThrowsAsync<PipelineStoppedException>(() => waiting.WaitAsync(Limits.Hang, TestContext.Current.CancellationToken));
        Assert.False(gate.IsWanted);
    }

    [Fact]
    public async Task Wait_CancelledBeforeItBegins_EndsAtOnce()
    {
        SessionGate gate = new();
        using SessionHold own = gate.TryEnter(s_session)!;
        GateWaiter waiter = gate.Enqueue();
        waiter.Cancel();
        Task<SessionHold?> waiting = OnThread(() => waiter.Wait(s_session, new PumpWait(Timeout.InfiniteTimeSpan)));
        _ = await Assert.ThrowsAsync<PipelineStoppedException>(() => waiting.WaitAsync(Limits.Hang, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Wait_TimeIsUp_LeavesTheQueue()
    {
        SessionGate gate = new();
        using SessionHold own = gate.TryEnter(s_session)!;
        _ = await Assert.ThrowsAsync<WaitTimeoutException>(() => OnThread(() => gate.Enqueue().Wait(s_session, new PumpWait(TimeSpan.FromMilliseconds(20)))));
        Assert.False(gate.IsWanted);
    }

    [Fact]
    public async Task Wait_ServesThePumpOfItsThread()
    {
        SessionGate gate = new();
        using SessionHold own = gate.TryEnter(s_session)!;
        ThreadPump? pump = null;
        using ManualResetEventSlim ready = new();
        Task<SessionHold?> waiting = OnThread(() =>
        {
            pump = ThreadPump.Current;
            ready.Set();
            return gate.Enqueue().Wait(s_session, new PumpWait(Timeout.InfiniteTimeSpan));
        });
        ready.Wait(TestContext.Current.CancellationToken);
        TaskCompletionSource served = new();
        pump!.Post(served.SetResult);
        await served.Task.WaitAsync(Limits.Hang, TestContext.Current.CancellationToken);
        own.Dispose();
        Assert.NotNull(await waiting.WaitAsync(Limits.Hang, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Close_SendsAwayWhoWaits_AndLetsWhoHasItEnd()
    {
        SessionGate gate = new();
        SessionHold own = gate.TryEnter(s_session)!;
        Task<SessionHold?> waiting = OnThread(() => gate.Enqueue().Wait(s_session, new PumpWait(Timeout.InfiniteTimeSpan)));
        bool emptied = false;
        gate.Close(() => emptied = true);
        Assert.Null(await waiting.WaitAsync(Limits.Hang, TestContext.Current.CancellationToken));
        Assert.Null(gate.TryEnter(s_session));
        Assert.False(emptied);
        own.Dispose();
        Assert.True(emptied);
    }

    // Threads come, go in, are nested, give up, are cancelled and time out, with a yield wherever another may come in between. The seed
    // is in the name of the test.
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(300)]
    public async Task ManyThreads_AreInsideOneAtATime_AndNoneIsForgotten(int seed)
    {
        SessionGate gate = new();
        int inside = 0;
        int overlaps = 0;
        Task<bool>[] threads = [.. Enumerable.Range(0, Threads).Select(i => OnThread(() =>
        {
            Random random = new((seed * 1000) + i);
            for (int round = 0; round < 400; round++)
            {
                using SessionHold? hold = Take(gate, random);
                if (hold is null)
                {
                    continue;
                }

                overlaps += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
                Seeded.Dawdle(random);
                using (gate.TryEnter(s_session) ?? throw new InvalidOperationException("A nested call had to wait."))
                {
                    Seeded.Dawdle(random);
                }

                overlaps += Interlocked.Decrement(ref inside) == 0 ? 0 : 1;
            }

            return true;
        }))];
        _ = await Task.WhenAll(threads).WaitAsync(Limits.Stress, TestContext.Current.CancellationToken);
        Assert.Equal(0, overlaps);
        Assert.False(gate.IsHeld);
        Assert.False(gate.IsWanted);
    }

    private static SessionHold? Take(SessionGate gate, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                return gate.TryEnter(s_session);
            case 1:
                GateWaiter left = gate.Enqueue();
                Seeded.Dawdle(random);
                left.Leave();
                return null;
            default:
                GateWaiter waiter = gate.Enqueue();
                Seeded.Dawdle(random);
                PumpWait wait = new(random.Next(3) == 0 ? TimeSpan.FromMilliseconds(1) : Timeout.InfiniteTimeSpan);
                if (random.Next(5) == 0)
                {
                    _ = Task.Run(waiter.Cancel);
                }

                try
                {
                    return waiter.Wait(s_session, wait);
                }
                catch (Exception e) when (e is WaitTimeoutException or PipelineStoppedException)
                {
                    return null;
                }
        }
    }

    private static Task<T> OnThread<T>(Func<T> action) =>
        Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
