using System.Diagnostics;
using System.Runtime.Loader;

namespace AsyncCSharp.Engine;

/// <summary>A home of a session's code: of its cells, and of the libraries that it refers to. Tells such code from everybody else's.</summary>
internal abstract class SessionCodeContext(string name) : AssemblyLoadContext(name, isCollectible: true)
{
    /// <summary>Whether code of a session is on the stack.</summary>
    public static bool IsOn(StackTrace stack) => stack.GetFrames().Any(IsSessions);

    /// <summary>Whether the exception, or one that led to it, came through code of a session.</summary>
    public static bool IsPassedBy(Exception e) =>
        IsOn(new StackTrace(e, fNeedFileInfo: false))
        || (e is AggregateException { InnerExceptions: var all } ? all.Any(IsPassedBy) : e.InnerException is { } inner && IsPassedBy(inner));

    private static bool IsSessions(StackFrame frame) => frame.GetMethod() is { } method && GetLoadContext(method.Module.Assembly) is SessionCodeContext;
}
