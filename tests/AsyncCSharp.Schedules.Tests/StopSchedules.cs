using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;
using Xunit;

namespace AsyncCSharp.Schedules.Tests;

/// <summary>How a stop gets from who asks for it to the code that it is meant for, and to no other.</summary>
public sealed class StopSchedules
{
    [Fact]
    public void Request_ByMany_IsOnesAndHasItsCause() => Schedule.Explore(60, static () =>
    {
        StopScope stop = new();
        List<StopCause> causes = [];
        void Request(StopCause cause)
        {
            if (stop.Request(cause))
            {
                causes.Add(cause);
            }

            Schedule.Require(stop.IsStopping, "It is not stopping.");
        }

        ScheduledThread.RunAll(
            () => Request(StopCause.Pipeline),
            () => Request(StopCause.Timeout),
            () =>
            {
                bool isStopping = stop.IsStopping;
                Schedule.Require(!isStopping || stop.Cause != StopCause.None, "It is stopped without a cause.");
            });
        Schedule.Require(causes.Count == 1 && stop.Cause == causes[0], $"{causes.Count} have stopped it.");
    });

    [Fact]
    public void HandOff_WhicheverComesFirst_StopsWhatBegins() => Schedule.Explore(100, static () =>
    {
        StopHandOff<StopScope> handOff = new(static stop => stop.Request(StopCause.Pipeline));
        StopScope begun = new();
        ScheduledThread.RunAll(handOff.Stop, () => handOff.Begin(begun));
        Schedule.Require(begun.IsStopping, "The stop is lost.");

        StopScope later = new();
        handOff.End();
        handOff.Begin(later);
        Schedule.Require(later.IsStopping, "What begins after the stop is not stopped.");
    });

    [Fact]
    public void Flag_IsUpAsLongAsAnyStopIs() => Schedule.Explore(300, static () =>
    {
        ScheduledThread.RunAll(RaiseAndLower, StopFlag.Raise);
        Schedule.Require(StopFlag.IsRaised, "A stop is lost.");
        StopFlag.Lower();
        Schedule.Require(!StopFlag.IsRaised, "The flag stays up.");

        static void RaiseAndLower()
        {
            StopFlag.Raise();
            StopFlag.Lower();
        }
    });

    [Fact]
    public void Interrupt_EndsAWaitOfItsOwnInvocation_AndIsNotLeftBehind() => Schedule.Explore(150, static () =>
    {
        StopScope stopped = new();
        CodeThread? thread = null;
        ScheduledThread.RunAll(
            () =>
            {
                thread = CodeThread.Current;
                Execute(thread, stopped, isStopped: true);
                Execute(thread, new StopScope(), isStopped: false);
                Execute(thread, null, isStopped: false);
            },
            () => Stop(ref thread, stopped));
    });

    [Fact]
    public void Interrupt_LeavesTheCleanUpAlone() => Schedule.Explore(100, static () =>
    {
        StopScope stopped = new();
        CodeThread? thread = null;
        ScheduledThread.RunAll(
            () =>
            {
                thread = CodeThread.Current;
                _ = thread.Enter(stopped);
                try
                {
                    ScheduledThread.Pause();
                }
                catch (ScheduledInterruptException)
                {
                    // As code is stopped that waits.
                }

                thread.BeginCleaning(stopped);
                Pause("What cleans up is interrupted.");
                _ = thread.Enter(null);
                RequireNoneLeft();
            },
            () => Stop(ref thread, stopped));
    });

    // A continuation of another invocation, on top of code that is stopped: as where a loop goes on inside of a wait.
    [Fact]
    public void Interrupt_LeavesACodeOnTopOfItsOwnAlone() => Schedule.Explore(100, static () =>
    {
        StopScope stopped = new();
        CodeThread? thread = null;
        ScheduledThread.RunAll(
            () =>
            {
                thread = CodeThread.Current;
                _ = thread.Enter(stopped);
                LiveFrames frames = new(new StopScope(), static () => { });
                PendingAwait pending = new(static () => Pause("Code of another is interrupted."), frames, null);
                pending.Complete();
                Schedule.Require(thread.Code == stopped && !frames.Any, "The thread is not where it was.");
                _ = thread.Enter(null);
                RequireNoneLeft();
            },
            () => Stop(ref thread, stopped));
    });

    [Fact]
    public void Interrupt_OfAThreadThatHandsSomethingIn_LosesNothing() => Schedule.Explore(100, static () =>
    {
        StopScope stopped = new();
        CodeThread? thread = null;
        ThreadPump pump = ThreadPump.Current;
        int ran = 0;
        ScheduledThread.RunAll(
            () =>
            {
                thread = CodeThread.Current;
                _ = thread.Enter(stopped);
                pump.Post(() => ran++);
                _ = thread.Enter(null);
                RequireNoneLeft();
            },
            () => Stop(ref thread, stopped),
            () => pump.Post(() => ran++));
        while (pump.RunNext())
        {
        }

        Schedule.Require(ran == 2, $"{ran} of 2 ran.");
    });

    [Fact]
    public void Await_CompletedAndCut_GoesOnOnce() => Schedule.Explore(100, static () =>
    {
        StopScope stop = new();
        SessionLoop loop = new(static e => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e));
        LiveFrames frames = new(stop, static () => { });
        int resumed = 0;
        int cut = 0;
        ScheduledContext.SetSynchronizationContext(Schedule.Choose(2) == 0 ? loop : null);
        PendingAwait pending = new(() => resumed++, frames, null);
        ScheduledContext.SetSynchronizationContext(null);
        pending.Watch();
        void Cut()
        {
            if (pending.Cut())
            {
                cut++;
            }
        }

        ScheduledThread.RunAll(pending.Complete, Cut, Cut);
        while (frames.Any)
        {
            ScheduledThread.Pause();
        }

        Schedule.Require(resumed == 1 && cut <= 1 && pending.IsCut == (cut == 1), $"It went on {resumed} times, and was cut {cut} times.");
    });

    // Who stops an invocation cuts the awaits that there are; one that comes later says so itself.
    [Fact]
    public void Await_ThatBeginsWhileTheStopDoes_IsNotForgotten() => Schedule.Explore(300, static () =>
    {
        StopScope stop = new();
        bool isTold = false;
        int cut = 0;
        LiveFrames frames = new(stop, () => isTold = true);
        ScheduledThread.RunAll(
            () => new PendingAwait(static () => { }, frames, null).Watch(),
            () =>
            {
                _ = stop.Request(StopCause.Pipeline);
                foreach (PendingAwait pending in frames.List())
                {
                    if (pending.IsWaiting && pending.Cut())
                    {
                        cut++;
                    }
                }
            });
        Schedule.Require(isTold || cut == 1, "Nobody ends the await.");
    });

    [Fact]
    public void Frames_ThatComeAndGo_AreCounted() => Schedule.Explore(60, static () =>
    {
        LiveFrames frames = new(new StopScope(), static () => { });
        void Suspend()
        {
            PendingAwait first = new(static () => { }, frames, null);
            PendingAwait second = new(static () => { }, frames, null);
            first.Complete();
            second.Complete();
        }

        ScheduledThread.RunAll(Suspend, Suspend, () => Schedule.Require(frames.List().Count <= 4, "There are more than there are."));
        Schedule.Require(!frames.Any && frames.List().Count == 0, "Some are left.");
    });

    private static void Execute(CodeThread thread, StopScope? code, bool isStopped)
    {
        StopScope? before = thread.Enter(code);
        try
        {
            ScheduledThread.Pause();
        }
        catch (ScheduledInterruptException)
        {
            Schedule.Require(isStopped && code!.IsStopping, "Code of another is interrupted.");
        }

        _ = thread.Enter(before);
        RequireNoneLeft();
    }

    private static void Stop(ref CodeThread? thread, StopScope stop)
    {
        _ = stop.Request(StopCause.Pipeline);
        for (int i = 0; i < 2; i++)
        {
            thread?.Interrupt(stop);
        }
    }

    private static void Pause(string failure)
    {
        try
        {
            ScheduledThread.Pause();
        }
        catch (ScheduledInterruptException)
        {
            Schedule.Require(false, failure);
        }
    }

    private static void RequireNoneLeft() => Schedule.Require(!ScheduledThread.IsInterrupted(Thread.CurrentThread), "An interrupt is left behind.");
}
