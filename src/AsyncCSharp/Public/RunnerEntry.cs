namespace AsyncCSharp;

/// <summary>A runner with its name and what it is for.</summary>
/// <param name="Name">The name; unique in the runspace whatever the case.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Runner">The runner.</param>
internal sealed record RunnerEntry(string Name, string Description, ICellRunner Runner)
{
    /// <summary>Whether the session's loop goes on between cells.</summary>
    public bool RunsBetweenCells { get; init; } = true;

    /// <summary>Whether the cell is run under the session's loop as synchronization context.</summary>
    public bool UsesLoop { get; init; } = true;

    /// <summary>Whether choosing it turns AutoAwait on; <c>Sync</c> turns it off, as in IPython.</summary>
    public bool TurnsOn { get; init; } = true;

    /// <summary>Whether it came with the module.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Whether the runner is the user's code, whose own failures are told from the cell's.</summary>
    public bool IsCustom { get; init; }

    /// <summary>Whether sync cells are run by it too, where AutoAwait is on.</summary>
    public bool RunsSyncCells { get; init; }
}
