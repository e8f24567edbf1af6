namespace AsyncCSharp;

/// <summary>A runner that can be chosen by name.</summary>
public sealed class CSharpRunner
{
    internal CSharpRunner(RunnerEntry entry) => Entry = entry;

    /// <summary>The name.</summary>
    public string Name => Entry.Name;

    /// <summary>What it does, in one sentence.</summary>
    public string Description => Entry.Description;

    /// <summary>Whether it comes with the module.</summary>
    public bool IsBuiltIn => Entry.IsBuiltIn;

    /// <summary>Whether choosing it turns AutoAwait on; <c>Sync</c> turns it off.</summary>
    public bool TurnsAutoAwaitOn => Entry.TurnsOn;

    internal RunnerEntry Entry { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
