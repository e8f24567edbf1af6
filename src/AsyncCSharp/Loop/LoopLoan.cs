namespace AsyncCSharp.Loop;

/// <summary>
/// Where a loop is while a thread has it: at hand; lent, since the thread is in PowerShell's code; or with the pool, since there was
/// work then. What is lent and not needed comes back with one interlocked operation.
/// </summary>
/// <remarks>Owned by the loop. The thread that has the loop lends it and takes it back, the rest happens under the loop's lock.</remarks>
internal sealed class LoopLoan
{
    private const int AtHand = 0;
    private const int Lent = 1;
    private const int WithPool = 2;

    private int _place = AtHand;

    /// <summary>Whether the thread that has the loop is in its cells' code. Any thread.</summary>
    public bool IsAtHand => Volatile.Read(ref _place) == AtHand;

    /// <summary>Whether the thread is in PowerShell's code, and nobody runs the loop. Any thread.</summary>
    public bool IsLent => Volatile.Read(ref _place) == Lent;

    /// <summary>Whether the pool runs the loop. Any thread.</summary>
    public bool IsWithPool => Volatile.Read(ref _place) == WithPool;

    /// <summary>The thread goes into PowerShell's code. False where it is there already. Nothing that is read later is read before.</summary>
    public bool TryLend() => IsAtHand && Interlocked.Exchange(ref _place, Lent) == AtHand;

    /// <summary>The thread comes back. False where the pool has the loop meanwhile.</summary>
    public bool TryTakeBack() => Interlocked.CompareExchange(ref _place, AtHand, Lent) == Lent;

    /// <summary>The thread comes back, or another takes the loop, after the pool has ended its turn. Under the lock.</summary>
    public void TakeBack() => Volatile.Write(ref _place, AtHand);

    /// <summary>Gives what is lent to the pool. Under the lock.</summary>
    public bool TryGiveToPool() => Interlocked.CompareExchange(ref _place, WithPool, Lent) == Lent;
}
