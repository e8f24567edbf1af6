namespace AsyncCSharp.Runners;

/// <summary>The runners of a runspace, by name, whatever the case. Jobs and completions of the runspace use it from their own threads.</summary>
internal sealed class RunnerTable
{
    // Owned by the table, and held for a look-up or a change of the dictionary.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RunnerEntry> _custom = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The built-in ones first, then the user's by name.</summary>
    public IReadOnlyList<RunnerEntry> Entries
    {
        get
        {
            RunnerEntry[] custom;
            lock (_lock)
            {
                custom = [.. _custom.Values];
            }

            return [.. BuiltInRunners.All, .. custom.OrderBy(e => e.Name, StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>The runner of that name, or null.</summary>
    public RunnerEntry? Find(string name)
    {
        if (BuiltInRunners.All.FirstOrDefault(e => e.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } builtIn)
        {
            return builtIn;
        }

        lock (_lock)
        {
            return _custom.GetValueOrDefault(name);
        }
    }

    /// <summary>Adds a runner of the user's, or replaces the one of that name. False where there is one and it is not to be replaced.</summary>
    public bool TrySet(RunnerEntry entry, bool replace)
    {
        lock (_lock)
        {
            if (!replace)
            {
                return _custom.TryAdd(entry.Name, entry);
            }

            _custom[entry.Name] = entry;
            return true;
        }
    }

    /// <summary>Removes a runner of the user's. False where there is none of that name.</summary>
    public bool Remove(string name)
    {
        lock (_lock)
        {
            return _custom.Remove(name);
        }
    }
}
