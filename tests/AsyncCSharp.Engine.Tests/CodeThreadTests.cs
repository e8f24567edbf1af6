using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Where a pipeline thread may be interrupted.</summary>
public sealed class CodeThreadTests
{
    private const int Times = 20_000;

    [Theory]
    [InlineData(1, Times)]
    [InlineData(2000, 10)]
    public async Task Set_WhileOthersStopAndInterrupt_GetsDoneAndLeavesNoInterruptBehind(int stops, int times)
    {
        CodeBoundary? boundary = null;
        StopScope? stop = null;
        bool ended = false;
        Task<int> leaving = Task.Factory.StartNew(
            () =>
            {
                int interrupted = 0;
                for (int i = 0; i < stops; i++)
                {
                    StopScope next = new();
                    boundary = new CodeBoundary(next);
                    Volatile.Write(ref stop, next);
                    for (int j = 0; j < times; j++)
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
                }

                Volatile.Write(ref ended, true);
                return interrupted;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        while (!Volatile.Read(ref ended))
        {
            // As all that interrupts: the stop is said first.
            if (Volatile.Read(ref stop) is { } latest)
            {
                _ = latest.Request(StopCause.Pipeline);
                boundary!.Thread.Interrupt(latest);
            }
        }

        Assert.Equal(0, await leaving);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restore_AfterANestedInvocation_IsInCodeOfTheOuterOne(bool inside)
    {
        StopScope stop = new();
        CodeBoundary outer = new(stop);
        CodePlace before = outer.Set(inside: true);
        CodeBoundary nested = new(new StopScope(stop));
        CodePlace place = nested.Set(inside);
        nested.Restore(nested.Set(inside: true));
        nested.Restore(place);
        Assert.True(outer.IsInside);
        Assert.Same(outer, ThreadPump.Current.Inside);

        outer.Restore(before);
        Assert.Null(CodeThread.Current.Code);
        Assert.Null(ThreadPump.Current.Inside);
    }

    [Fact]
    public void WhileInside_HoldsTheThreadInTheCode()
    {
        StopScope stop = new();
        CodeThread? held = null;
        using ManualResetEventSlim inside = new();
        bool isOutside = false;
        bool isOver = false;
        Thread thread = new(() =>
        {
            held = CodeThread.Current;
            for (int i = 0; i < Times; i++)
            {
                Volatile.Write(ref isOutside, false);
                _ = held.Enter(stop);
                inside.Set();
                _ = held.Enter(null);
                Volatile.Write(ref isOutside, true);
            }

            Volatile.Write(ref isOver, true);
        });
        thread.Start();
        inside.Wait(TestContext.Current.CancellationToken);
        int wrong = 0;
        while (!Volatile.Read(ref isOver))
        {
            held!.WhileInside(stop, () =>
            {
                Thread.SpinWait(20);
                wrong += Volatile.Read(ref isOutside) ? 1 : 0;
            });
        }

        thread.Join();
        Assert.Equal(0, wrong);
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
