using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Caches;

/// <summary>
/// Has the variables of the calling runspace forget the types that they have held. Each PowerShell variable has a call site of the DLR for
/// copying value types on assignment, which keeps a rule for each of the last ten types, and with it the load context of a cell that
/// declared the type (PowerShell 7.6, PSVariable.cs: <c>_copyMutableValueSite</c>). By reflection: without the field nothing happens.
/// On the pipeline thread.
/// </summary>
internal static class VariableSites
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly FieldInfo? s_site = typeof(PSVariable).GetField("_copyMutableValueSite", Internal);
    private static readonly PropertyInfo?[] s_states = [RunspaceContext.Find("EngineSessionState"), RunspaceContext.Find("TopLevelSessionState")];
    private static readonly PropertyInfo? s_scope = Of(s_states[0], "CurrentScope");
    private static readonly PropertyInfo? s_variables = Of(s_scope, "Variables");
    private static readonly PropertyInfo? s_parent = Of(s_scope, "Parent");

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_site is not null && s_parent is not null && s_variables is not null;

    /// <summary>Forgets, in all scopes of the script that calls and of what it was called from.</summary>
    public static void Forget()
    {
        if (!IsAvailable || Runspace.DefaultRunspace is not { } runspace || RunspaceContext.Of(runspace) is not { } context)
        {
            return;
        }

        HashSet<object> seen = [];
        foreach (PropertyInfo? state in s_states)
        {
            object? scope = state?.GetValue(context) is { } found ? s_scope!.GetValue(found) : null;
            while (scope is not null && seen.Add(scope))
            {
                foreach (object? variable in (s_variables!.GetValue(scope) as IDictionary)?.Values ?? Array.Empty<object>())
                {
                    Forget(variable);
                }

                scope = s_parent!.GetValue(scope);
            }
        }
    }

    private static void Forget(object? variable)
    {
        if (variable is PSVariable && s_site!.GetValue(variable) is CallSite site)
        {
            // A new one, and not none: another thread may be about to use it.
            s_site.SetValue(variable, CallSite.Create(site.GetType().GenericTypeArguments[0], site.Binder!));
        }
    }

    private static PropertyInfo? Of(PropertyInfo? owner, string name) =>
        owner?.PropertyType.GetProperty(name, Internal | BindingFlags.Public);
}
