using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Has PowerShell code that a cmdlet calls write where the cmdlet itself does: into its redirections, and through it, as the call wants it,
/// where that has said so of a stream by <c>-WarningAction</c>, <c>-WarningVariable</c>, <c>-Verbose</c> and the like. PowerShell's internals
/// are looked for once; where they are not as expected records go as PowerShell has it.
/// </summary>
internal static class CommandStreams
{
    private const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly PropertyInfo? s_output = CommandRuntime.FindProperty("OutputPipe");
    private static readonly PropertyInfo? s_errorsInto = CommandRuntime.FindProperty("ErrorMergeTo");
    private static readonly PropertyInfo? s_isRedirected = s_output?.PropertyType.GetProperty("IsRedirected", Internal);

    // In the order of ScriptStream: by which parameter a call wants it otherwise, the cmdlet's own pipe, and the lists of variables.
    private static readonly (string Parameter, PropertyInfo? Pipe, FieldInfo? Variables)[] s_streams =
    [
        ("ErrorAction", CommandRuntime.FindProperty("ErrorOutputPipe"), FindVariables("_errorVariableList")),
        ("WarningAction", CommandRuntime.FindProperty("WarningOutputPipe"), FindVariables("_warningVariableList")),
        ("Verbose", CommandRuntime.FindProperty("VerboseOutputPipe"), null),
        ("Debug", CommandRuntime.FindProperty("DebugOutputPipe"), null),
        ("InformationAction", CommandRuntime.FindProperty("InformationOutputPipe"), FindVariables("_informationVariableList")),
    ];

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable =>
        s_errorsInto is not null && s_isRedirected is not null
        && s_streams.All(s => s.Pipe is not null && (s.Variables is not null || s.Parameter is "Verbose" or "Debug"));

    /// <summary>The streams for what a cmdlet calls.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="write">Writes a record through the cmdlet.</param>
    public static ScriptStreams Of(PSCmdlet cmdlet, Action<object> write)
    {
        ScriptStreams streams = new();
        if (!CommandRuntime.IsOf(cmdlet))
        {
            return streams;
        }

        for (int i = 0; i < s_streams.Length; i++)
        {
            (string parameter, PropertyInfo? property, FieldInfo? variables) = s_streams[i];
            object? pipe = property?.GetValue(cmdlet.CommandRuntime);
            if (cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter) || AreAsked(cmdlet, variables) || (i == 0 && IsErrorRedirected(cmdlet, pipe)))
            {
                streams.HandOver((ScriptStream)i, write);
            }
            else if (i > 0)
            {
                streams.SetPipe((ScriptStream)i, pipe);
            }
        }

        return streams;
    }

    // PowerShell redirects errors in two ways: 2>&1 merges the stream into another, and 2>file replaces its pipe.
    private static bool IsErrorRedirected(PSCmdlet cmdlet, object? pipe) =>
        s_errorsInto?.GetValue(cmdlet.CommandRuntime) is Enum target && Convert.ToInt32(target, null) != 0
        || (pipe is not null && s_isRedirected?.GetValue(pipe) is true);

    // Also by a function that the cmdlet is called in.
    private static bool AreAsked(PSCmdlet cmdlet, FieldInfo? variables) =>
        s_output?.GetValue(cmdlet.CommandRuntime) is { } pipe && variables?.GetValue(pipe) is ICollection { Count: > 0 };

    private static FieldInfo? FindVariables(string name) => s_output?.PropertyType.GetField(name, Internal);
}
