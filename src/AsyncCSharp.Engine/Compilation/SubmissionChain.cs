using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine;

/// <summary>
/// The submissions that later cells see: what the compiler knows of them, and their live objects. Immutable; only cells
/// that declare something lengthen it.
/// </summary>
/// <param name="Last">The newest submission, or null where there is none.</param>
/// <param name="Slots">The array that Roslyn's factories want: the globals first, then an object for each submission.</param>
/// <param name="Fingerprint">Tells chains apart: two of the same fingerprint compile a cell to the same code.</param>
internal sealed record SubmissionChain(CSharpCompilation? Last, object?[] Slots, string Fingerprint)
{
    /// <summary>The chain of a new session.</summary>
    public static SubmissionChain Empty { get; } = new(null, new object?[1], string.Empty);

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

    /// <summary>The chain with one more submission.</summary>
    public SubmissionChain With(CSharpCompilation compilation, object submission, string fingerprint) =>
        new(compilation, [.. Slots, submission], fingerprint);

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
