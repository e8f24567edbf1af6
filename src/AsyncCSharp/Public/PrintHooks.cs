using System.ComponentModel;
using System.Runtime.CompilerServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>
/// Where text that a cell has written to the console gets on: compiled cells call it behind every call that may have
/// printed. A console write itself only takes note, as it is made under the lock of <see cref="Console.Out"/>.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PrintHooks
{
    // How many notes of the process are on their way; the queues that hold them count. One static, so that a cell that has
    // printed nothing pays for one comparison.
    private static int s_noted;

    /// <summary>Whether any text is on its way.</summary>
    internal static bool AnyNoted => Volatile.Read(ref s_noted) != 0;

    /// <summary>Behind a call that may have printed: takes the text to where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (Volatile.Read(ref s_noted) != 0)
        {
            Deliver();
        }
    }

    internal static void Add() => Interlocked.Increment(ref s_noted);

    internal static void Remove() => Interlocked.Decrement(ref s_noted);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Deliver()
    {
        // While an exception is on its way through other code, nothing is written.
        if (!CodeThread.Current.IsTelling)
        {
            IRunningCell.Current?.DeliverPrinted();
        }
    }
}
