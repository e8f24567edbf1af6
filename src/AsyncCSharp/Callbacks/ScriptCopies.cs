using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Callbacks;

/// <summary>
/// A script block for runspaces that it has no part in. One copy does for all of them, but of a closure: its variables are in a module,
/// and a module belongs to one runspace.
/// </summary>
internal sealed class ScriptCopies(ScriptBlock script)
{
    // Owned by the callback; an entry goes with its runspace.
    private readonly ConditionalWeakTable<Runspace, ScriptBlock> _closures = [];

    // Two threads may make a copy at the same time: either will do.
    private volatile ScriptBlock? _copy;

    /// <summary>The script block for the runspace that the calling thread executes in.</summary>
    public ScriptBlock ForThisRunspace()
    {
        ScriptBlock copy = _copy ??= ScriptOrigin.Copy(script);
        return Runspace.DefaultRunspace is { } runspace && ScriptOrigin.CapturedBy(script) is { } captured
            ? _closures.GetValue(runspace, _ => Bind(copy, captured))
            : copy;
    }

    // What the closure captured is copied, as it was by GetNewClosure; the values are the same objects.
    private static ScriptBlock Bind(ScriptBlock copy, IDictionary<string, PSVariable> captured)
    {
        PSModuleInfo module = new(linkToGlobal: true);
        foreach (PSVariable variable in captured.Values.Where(v => v.Options == ScopedItemOptions.None))
        {
            module.SessionState.PSVariable.Set(variable.Name, variable.Value);
        }

        return ScriptOrigin.WithModeOf(copy, module.NewBoundScriptBlock(copy));
    }
}
