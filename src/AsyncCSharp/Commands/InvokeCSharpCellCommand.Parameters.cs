using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AsyncCSharp.Commands;

/// <content>What a call is told, in the order in which help shows it.</content>
public sealed partial class InvokeCSharpCellCommand
{
    /// <summary>The cell's text.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CodeSet)]
    [AllowEmptyString]
    [Lines]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string Code { get; set; } = "";

    /// <summary>A script file to run as a cell.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What the cell sees as <c>Input</c>; the cell runs once for each object.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

    /// <summary>What runs the cell, for this call only; as for <c>Set-AutoAwait</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RunnerNameCompleter))]
    public object? Runner { get; set; }

    /// <summary>Variables for the cell: a hashtable, or names of PowerShell variables.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ShellVariableCompleter))]
    public object? Variable { get; set; }

    /// <summary>What the cell sees as <c>Args</c>.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ArgumentList { get; set; }

    /// <summary>Arguments behind a script file, as programs have them: <c>cs ./a.csx 5 x</c>.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ScriptArgument { get; set; }

    /// <summary>How many objects may be under way at a time.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Writes what several objects at a time give in the order of the objects.</summary>
    [Parameter]
    public SwitchParameter KeepOrder { get; set; }

    /// <summary>How long the whole may take, 0 for any time; as the session says where it is not given.</summary>
    [Parameter]
    [ValidateRange(0.0, int.MaxValue / 1000)]
    public double TimeoutSeconds { get; set; }

    /// <summary>Writes a collection whole.</summary>
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    /// <summary>Runs the cell as a job, and gives the job.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>The name of the job.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobName { get; set; }

    /// <summary>Gives a trailing task itself instead of its result.</summary>
    [Parameter]
    public SwitchParameter NoAwait { get; set; }

    /// <summary>Sessions of other machines, which run the cell in place of this one.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PSSession[]? PSSession { get; set; }

    /// <summary>Has the objects of a machine that is lost be errors, and not given to the other machines.</summary>
    [Parameter]
    public SwitchParameter NoRetry { get; set; }
}
