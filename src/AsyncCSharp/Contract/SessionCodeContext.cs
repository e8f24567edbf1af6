using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Runtime.Loader;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Contract;

/// <summary>A home of a session's code: of its cells, and of the libraries that it refers to. Tells such code from everybody else's.</summary>
internal abstract class SessionCodeContext : AssemblyLoadContext
{
    // The process owns it: what it is for, PowerShell's caches and the C# runtime binder's tables, is one for all runspaces.
    private static int s_made;

    protected SessionCodeContext(string name)
        : base(name, isCollectible: true) => Interlocked.Increment(ref s_made);

    /// <summary>How many this process has made.</summary>
    public static int Made => Volatile.Read(ref s_made);

    /// <summary>Whether none of its code begins to run any more: its session is gone, or nobody can start its cell again. Some may still be running.</summary>
    public abstract bool IsOver { get; }

    /// <summary>Whether code of a session is on the stack.</summary>
    public static bool IsOn(StackTrace stack) => stack.GetFrames().Any(frame => Of(frame) is not null);

    /// <summary>The session; null where it is gone, or was never one of a runspace.</summary>
    public abstract IFailureSink? Failures { get; }

    /// <summary>The home of the code of a session that the exception, or one that led to it, came through first; null where it came through none.</summary>
    public static SessionCodeContext? PassedBy(Exception e) =>
        new StackTrace(e, fNeedFileInfo: false).GetFrames().Select(Of).FirstOrDefault(context => context is not null)
        ?? CausesOf(e).Select(PassedBy).FirstOrDefault(context => context is not null);

    private static ReadOnlyCollection<Exception> CausesOf(Exception e) => e is AggregateException all ? all.InnerExceptions : e.InnerException is { } inner ? [inner] : [];

    private static SessionCodeContext? Of(StackFrame frame) => frame.GetMethod() is { } method ? GetLoadContext(method.Module.Assembly) as SessionCodeContext : null;
}
