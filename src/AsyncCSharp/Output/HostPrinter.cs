using System.Diagnostics;
using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Output;

/// <summary>
/// Writes console text to a runspace's host where no pipeline thread does: text of background code whose cell has ended,
/// and text of a cell that holds its pipeline thread in code that PowerShell cannot get into. One per runspace.
/// </summary>
/// <remarks>
/// Compiled cells print their late text themselves, behind the console write, so that it is there when their next statement
/// runs. The printer's own thread is for code that is not a cell's: a library that prints.
/// </remarks>
internal sealed class HostPrinter
{
    /// <summary>After how many looks at nothing the thread ends.</summary>
    private const int IdleLooks = 50;

    private static int s_watchesExit;

    private readonly object _lock = new();
    private readonly Queue<ConsoleNote> _late = new();
    private readonly List<ThreadPump> _watched = [];
    private volatile bool _printing;

    // The printer's thread, which it starts when there is something to do and which ends by itself.
    private Thread? _thread;

    /// <summary>Whether a thread that goes on adding is too fast.</summary>
    public bool IsFull => _late.Count >= BackPressure.Limit;

    /// <summary>Waits a moment for the late texts: the host is about to go.</summary>
    public void Finish() => WaitWhile(() => _late.Count > 0 || _printing);

    /// <summary>Has the process wait a moment, when it ends, for the texts that are on their way.</summary>
    public static void WatchExit()
    {
        if (Interlocked.Exchange(ref s_watchesExit, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += OnExit;
        }
    }

    /// <summary>No text is on its way any more.</summary>
    public static void UnwatchExit()
    {
        if (Interlocked.Exchange(ref s_watchesExit, 0) == 1)
        {
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
        }
    }

    /// <summary>Takes a text over, to be printed soon. Calls nothing of PowerShell's. Any thread.</summary>
    public void Add(ConsoleNote note)
    {
        lock (_lock)
        {
            _late.Enqueue(note);
            PrintHooks.Add();
            StartThread();
        }
    }

    /// <summary>Looks after the console text of a pipeline thread that may be stuck. Any thread.</summary>
    public void Watch(ThreadPump pump)
    {
        if (pump.IsWatched)
        {
            return;
        }

        lock (_lock)
        {
            if (!pump.IsWatched)
            {
                pump.IsWatched = true;
                _watched.Add(pump);
                StartThread();
            }
        }
    }

    /// <summary>Prints the late texts that are there, on the calling thread, out of the cell's context.</summary>
    public void PrintNow()
    {
        ThreadContext inner = ThreadContext.Capture();
        CodeBoundary? boundary = ThreadPump.CurrentOrNull?.Inside;
        CodePlace place = default;
        try
        {
            StoppableRun.Current = null;
            SynchronizationContext.SetSynchronizationContext(null);
            place = boundary?.Set(inside: false) ?? default;
            PrintAll();
        }
        finally
        {
            boundary?.Restore(place);
            inner.Restore();
        }
    }

    // One thread at a time, so that the order is kept; and no further than what was there at first, so that a thread does
    // not print for others for ever.
    private void PrintAll()
    {
        int count;
        lock (_lock)
        {
            long start = Stopwatch.GetTimestamp();
            while (_printing)
            {
                int left = Durations.PrinterPatience - (int)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                if (left <= 0 || !Monitor.Wait(_lock, left))
                {
                    return;
                }
            }

            count = _late.Count;
            if (count == 0)
            {
                return;
            }

            _printing = true;
        }

        try
        {
            while (count-- > 0)
            {
                Print();
            }
        }
        finally
        {
            lock (_lock)
            {
                _printing = false;
                Monitor.PulseAll(_lock);
            }
        }
    }

    private void Print()
    {
        ConsoleNote note;
        lock (_lock)
        {
            note = _late.Dequeue();
        }

        try
        {
            note.WriteToHost();
        }
        finally
        {
            PrintHooks.Remove();
        }
    }

    // Called under the printer's lock.
    private void StartThread()
    {
        if (_thread is null)
        {
            _thread = new Thread(LookAfter) { IsBackground = true, Name = "AsyncCSharp console" };
            _thread.UnsafeStart();
        }
    }

    private static void OnExit(object? sender, EventArgs e) => WaitWhile(static () => PrintHooks.AnyNoted);

    private static void WaitWhile(Func<bool> any)
    {
        long start = Stopwatch.GetTimestamp();
        while (any() && Stopwatch.GetElapsedTime(start).TotalMilliseconds < Durations.PrinterPatience)
        {
            Thread.Sleep(1);
        }
    }

    private void LookAfter()
    {
        int idle = 0;
        do
        {
            Thread.Sleep(Durations.PrinterLook);
            idle = Look() ? 0 : idle + 1;
        }
        while (idle < IdleLooks || !TryEnd());
    }

    private bool Look()
    {
        ThreadPump[] watched;
        bool any;
        lock (_lock)
        {
            watched = [.. _watched];
            any = _late.Count > 0;
        }

        if (any)
        {
            PrintAll();
        }

        foreach (ThreadPump pump in watched)
        {
            any |= StandIn.Look(pump);
        }

        return any;
    }

    private bool TryEnd()
    {
        lock (_lock)
        {
            foreach (ThreadPump pump in _watched)
            {
                pump.IsWatched = false;
            }

            // What came in before that line did not start a thread.
            Interlocked.MemoryBarrier();
            if (_late.Count > 0 || _watched.Any(p => p.Work.HasNotes))
            {
                _watched.ForEach(p => p.IsWatched = true);
                return false;
            }

            _watched.Clear();
            _thread = null;
            return true;
        }
    }
}
