using System.Management.Automation;
using AsyncCSharp.Calls;
using AsyncCSharp.Cells;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Jobs;
using AsyncCSharp.Output;
using AsyncCSharp.Reading;
using AsyncCSharp.Reporting;
using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Commands;

/// <summary>Compiles and runs a C# cell.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "CSharpCell", DefaultParameterSetName = CodeSet)]
[Alias("cs")]
[OutputType(typeof(object), typeof(Job))]
public sealed partial class InvokeCSharpCellCommand : SessionCommand, IDisposable
{
    private const string CodeSet = "Code";
    private const string PathSet = "Path";

    private readonly StopHandOff<CellInvocation> _invocation = new(static invocation => invocation.RequestStop(StopCause.Pipeline));
    private SessionHold? _hold;
    private List<object?> _jobInput = [];
    private CellRequest? _request;
    private CellPipeline? _pipeline;
    private CellClock? _clock;
    private ScriptExitCode? _exitCode;
    private bool _runsFiles;
    private bool _hasInput;

    private bool IsJob => AsJob || JobName is not null;

    /// <inheritdoc/>
    public void Dispose()
    {
        using DirectCall direct = BeginCall();
        _clock?.Dispose();
        _exitCode?.Dispose();
        _spread?.Dispose();
        _spread = null;
        try
        {
            _pipeline?.End();
        }
        finally
        {
            _awaited?.EndAwaiting();
            _awaited = null;
            _invocation.Target?.Dispose();
            _hold?.Dispose();
            _invocation.End();
            _pipeline = null;
        }
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        using DirectCall direct = BeginCall();
        base.BeginProcessing();
        ConsoleRouter.Install();
        ConsoleReader.Install();
        if (PSSession is not null)
        {
            Guarded(OpenSpread);
        }
        else if (MyInvocation.BoundParameters.ContainsKey(nameof(Code)))
        {
            Open(ScriptPath.In(Code, SessionState));
        }
        else if (MyInvocation.BoundParameters.ContainsKey(nameof(Path)))
        {
            Open(Path);
        }
        else
        {
            _runsFiles = true;
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using DirectCall direct = BeginCall();
        if (PSSession is not null)
        {
            Guarded(Spread);
            return;
        }

        if (_runsFiles)
        {
            RunFile();
            return;
        }

        if (IsJob || _request is null)
        {
            _jobInput.Add(PSValue.ForCellWithNames(InputObject, State));
            return;
        }

        // The first object decides how the cell sees all of them.
        if (!_hasInput)
        {
            _hasInput = true;
            PSValue.KeepNames(InputObject, PSValue.Unwrap(InputObject));
        }

        try
        {
            (_pipeline ?? Enter(_request)).Run(Objects());
        }
        catch (CellErrorException e)
        {
            _exitCode?.Fail();
            ThrowTerminatingError(Placed(e.Record));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        using DirectCall direct = BeginCall();
        try
        {
            if (PSSession is not null)
            {
                CompleteSpread();
            }
            else if (!_runsFiles)
            {
                Complete();
            }
        }
        catch (CellErrorException e)
        {
            _exitCode?.Fail();
            ThrowTerminatingError(Placed(e.Record));
        }
        finally
        {
            // What follows in the pipeline takes its own time, and may want the session: a job does that it waits for.
            Dispose();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        _invocation.Stop();
        _spread?.Stop();
    }

    // Files come by the pipeline, and each is a call: an error of one is no matter of the next.
    private void RunFile()
    {
        try
        {
            _jobInput = [null];
            if (InputObject?.BaseObject is string text && text == Path && ScriptPath.IsMissing(text, SessionState))
            {
                ThrowTerminatingError(Errors.PipedTextNotFile(text));
            }

            Open(Path);
            _pipeline?.Run(_jobInput);
            Complete();
        }
        catch (CellErrorException e)
        {
            _exitCode?.Fail();
            WriteError(Placed(e.Record));
        }
        finally
        {
            Dispose();
            _request = null;
            _clock = null;
            _hold = null;
            _exitCode = null;
        }
    }

    private void Complete()
    {
        if (_request is not null && !IsJob)
        {
            (_pipeline ?? Enter(_request)).Complete();
            _exitCode?.Succeed(_invocation.Target!.ExitCode ?? _invocation.Target.ReturnedNumber);
        }
        else if (_request is not null)
        {
            GateWaiter turn = Guarded(_request.Session.Enqueue, _request.Code);
            WriteObject(State.Of<CellJobTable>().Start(_request, turn, _jobInput, JobName));
        }
        else if (IsJob)
        {
            // An empty text is no cell, but who has asked for a job waits for one.
            WriteObject(State.Of<CellJobTable>().StartEmpty(Code, JobName));
        }
    }

    // The object that PowerShell has bound, and those that follow on it and are at hand.
    private IEnumerable<object?> Objects()
    {
        bool expectsInput = MyInvocation.ExpectingInput;
        ICommandRuntime runtime = CommandRuntime;
        RunspaceSessions state = State;
        object? input = InputObject;
        do
        {
            yield return PSValue.ForCell(input, state);
        }
        while (expectsInput && PipelineReader.TryTake(runtime, out input));
    }
}
