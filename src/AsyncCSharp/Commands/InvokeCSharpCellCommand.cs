using System.Management.Automation;
using AsyncCSharp.Engine;

namespace AsyncCSharp.Commands;

/// <summary>Compiles and runs a C# cell.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "CSharpCell", DefaultParameterSetName = CodeSet)]
[Alias("cs")]
[OutputType(typeof(object))]
public sealed class InvokeCSharpCellCommand : SessionCommand, IDisposable
{
    private const string CodeSet = "Code";
    private const string PathSet = "Path";

    private CellInvocation? _invocation;
    private CSharpSession _session = null!;
    private CellPipeline? _pipeline;
    private bool _stopped;

    /// <summary>The cell's text.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CodeSet)]
    [AllowEmptyString]
    public string Code { get; set; } = "";

    /// <summary>A script file to run as a cell.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
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
    public object? Variable { get; set; }

    /// <summary>What the cell sees as <c>Args</c>.</summary>
    [Parameter]
    [AllowNull]
    [AllowEmptyCollection]
    public object?[]? ArgumentList { get; set; }

    /// <summary>Writes a collection whole.</summary>
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    /// <summary>Gives a trailing task itself instead of its result.</summary>
    [Parameter]
    public SwitchParameter NoAwait { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _invocation?.Dispose();
        _invocation = null;
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _session = ResolveSession(Session);
        ConsoleRouter.Install();
        BackgroundFailures.Watch();
        string code = Code;
        string? path = null;
        if (ParameterSetName == PathSet)
        {
            path = ResolveFile(Path);
            code = File.ReadAllText(path);
        }

        // As at IPython's prompt: nothing is not a cell.
        if (string.IsNullOrWhiteSpace(code))
        {
            return;
        }

        RunnerChoice runner = ResolveRunnerForCall(_session, Runner);
        _invocation = Guarded(() => Begin(code), code);
        foreach (Exception failure in _session.TakeFailures())
        {
            string? line = CellStackTrace.FirstLine(failure);
            WriteWarning(string.Format(null, Strings.BackgroundFailed, failure.GetType().Name, line is null ? failure.Message : $"{failure.Message} ({line})"));
        }

        SetVariables(code);
        CellSource source = new()
        {
            Code = code,
            Number = _session.NextCellNumber(),
            Path = path,
            BaseDirectory = path is null ? CurrentFolder : System.IO.Path.GetDirectoryName(path),
        };
        _pipeline = new CellPipeline(this, _invocation, source)
        {
            Runner = runner,
            NoEnumerate = NoEnumerate,
            NoAwait = NoAwait,
            ExpectsInput = MyInvocation.ExpectingInput,
        };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_pipeline is not null)
        {
            Translate(() => _pipeline.Run(PSValue.Unwrap(InputObject)));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_pipeline is not null)
        {
            Translate(_pipeline.Complete);
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        _stopped = true;
        _invocation?.RequestStop(StopCause.Pipeline);
    }

    private CellInvocation Begin(string code)
    {
        CellInvocation invocation = new(_session, new CmdletOutput(this)) { Arguments = ArgumentList?.Select(PSValue.Unwrap).ToArray() ?? [] };
        if (_stopped)
        {
            invocation.RequestStop(StopCause.Pipeline);
        }

        return invocation;
    }

    private void SetVariables(string code)
    {
        if (Variable is null)
        {
            return;
        }

        if (VariableArgument.TryRead(Variable, SessionState, out IReadOnlyList<KeyValuePair<string, object?>> variables, out ErrorRecord? error))
        {
            _ = Guarded(
                () =>
                {
                    _session.Script.DeclareVariables(variables);
                    return true;
                },
                code);
        }
        else
        {
            ThrowTerminatingError(error);
        }
    }

    // What ends the pipeline goes on as it is; everything else becomes an error record.
    private void Translate(Action action)
    {
        try
        {
            action();
        }
        catch (CellErrorException e)
        {
            ThrowTerminatingError(e.Record);
        }
    }
}
