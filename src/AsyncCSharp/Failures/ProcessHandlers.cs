namespace AsyncCSharp.Failures;

/// <summary>
/// The handlers of the process by which failures of cells are found: they are there from the first call of a cell on, until no runspace has
/// a session any more and the last call has ended. What stops a call that a removed module has left needs them, too.
/// </summary>
/// <remarks>
/// The handler of unhandled exceptions stays (<see cref="UnhandledFailures"/>): .NET takes one for the life of the process, and gives no way to
/// take it back. It answers for code of cells only, and passes everything else on.
/// </remarks>
internal static class ProcessHandlers
{
    // Guards the two below; held while handlers of the process are put in and taken out, which calls nobody's code.
    private static readonly Lock s_lock = new();
    private static bool s_areInstalled;
    private static Func<bool>? s_isUsed;

    // How many calls have not ended. Of the process.
    private static int s_calls;

    /// <summary>A call of a cell begins, whose session is in its runspace's table.</summary>
    public static void Enter()
    {
        _ = Interlocked.Increment(ref s_calls);
        if (Volatile.Read(ref s_areInstalled))
        {
            // Anybody may have changed the listeners of the process meanwhile.
            AssertionListener.Install();
        }
        else
        {
            Install();
        }
    }

    /// <summary>The call has ended.</summary>
    public static void Leave()
    {
        if (Interlocked.Decrement(ref s_calls) == 0 && Volatile.Read(ref s_isUsed) is not null)
        {
            Uninstall();
        }
    }

    /// <summary>Takes the handlers out, when nobody uses them any more.</summary>
    /// <param name="isUsed">Whether any runspace has sessions.</param>
    public static void Release(Func<bool> isUsed)
    {
        Volatile.Write(ref s_isUsed, isUsed);
        Uninstall();
    }

    private static void Install()
    {
        lock (s_lock)
        {
            if (!s_areInstalled)
            {
                s_isUsed = null;
                BackgroundFailures.Watch();
                UnhandledFailures.Watch();
                AssertionListener.Install();
                Volatile.Write(ref s_areInstalled, true);
            }
        }
    }

    private static void Uninstall()
    {
        if (s_isUsed is not { } isUsed || IsNeeded(isUsed))
        {
            return;
        }

        lock (s_lock)
        {
            if (s_areInstalled)
            {
                Volatile.Write(ref s_areInstalled, false);
                BackgroundFailures.Unwatch();
                AssertionListener.Uninstall();
            }
        }

        // A call may have begun meanwhile, and have found them.
        Interlocked.MemoryBarrier();
        if (IsNeeded(isUsed))
        {
            Install();
        }
    }

    private static bool IsNeeded(Func<bool> isUsed) => Volatile.Read(ref s_calls) > 0 || isUsed();
}
