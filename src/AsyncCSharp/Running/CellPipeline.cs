using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Engine;

namespace AsyncCSharp;

/// <summary>One cell over the objects of a pipeline: compiled at the first object, run for each.</summary>
internal sealed class CellPipeline(CellInvocation invocation, CellSource source)
{
    private readonly CSharpSession _session = invocation.Session;
    private CellCompiler? _compiler;
    private CellCall? _call;
    private CellExecutor? _executor;
    private ICompiledCell? _executed;
    private FanOut? _fanOut;
    private long _runTicks;

    /// <summary>What runs it, and whether AutoAwait is on.</summary>
    public required RunnerChoice Runner { get; init; }

    /// <summary>Whether a collection is written whole.</summary>
    public bool NoEnumerate { get; init; }

    /// <summary>Whether a trailing awaitable is left as it is.</summary>
    public bool NoAwait { get; init; }

    /// <summary>Whether objects come by the pipeline, so that a failure is that object's only.</summary>
    public bool ExpectsInput { get; init; }

    /// <summary>How many objects may be under way at a time.</summary>
    public int ThrottleLimit { get; init; } = 1;

    /// <summary>Whether a fan-out writes in the order of its input.</summary>
    public bool KeepOrder { get; init; }

    /// <summary>The time that the whole may take, in seconds; 0 for any.</summary>
    public double TimeoutSeconds { get; init; }

    private object? Target(object? input) => ExpectsInput ? input : source.Code;

    /// <summary>Runs the cell for one object. Under a fan-out, starts it, as soon as there is a place for it.</summary>
    /// <exception cref="CellErrorException">It failed and nothing more is to be run.</exception>
    public void Run(object? input)
    {
        _call ??= MakeCall();
        _compiler ??= new CellCompiler(invocation, source);
        long start = Stopwatch.GetTimestamp();
        try
        {
            ThrowIfTimedOut(input);
            ICompiledCell cell = _compiler.For(input);
            if (cell.IsAsync && !Runner.AutoAwait)
            {
                throw new CellErrorException(Errors.AutoAwaitOff(source.Code, _session.Name));
            }

            if (ThrottleLimit > 1 && ExpectsInput)
            {
                _fanOut ??= new FanOut(invocation, _call, ThrottleLimit, KeepOrder);
                _fanOut.Add(cell, input);
            }
            else
            {
                RunOne(cell, input);
            }

            ThrowIfStopped(input);
        }
        catch (Exception e) when (e is not CellErrorException)
        {
            ThrowIfStopped(input);
            if (_fanOut is not null || PipelineExceptions.EndsPipeline(e))
            {
                throw;
            }

            Fail(e, input);
        }
        finally
        {
            invocation.WarnOfLeftovers();
            _runTicks += Stopwatch.GetTimestamp() - start;
        }
    }

    /// <summary>The last object has been.</summary>
    public void Complete()
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            _fanOut?.Complete();
            invocation.Complete();
        }
        catch (Exception e) when (e is not CellErrorException)
        {
            ThrowIfStopped(null);
            throw;
        }

        ThrowIfStopped(null);
        _runTicks += Stopwatch.GetTimestamp() - start;
        if (_compiler?.Cell is { } cell)
        {
            invocation.Output.WriteVerbose(string.Format(
                null,
                Strings.VerboseCell,
                source.DisplayName,
                _compiler.Time.TotalMilliseconds,
                (TimeSpan.FromSeconds((double)_runTicks / Stopwatch.Frequency) - _compiler.Time).TotalMilliseconds,
                cell.IsAsync ? Strings.VerboseAsync : Strings.VerboseSync,
                _call!.Runner.Name));
        }
    }

    /// <summary>The pipeline has come to its end, one way or the other: what is still under way is cancelled.</summary>
    public void End() => _fanOut?.Dispose();

    private CellCall MakeCall() => new()
    {
        Code = source.Code,
        Runner = Runner.Runner,
        Await = Runner.AutoAwait && !NoAwait,
        NoEnumerate = NoEnumerate,
    };

    private void RunOne(ICompiledCell cell, object? input)
    {
        if (_executor is null || _executed != cell)
        {
            _executor = new CellExecutor(invocation, cell, _call!);
            _executed = cell;
        }

        _executor.Run(input);
        invocation.Complete();
    }

    private void ThrowIfStopped(object? input)
    {
        if (!invocation.IsStopping && invocation.PipelineFailure is null)
        {
            return;
        }

        // Before all else: what the timeout stopped may have ended as a stopped pipeline.
        ThrowIfTimedOut(input);
        invocation.ThrowIfPipelineFailed();
        if (invocation.Cause is StopCause.Pipeline or StopCause.None or StopCause.Session)
        {
            throw new PipelineStoppedException();
        }
    }

    private void ThrowIfTimedOut(object? input)
    {
        if (invocation.IsStopping && invocation.Cause == StopCause.Timeout)
        {
            if (_fanOut is { } fanOut)
            {
                fanOut.Dispose();
            }

            throw new CellErrorException(Errors.CellTimeout(TimeoutSeconds, Target(input)));
        }
    }

    private void Fail(Exception e, object? input)
    {
        ErrorRecord record = Errors.CellFailed(e, Target(input), _executed?.CompiledAs ?? source.DisplayName, source.DisplayName);
        if (!ExpectsInput)
        {
            throw new CellErrorException(record);
        }

        invocation.Output.WriteError(record);
    }
}
