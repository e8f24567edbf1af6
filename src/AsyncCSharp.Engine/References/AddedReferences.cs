using AsyncCSharp.Engine.Metadata;

namespace AsyncCSharp.Engine.References;

/// <summary>The assemblies that a session refers to besides the framework, by their names, and which of them its packages have brought.</summary>
internal sealed class AddedReferences
{
    private readonly Dictionary<string, AddedReference> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _packaged = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<AddedReference> All => _byName.Values;

    /// <summary>Those that no package has brought.</summary>
    public IEnumerable<AddedReference> Asked => _byName.Values.Where(a => !_packaged.Contains(a.Name));

    /// <summary>Whether there is one of that name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>The one of that name, or null.</summary>
    public AddedReference? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds one, in the place of another of its name.</summary>
    public void Set(AddedReference reference) => _byName[reference.Name] = reference;

    /// <summary>Takes one out.</summary>
    public void Remove(string name) => _ = _byName.Remove(name);

    /// <summary>Puts those of all packages in the place of those that packages have brought so far.</summary>
    public void SetPackaged(IReadOnlyList<AddedReference> references)
    {
        _packaged.ForEach(name => _byName.Remove(name));
        _packaged.Clear();
        foreach (AddedReference reference in references)
        {
            Set(reference);
            _packaged.Add(reference.Name);
        }
    }

    /// <summary>What there is now, to be given to <see cref="GoBack"/>.</summary>
    public Mark SetMark() => new([.. _byName], [.. _packaged]);

    /// <summary>Makes it what it was.</summary>
    public void GoBack(Mark mark)
    {
        Clear();
        foreach ((string name, AddedReference reference) in mark.ByName)
        {
            _byName[name] = reference;
        }

        _packaged.AddRange(mark.Packaged);
    }

    /// <summary>Takes over all that another session has.</summary>
    public void CopyFrom(AddedReferences other)
    {
        _packaged.AddRange(other._packaged);
        foreach ((string name, AddedReference reference) in other._byName)
        {
            _byName[name] = reference;
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _byName.Clear();
        _packaged.Clear();
    }

    /// <summary>All of them at some time.</summary>
    internal sealed record Mark(KeyValuePair<string, AddedReference>[] ByName, string[] Packaged);
}
