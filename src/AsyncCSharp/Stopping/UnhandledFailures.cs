using System.Runtime.ExceptionServices;
using AsyncCSharp.Engine;

namespace AsyncCSharp;

/// <summary>
/// Keeps the process alive when code of a cell, or of a library that its session refers to, throws where nobody can catch it: on
/// a thread of its own, in a pool work item, a timer, an <c>async void</c> method or a finalizer. That would be the end of the
/// shell and of all sessions; instead the next cell of the session reports it. What is not a session's is left alone.
/// </summary>
internal static class UnhandledFailures
{
    private static int s_installed;

    // A timer's callback has lost its execution context by the time that its exception is unhandled.
    private static WeakReference<CSharpSession>? s_last;

    /// <summary>Watches from now on, also for what the session's cells leave behind.</summary>
    public static void Watch(CSharpSession session)
    {
        if (s_last is null || !s_last.TryGetTarget(out CSharpSession? last) || last != session)
        {
            s_last = new WeakReference<CSharpSession>(session);
        }

        AssertionListener.Install();
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
        CSharpSession? session = CellRun.Current?.Invocation.Session;
        if (session is null)
        {
            if (!SessionCodeContext.IsPassedBy(e))
            {
                return false;
            }

            // Where no session is left there is nobody to tell, and no reason to end the process either.
            _ = s_last?.TryGetTarget(out session);
        }

        session?.ReportFailure(e);
        return true;
    }
}
