namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// What later submissions are built on. The compiler's view of a cell whose code was kept on disk is made only when a later
/// cell has to be compiled: from the same text it gets the same names as the code that runs, and so is bound to it.
/// </summary>
internal sealed class SubmissionView
{
    // The process's. Held while views are made: an abandoned compilation may still be making one when the next begins.
    private static readonly Lock s_building = new();

    private CompiledSubmission? _compiled;

    /// <summary>Makes one.</summary>
    /// <param name="recipe">What it is made from.</param>
    /// <param name="compiled">The compiler's view, where the cell was compiled here.</param>
    public SubmissionView(SubmissionRecipe recipe, CompiledSubmission? compiled = null)
    {
        Recipe = recipe;
        _compiled = compiled;
    }

    /// <summary>What it is made from.</summary>
    public SubmissionRecipe Recipe { get; }

    /// <summary>
    /// Whether it, or one before it, nests deeper than usual: Roslyn looks for errors in all that a submission is built on, and
    /// wants the large stack for it again.
    /// </summary>
    public bool IsDeep { get; init; }

    /// <summary>The compiler's view. For a compilation that runs.</summary>
    public CompiledSubmission Compiled
    {
        get
        {
            lock (s_building)
            {
                return Build();
            }
        }
    }

    private CompiledSubmission Build()
    {
        // In a loop and not by recursion: a chain may be longer than the stack is deep.
        Stack<SubmissionView> open = new();
        for (SubmissionView? submission = this; submission is { _compiled: null }; submission = submission.Recipe.Previous)
        {
            open.Push(submission);
        }

        while (open.TryPop(out SubmissionView? submission))
        {
            submission._compiled = submission.Recipe.Make(submission.Recipe.Previous?._compiled);
        }

        return _compiled!;
    }
}
