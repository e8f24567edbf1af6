using System.Collections.Immutable;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// What the submissions of a chain have brought in: namespaces or references. A submission has those of the ones before
/// it; given to each again, Roslyn keeps, binds and searches all of them, and both time and memory grow with the square
/// of the chain's length. Immutable.
/// </summary>
/// <typeparam name="T">A namespace or a reference.</typeparam>
internal sealed class Inherited<T>
    where T : class
{
    private readonly ImmutableArray<T> _newest;
    private readonly ImmutableHashSet<T> _all;

    private Inherited(ImmutableArray<T> newest, ImmutableHashSet<T> all) => (_newest, _all) = (newest, all);

    /// <summary>Of a chain without submissions.</summary>
    public static Inherited<T> None { get; } = new([], []);

    /// <summary>What a next submission needs besides.</summary>
    public ImmutableArray<T> Missing(ImmutableArray<T> wanted) =>
        wanted == _newest ? [] : _all.IsEmpty ? wanted : wanted.RemoveAll(_all.Contains);

    /// <summary>With what a next submission was compiled with.</summary>
    public Inherited<T> With(ImmutableArray<T> wanted) => wanted == _newest ? this : new(wanted, _all.Union(wanted));
}
