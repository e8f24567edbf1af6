using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Engine;

namespace AsyncCSharp;

/// <summary>One cell over the objects of a pipeline: compiled at the first object, run for each.</summary>
internal sealed class CellPipeline(PSCmdlet cmdlet, CellInvocation invocation, CellSource source)
{
    private readonly CSharpSession _session = invocation.Session;
    private ICompiledCell? _cell;
    private Type? _inputType;
    private bool _dynamicInput;
    private bool _warned;
    private TimeSpan _compileTime;
    private TimeSpan _runTime;

    /// <summary>What runs it, and whether AutoAwait is on.</summary>
    public required RunnerChoice Runner { get; init; }

    /// <summary>Whether a collection is written whole.</summary>
    public bool NoEnumerate { get; init; }

    /// <summary>Whether a trailing awaitable is left as it is.</summary>
    public bool NoAwait { get; init; }

    /// <summary>Whether objects come by the pipeline, so that a failure is that object's only.</summary>
    public bool ExpectsInput { get; init; }

    /// <summary>Runs the cell for one object.</summary>
    /// <exception cref="CellErrorException">It failed and nothing more is to be run.</exception>
    public void Run(object? input)
    {
        ICompiledCell cell = Compile(input);
        if (cell.IsAsync && !Runner.AutoAwait)
        {
            throw new CellErrorException(Errors.AutoAwaitOff(source.Code, _session.Name));
        }

        CellCall call = new()
        {
            Code = source.Code,
            Runner = Runner.Runner,
            Await = Runner.AutoAwait && !NoAwait,
            NoEnumerate = NoEnumerate,
        };
        long start = Stopwatch.GetTimestamp();
        try
        {
            new CellExecutor(invocation, cell, call).Run(input);
            invocation.Complete();
            ThrowIfStopped();
        }
        catch (Exception e) when (e is not CellErrorException)
        {
            ThrowIfStopped();
            if (PipelineExceptions.EndsPipeline(e))
            {
                throw;
            }

            Fail(e, input);
        }
        finally
        {
            _runTime += Stopwatch.GetElapsedTime(start);
        }
    }

    /// <summary>The last object has been.</summary>
    public void Complete()
    {
        invocation.Complete();
        if (_cell is not null)
        {
            cmdlet.WriteVerbose(string.Format(
                null,
                Strings.VerboseCell,
                source.DisplayName,
                _compileTime.TotalMilliseconds,
                _runTime.TotalMilliseconds,
                _cell.IsAsync ? Strings.VerboseAsync : Strings.VerboseSync,
                Runner.Runner.Name));
        }
    }

    private ICompiledCell Compile(object? input)
    {
        if (_cell is not null && !NeedsRecompile(input))
        {
            return _cell;
        }

        Type? type = InputTypes.TypeFor(input, ExpectsInput);
        if (_cell is not null || type is null)
        {
            // Objects of another type than the first: from here on each is what it is at run time.
            _dynamicInput = true;
        }

        _inputType = _dynamicInput ? null : type;
        long start = Stopwatch.GetTimestamp();
        try
        {
            if (input is not null)
            {
                _session.Script.AddReference(input.GetType().Assembly);
            }

            _cell = _session.Script.Compile(source with { InputType = _inputType }, invocation.Token);
        }
        catch (CSharpCompilationException e)
        {
            throw new CellErrorException(Errors.CompilationFailed(e, source.Code));
        }
        catch (SessionException e)
        {
            throw new CellErrorException(Errors.FromSession(e, source.Code));
        }
        catch (OperationCanceledException) when (invocation.IsStopping)
        {
            ThrowIfStopped();
            throw;
        }

        _compileTime += Stopwatch.GetElapsedTime(start);
        WriteWarnings(_cell);
        return _cell;
    }

    private bool NeedsRecompile(object? input) => _inputType is not null && input is not null && !_inputType.IsInstanceOfType(input);

    private void WriteWarnings(ICompiledCell cell)
    {
        if (_warned)
        {
            return;
        }

        _warned = true;
        foreach (CellDiagnostic warning in cell.Warnings)
        {
            cmdlet.WriteWarning(warning.ToString());
        }
    }

    private void ThrowIfStopped()
    {
        invocation.ThrowIfPipelineFailed();
        if (invocation.IsStopping && invocation.Cause is (StopCause.Pipeline or StopCause.None or StopCause.Session))
        {
            throw new PipelineStoppedException();
        }
    }

    private void Fail(Exception e, object? input)
    {
        ErrorRecord record = Errors.CellFailed(e, ExpectsInput ? input : source.Code);
        if (!ExpectsInput)
        {
            throw new CellErrorException(record);
        }

        cmdlet.WriteError(record);
    }
}
