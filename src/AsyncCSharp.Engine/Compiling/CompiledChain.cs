using System.Globalization;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Naming;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>The submissions that a text is compiled after, as far as the compiler is concerned: nothing in here is loaded, or runs. Immutable.</summary>
/// <param name="Last">The newest submission, or null where there is none.</param>
/// <param name="NextSlot">The slot of the next submission in the array that Roslyn's factories want: the globals are first in it.</param>
/// <param name="Fingerprint">
/// The name of the last submission's assembly, which is a hash of all that the submission was compiled from
/// (<see cref="CompilationInputs"/>), and so of the submissions before it, too.
/// </param>
internal sealed record CompiledChain(SubmissionView? Last, int NextSlot, string Fingerprint)
{
    /// <summary>The chain of a new session.</summary>
    public static CompiledChain Empty { get; } = new(null, 1, string.Empty);

    /// <summary>
    /// The newest submission as the session's chain is to have it: without the names of a call's variables. Another than
    /// <see cref="Last"/> only in a chain that a cell with such variables is compiled after.
    /// </summary>
    public SubmissionView? Lasting { get; init; } = Last;

    /// <summary>The slot of a call's variables; null where no call's are in scope.</summary>
    public int? VariablesSlot { get; init; }

    /// <summary>The name of the class that the next submission becomes.</summary>
    public string NextClassName { get; init; } = SubmissionNames.ClassPrefix + NextSlot.ToString(CultureInfo.InvariantCulture);

    /// <summary>The chain with one more submission, which has not run.</summary>
    public CompiledChain With(SubmissionView? view, string fingerprint) => new(view, NextSlot + 1, fingerprint);
}
