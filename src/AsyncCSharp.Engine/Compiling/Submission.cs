namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// What later submissions are built on. The compiler's view of a cell whose code was kept on disk is made only when a later
/// cell has to be compiled: from the same text it gets the same names as the code that runs, and so is bound to it.
/// </summary>
internal sealed class Submission
{
    // A compilation that was left behind may still be at it when the next one is.
    private static readonly Lock s_building = new();

    private Submission? _previous;
    private Func<CompiledSubmission?, CompiledSubmission>? _build;
    private CompiledSubmission? _compiled;

    /// <summary>Of a cell that was compiled here.</summary>
    public Submission(CompiledSubmission compiled) => _compiled = compiled;

    /// <summary>Of a cell that was not.</summary>
    /// <param name="previous">The submission before it.</param>
    /// <param name="build">Makes the compiler's view from that of the one before.</param>
    public Submission(Submission? previous, Func<CompiledSubmission?, CompiledSubmission> build)
    {
        _previous = previous;
        _build = build;
    }

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
        // One after the other, and not each within the next: a chain may be long.
        Stack<Submission> open = new();
        for (Submission? submission = this; submission is { _compiled: null }; submission = submission._previous)
        {
            open.Push(submission);
        }

        while (open.TryPop(out Submission? submission))
        {
            submission._compiled = submission._build!(submission._previous?._compiled);
            submission._previous = null;
            submission._build = null;
        }

        return _compiled!;
    }
}
