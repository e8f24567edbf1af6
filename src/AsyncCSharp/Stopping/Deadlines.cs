using System.Runtime.CompilerServices;

namespace AsyncCSharp.Stopping;

/// <summary>
/// The time limits of all cells of the process, watched by one thread: the pool, which timers need, may be full of the very cell. The thread
/// belongs to this class and ends when there has been no limit for a while. Any thread.
/// </summary>
/// <remarks>Measured on Linux x64: a thread for each limit took 0.5 ms a cell, an entry here takes a hundredth of that.</remarks>
internal static class Deadlines
{
    // Owned by this class, held for a few instructions on the two fields below.
    private static readonly object s_lock = new();
    private static readonly SortedSet<Entry> s_entries = new(Comparer<Entry>.Create(static (a, b) => (a.Due, a.Number).CompareTo((b.Due, b.Number))));
    private static long s_number;
    private static bool s_isWatched;

    /// <summary>Has something done when the time is over, unless it is removed before.</summary>
    /// <param name="time">How long from now. <see cref="TimeSpan.Zero"/> for at once, on the other thread all the same.</param>
    /// <param name="action">What is done: short, for other limits wait for it, and without an exception.</param>
    public static Entry Add(TimeSpan time, Action action)
    {
        lock (s_lock)
        {
            Entry entry = new(DueIn(time), ++s_number, action);
            _ = s_entries.Add(entry);
            if (!s_isWatched)
            {
                s_isWatched = true;
                new Thread(Watch) { IsBackground = true, Name = "AsyncCSharp time limits" }.UnsafeStart();
            }
            else if (s_entries.Min == entry)
            {
                Monitor.Pulse(s_lock);
            }

            return entry;
        }
    }

    /// <summary>The time does not matter any more. What is being done at this moment goes on.</summary>
    public static void Remove(Entry entry)
    {
        lock (s_lock)
        {
            _ = s_entries.Remove(entry);
        }
    }

    private static void Watch()
    {
        while (RunNext())
        {
        }
    }

    // A method of its own: the thread holds no call that is over, and with it a session's code, while it waits for the next.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool RunNext()
    {
        Entry? entry = TakeNext();
        entry?.Action();
        return entry is not null;
    }

    // Waits for the next one that is due; null where there has been none for a while, and the thread is to end.
    private static Entry? TakeNext()
    {
        lock (s_lock)
        {
            bool wasIdle = false;
            while (true)
            {
                if (FirstDue() is not { } due)
                {
                    if (wasIdle)
                    {
                        s_isWatched = false;
                        return null;
                    }

                    wasIdle = !Monitor.Wait(s_lock, Durations.IdleDeadlines);
                    continue;
                }

                wasIdle = false;
                long left = due - Environment.TickCount64;
                if (left <= 0)
                {
                    return TakeFirst();
                }

                _ = Monitor.Wait(s_lock, (int)Math.Min(left, int.MaxValue));
            }
        }
    }

    // Methods of their own for the same reason: the one that waits has no entry.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long? FirstDue() => s_entries.Min?.Due;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Entry? TakeFirst()
    {
        Entry? first = s_entries.Min;
        _ = first is not null && s_entries.Remove(first);
        return first;
    }

    // The time is rounded up, so that a limit is never shorter than what was asked for.
    private static long DueIn(TimeSpan time)
    {
        double due = Environment.TickCount64 + Math.Ceiling(time.TotalMilliseconds) + (time > TimeSpan.Zero ? 1 : 0);
        return due >= long.MaxValue ? long.MaxValue : (long)due;
    }

    /// <summary>A time limit.</summary>
    internal sealed class Entry(long due, long number, Action action)
    {
        /// <summary>When, in milliseconds of <see cref="Environment.TickCount64"/>.</summary>
        public long Due => due;

        /// <summary>Tells entries apart that are due at the same time.</summary>
        public long Number => number;

        /// <summary>What is called when the limit is reached.</summary>
        public Action Action => action;
    }
}
