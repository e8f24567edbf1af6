using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Output;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>PowerShell code that a cell calls, on the pipeline thread.</summary>
internal static class NestedScript
{
    private const string ExitCode = "global:LASTEXITCODE";

    // What a script writes last, by which its end is told from one that it has left.
    private static readonly object s_end = new();

    /// <summary>Runs the script in the caller's scope. It is stopped with the cell.</summary>
    public static Collection<PSObject> Invoke(CellInvocation invocation, ICellOutput output, string script, object?[] args)
    {
        if (Runspace.DefaultRunspace is { RunspaceStateInfo.State: System.Management.Automation.Runspaces.RunspaceState.Closing })
        {
            // In an action of PowerShell.Exiting, where a runspace takes no pipelines any more. The scope is one of its own.
            return ScriptFailure.Run(() => new ShellOutput(ScriptBlock.Create(script).Invoke(args)));
        }

        using PowerShell shell = output.CreateShell();
        _ = shell.AddScript(CallOf(args.Length), useLocalScope: false).AddArgument(ScriptBlock.Create(script));
        foreach (object? arg in args)
        {
            _ = shell.AddArgument(PipelineValue.Whole(arg));
        }

        _ = shell.AddArgument(s_end);
        object? exitCode = output.Variables.GetValue(ExitCode);

        // The nested pipeline's own stream would hold the errors back from $Error, 2> and -ErrorAction.
        shell.Streams.Error.DataAdded += (_, e) => invocation.Streams.Forward(own => own.WriteError(shell.Streams.Error[e.Index]));

        // PowerShell stops nested pipelines before those that they are in, and waits for them: this is the first to hear of a stop.
        shell.InvocationStateChanged += (_, e) =>
        {
            if (e.InvocationStateInfo.State == PSInvocationState.Stopping && !invocation.IsStopping)
            {
                invocation.RequestStop(StopCause.Pipeline);
            }
        };
        Action? outer = invocation.SetNestedStop(() => _ = shell.BeginStop(null, null));
        try
        {
            Collection<PSObject> results = ScriptFailure.Run(() => invocation.Streams.OfScripts.Run(shell.Invoke, withErrors: false));
            invocation.Streams.ThrowIfFailed();
            if (results is not [.., { BaseObject: var last }] || last != s_end)
            {
                ThrowIfLeft(shell, output, exitCode);
            }
            else
            {
                results.RemoveAt(results.Count - 1);
            }

            HandOver(results, invocation);

            // A stopped pipeline returns as if it had ended.
            return shell.InvocationStateInfo.State == PSInvocationState.Stopped ? throw new PipelineStoppedException() : new ShellOutput(results);
        }
        finally
        {
            _ = invocation.SetNestedStop(outer);
        }
    }

    // What the script has written, as a cell is to have it.
    private static void HandOver(Collection<PSObject> results, CellInvocation invocation)
    {
        WrappedElements.Unwrap(results, invocation.Session.Owner);
        for (int i = 0; i < results.Count; i++)
        {
            if (EnumTwins.Any)
            {
                invocation.Handed.AddRoot(PSValue.Unwrap(results[i]));
            }

            // What stands in the place of a value cannot be put into its wrapper.
            object? plain = results[i]?.BaseObject switch
            {
                Enum value => ShellEnums.ToCell(value),
                Delegate function => invocation.Session.Owner.Wrap(function),
                var value => ShellObjects.InPlaceOf(value),
            };
            if (plain is not null && !ReferenceEquals(plain, results[i].BaseObject))
            {
                results[i] = PSObject.AsPSObject(plain);
            }
        }
    }

    // Only within a try does PowerShell throw what ends a statement; else it writes that and goes on. In the caller's scope, which is given no
    // variables. The loop is for break and continue, and what is written after it says that the script has come to its end.
    private static string CallOf(int arguments)
    {
        string given = string.Concat(Enumerable.Range(1, arguments).Select(i => string.Create(CultureInfo.InvariantCulture, $" $args[{i}]")));
        return string.Create(CultureInfo.InvariantCulture, $"do {{ try {{ . $args[0]{given} }} catch {{ throw }} }} while ($false); $args[{arguments + 1}]");
    }

    // A pipeline that exit has left says so to its host, and a nested one by the exit code alone, which is a new object each time. What exit
    // means is PowerShell's matter: there it is thrown anew.
    private static void ThrowIfLeft(PowerShell shell, ICellOutput output, object? before)
    {
        object? code = output.OwnsScripts ? 0 : output.Variables.GetValue(ExitCode);
        if (shell.InvocationStateInfo.State == PSInvocationState.Completed && code is int && !ReferenceEquals(code, before))
        {
            _ = ScriptBlock.Create(string.Create(CultureInfo.InvariantCulture, $"exit {code}")).Invoke();
        }
    }
}
