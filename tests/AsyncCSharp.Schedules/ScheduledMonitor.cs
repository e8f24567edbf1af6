using System.Runtime.CompilerServices;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Runtime;

namespace AsyncCSharp.Schedules;

/// <summary>
/// Locks under the scheduler, as the framework has them: a wait for one is interrupted, and a wait with a time ends without a pulse at
/// any moment. Coyote's own monitor knows neither.
/// </summary>
public static class ScheduledMonitor
{
    // Owned by the objects that are locked.
    private static readonly ConditionalWeakTable<object, ScheduledLock> s_locks = [];

    /// <summary>Stands in for the framework's.</summary>
    public static void Enter(object obj)
    {
        SchedulingPoint.Interleave();
        ScheduledLock state = s_locks.GetOrCreateValue(obj);
        Thread current = Thread.CurrentThread;
        if (state.Owner != current)
        {
            if (state.Owner is not null)
            {
                ScheduledThread.Block(() => state.Owner is null);
            }

            state.Owner = current;
        }

        state.Depth++;
    }

    /// <summary>Stands in for the framework's.</summary>
    public static void Enter(object obj, ref bool lockTaken)
    {
        Enter(obj);
        lockTaken = true;
    }

    /// <summary>Stands in for the framework's.</summary>
    public static bool TryEnter(object obj)
    {
        SchedulingPoint.Interleave();
        ScheduledLock state = s_locks.GetOrCreateValue(obj);
        if (state.Owner is not null && state.Owner != Thread.CurrentThread)
        {
            return false;
        }

        state.Owner = Thread.CurrentThread;
        state.Depth++;
        return true;
    }

    /// <summary>Stands in for the framework's.</summary>
    public static void Exit(object obj)
    {
        ScheduledLock state = Own(obj);
        if (--state.Depth == 0)
        {
            state.Owner = null;
            ScheduledThread.Dawdle();
        }
    }

    /// <summary>Stands in for the framework's.</summary>
    public static bool IsEntered(object obj) => s_locks.GetOrCreateValue(obj).Owner == Thread.CurrentThread;

    /// <summary>Stands in for the framework's.</summary>
    public static void Pulse(object obj)
    {
        ScheduledLock state = Own(obj);
        if (state.Waiting.Count > 0)
        {
            state.Waiting.RemoveAt(0);
        }
    }

    /// <summary>Stands in for the framework's.</summary>
    public static void PulseAll(object obj) => Own(obj).Waiting.Clear();

    /// <summary>Stands in for the framework's.</summary>
    public static bool Wait(object obj) => Wait(obj, Timeout.Infinite);

    /// <summary>Stands in for the framework's.</summary>
    public static bool Wait(object obj, int millisecondsTimeout)
    {
        ScheduledLock state = Own(obj);
        Thread current = Thread.CurrentThread;
        ScheduledThread.ThrowIfInterrupted();
        int depth = state.Depth;
        state.Waiting.Add(current);
        (state.Owner, state.Depth) = (null, 0);
        try
        {
            if (millisecondsTimeout == Timeout.Infinite)
            {
                Operation.PauseUntil(() => !state.Waiting.Contains(current) || ScheduledThread.IsInterrupted(current));
            }
            else
            {
                AwaitPulse(state, current);
            }

            Operation.PauseUntil(() => state.Owner is null);
        }
        finally
        {
            // Also where the schedule is over: the caller gives the lock back.
            (state.Owner, state.Depth) = (current, depth);
        }

        bool isPulsed = !state.Waiting.Remove(current);
        if (!isPulsed)
        {
            ScheduledThread.ThrowIfInterrupted();
        }

        return isPulsed;
    }

    private static void AwaitPulse(ScheduledLock state, Thread current)
    {
        Generator random = Generator.Create();
        do
        {
            SchedulingPoint.Yield();
        }
        while (state.Waiting.Contains(current) && !ScheduledThread.IsInterrupted(current) && random.NextBoolean());
    }

    private static ScheduledLock Own(object obj)
    {
        ScheduledLock state = s_locks.GetOrCreateValue(obj);
        return state.Owner == Thread.CurrentThread ? state : throw new SynchronizationLockException();
    }
}
