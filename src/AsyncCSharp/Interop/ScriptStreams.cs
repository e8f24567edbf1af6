using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Interop;

/// <summary>
/// Where the streams of PowerShell code go that a thread of ours runs. PowerShell gives a command the redirections of the command that it
/// is called from, but not in a nested pipeline, nor in a delegate; and what else a command was called with, as <c>-WarningVariable</c>, is
/// no matter of what it calls. PowerShell's internals are looked for once; where they are not as expected records go as PowerShell has it.
/// </summary>
internal sealed class ScriptStreams
{
    private static readonly ConstructorInfo? s_pipe = typeof(PSObject).Assembly
        .GetType("System.Management.Automation.Internal.Pipe")
        ?.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, [typeof(Collection<PSObject>)]);

    // In the order of ScriptStream.
    private static readonly PropertyInfo?[] s_targets =
    [
        RunspaceContext.Find("ShellFunctionErrorOutputPipe"),
        RunspaceContext.Find("ExpressionWarningOutputPipe"),
        RunspaceContext.Find("ExpressionVerboseOutputPipe"),
        RunspaceContext.Find("ExpressionDebugOutputPipe"),
        RunspaceContext.Find("ExpressionInformationOutputPipe"),
    ];

    private readonly object?[] _pipes = new object?[s_targets.Length];

    /// <summary>Whether this PowerShell has what is looked for.</summary>
    public static bool IsAvailable => s_pipe is not null && s_targets.All(target => target is not null);

    /// <summary>Has a stream go to a pipe of PowerShell's; null for where PowerShell has it go.</summary>
    public void SetPipe(ScriptStream stream, object? pipe) => _pipes[(int)stream] = pipe;

    /// <summary>Has each record of a stream handed over.</summary>
    public void HandOver(ScriptStream stream, Action<object> write) => SetPipe(stream, s_pipe?.Invoke([new RecordTarget(write)]));

    /// <summary>Runs code on a thread that executes in a runspace.</summary>
    /// <param name="code">The code.</param>
    /// <param name="withErrors">Whether errors are among it; else they go as they would.</param>
    public T Run<T>(Func<T> code, bool withErrors)
    {
        int first = withErrors ? 0 : 1;
        if (!_pipes.AsSpan(first).ContainsAnyExcept((object?)null)
            || Runspace.DefaultRunspace is not { } runspace || RunspaceContext.Of(runspace) is not { } context)
        {
            return code();
        }

        object?[] before = new object?[_pipes.Length];
        for (int i = first; i < _pipes.Length; i++)
        {
            before[i] = s_targets[i]?.GetValue(context);
            Set(context, i, _pipes[i] ?? before[i]);
        }

        try
        {
            return code();
        }
        finally
        {
            for (int i = first; i < _pipes.Length; i++)
            {
                Set(context, i, before[i]);
            }
        }
    }

    /// <summary>As <see cref="Run{T}"/>.</summary>
    public void Run(Action code, bool withErrors) => _ = Run<object?>(
        () =>
        {
            code();
            return null;
        },
        withErrors);

    private static void Set(object context, int stream, object? pipe) => s_targets[stream]?.SetValue(context, pipe);
}
