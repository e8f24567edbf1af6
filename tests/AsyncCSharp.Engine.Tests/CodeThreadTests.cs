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
        CodeBoundary? boundary = null;
        using ManualResetEventSlim ready = new();
        bool ended = false;
        Task<int> leaving = Task.Factory.StartNew(
            () =>
            {
                boundary = new CodeBoundary(stop);
                ready.Set();
                int interrupted = 0;
                for (int i = 0; i < Times; i++)
                {
                    try
                    {
                        _ = boundary.Set(inside: true);
                        _ = boundary.Set(inside: false);
                        Thread.Sleep(0);
                    }
                    catch (ThreadInterruptedException)
                    {
                        interrupted++;
                        _ = boundary.Set(inside: false);
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
            boundary!.Interrupt();
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
