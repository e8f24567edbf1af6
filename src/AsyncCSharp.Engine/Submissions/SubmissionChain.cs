using AsyncCSharp.Engine.Compiling;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>
/// The submissions that later cells see: what the compiler knows of them, and their live objects. Immutable; only cells
/// that declare something lengthen it. See docs/design/submissions.md.
/// </summary>
/// <param name="Compiled">What later cells are compiled after.</param>
/// <param name="Slots">The array that Roslyn's factories want: the globals first, then an object for each submission.</param>
internal sealed record SubmissionChain(CompiledChain Compiled, object?[] Slots)
{
    private object?[]? _shared;

    /// <summary>The chain of a new session.</summary>
    public static SubmissionChain Empty { get; } = new(CompiledChain.Empty, new object?[1]);

    /// <summary>Tells chains apart by all that their submissions were compiled from.</summary>
    public string Fingerprint => Compiled.Fingerprint;

    /// <summary>The slot of the next submission.</summary>
    public int NextSlot => Slots.Length;

    /// <summary>The chain with one more submission, and its object.</summary>
    /// <param name="view">What the compiler knows of it.</param>
    /// <param name="instance">Its object.</param>
    /// <param name="assembly">The name of its assembly.</param>
    public SubmissionChain With(SubmissionView? view, object instance, string assembly) => new(Compiled.With(view, assembly), [.. Slots, instance]);

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
    public SubmissionChain Replace(int slot, object instance)
    {
        object?[] slots = [.. Slots];
        slots[slot] = instance;
        return this with { Slots = slots, _shared = null };
    }

    /// <summary>The chain with objects of its own, which have the values of these: variables that are set from now on are set in one of them only.</summary>
    /// <param name="globals">What the cells of the other session have in scope.</param>
    public SubmissionChain Copy(CellGlobals globals)
    {
        object?[] slots = SubmissionCopies.Of(Slots, globals);
        slots[0] = globals;
        return new SubmissionChain(Compiled, slots);
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
