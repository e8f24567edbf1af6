using System.Management.Automation;
using AsyncCSharp.Callbacks;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Runners;
using AsyncCSharp.Sessions;
using AsyncCSharp.Text;

namespace AsyncCSharp.Commands;

/// <summary>Finds the runner that a user means, in the order in which IPython's <c>%autoawait</c> looks.</summary>
/// <param name="state">The runspace's state, which knows the registered ones.</param>
/// <param name="enter">Takes the session, where a name may be one of its variables, methods or types.</param>
internal sealed class RunnerResolver(RunspaceSessions state, Func<SessionHold> enter)
{
    /// <summary>Reads <c>$true</c>, <c>On</c>, <c>False</c> and the like.</summary>
    public static bool TryReadSwitch(object? value, out bool enabled)
    {
        switch (PSValue.Unwrap(value))
        {
            case bool flag:
                enabled = flag;
                return true;
            case SwitchParameter flag:
                enabled = flag;
                return true;
            case string text when text.Trim().Equals("on", StringComparison.OrdinalIgnoreCase) || text.Trim().Equals("true", StringComparison.OrdinalIgnoreCase):
                enabled = true;
                return true;
            case string text when text.Trim().Equals("off", StringComparison.OrdinalIgnoreCase) || text.Trim().Equals("false", StringComparison.OrdinalIgnoreCase):
                enabled = false;
                return true;
            default:
                enabled = false;
                return false;
        }
    }

    /// <summary>The runner meant, or null.</summary>
    public RunnerEntry? Find(object? value) => PSValue.Unwrap(value) switch
    {
        null => null,
        CSharpRunner runner => runner.Entry,
        string text => FindByName(text.Trim()),
        var other => FromObject(other, name: null),
    };

    /// <summary>A runner out of what can be one: a script block, a delegate, an <see cref="ICellRunner"/>, a type that is one.</summary>
    public static RunnerEntry? FromObject(object value, string? name) => value switch
    {
        ICellRunner runner => Custom(name ?? runner.GetType().Name, runner.GetType().Name, runner),
        ScriptBlock script => Custom(name ?? nameof(ScriptBlock), nameof(ScriptBlock), new ScriptBlockRunner(script)),

        // A callback runs out of the cell's context; a runner is where the cell begins.
        Delegate function when ScriptCallback.Of(function) is { } callback => FromObject((object?)callback.Inner ?? callback.Script, name),
        Delegate function when DelegateRunner.IsSuitable(function) =>
            Custom(name ?? nameof(Delegate), TypeDisplay.Of(function.GetType()), new DelegateRunner(function)),
        Type type => FromType(type, name),
        _ => null,
    };

    private static RunnerEntry? FromType(Type type, string? name) =>
        typeof(ICellRunner).IsAssignableFrom(type) && !type.IsAbstract && type.GetConstructor(Type.EmptyTypes) is not null
            ? Custom(name ?? type.Name, type.FullName ?? type.Name, (ICellRunner)Activator.CreateInstance(type)!)
            : null;

    private static RunnerEntry Custom(string name, string kind, ICellRunner runner) =>
        new(name, string.Format(null, Strings.RunnerCustom, kind), runner) { IsCustom = true };

    private RunnerEntry? FindByName(string name)
    {
        if (state.Runners.Find(name) is { } registered)
        {
            return registered;
        }

        using SessionHold hold = enter();
        return (hold.ScriptOrNull is { } script ? FindIn(script, name) : null)
            ?? (LanguagePrimitives.TryConvertTo(name, out Type type) ? FromType(type, name) : null);
    }

    private static RunnerEntry? FindIn(IScriptSession script, string name)
    {
        if (script.FindVariable(name)?.Value is { } value && FromObject(PSValue.Unwrap(value)!, name) is { } variable)
        {
            return variable;
        }

        return script.FindRunnerMethod(name) is { } method ? Custom(name, TypeDisplay.Of(method.GetType()), new DelegateRunner(method))
            : script.FindType(name) is { } declared ? FromType(declared, name)
            : null;
    }
}
