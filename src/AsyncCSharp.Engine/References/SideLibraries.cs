using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Loading;

namespace AsyncCSharp.Engine.References;

/// <summary>The libraries of types that the cells of a session have declared. Owned by the session's references.</summary>
/// <param name="context">Where they are loaded.</param>
internal sealed class SideLibraries(SessionLoadContext context)
{
    private readonly List<SideLibrary> _all = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<SideLibrary> All => _all;

    /// <summary>Adds the types of a cell. What has the same name in another library is not to be found by it any more: it was redefined.</summary>
    public void Add(SideLibrary library)
    {
        _ = _all.RemoveAll(l => l.Emitted.Name == library.Emitted.Name);
        _ = Hide(library.TypeNames);
        _all.Add(library);
    }

    /// <summary>Has later cells not find types of these names: they were declared anew. Whether there were any.</summary>
    public bool Hide(IReadOnlyList<string> names)
    {
        bool any = false;
        for (int i = 0; i < _all.Count; i++)
        {
            SideLibrary before = _all[i];
            _all[i] = before.Without(names);
            context.MapLibrary(before.Emitted.Name, before.Version, _all[i].Version);
            any |= !ReferenceEquals(before, _all[i]);
        }

        return any;
    }

    /// <summary>Takes over all that another session has.</summary>
    public void CopyFrom(SideLibraries other) => _all.AddRange(other._all);

    /// <summary>Forgets all.</summary>
    public void Clear() => _all.Clear();
}
