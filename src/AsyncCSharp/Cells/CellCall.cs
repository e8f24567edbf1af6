namespace AsyncCSharp.Cells;

/// <summary>How a cell is to be run.</summary>
internal sealed record CellCall
{
    /// <summary>The text.</summary>
    public required string Code { get; init; }

    /// <summary>What runs its asynchronous parts.</summary>
    public required RunnerEntry Runner { get; init; }

    /// <summary>Whether a trailing awaitable is awaited.</summary>
    public bool Await { get; init; }

    /// <summary>Whether the value is written whole.</summary>
    public bool NoEnumerate { get; init; }

    /// <summary>Whether what the cell declares stays in the session.</summary>
    public bool KeepState { get; init; } = true;
}
