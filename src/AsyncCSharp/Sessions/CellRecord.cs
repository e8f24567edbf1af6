using System.Diagnostics;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Sessions;

/// <summary>
/// What a session's history has of one call: made when its cell gets a number, and whole when the call has ended. It refers to nothing of the cell's
/// code. The call's threads write, any thread reads.
/// </summary>
internal sealed class CellRecord
{
    private readonly string _code;
    private readonly string? _path;
    private readonly GivenValues _given;
    private readonly DateTime _startTime = DateTime.UtcNow;
    private readonly long _started = Stopwatch.GetTimestamp();

    // Until the call is over: the history of a copy has the record then, and nothing else of the session that was copied.
    private CellHistory? _owner;
    private long _ticks;
    private volatile bool _isAsync;
    private volatile bool _isComplete;
    private volatile bool _hasFailed;
    private volatile bool _hasEnded;

    internal CellRecord(CellHistory owner, int number, string code, string? path, GivenValues given)
    {
        _owner = owner;
        Number = number;
        _code = code;
        _path = path;
        _given = given;
    }

    /// <summary>The number of the cell.</summary>
    public int Number { get; }

    /// <summary>The text.</summary>
    public string Code => _code;

    /// <summary>About how much memory it takes; the history's, under its lock. Negative where it is not in the history any more.</summary>
    public int Bytes { get; set; }

    /// <summary>About how much memory those values take that are kept.</summary>
    public int BytesGiven => _given.Bytes;

    /// <summary>Something is awaited.</summary>
    public void NoteAwait()
    {
        // Asked first: an object of a pipeline comes by here too, and a write costs more than a look.
        if (!_isAsync)
        {
            _isAsync = true;
        }
    }

    /// <summary>The cell has failed for one object; the others go on.</summary>
    public void NoteFailure() => _hasFailed = true;

    /// <summary>The call has come to its end, and has not been stopped.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>The call is over, in whatever way. The first time counts.</summary>
    public void End()
    {
        if (!_hasEnded)
        {
            Volatile.Write(ref _ticks, Stopwatch.GetElapsedTime(_started).Ticks);
            _hasEnded = true;
            Interlocked.Exchange(ref _owner, null)?.Grow(this);
        }
    }

    /// <summary>What users see of it, as it is now.</summary>
    public CSharpHistoryEntry ToEntry(string session)
    {
        bool hasEnded = _hasEnded;
        return new CSharpHistoryEntry(_given.Read)
        {
            Id = Number,
            Code = _code,
            Path = _path,
            Session = session,
            StartTime = _startTime.ToLocalTime(),
            Duration = hasEnded ? TimeSpan.FromTicks(Volatile.Read(ref _ticks)) : Stopwatch.GetElapsedTime(_started),
            IsAsync = _isAsync,
            Success = hasEnded ? _isComplete && !_hasFailed : null,
            OutputCount = _given.Count,
        };
    }
}
