namespace AsyncCSharp.Stopping;

/// <summary>
/// A lock for a few instructions, on the path of each await. Cheaper than a monitor, and no wait: a stop that interrupts the thread does
/// not get in between, and a loop does not go on inside of it. A field of its owner, not to be copied.
/// </summary>
internal struct BriefLock
{
    private const int Spins = 64;

    private int _isHeld;

    /// <summary>Takes it.</summary>
    public void Enter()
    {
        if (Interlocked.CompareExchange(ref _isHeld, 1, 0) != 0)
        {
            EnterSlowly();
        }
    }

    /// <summary>Gives it back.</summary>
    public void Exit() => Volatile.Write(ref _isHeld, 0);

    private void EnterSlowly()
    {
        for (int i = 1; Interlocked.CompareExchange(ref _isHeld, 1, 0) != 0; i++)
        {
            // The thread that holds the lock may have lost its processor.
            if (i % Spins == 0)
            {
                _ = Thread.Yield();
            }
            else
            {
                Thread.SpinWait(i % Spins);
            }
        }
    }
}
