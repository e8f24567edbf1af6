using System.Runtime.InteropServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Contract;

/// <summary>
/// Gives memory back to the system that the runtime keeps for later, once nothing has happened for a while. Of the just-in-time compiler's that
/// is up to 16 MB, which the finalizers' thread gives back bit by bit, when it is woken and two seconds have gone by since it was woken last;
/// glibc keeps it then. Belongs to who has made it, and keeps no process alive.
/// </summary>
internal sealed partial class SpareMemory : IDisposable
{
    // What is not used between two of them goes with the next one, and the very first one only notes the time.
    private const int Rounds = 4;
    private const int RoundTime = 2200;

    // A collection stops all threads: with so much on the heap for less than a tenth of a second.
    private const long Collectable = 64L * 1024 * 1024;

    private readonly long _collectable;
    private readonly Timer _clock;
    private int _left;
    private volatile bool _isCollecting;

    /// <summary>Makes one that does nothing yet.</summary>
    /// <param name="collectable">How many bytes may be on the heap where it is to be collected.</param>
    public SpareMemory(long collectable = Collectable)
    {
        _collectable = collectable;
        _clock = ContextFreeTimer.Create(GiveBackSome);
    }

    /// <summary>Begins after a while.</summary>
    /// <param name="milliseconds">How long.</param>
    /// <param name="collecting">Whether garbage is collected before, if that does not take long: for who knows that nothing else runs in the process.</param>
    public void GiveBackIn(int milliseconds, bool collecting)
    {
        _isCollecting = collecting;
        Volatile.Write(ref _left, Rounds);
        _ = _clock.Change(milliseconds, Timeout.Infinite);
    }

    /// <summary>Something happens: it is not the time. What has begun is not waited for.</summary>
    public void Leave()
    {
        Volatile.Write(ref _left, 0);
        _ = _clock.Change(Timeout.Infinite, Timeout.Infinite);
    }

    /// <inheritdoc/>
    public void Dispose() => _clock.Dispose();

    private void GiveBackSome()
    {
        if (_isCollecting)
        {
            _isCollecting = false;
            if (GC.GetTotalMemory(forceFullCollection: false) < _collectable)
            {
                // Nothing runs that it would stop, and only this kind gives back what it frees.
#pragma warning disable RS0030
                GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
#pragma warning restore RS0030
            }
        }

        // Also where a finalizer hangs, which costs this thread of the pool.
        GC.WaitForPendingFinalizers();
        switch (Interlocked.Decrement(ref _left))
        {
            case > 0:
                _ = _clock.Change(RoundTime, Timeout.Infinite);
                break;
            case 0:
                Trim();
                break;
            default:
                // It was left meanwhile.
                break;
        }
    }

    private static void Trim()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = TrimHeap(0);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, which keeps less.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nint left);
}
