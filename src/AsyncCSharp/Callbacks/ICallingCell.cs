namespace AsyncCSharp.Callbacks;

/// <summary>The run of a cell that calls a script block.</summary>
internal interface ICallingCell
{
    /// <summary>Whether the cell has ended; what it left behind may still run.</summary>
    bool Ended { get; }

    /// <summary>Whether the cell itself can have PowerShell code run: the calling thread is its pipeline thread, or it has a runspace of its own.</summary>
    bool IsInRunspace { get; }

    /// <summary>Does something in the cell's runspace, out of the cell's context.</summary>
    object? AskInRunspace(Func<object?> action);
}
