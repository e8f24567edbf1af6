using System.Runtime.CompilerServices;

namespace AsyncCSharp.Engine.Wire;

/// <summary>
/// The numbers by which a shell and one compiler of its own mean what that compiler has been told or has made: references, libraries, scopes
/// and submissions. Belongs to who has the compiler.
/// </summary>
internal sealed class WireNumbers
{
    // Keeps nothing: what the shell has no more use for it never mentions again.
    private readonly ConditionalWeakTable<object, Number> _known = [];
    private int _last;

    /// <summary>How many things the compiler has been told or has made.</summary>
    public int Count { get; private set; }

    /// <summary>A number that nothing has yet.</summary>
    public int New() => ++_last;

    /// <summary>The number of what the compiler knows; 0 for nothing, and for what it does not know.</summary>
    public int Of(object? known) => known is not null && _known.TryGetValue(known, out Number? number) ? number.Value : 0;

    /// <summary>The compiler has this from now on.</summary>
    public void Add(object known, int number)
    {
        _known.AddOrUpdate(known, new Number(number));
        Count++;
    }

    private sealed record Number(int Value);
}
