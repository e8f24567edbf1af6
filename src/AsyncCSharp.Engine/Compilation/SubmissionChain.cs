using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine;

/// <summary>
/// The submissions that later cells see: what the compiler knows of them, and their live objects. Immutable; only cells
/// that declare something lengthen it.
/// </summary>
/// <param name="Last">The newest submission, or null where there is none.</param>
/// <param name="Slots">The array that Roslyn's factories want: the globals first, then an object for each submission.</param>
/// <param name="Imports">The namespaces that a submission of the chain has brought in already.</param>
/// <param name="Fingerprint">Tells chains apart: two of the same fingerprint compile a cell to the same code.</param>
internal sealed record SubmissionChain(CSharpCompilation? Last, object?[] Slots, ImmutableArray<string> Imports, string Fingerprint)
{
    /// <summary>The chain of a new session.</summary>
    public static SubmissionChain Empty { get; } = new(null, new object?[1], [], string.Empty);

    /// <summary>The slot of the next submission.</summary>
    public int NextSlot => Slots.Length;

    /// <summary>An array for a factory to write its object into.</summary>
    public object?[] SlotsForRun(object globals)
    {
        object?[] slots = new object?[Slots.Length + 1];
        Array.Copy(Slots, slots, Slots.Length);
        slots[0] = globals;
        return slots;
    }

    /// <summary>
    /// What a next submission is to import. Submissions see the imports of those before them; given again to each, Roslyn
    /// keeps and searches all of them, and both time and memory grow with the square of the chain's length.
    /// </summary>
    public ImmutableArray<string> NewImports(ImmutableArray<string> wanted) =>
        Imports == wanted ? [] : Imports.IsEmpty ? wanted : wanted.RemoveRange(Imports);

    /// <summary>The chain with one more submission.</summary>
    /// <param name="compilation">The submission.</param>
    /// <param name="slots">The array with a place for its object.</param>
    /// <param name="fingerprint">The chain's new fingerprint.</param>
    public SubmissionChain With(CSharpCompilation compilation, object?[] slots, string fingerprint)
    {
        ImmutableArray<string> added = compilation.Options.Usings;
        return new(compilation, slots, added.IsEmpty ? Imports : Imports.IsEmpty ? added : Imports.AddRange(added), fingerprint);
    }

    /// <summary>The chain with another object for a submission that it has.</summary>
    public SubmissionChain Replace(int slot, object submission)
    {
        object?[] slots = [.. Slots];
        slots[slot] = submission;
        return this with { Slots = slots };
    }

    /// <summary>The live objects of the submissions, newest first.</summary>
    public IEnumerable<object> SubmissionsFromNewest()
    {
        for (int i = Slots.Length - 1; i > 0; i--)
        {
            if (Slots[i] is { } submission)
            {
                yield return submission;
            }
        }
    }
}
