using System.Runtime.CompilerServices;

namespace AsyncCSharp.Stopping;

/// <summary>
/// Whether anything is to stop: one flag for the process, which every check of compiled code reads. Raised for as long as any stopped code
/// can still execute; whose code is meant is asked only then. Any thread.
/// </summary>
/// <remarks>One for the process, since a static of a collectible assembly costs an indirection on each read, and this one does not.</remarks>
internal static class StopFlag
{
    private static volatile bool s_raised;
    private static int s_count;

    /// <summary>Whether any code is to stop.</summary>
    public static bool IsRaised
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_raised;
    }

    /// <summary>One more reason to ask.</summary>
    public static void Raise()
    {
        Interlocked.Increment(ref s_count);
        s_raised = true;
        StackWindow.Close();
    }

    /// <summary>Ends <see cref="Raise"/>.</summary>
    public static void Lower()
    {
        if (Interlocked.Decrement(ref s_count) == 0)
        {
            s_raised = false;
            Interlocked.MemoryBarrier();

            // A stop that came between the two lines above must not be lost.
            if (Volatile.Read(ref s_count) > 0)
            {
                s_raised = true;
                StackWindow.Close();
            }
        }
    }
}
