using System.Diagnostics;
using System.Management.Automation;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.FanOut;
using AsyncCSharp.Reporting;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Calls;

/// <summary>One cell over the objects of a pipeline: compiled at the first object, run for each.</summary>
internal sealed class CellPipeline(CellInvocation invocation, CellSource source, CellRequest request)
{
    private readonly CSharpSession _session = invocation.Session;
    private CellSpecializer? _specializer;
    private CellCall? _call;
    private CellExecutor? _executor;
    private ICompiledCell? _executed;
    private ICompiledCell? _declared;
    private CellFanOut? _fanOut;
    private long _runTicks;
    private long _started;

    // The code has ended itself, and that is no failure.
    private bool HasExited => invocation is { IsStopping: true, Cause: StopCause.Exit };

    private object? Target(object? input) => request.ExpectsInput ? input : source.Code;

    /// <summary>Runs the cell for each of the objects. Under a fan-out, starts it, as soon as there is a place for it.</summary>
    /// <exception cref="CellErrorException">It failed and nothing more is to be run.</exception>
    public void Run(IEnumerable<object?> objects)
    {
        _call ??= MakeCall();
        _specializer ??= new CellSpecializer(invocation, source, new CallScope(source.Path is null ? null : source.Code, request.Arguments, request.Variables));
        long start = Stopwatch.GetTimestamp();
        try
        {
            foreach (object? input in objects)
            {
                if (HasExited)
                {
                    break;
                }

                long number = _started++;
                Run(_specializer, _call, input);
                if (_fanOut is null)
                {
                    request.Ended?.Invoke(number);
                }
            }
        }
        finally
        {
            _executor?.EndObjects();
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
            if (!HasExited)
            {
                throw;
            }
        }

        ThrowIfStopped(null);
        invocation.Record?.Complete();
        _runTicks += Stopwatch.GetTimestamp() - start;
        if (_specializer?.Cell is { } cell)
        {
            invocation.Output.Tell(() => string.Format(
                null,
                Strings.VerboseCell,
                source.DisplayName,
                cell.Origin == CellOrigin.Kept ? Strings.VerboseFromDisk : Strings.VerboseCompiled,
                _specializer.Time.TotalMilliseconds,
                (TimeSpan.FromSeconds((double)_runTicks / Stopwatch.Frequency) - _specializer.Time).TotalMilliseconds,
                cell.IsAsync ? Strings.VerboseAsync : Strings.VerboseSync,
                _call!.Runner.Name,
                cell.Origin == CellOrigin.CompiledApart ? Strings.VerboseCompiledApart : string.Empty));
            foreach (string problem in _session.Glance?.TakeCacheProblems() ?? [])
            {
                invocation.Output.Tell(() => problem);
            }
        }
    }

    /// <summary>Waits for more objects, or for whatever else; what ends meanwhile is written.</summary>
    public void Await(Func<bool> condition)
    {
        if (_fanOut is { } fanOut)
        {
            fanOut.Await(condition);
        }
        else
        {
            _ = invocation.Waits.Until(condition, Timeout.Infinite);
        }
    }

    /// <summary>The pipeline has come to its end, one way or the other: what is still under way is cancelled.</summary>
    public void End() => _fanOut?.Dispose();

    private void Run(CellSpecializer specializer, CellCall call, object? input)
    {
        try
        {
            ThrowIfTimedOut(input);
            ICompiledCell cell = specializer.For(input, out object? seen);
            if (cell.IsAsync && !request.Runner.AutoAwait)
            {
                throw new CellErrorException(Errors.AutoAwaitOff(source.Code, _session.Name));
            }

            if (cell.Declares && _declared != cell)
            {
                _declared = cell;
                _session.Declaring.Add(source.Code);
            }

            if (request.ThrottleLimit > 1 && request.ExpectsInput)
            {
                _fanOut ??= new CellFanOut(invocation, call, request.ThrottleLimit, request.KeepOrder) { Ended = request.Ended };
                _fanOut.Add(cell, seen);
            }
            else
            {
                RunOne(cell, seen);
            }

            ThrowIfStopped(input);
        }
        catch (Exception e) when (e is not CellErrorException)
        {
            ThrowIfStopped(input);
            if (HasExited)
            {
                return;
            }

            bool isEnd = _fanOut is not null || PipelineEnd.Is(e, invocation);
            ThrowIfStopped(input);
            if (isEnd)
            {
                throw;
            }

            Fail(e, input);
        }
        finally
        {
            invocation.Leftovers.Warn();
        }
    }

    private CellCall MakeCall() => new()
    {
        Code = source.Code,
        Runner = request.Runner.Runner,
        Await = request.Runner.AutoAwait && !request.NoAwait,
        NoEnumerate = request.NoEnumerate,
    };

    private void RunOne(ICompiledCell cell, object? input)
    {
        if (_executor is null || _executed != cell)
        {
            _executor?.EndObjects();
            _executor = new CellExecutor(invocation, cell, _call!);
            _executed = cell;
        }

        _executor.Run(input);
        invocation.Complete();
    }

    private void ThrowIfStopped(object? input)
    {
        if (!invocation.IsStopping && invocation.Streams.Failure is null)
        {
            return;
        }

        // Before all else: what the timeout stopped may have ended as a stopped pipeline.
        ThrowIfTimedOut(input);
        invocation.Streams.ThrowIfFailed();
        if (invocation.Cause == StopCause.Session)
        {
            // Somebody else has stopped the cell. PowerShell would end the caller's script without a word for a stopped pipeline.
            throw new CellErrorException(Errors.SessionEnded(_session.Name, Target(input)));
        }

        if (invocation.Cause is StopCause.Pipeline or StopCause.None)
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

            if (invocation.HasInterruptedDownstream)
            {
                // PowerShell shows what the interrupted command has thrown, and may show nothing of the cell's.
                invocation.Output.WriteWarning(Strings.DownstreamInterrupted, nameof(Strings.DownstreamInterrupted));
            }

            throw new CellErrorException(Errors.CellTimeout(request.TimeoutSeconds, Target(input)));
        }
    }

    private void Fail(Exception e, object? input)
    {
        invocation.Record?.NoteFailure();
        ErrorRecord record = Errors.CellFailed(e, Target(input), isText: !request.ExpectsInput, _session.Sources, _executed?.CompiledAs ?? source.DisplayName, source.DisplayName);

        // A cell that its runner has suspended has stopped the invocation, and those for the next objects would find that.
        if (!request.ExpectsInput || invocation.IsStopping)
        {
            throw new CellErrorException(record);
        }

        invocation.Output.WriteError(record);
    }
}
