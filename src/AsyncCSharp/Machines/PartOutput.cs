using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Internal;
using AsyncCSharp.Cells;
using AsyncCSharp.Conversion;
using AsyncCSharp.Interop;
using AsyncCSharp.Output;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Machines;

/// <summary>
/// Where cells write that run for another machine: values go there many at a time, and everything else as PowerShell sends it, in order. On the
/// pipeline thread.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="inbox">Says when there may be another answer.</param>
internal sealed class PartOutput(PSCmdlet cmdlet, PartInbox inbox) : ICellOutput, IDisposable
{
    /// <summary>How many values or ends travel together, about: the last value goes with the end of its object.</summary>
    private const int Most = 100;

    private readonly CmdletOutput _own = new(cmdlet);
    private readonly List<object?> _values = [];
    private readonly List<(long, int)> _ended = [];
    private Timer? _timer;
    private bool _isSet;
    private int _setFor;
    private long _last = Stopwatch.GetTimestamp();
    private long _done;

    public PSVariableIntrinsics Variables => _own.Variables;

    public PathIntrinsics Paths => _own.Paths;

    public bool OwnsScripts => false;

    // A record of another thread would overtake the values.
    public bool AllowsStandIn => false;

    public GivenValues Given => _own.Given;

    public bool IsEarlyEnd => _own.IsEarlyEnd;

    /// <summary>The way here from other threads, once there is one: what waits is sent in time, too, while the pipeline thread waits for cells.</summary>
    public CellStreams? Streams { get; set; }

    private bool IsDue => Stopwatch.GetElapsedTime(_last).TotalMilliseconds >= Durations.AnswerInterval;

    public void EnterRunspace()
    {
        // The thread executes in it already.
    }

    public object? InPipeline(Func<object?> code) => code();

    public PowerShell CreateShell() => _own.CreateShell();

    public ScriptStreams StreamsForScripts(Action<Action> forward) => CommandStreams.Of(cmdlet, record => forward(() =>
    {
        Flush();
        ScriptRecords.Write(cmdlet, record);
    }));

    public void WriteObject(object? value, bool enumerate)
    {
        if (!enumerate || LanguagePrimitives.GetEnumerable(value) is not { } items)
        {
            Add(value);
            return;
        }

        foreach (object? item in items)
        {
            Add(item);
        }
    }

    public void WriteError(ErrorRecord error)
    {
        Flush();
        _own.WriteError(error);
    }

    public void WriteWarning(string message, string? id = null)
    {
        Flush();
        _own.WriteWarning(message, id);
    }

    public void WriteVerbose(string message)
    {
        Flush();
        _own.WriteVerbose(message);
    }

    public void Tell(Func<string> message)
    {
        Flush();
        _own.Tell(message);
    }

    public void WriteDebug(string message)
    {
        Flush();
        _own.WriteDebug(message);
    }

    public void WriteInformation(object message, string[] tags)
    {
        Flush();
        _own.WriteInformation(message, tags);
    }

    public void WriteProgress(ProgressRecord progress) => _own.WriteProgress(progress);

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>An object has ended, and all that it gave has been written.</summary>
    public void End(long number)
    {
        _done++;
        _ended.Add((number, _values.Count));
        FlushSoon(_ended.Count >= Most);
    }

    /// <summary>
    /// There is no object to begin with, and there may be more where the last ones come from: they are told of at once when nothing is left or a whole round
    /// is done, and else as soon as it can be seen what ends with them.
    /// </summary>
    /// <param name="taken">How many objects have been begun.</param>
    public void FlushForMore(long taken)
    {
        if (taken == _done || _ended.Count >= taken - _done)
        {
            Flush();
        }
        else if (_ended.Count > 0)
        {
            Set(Durations.AnswerGathering);
        }
    }

    /// <summary>Sends what there is.</summary>
    public void Flush()
    {
        _isSet = false;
        if (_values.Count + _ended.Count == 0)
        {
            return;
        }

        inbox.WaitForLeave();
        byte[] answer = new PartAnswer([.. _values], [.. _ended]).Pack();
        _values.Clear();
        _ended.Clear();
        _last = Stopwatch.GetTimestamp();
        cmdlet.WriteObject(answer, enumerateCollection: false);
    }

    private void Add(object? value)
    {
        Given.Add(value);
        if (PipelineValue.Of(value) is var written && written != AutomationNull.Value)
        {
            _values.Add(written);
        }

        FlushSoon(_values.Count > Most);
    }

    private void FlushSoon(bool isFull)
    {
        if (isFull || IsDue)
        {
            Flush();
        }
        else
        {
            Set(Durations.AnswerInterval);
        }
    }

    // Sends what there is then, or before.
    private void Set(int milliseconds)
    {
        if (Streams is not null && (!_isSet || milliseconds < _setFor))
        {
            _isSet = true;
            _setFor = milliseconds;
            _timer ??= new Timer(_ => Streams?.Enqueue(_ => Flush(), static () => { }));
            _ = _timer.Change(milliseconds, Timeout.Infinite);
        }
    }
}
