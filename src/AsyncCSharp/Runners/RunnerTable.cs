namespace AsyncCSharp;

/// <summary>The runners of a runspace, by name, whatever the case.</summary>
internal sealed class RunnerTable
{
    private readonly Dictionary<string, RunnerEntry> _custom = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The built-in ones first, then the user's by name.</summary>
    public IReadOnlyList<RunnerEntry> Entries => [.. BuiltInRunners.All, .. _custom.Values.OrderBy(e => e.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The runner of that name, or null.</summary>
    public RunnerEntry? Find(string name) =>
        BuiltInRunners.All.FirstOrDefault(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? _custom.GetValueOrDefault(name);

    /// <summary>Adds or replaces a runner of the user's.</summary>
    public void Set(RunnerEntry entry) => _custom[entry.Name] = entry;

    /// <summary>Removes a runner of the user's. False where there is none of that name.</summary>
    public bool Remove(string name) => _custom.Remove(name);
}
