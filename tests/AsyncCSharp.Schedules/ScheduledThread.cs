using System.Runtime.CompilerServices;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Runtime;
using CoyoteThread = Microsoft.Coyote.Rewriting.Types.Threading.Thread;

namespace AsyncCSharp.Schedules;

/// <summary>Threads under the scheduler, with their interrupts: Coyote takes those for itself, to end a schedule.</summary>
public static class ScheduledThread
{
    // Owned by the threads that were interrupted.
    private static readonly ConditionalWeakTable<Thread, object> s_interrupted = [];

    // Owned by the schedule that runs: there is one at a time.
    private static readonly List<Thread> s_started = [];

    /// <summary>
    /// Runs a schedule until all its threads have ended: one that is left over would go on without the scheduler, in the midst of the next
    /// schedule.
    /// </summary>
    public static void RunSchedule(Action schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        s_started.Clear();
        schedule();
        for (int i = 0; i < s_started.Count; i++)
        {
            CoyoteThread.Join(s_started[i]);
        }
    }

    /// <summary>Starts one.</summary>
    public static Thread Start(Action action)
    {
        Thread thread = CoyoteThread.Create(new ThreadStart(action));
        s_started.Add(thread);
        CoyoteThread.Start(thread);
        return thread;
    }

    /// <summary>Starts one for each, and waits until all have ended.</summary>
    public static void RunAll(params IEnumerable<Action> actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        foreach (Thread thread in actions.Select(Start).ToArray())
        {
            CoyoteThread.Join(thread);
        }
    }

    /// <summary>Stands in for the framework's.</summary>
    public static void Interrupt(Thread thread)
    {
        SchedulingPoint.Interleave();
        s_interrupted.AddOrUpdate(thread, thread);
    }

    /// <summary>Whether it was interrupted, and has not waited since.</summary>
    public static bool IsInterrupted(Thread thread) => s_interrupted.TryGetValue(thread, out _);

    /// <summary>Waits a while, as code does that can be interrupted.</summary>
    /// <exception cref="ScheduledInterruptException">It was interrupted.</exception>
    public static void Pause()
    {
        ThrowIfInterrupted();
        CoyoteThread.Sleep(1);
        ThrowIfInterrupted();
    }

    /// <summary>Waits until the calling thread may go on, or is interrupted.</summary>
    /// <exception cref="ScheduledInterruptException">It was interrupted.</exception>
    public static void Block(Func<bool> mayGoOn)
    {
        ArgumentNullException.ThrowIfNull(mayGoOn);
        Thread current = Thread.CurrentThread;
        Operation.PauseUntil(() => mayGoOn() || IsInterrupted(current));
        ThrowIfInterrupted();
        if (!mayGoOn())
        {
            // The schedule is over. That is how Coyote says so.
            throw new ThreadInterruptedException();
        }
    }

    /// <summary>Lets the others get far, now and then: what is wrong is often that something follows on a lock too late.</summary>
    internal static void Dawdle()
    {
        if (Generator.Create().NextInteger(8) == 0)
        {
            CoyoteThread.Sleep(1);
        }
    }

    internal static void ThrowIfInterrupted()
    {
        if (s_interrupted.Remove(Thread.CurrentThread))
        {
            throw new ScheduledInterruptException();
        }
    }
}
