using System.Runtime.Loader;
using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Sessions;

/// <summary>What the module itself has in an execution context. It is of the one run that it was put there for.</summary>
internal readonly struct OwnFlow
{
    private readonly StoppableRun? _run;
    private readonly Nursery? _nursery;
    private readonly StopScope? _cleaning;
    private readonly CellActivity? _activity;
    private readonly AssemblyLoadContext? _reflection;

    private OwnFlow(StoppableRun? run, Nursery? nursery, StopScope? cleaning, CellActivity? activity, AssemblyLoadContext? reflection)
    {
        _run = run;
        _nursery = nursery;
        _cleaning = cleaning;
        _activity = activity;
        _reflection = reflection;
    }

    /// <summary>That of the calling thread's context.</summary>
    public static OwnFlow Capture() => new(StoppableRun.Current, Nursery.Flow, CleanupFlow.Current, CellActivity.Flow, AssemblyLoadContext.CurrentContextualReflectionContext);

    /// <summary>Puts it into the calling thread's context; the default is nothing.</summary>
    public void Restore()
    {
        StoppableRun.Current = _run;
        Nursery.Flow = _nursery;
        CleanupFlow.Current = _cleaning;
        CellActivity.Flow = _activity;
        _ = _reflection?.EnterContextualReflection() ?? AssemblyLoadContext.EnterContextualReflection(null);
    }
}
