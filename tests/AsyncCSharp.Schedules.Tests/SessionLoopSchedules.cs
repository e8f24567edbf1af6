using System.Runtime.ExceptionServices;
using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;
using Xunit;

namespace AsyncCSharp.Schedules.Tests;

/// <summary>A session's loop, which goes to and fro between the cells' threads and the pool.</summary>
public sealed class SessionLoopSchedules
{
    [Fact]
    public void Loop_TakenAndGivenBack_RunsEverythingOnceAndInOrder() => Schedule.Explore(80, static () =>
    {
        SessionLoop loop = New();
        PostedWork work = new(loop);
        ScheduledThread.RunAll(() => work.Post(0, 2), () => work.Post(1, 2), () =>
        {
            for (int cell = 0; cell < 2; cell++)
            {
                _ = loop.Acquire(ThreadPump.Current, static _ => { });
                Schedule.Require(loop.OwnsCurrentThread, "The loop is not the cell's.");
                _ = loop.RunOne();
                loop.Release();
            }
        });
        work.AwaitAll(4);
    });

    [Fact]
    public void Loop_LentAndTakenBack_RunsEverythingOnceAndInOrder() => Schedule.Explore(100, static () =>
    {
        SessionLoop loop = New();
        PostedWork work = new(loop);
        ScheduledThread.RunAll(() => work.Post(0, 2), () =>
        {
            _ = loop.Acquire(ThreadPump.Current, static _ => { });
            for (int call = 0; call < 2; call++)
            {
                Schedule.Require(loop.Lend(), "The loop is not the cell's to lend.");
                ScheduledThread.Pause();
                _ = loop.TakeBack(ThreadPump.Current, static _ => { });
                Schedule.Require(loop.OwnsCurrentThread, "The loop is not the cell's again.");
                _ = loop.RunOne();
            }

            loop.Release();
        });
        work.AwaitAll(2);
    });

    [Fact]
    public void Work_ThatIsWaitedForWhileTheLoopIsLent_IsDoneByThePool() => Schedule.Explore(100, static () =>
    {
        SessionLoop loop = New();
        PostedWork work = new(loop);
        ScheduledThread.RunAll(() => work.Post(0, 1), () =>
        {
            _ = loop.Acquire(ThreadPump.Current, static _ => { });
            _ = loop.Lend();
            work.Post(1, 1);
            work.AwaitAll(2);
            _ = loop.TakeBack(ThreadPump.Current, static _ => { });
            loop.Release();
        });
    });

    [Fact]
    public void Work_ThatComesWhenThePoolIsAboutToEnd_IsNotLost() => Schedule.Explore(300, static () =>
    {
        SessionLoop loop = New();
        PostedWork work = new(loop);
        work.Post(0, 1);
        work.AwaitAll(1);
        work.Post(1, 1);
        work.AwaitAll(2);
    });

    [Fact]
    public void Cell_ThatGivesUpItsWait_LeavesTheLoopToThePool() => Schedule.Explore(100, static () =>
    {
        SessionLoop loop = New();
        PostedWork work = new(loop);
        void TryAcquire()
        {
            try
            {
                _ = loop.Acquire(ThreadPump.Current, static _ => throw new OperationCanceledException());
                loop.Release();
            }
            catch (OperationCanceledException)
            {
                // Given up.
            }
        }

        work.Post(0, 1);
        ScheduledThread.RunAll(() => work.Post(1, 2), TryAcquire, TryAcquire);
        work.AwaitAll(3);
    });

    [Fact]
    public void Cell_ThatWaitsForWork_IsWokenByIt() => Schedule.Explore(60, static () =>
    {
        SessionLoop loop = New();
        PostedWork work = new(loop);
        ScheduledThread.RunAll(() => work.Post(0, 2), () =>
        {
            PumpWait wait = new(Timeout.InfiniteTimeSpan);
            _ = loop.Acquire(wait.Pump, static _ => { });
            wait.Until(() => work.Count == 2);
            loop.Release();
        });
    });

    [Fact]
    public void Background_NotAllowed_RunsNothingUntilACellOrUntilItIs() => Schedule.Explore(80, static () =>
    {
        SessionLoop loop = New();
        loop.BackgroundAllowed = false;
        bool mayRun = false;
        PostedWork work = new(loop, () => mayRun);
        ScheduledThread.RunAll(() => work.Post(0, 3), () =>
        {
            _ = loop.Acquire(ThreadPump.Current, static _ => { });
            mayRun = true;
            _ = loop.RunOne();
            mayRun = false;
            loop.Release();
            ScheduledThread.Pause();
            mayRun = true;
            loop.BackgroundAllowed = true;
        });
        work.AwaitAll(3);
    });

    [Fact]
    public void Close_WhileWorkComes_LetsNobodyWaitForEver() => Schedule.Explore(100, static () =>
    {
        SessionLoop loop = New();
        int ran = 0;
        int refused = 0;
        void Send()
        {
            try
            {
                loop.Send(_ => ran++, null);
            }
            catch (InvalidOperationException)
            {
                refused++;
            }
        }

        bool isTaken = false;
        void Close()
        {
            Schedule.Await(() => isTaken);
            loop.Close();
        }

        ScheduledThread.RunAll(Send, Send, Close, () =>
        {
            _ = loop.Acquire(ThreadPump.Current, static _ => { });
            isTaken = true;
            ScheduledThread.Pause();

            // It is the cell's until that has ended.
            bool isRun = false;
            loop.Post(_ => isRun = true, null);
            while (loop.RunOne())
            {
            }

            Schedule.Require(isRun, "A cell has lost its loop.");
            loop.Release();
        });
        Schedule.Require(ran + refused == 2, $"{ran} ran, {refused} were refused.");
        while (refused == 0 || ran + refused < 3)
        {
            Send();
            ScheduledThread.Pause();
        }
    });

    [Fact]
    public void StoppedCodeThatDoesNotEnd_LosesTheLoop_AndRunsNothingMoreOfIt() => Schedule.Explore(60, static () =>
    {
        SessionLoop loop = New();
        StopScope stop = new();
        bool isHeld = false;
        bool mayEnd = false;
        ScheduledThread.RunAll(() =>
        {
            StopScope? before = CodeThread.Current.Enter(stop);
            loop.Post(
                _ =>
                {
                    isHeld = true;
                    Schedule.Await(() => mayEnd);
                },
                null);
            _ = CodeThread.Current.Enter(before);
        });
        Schedule.Await(() => isHeld);
        PostedWork work = new(loop);
        ScheduledThread.RunAll(
            () => work.Post(0, 2),
            () =>
            {
                _ = stop.Request(StopCause.Pipeline);
                ScheduledClock.Advance(TimeSpan.FromSeconds(2));
            },
            () =>
            {
                Schedule.Require(loop.Acquire(ThreadPump.Current, static _ => { }), "It was not said that code goes on.");
                Schedule.Require(loop.OwnsCurrentThread, "The loop is not the cell's.");
                work.Allow(Thread.CurrentThread);
                mayEnd = true;
                ScheduledThread.Pause();
                _ = loop.RunOne();
                work.Allow(null);
                loop.Release();
            });
        work.AwaitAll(2);
    });

    private static SessionLoop New() => new(ExceptionDispatchInfo.Throw);
}
