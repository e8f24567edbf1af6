using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// A runspace's views, and what it knows of types. PowerShell has a public way to add some, which makes all that it has itself anew; what it
/// does for one of them has no public name. Where that is not found, or does not do it, the public way is taken.
/// </summary>
internal static class ViewTables
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private const string Formatting = "Microsoft.PowerShell.Commands.Internal.Format.";

    private static readonly PropertyInfo? s_manager = RunspaceContext.Find("FormatDBManager");
    private static readonly PropertyInfo? s_views = s_manager?.PropertyType.GetProperty("Database", Any);
    private static readonly PropertyInfo? s_types = RunspaceContext.Find("TypeTable");
    private static readonly Type? s_loader = typeof(PSObject).Assembly.GetType(Formatting + "TypeInfoDataBaseLoader");
    private static readonly MethodInfo? s_load = s_loader?.GetMethod("LoadFormattingData", Any);
    private static readonly MethodInfo? s_renewTypes = typeof(InitialSessionState).GetMethod("UpdateTypes", Any);
    private static readonly MethodInfo? s_renewViews = typeof(InitialSessionState).GetMethod("UpdateFormats", Any);
    private static readonly Type? s_expressions = typeof(PSObject).Assembly.GetType(Formatting + "PSPropertyExpressionFactory");

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_views is not null && s_types is not null && s_load?.GetParameters().Length == 5 && s_expressions is not null
        && s_renewTypes is not null && s_renewViews is not null;

    /// <summary>Adds views to those that the runspace has. Its own thread.</summary>
    /// <returns>Whether that could be done.</returns>
    public static bool TryAdd(Runspace runspace, IEnumerable<ExtendedTypeDefinition> views)
    {
        if (!IsAvailable || RunspaceContext.Of(runspace) is not { } context || s_manager!.GetValue(context) is not { } manager || s_views!.GetValue(manager) is not { } known)
        {
            return false;
        }

        try
        {
            object expressions = Activator.CreateInstance(s_expressions!)!;
            foreach (ExtendedTypeDefinition view in views)
            {
                using IDisposable loader = (IDisposable)Activator.CreateInstance(s_loader!, nonPublic: true)!;
                if (!(bool)s_load!.Invoke(loader, [view, known, expressions, true, false])!)
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is TargetInvocationException or ArgumentException or MissingMethodException or InvalidCastException)
        {
            return false;
        }
    }

    /// <summary>Adds to what the runspace knows of types. Its own thread.</summary>
    /// <param name="runspace">The runspace.</param>
    /// <param name="types">What it is to know.</param>
    /// <param name="adapted">Those types among them that have an adapter.</param>
    /// <returns>Whether that could be done.</returns>
    public static bool TryAdd(Runspace runspace, IEnumerable<TypeData> types, IReadOnlyList<Type> adapted)
    {
        if (!IsAvailable || RunspaceContext.Of(runspace) is not { } context || s_types!.GetValue(context) is not TypeTable table)
        {
            return false;
        }

        try
        {
            foreach (TypeData type in types)
            {
                if (type.TypeAdapter is not { } adapter || adapted.FirstOrDefault(a => a.FullName == type.TypeName) is not { } real
                    || !AdapterTable.TryAdd(table, real, (PSPropertyAdapter)Activator.CreateInstance(adapter)!))
                {
                    table.AddType(type);
                }
            }

            return true;
        }
        catch (RuntimeException)
        {
            return false;
        }
    }

    /// <summary>Has the runspace make both anew, of what its state lists, as PowerShell does when a module goes. Its own thread.</summary>
    public static void Renew(Runspace runspace)
    {
        if (s_renewTypes is not null && s_renewViews is not null && RunspaceContext.Of(runspace) is { } context)
        {
            _ = s_renewTypes.Invoke(runspace.InitialSessionState, [context, false]);
            _ = s_renewViews.Invoke(runspace.InitialSessionState, [context, false]);
            return;
        }

        using PowerShell shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        _ = shell.AddCommand("Microsoft.PowerShell.Utility\\Update-TypeData").AddStatement().AddCommand("Microsoft.PowerShell.Utility\\Update-FormatData").Invoke();
    }
}
