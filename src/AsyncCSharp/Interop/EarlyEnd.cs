using System.Management.Automation;
using System.Reflection;
using System.Runtime.ExceptionServices;

namespace AsyncCSharp.Interop;

/// <summary>
/// Tells that a command downstream wants no more objects, as <c>Select-Object -First</c> does, from its failures and from Ctrl+C: a command upstream
/// gets the same exception for all of these, and the pipeline has the cause. Where it is not found, nothing is an early end.
/// </summary>
internal static class EarlyEnd
{
    private const string Enough = "StopUpstreamCommandsException";

    private static readonly PropertyInfo? s_pipeline = CommandRuntime.FindProperty("PipelineProcessor");
    private static readonly FieldInfo? s_cause = s_pipeline?.PropertyType.GetField("_firstTerminatingError", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_cause is not null && typeof(PSObject).Assembly.GetType($"{typeof(PSObject).Namespace}.{Enough}") is not null;

    /// <summary>Whether what a cmdlet's write has thrown just now is one. PowerShell forgets the cause when it goes on.</summary>
    public static bool IsNow(Cmdlet cmdlet) =>
        CommandRuntime.IsOf(cmdlet)
        && s_pipeline?.GetValue(cmdlet.CommandRuntime) is { } pipeline
        && s_cause?.GetValue(pipeline) is ExceptionDispatchInfo { SourceException: { } cause }
        && cause.GetType().Name == Enough;
}
