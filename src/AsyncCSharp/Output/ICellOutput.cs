using System.Management.Automation;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;

namespace AsyncCSharp.Output;

/// <summary>Where a cell's streams go: a cmdlet, or a job. Called on the pipeline thread only.</summary>
internal interface ICellOutput
{
    /// <summary>The variables that <c>Shell.GetVariable</c> and <c>Shell.SetVariable</c> see.</summary>
    PSVariableIntrinsics Variables { get; }

    /// <summary>What <c>Shell.ResolvePath</c> asks.</summary>
    PathIntrinsics Paths { get; }

    /// <summary>Whether script blocks run in a runspace of the output's own, and not where they were made.</summary>
    bool OwnsScripts { get; }

    /// <summary>
    /// Whether information records go where any thread may write them, as long as the pipeline thread is in the cell's code:
    /// to the user, and not to a command downstream.
    /// </summary>
    bool AllowsStandIn { get; }

    /// <summary>What was written to it.</summary>
    GivenValues Given { get; }

    /// <summary>Whether a write has just failed since a command downstream wants no more objects.</summary>
    bool IsEarlyEnd { get; }

    /// <summary>Makes the output's runspace that of the pipeline thread, for code of PowerShell's that is called there.</summary>
    void EnterRunspace();

    /// <summary>Runs what calls a script block, in a pipeline of the output's runspace. Pipeline thread.</summary>
    object? InPipeline(Func<object?> code);

    /// <summary>A nested PowerShell, for <c>Shell.Invoke</c>.</summary>
    PowerShell CreateShell();

    /// <summary>Where PowerShell code that the cell calls writes: as the output's own records go.</summary>
    /// <param name="forward">Runs what writes a record there.</param>
    ScriptStreams StreamsForScripts(Action<Action> forward);

    /// <summary>One object, or its items.</summary>
    void WriteObject(object? value, bool enumerate);

    /// <summary>A non-terminating error.</summary>
    void WriteError(ErrorRecord error);

    /// <summary>A warning; one of the module's own has an id.</summary>
    void WriteWarning(string message, string? id = null);

    /// <summary>A verbose message of the cell's.</summary>
    void WriteVerbose(string message);

    /// <summary>A verbose message of the module's own, made only where the user wants such.</summary>
    void Tell(Func<string> message);

    /// <summary>A debug message.</summary>
    void WriteDebug(string message);

    /// <summary>An information record.</summary>
    void WriteInformation(object message, string[] tags);

    /// <summary>Progress.</summary>
    void WriteProgress(ProgressRecord progress);
}
