using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Where a script block comes from: the runspace that it is bound to, and the language mode of the code that it was part of. PowerShell
/// keeps both to itself. Its internals are looked for once; where they are not as expected, no script block is ever made anew.
/// </summary>
internal static class ScriptOrigin
{
    // How PowerShell calls the modules that it makes for closures.
    private const string ClosurePrefix = "__DynamicModule_";

    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly PropertyInfo? s_mode = Find(typeof(ScriptBlock), "LanguageMode", typeof(PSLanguageMode?));
    private static readonly PropertyInfo? s_sessionState = Find(typeof(ScriptBlock), "SessionStateInternal");
    private static readonly PropertyInfo? s_moduleScope = Find(s_sessionState?.PropertyType, "ModuleScope");
    private static readonly PropertyInfo? s_variables = Find(s_moduleScope?.PropertyType, "Variables", typeof(IDictionary<string, PSVariable>));
    private static readonly PropertyInfo? s_context = Find(s_sessionState?.PropertyType, "ExecutionContext");
    private static readonly PropertyInfo? s_runspace = Find(s_context?.PropertyType, "CurrentRunspace", typeof(Runspace));

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_mode is not null && s_runspace is not null && s_variables is not null;

    /// <summary>The runspace that the script block is bound to; null for one that runs wherever it is called.</summary>
    public static Runspace? RunspaceOf(ScriptBlock script)
    {
        object? state = s_mode is null || s_runspace is null ? null : s_sessionState!.GetValue(script);
        object? context = state is null ? null : s_context!.GetValue(state);
        return context is null ? null : s_runspace!.GetValue(context) as Runspace;
    }

    /// <summary>Whether the calling thread executes in that runspace, or the script block is bound to none.</summary>
    public static bool IsHere(ScriptBlock script) => RunspaceOf(script) is not { } home || home == Runspace.DefaultRunspace;

    /// <summary>
    /// A copy that is bound to no runspace, for one that has no part in the original's. It keeps the language mode: it may do what the
    /// original may, whatever the runspace allows that it is run in.
    /// </summary>
    public static ScriptBlock Copy(ScriptBlock script)
    {
        ScriptBlock copy = script.Ast switch
        {
            FunctionDefinitionAst { Parameters: { } parameters } function =>
                ScriptBlock.Create($"param({string.Join(", ", parameters.Select(p => p.Extent.Text))}) {Content(function.Body)}"),
            FunctionDefinitionAst function => function.Body.GetScriptBlock(),
            var ast => ((ScriptBlockAst)ast).GetScriptBlock(),
        };

        // A script block that was made without a mode has that of the runspace that it is bound to.
        s_mode!.SetValue(copy, s_mode.GetValue(script) ?? LanguagePolicy.ModeOf(RunspaceOf(script)!));
        return copy;
    }

    /// <summary>The variables that <c>GetNewClosure</c> has captured; null for a script block that is no closure.</summary>
    public static IDictionary<string, PSVariable>? CapturedBy(ScriptBlock script) =>
        s_variables is not null
        && script.Module?.Name?.StartsWith(ClosurePrefix, StringComparison.Ordinal) == true
        && s_sessionState!.GetValue(script) is { } state
        && s_moduleScope!.GetValue(state) is { } scope
            ? s_variables.GetValue(scope) as IDictionary<string, PSVariable>
            : null;

    /// <summary>Gives a script block the language mode of another.</summary>
    public static ScriptBlock WithModeOf(ScriptBlock other, ScriptBlock script)
    {
        s_mode!.SetValue(script, s_mode.GetValue(other));
        return script;
    }

    // What stands between the braces.
    private static string Content(ScriptBlockAst body) => body.Extent.Text[1..^1];

    private static PropertyInfo? Find(Type? owner, string name, Type? type = null) =>
        owner?.GetProperty(name, Internal) is { } property && (type is null || property.PropertyType == type) ? property : null;
}
