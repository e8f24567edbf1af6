using System.Collections.Concurrent;
using NuGet.Configuration;

namespace AsyncCSharp.Engine.Packages;

/// <summary>
/// Sources that code has named and that could not be asked. A script or a notebook names those of the place where it was written; the others may have
/// all that it needs. One a restore, which owns it. Any thread.
/// </summary>
internal sealed class UnreachableSources
{
    private readonly ConcurrentDictionary<string, SessionException> _failures = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why the first of them could not be asked; null where all could.</summary>
    public SessionException? First => _failures.Values.FirstOrDefault();

    /// <summary>What there is to say of them.</summary>
    public IEnumerable<PackageWarning> Warnings => _failures.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => PackageWarnings.OfSource(f.Value.Message));

    /// <summary>Whether it is known of a source. It is asked only once.</summary>
    public bool Contains(PackageSource source) => _failures.ContainsKey(source.Name);

    /// <summary>Takes one.</summary>
    public void Add(PackageSource source, SessionException failure) => _failures.TryAdd(source.Name, failure);
}
