using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PwshHost;

/// <summary>What pwsh sets in the engine and no other host can without reflection.</summary>
internal static class EngineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>Makes <c>exit</c> in a script file leave the process and not only the script, as with -File.</summary>
    public static void LetScriptExitProcess(Runspace runspace)
    {
        object context = Property(typeof(Runspace), "ExecutionContext").GetValue(runspace)!;
        Property(context.GetType(), "ScriptCommandProcessorShouldRethrowExit").SetValue(context, true);
    }

    /// <summary>Makes Out-Default show an object as an error and not as output.</summary>
    public static void MarkAsError(PSObject error)
    {
        PropertyInfo stream = Property(typeof(PSObject), "WriteStream");
        stream.SetValue(error, Enum.Parse(stream.PropertyType, "Error"));
    }

    private static PropertyInfo Property(Type type, string name) =>
        type.GetProperty(name, Hidden) ?? throw new MissingMemberException(type.FullName, name);
}
