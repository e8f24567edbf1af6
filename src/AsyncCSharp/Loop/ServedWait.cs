using System.Diagnostics;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// A blocking wait of code in a cell, on the thread of its session's loop: cut into slices, between which the loop goes on.
/// See docs/design/loop.md.
/// </summary>
internal struct ServedWait
{
    private readonly LoopContext _loop;
    private readonly int _milliseconds;
    private readonly long _start;
    private bool _isServed;
    private bool _isLast;

    /// <summary>Begins one.</summary>
    public ServedWait(LoopContext loop, int milliseconds)
    {
        _loop = loop;
        _milliseconds = milliseconds;
        _start = Stopwatch.GetTimestamp();
    }

    private readonly int Elapsed => (int)Math.Min(Stopwatch.GetElapsedTime(_start).TotalMilliseconds, int.MaxValue);

    /// <summary>How long to wait now.</summary>
    public int NextSlice()
    {
        int left = _milliseconds < 0 ? _milliseconds : Math.Max(0, _milliseconds - Elapsed);

        // The thread may have lost the loop since the last slice.
        _isServed = !ThreadPump.IsWaiting && _loop.OwnsCurrentThread;
        _isLast = !_isServed || left == 0;
        return _isServed && (uint)left > Durations.BlockedWaitSlice ? Durations.BlockedWaitSlice : left;
    }

    /// <summary>Serves the loop, and tells whether there is time left.</summary>
    public readonly bool GoesOn()
    {
        if (!_isLast)
        {
            Serve();
        }

        return !_isLast;
    }

    private readonly void Serve()
    {
        _loop.RunWork();

        // Stopped code is unwound from the inside out, by continuations of the loop: they run at once, and without a warning.
        bool isStopping = CodeThread.Current.Code is { IsStopping: true };
        if (!isStopping && Elapsed < Durations.BlockedWaitPatience)
        {
            return;
        }

        if (!isStopping)
        {
            _ = (StoppableRun.Current as IBlockedCell)?.ServeEvents();
        }

        bool ran = false;
        while (_loop.OwnsCurrentThread && _loop.RunOne())
        {
            ran = true;
        }

        if (ran && !isStopping)
        {
            (StoppableRun.Current as IBlockedCell)?.WarnOfBlockedLoop();
        }
    }
}
