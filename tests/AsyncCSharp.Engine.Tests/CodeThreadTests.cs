using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Where a pipeline thread may be interrupted.</summary>
public sealed class CodeThreadTests
{
    private const int Times = 20_000;

    [Fact]
    public async Task Set_WhileOthersInterrupt_GetsDoneAndLeavesNoInterruptBehind()
    {
        StopScope stop = new();
        UserCodeGuard? guard = null;
        using ManualResetEventSlim ready = new();
        bool ended = false;
        Task<int> leaving = Task.Factory.StartNew(
            () =>
            {
                guard = new UserCodeGuard(stop);
                ready.Set();
                int interrupted = 0;
                for (int i = 0; i < Times; i++)
                {
                    try
                    {
                        _ = guard.Set(inside: true);
                        _ = guard.Set(inside: false);
                        Thread.Sleep(0);
                    }
                    catch (ThreadInterruptedException)
                    {
                        interrupted++;
                        _ = guard.Set(inside: false);
                    }
                }

                Volatile.Write(ref ended, true);
                return interrupted;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        ready.Wait(TestContext.Current.CancellationToken);
        while (!Volatile.Read(ref ended))
        {
            guard!.Interrupt();
        }

        Assert.Equal(0, await leaving);
    }

    [Fact]
    public void Interrupt_WhileCleaningUp_LeavesTheWaitAlone() => OnThread(thread =>
    {
        StopScope stop = new();
        _ = stop.Request(StopCause.Pipeline);
        _ = thread.Enter(stop);
        thread.Interrupt(stop);
        thread.BeginCleaning(stop);
        Thread.Sleep(1);
        thread.Interrupt(stop);
        Thread.Sleep(1);
        _ = thread.Enter(null);
    });

    [Fact]
    public void RunFrame_OfAnother_LeavesItsWaitAlone() => OnThread(thread =>
    {
        StopScope inner = new();
        _ = inner.Request(StopCause.Pipeline);
        _ = thread.Enter(inner);
        LiveFrames outer = new(new StopScope(), () => { });
        PendingAwait pending = new(
            () =>
            {
                thread.Interrupt(inner);
                Thread.Sleep(1);
            },
            outer,
            null);
        thread.Interrupt(inner);
        pending.Complete();
        Assert.False(outer.Any);
        Assert.Equal(inner, thread.Code);
        thread.Interrupt(inner);
        _ = Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(1));
        _ = thread.Enter(null);
    });

    private static void OnThread(Action<CodeThread> test)
    {
        Exception? failure = null;
        Thread thread = new(() => failure = Record.Exception(() => test(CodeThread.Current)));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }
}
