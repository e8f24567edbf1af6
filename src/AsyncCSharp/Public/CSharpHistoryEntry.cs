namespace AsyncCSharp;

/// <summary>A run of a cell, as it was when the history was asked for. It keeps nothing alive that the cell gave, apart from plain values.</summary>
public sealed class CSharpHistoryEntry
{
    private readonly Func<object?[]> _output;

    internal CSharpHistoryEntry(Func<object?[]> output) => _output = output;

    /// <summary>The number of the cell, as in <c>Cell[3]</c> of an error. The parts of a notebook's cell have one number.</summary>
    public int Id { get; internal init; }

    /// <summary>The text, up to 100,000 characters of it.</summary>
    public string Code { get; internal init; } = string.Empty;

    /// <summary>The script file that the text is of; null where it was given as such.</summary>
    public string? Path { get; internal init; }

    /// <summary>The name of the session.</summary>
    public string Session { get; internal init; } = string.Empty;

    /// <summary>When the cell got its number, in local time.</summary>
    public DateTime StartTime { get; internal init; }

    /// <summary>From then to the end of the call, the compiling included; of a cell that runs, the time so far.</summary>
    public TimeSpan Duration { get; internal init; }

    /// <summary>Whether something was awaited: the cell is asynchronous, or gave something that can be awaited, or a stream.</summary>
    public bool IsAsync { get; internal init; }

    /// <summary>
    /// Whether the call came to its end, for all of its objects. False where the cell failed, did not compile, was stopped or timed out; null as
    /// long as it runs. A command downstream that wants no more objects, as Select-Object -First does, is no failure.
    /// </summary>
    public bool? Success { get; internal init; }

    /// <summary>How many objects it gave.</summary>
    public long OutputCount { get; internal init; }

    /// <summary>
    /// What it gave: the first hundred of the objects, as far as they are still there. Null, numbers, dates, texts of up to 1,000 characters and the
    /// like are kept; any other object is here as long as somebody else holds it. Looked up each time that it is asked for.
    /// </summary>
    public object?[] Output => _output();

    /// <inheritdoc/>
    public override string ToString() => Code;
}
