namespace AsyncCSharp.Loop;

/// <summary>The locks of <see cref="Console.Out"/> and <see cref="Console.Error"/>, under which every console write is made.</summary>
internal static class ConsoleLock
{
#pragma warning disable RS0030 // Nothing is written: only the locks are looked at, and what is routed to them stands above.
    /// <summary>Whether the calling thread is inside of a console write, and has such a lock: then nothing of PowerShell's may be called.</summary>
    public static bool IsHeld => Held is not null;

    /// <summary>That lock; null where the thread has none.</summary>
    public static object? Held => Monitor.IsEntered(Console.Out) ? Console.Out : Monitor.IsEntered(Console.Error) ? Console.Error : null;
#pragma warning restore RS0030
}
