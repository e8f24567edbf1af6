namespace AsyncCSharp.Engine.Compiling;

/// <summary>A submission for later cells, which are not to see the names of the call's variables that it was compiled with.</summary>
/// <param name="submission">As it was compiled.</param>
/// <param name="lasting">The submission that it comes after for later cells, or null.</param>
internal sealed class HidingRecipe(SubmissionView submission, SubmissionView? lasting) : SubmissionRecipe(lasting)
{
    /// <summary>As it was compiled.</summary>
    public SubmissionView Submission => submission;

    /// <inheritdoc/>
    public override CompiledSubmission Make(CompiledSubmission? before) =>
        HiddenVariables.Hide(submission.Compiled, Superseded.HideFrom(submission.Compiled.Compilation.SyntaxTrees[0], before));
}
