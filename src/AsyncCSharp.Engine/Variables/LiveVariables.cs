using AsyncCSharp.Engine.Submissions;

namespace AsyncCSharp.Engine.Variables;

/// <summary>
/// The variables of one call: an object of their submission's class, which only what the call runs has in its chain. Code that outlives
/// the call, like a lambda, goes on with this very object.
/// </summary>
internal sealed class LiveVariables(VariableSet set, object instance)
{
    private volatile Latest? _latest;

    /// <summary>Names and types.</summary>
    public VariableSet Set => set;

    /// <summary>The value of a variable as it is now.</summary>
    public object? this[string name] => set.FieldOf(name)?.GetValue(instance);

    /// <summary>Whether a chain has them in that slot.</summary>
    public bool AreIn(SubmissionChain chain, int slot) => slot < chain.NextSlot && chain.Slots[slot] == instance;

    /// <summary>The chain with the variables in their slot, for the code of the call to run after it.</summary>
    public SubmissionChain In(SubmissionChain chain, int slot)
    {
        // The same for each object of a pipeline. A fan-out asks from several threads, which may each make one.
        if (_latest is { } latest && ReferenceEquals(latest.Before, chain))
        {
            return latest.With;
        }

        if (AreIn(chain, slot))
        {
            return chain;
        }

        SubmissionChain with = slot < chain.NextSlot
            ? chain.Replace(slot, instance)
            : chain.With(chain.Compiled.Last, instance, chain.Fingerprint);
        _latest = new Latest(chain, with);
        return with;
    }

    // A class: another thread sees both or neither.
    private sealed record Latest(SubmissionChain Before, SubmissionChain With);
}
