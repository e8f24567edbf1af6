using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Loop;

/// <summary>
/// Looks, every little while, whether a loop that is lent gets on with its work. A thread that is in PowerShell's code for a moment keeps
/// its loop: continuations stay on the thread, and a short write costs nothing.
/// </summary>
/// <remarks>One a loop, which owns it. The methods are called under the loop's lock.</remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Goes with its loop, which code may post to at any time.")]
internal sealed class LoopWatch
{
    private readonly Timer _timer;
    private volatile bool _isOn;
    private long _seen;

    /// <summary>Makes one that does not look yet.</summary>
    public LoopWatch(Action look) => _timer = ContextFreeTimer.Create(look);

    /// <summary>Whether it looks. Any thread.</summary>
    public bool IsOn => _isOn;

    /// <summary>Begins to look.</summary>
    /// <param name="taken">How many callbacks have been taken out of the loop's queue.</param>
    public void Start(long taken)
    {
        if (!_isOn)
        {
            _isOn = true;
            _seen = taken;
            Again();
        }
    }

    /// <summary>Looks: nothing has been taken since it looked last. Goes on to look for as long as there is work.</summary>
    /// <param name="taken">How many callbacks have been taken out of the loop's queue.</param>
    /// <param name="anyWaits">Whether there is work that only the thread with the loop does.</param>
    public bool IsStuck(long taken, bool anyWaits)
    {
        bool isStuck = anyWaits && taken == _seen;
        _seen = taken;
        _isOn = anyWaits;
        if (anyWaits)
        {
            Again();
        }

        return isStuck;
    }

    private void Again() => _ = _timer.Change(Durations.LentLoopPatience, Timeout.Infinite);
}
