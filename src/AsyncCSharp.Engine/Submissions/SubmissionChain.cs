using System.Globalization;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Naming;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>
/// The submissions that later cells see: what the compiler knows of them, and their live objects. Immutable; only cells
/// that declare something lengthen it.
/// </summary>
/// <param name="Last">The newest submission, or null where there is none.</param>
/// <param name="Slots">The array that Roslyn's factories want: the globals first, then an object for each submission.</param>
/// <param name="Fingerprint">
/// The name of the last submission's assembly, which is a hash of all that the submission was compiled from
/// (<see cref="CompilationInputs"/>), and so of the submissions before it, too.
/// </param>
internal sealed record SubmissionChain(Submission? Last, object?[] Slots, string Fingerprint)
{
    private object?[]? _shared;

    /// <summary>
    /// The newest submission as the session's chain is to have it: without the names of a call's variables. Another than
    /// <see cref="Last"/> only in a chain that a cell with such variables is compiled after.
    /// </summary>
    public Submission? Lasting { get; init; } = Last;

    /// <summary>The slot of a call's variables; null where no call's are in scope.</summary>
    public int? VariablesSlot { get; init; }

    /// <summary>The name of the class that the next submission becomes.</summary>
    public string NextClassName { get; init; } = TypeNames.SubmissionPrefix + Slots.Length.ToString(CultureInfo.InvariantCulture);

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

    /// <summary>
    /// Runs a submission that nothing is going to refer to, the next after the chain. A factory reads the array while it
    /// makes its object and no longer, and nobody reads what it writes: so one array does for all, on any thread, and a
    /// cell that runs for many objects does not copy the chain for each.
    /// </summary>
    public Task<object?> RunBeyond(object globals, Func<object?[], Task<object?>> factory)
    {
        // Sessions that were branched share the chain, and have globals of their own.
        object?[]? slots = _shared;
        if (slots is null || slots[0] != globals)
        {
            _shared = slots = SlotsForRun(globals);
        }

        try
        {
            return factory(slots);
        }
        finally
        {
            // What the cell had must not live until the next one.
            slots[^1] = null;
        }
    }

    /// <summary>The chain with another object for a submission that it has.</summary>
    public SubmissionChain Replace(int slot, object submission)
    {
        object?[] slots = [.. Slots];
        slots[slot] = submission;
        return this with { Slots = slots, _shared = null };
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
