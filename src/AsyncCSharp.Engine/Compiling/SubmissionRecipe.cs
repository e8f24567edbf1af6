namespace AsyncCSharp.Engine.Compiling;

/// <summary>What a <see cref="SubmissionView"/> is made from, again and again, in any process: plain data but for the views before it. Immutable.</summary>
/// <param name="previous">The submission before it, or null.</param>
internal abstract class SubmissionRecipe(SubmissionView? previous)
{
    /// <summary>The submission before it, or null.</summary>
    public SubmissionView? Previous => previous;

    /// <summary>Makes the compiler's view. For a compilation that runs.</summary>
    /// <param name="before">That of the one before it.</param>
    public abstract CompiledSubmission Make(CompiledSubmission? before);
}
