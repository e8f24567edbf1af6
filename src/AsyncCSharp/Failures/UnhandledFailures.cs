using System.Runtime.ExceptionServices;
using AsyncCSharp.Contract;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Failures;

/// <summary>
/// Keeps the process alive when code of a cell, or of a library that its session refers to, throws where nobody can catch it: on
/// a thread of its own, in a pool work item, a timer, an <c>async void</c> method or a finalizer. That would be the end of the
/// shell and of all sessions; instead the next cell of the session reports it. What is not a session's is left alone.
/// </summary>
internal static class UnhandledFailures
{
    private static int s_installed;

    /// <summary>Watches from now on for the life of the process, also for what cells of a module leave behind that is gone.</summary>
    public static void Watch()
    {
        if (Interlocked.Exchange(ref s_installed, 1) != 0)
        {
            return;
        }

        try
        {
            ExceptionHandling.SetUnhandledExceptionHandler(Handle);
        }
        catch (InvalidOperationException)
        {
            // There is one handler in a process, and the host has its own.
        }
    }

    private static bool Handle(Exception e)
    {
        IFailureSink? failures = StoppableRun.Current?.Failures;
        if (failures is null)
        {
            // Without the execution context of the cell (a timer, a finalizer, work that was queued without it) the code tells.
            if (SessionCodeContext.PassedBy(e) is not { } code)
            {
                return false;
            }

            failures = code.Failures;
        }

        // Where no session is left there is nobody to tell, and no reason to end the process either.
        failures?.Report(e);
        return true;
    }
}
