using System.Management.Automation;
using AsyncCSharp.Calls;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;
using AsyncCSharp.Measuring;
using AsyncCSharp.Output;
using AsyncCSharp.Reading;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Commands;

/// <summary>Times a cell, with or without await.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CSharpCell", DefaultParameterSetName = CodeSet)]
[OutputType(typeof(CSharpCellMeasurement))]
public sealed class MeasureCSharpCellCommand : SessionCommand, IDisposable
{
    private const string CodeSet = "Code";
    private const string PathSet = "Path";

    private readonly StopHandOff<CellInvocation> _invocation = new(static invocation => invocation.RequestStop(StopCause.Pipeline));

    /// <summary>The cell's text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = CodeSet)]
    [ValidateNotNullOrEmpty]
    [Lines]
    [ArgumentCompleter(typeof(CodeCompleter))]
    public string Code { get; set; } = "";

    /// <summary>A script file to time as a cell.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PathSet)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>How many runs to time.</summary>
    [Parameter]
    [ValidateRange(1, 100_000)]
    public int Count { get; set; } = 7;

    /// <summary>What runs the cell; as for <c>Set-AutoAwait</c>.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(RunnerNameCompleter))]
    public object? Runner { get; set; }

    /// <summary>The session: its name, or the object.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionNameCompleter))]
    public object? Session { get; set; }

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

    /// <inheritdoc/>
    public void Dispose()
    {
        using DirectCall direct = BeginCall();
        _invocation.Target?.Dispose();
        _invocation.End();
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using DirectCall direct = BeginCall();
        string? path = ParameterSetName == PathSet ? ResolveFile(Path) : null;
        string code = path is null ? Code : ReadFile(path);
        CallVariables? variables = ReadVariables(Variable);
        CSharpSession session = ResolveSession(Session);
        ConsoleRouter.Install();
        ConsoleReader.Install();
        RunnerChoice runner = ResolveRunnerForCall(session, Runner);
        MeasuringOutput output = new(new CmdletOutput(this));
        using SessionHold hold = EnterSession(session, code);
        using CellInvocation invocation = new(hold, output) { Arguments = ArgumentList?.Select(a => PSValue.ForCell(a, State)).ToArray() ?? [] };
        CallStart.TellOfFailures(session, output);
        invocation.Handed = CallStart.HandOver(invocation.Arguments, variables, session.Glance);
        _invocation.Begin(invocation);

        CellSource source = new()
        {
            Code = code,
            Number = invocation.TakeNumber(code, path),
            Path = path,
            BaseDirectory = path is null ? CurrentFolder : System.IO.Path.GetDirectoryName(path),
            RunsOften = true,
        };
        CallScope scope = new(path is null ? null : code, invocation.Arguments, variables);
        ICompiledCell cell = Compile(source, scope, invocation, output);
        if (cell.IsAsync && !runner.AutoAwait)
        {
            ThrowTerminatingError(Errors.AutoAwaitOff(code, session.Name));
        }

        ICompiledCell empty = Guarded(() => invocation.OpenScript().Compile(source with { Code = ";" }, invocation.Token), code);
        CellCall call = new() { Code = code, Runner = runner.Runner, Await = runner.AutoAwait, KeepState = false };
        CSharpCellMeasurement? measurement = null;
        try
        {
            measurement = new CellMeter(invocation, output, cell, empty, call).Measure(Count);
            invocation.Complete();
            invocation.Record!.Complete();
        }
        catch (Exception e)
        {
            if (!ReportFailure(e, invocation, code))
            {
                throw;
            }
        }
        finally
        {
            _invocation.End();
        }

        TellOfCache(session);
        WriteObject(measurement);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _invocation.Stop();
    }

    private ICompiledCell Compile(CellSource source, CallScope scope, CellInvocation invocation, ICellOutput output)
    {
        using PackageReport report = new(output);
        IScriptSession script = Guarded(() => invocation.OpenScript(report), source.Code);
        return Guarded(() => scope.Compile(call => script.Compile(source, call, invocation.Token)), source.Code);
    }

    // Throws what the failure is to the caller; false where it is the end of the pipeline, which goes on as it is.
    private bool ReportFailure(Exception e, CellInvocation invocation, string code)
    {
        bool isEnd = PipelineEnd.Is(e, invocation);
        CSharpSession session = invocation.Session;
        invocation.Streams.ThrowIfFailed();
        if (invocation.IsStopping && invocation.Cause == StopCause.Session)
        {
            ThrowTerminatingError(Errors.SessionEnded(session.Name, code));
        }

        if (invocation.IsStopping && invocation.Cause is (StopCause.Pipeline or StopCause.None))
        {
            throw new PipelineStoppedException();
        }

        if (isEnd)
        {
            return false;
        }

        ThrowTerminatingError(Placed(Errors.CellFailed(e, code, isText: true, session.Sources)));
        return true;
    }
}
