using System.Management.Automation;
using AsyncCSharp.Loop;
using AsyncCSharp.Sessions;
using Xunit;

namespace AsyncCSharp.Schedules.Tests;

/// <summary>The gate of a session: who has it, who queues, and who gives up.</summary>
public sealed class SessionGateSchedules
{
    // The gate hands the session on and asks nothing of it.
    private static readonly CSharpSession s_session = null!;

    [Fact]
    public void Queue_IsServedOneAtATime_InItsOrder() => Schedule.Explore(100, static () =>
    {
        SessionGate gate = new();
        List<int> order = [];
        int inside = 0;
        GateWaiter[] waiters = [gate.Enqueue(), gate.Enqueue(), gate.Enqueue()];
        ScheduledThread.RunAll(waiters.Select<GateWaiter, Action>((waiter, number) => () =>
        {
            using SessionHold? hold = waiter.Wait(s_session, new PumpWait(Timeout.InfiniteTimeSpan));
            Schedule.Require(hold is not null && ++inside == 1, "Two are inside.");
            order.Add(number);
            using SessionHold? nested = gate.TryEnter(s_session);
            Schedule.Require(nested is not null && gate.IsHeldHere, "A nested call has to wait.");
            ScheduledThread.Pause();
            inside--;
        }));
        Schedule.Require(order is [0, 1, 2], $"The order is {string.Join(", ", order)}.");
        RequireFree(gate);
    });

    [Fact]
    public void Threads_ThatComeAtAnyMoment_AreAllServed() => Schedule.Explore(100, static () =>
    {
        SessionGate gate = new();
        int inside = 0;
        int served = 0;
        void Enter()
        {
            using SessionHold? hold = gate.TryEnter(s_session) ?? gate.Enqueue().Wait(s_session, new PumpWait(Timeout.InfiniteTimeSpan));
            Schedule.Require(hold is not null && ++inside == 1, "Two are inside.");
            ScheduledThread.Pause();
            inside--;
            served++;
        }

        ScheduledThread.RunAll(Enter, Enter, Enter);
        Schedule.Require(served == 3, $"{served} were served.");
        RequireFree(gate);
    });

    [Fact]
    public void OneThatGivesUp_KeepsNobodyWaiting() => Schedule.Explore(100, static () =>
    {
        SessionGate gate = new();
        SessionHold own = gate.TryEnter(s_session)!;
        GateWaiter leaving = gate.Enqueue();
        GateWaiter staying = gate.Enqueue();
        int served = 0;
        ScheduledThread.RunAll(
            leaving.Leave,
            () =>
            {
                using SessionHold? hold = staying.Wait(s_session, new PumpWait(Timeout.InfiniteTimeSpan));
                served += hold is null ? 0 : 1;
            },
            own.Dispose);
        Schedule.Require(served == 1, "Who stays is not served.");
        RequireFree(gate);
    });

    // Stopped, its time up, or cancelled.
    [Fact]
    public void OneThatIsToldToGiveUp_Does() => Schedule.Explore(200, static () =>
    {
        SessionGate gate = new();
        using SessionHold own = gate.TryEnter(s_session)!;
        GateWaiter waiter = gate.Enqueue();
        PumpWait? wait = null;
        bool gaveUp = false;
        ScheduledThread.RunAll(
            () =>
            {
                wait = new(Timeout.InfiniteTimeSpan);
                try
                {
                    waiter.Wait(s_session, wait)?.Dispose();
                }
                catch (Exception e) when (e is PipelineStoppedException or WaitTimeoutException)
                {
                    gaveUp = true;
                }
            },
            () =>
            {
                Schedule.Await(() => wait is not null);
                switch (Schedule.Choose(3))
                {
                    case 0:
                        wait!.Stop();
                        break;
                    case 1:
                        wait!.Expire();
                        break;
                    default:
                        waiter.Cancel();
                        break;
                }
            });
        Schedule.Require(gaveUp && !gate.IsWanted, "It has not given up.");
    });

    [Fact]
    public void Close_SendsAwayWhoQueues_AndIsDoneOnceWhenItIsEmpty() => Schedule.Explore(150, static () =>
    {
        SessionGate gate = new();
        int inside = 0;
        int emptied = 0;
        void Enter()
        {
            using SessionHold? hold = gate.Enqueue().Wait(s_session, new PumpWait(Timeout.InfiniteTimeSpan));
            if (hold is not null)
            {
                Schedule.Require(emptied == 0 && ++inside == 1, "Somebody is inside of what is closed and empty.");
                ScheduledThread.Pause();
                Schedule.Require(emptied == 0, "It was empty too early.");
                inside--;
            }
        }

        ScheduledThread.RunAll(Enter, Enter, () => gate.Close(() => emptied++));
        Schedule.Require(emptied == 1, $"It was emptied {emptied} times.");
        Schedule.Require(gate.TryEnter(s_session) is null, "It lets somebody in.");
        RequireFree(gate);
    });

    [Fact]
    public void Close_WhileTheLastOneLeaves_IsDoneOnce() => Schedule.Explore(300, static () =>
    {
        SessionGate gate = new();
        int emptied = 0;
        SessionHold own = gate.TryEnter(s_session)!;
        ScheduledThread.RunAll(own.Dispose, () => gate.Close(() => emptied++));
        Schedule.Require(emptied == 1, $"It was emptied {emptied} times.");
        RequireFree(gate);
    });

    // As a wait does that serves the loops which stand still otherwise.
    [Fact]
    public void Watcher_GivesItBackToWhoQueues_AndGetsItAgain() => Schedule.Explore(100, static () =>
    {
        SessionGate gate = new();
        int served = 0;
        bool watching = false;
        ScheduledThread.RunAll(
            () =>
            {
                PumpWait wait = new(Timeout.InfiniteTimeSpan);
                gate.Watch(wait.Pump);
                SessionHold? hold = gate.TryEnter(s_session);
                watching = true;
                wait.Until(() =>
                {
                    if (gate.IsWanted)
                    {
                        hold?.Dispose();
                        hold = null;
                    }
                    else
                    {
                        hold ??= gate.TryEnter(s_session);
                    }

                    return served == 2 && hold is not null;
                });
                gate.Unwatch(wait.Pump);
                hold!.Dispose();
            },
            Enter,
            Enter);
        RequireFree(gate);

        void Enter()
        {
            Schedule.Await(() => watching);
            using SessionHold? hold = gate.Enqueue().Wait(s_session, new PumpWait(Timeout.InfiniteTimeSpan));
            served++;
        }
    });

    private static void RequireFree(SessionGate gate) => Schedule.Require(!gate.IsHeld && !gate.IsWanted, "The gate is not given back.");
}
