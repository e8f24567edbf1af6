using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compilers;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.References;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>
/// Makes a cell's submissions, of code that was kept on disk or with the compiler. A session whose cells were all kept never
/// loads Roslyn: nothing of it is in here, but behind <see cref="ICellCompiler"/>. See docs/design/submissions.md.
/// </summary>
internal sealed class SubmissionSource(SessionReferences references, SubmissionStore store, ICellCompiler compiler)
{
    /// <summary>The submissions of a cell in the order in which they run: the files that it loads, then itself.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="chain">The submissions before it.</param>
    /// <param name="cancellationToken">Breaks the compilation off.</param>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    /// <exception cref="SessionException">What it asks for is not there.</exception>
    public IReadOnlyList<CellSubmission> Of(CellText source, CompiledChain chain, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                List<CellSubmission> submissions = [];
                _ = Add(source, chain, NewFiles(), submissions, cancellationToken);
                return submissions;
            }
            catch (CSharpCompilationException e)
            {
                // What PowerShell has of the names is looked for when they are needed: a cell's key has what it is compiled with.
                if (!references.AddMissing(e.Diagnostics))
                {
                    IReadOnlyList<CellDiagnostic> told = ShellHints.Add(e.Diagnostics);
                    if (ReferenceEquals(told, e.Diagnostics))
                    {
                        throw;
                    }

                    throw new CSharpCompilationException(told);
                }
            }
        }
    }

    /// <summary>A submission anew, for the chain as it is now. What it asks for was added, and the files that it loads have run.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile any more.</exception>
    public CellSubmission Again(CellSubmission submission, CompiledChain chain, CancellationToken cancellationToken) =>
        Make(new CompilationRequest(submission.Text, chain, references.Scope.For(submission.Text)), cancellationToken);

    /// <summary>Adds what a cell refers to, and says whether it loads files. One that does is left as it is.</summary>
    /// <exception cref="CSharpCompilationException">It does not parse.</exception>
    /// <exception cref="SessionException">What it asks for is not there.</exception>
    public bool AddReferences(CellText source, CancellationToken cancellationToken)
    {
        if (!CellDirectives.MayBeIn(source.Code))
        {
            return false;
        }

        CellDirectives directives = DirectivesOf(source, cancellationToken);
        if (directives.Loads.Count > 0)
        {
            return true;
        }

        new DirectiveReferences(references, source).Add(directives, cancellationToken);
        return false;
    }

    /// <summary>Finds out about a cell without running it.</summary>
    public CellTestResult Test(CellText source, CompiledChain chain, CancellationToken cancellationToken)
    {
        bool isComplete = compiler.IsComplete(source.Code, cancellationToken);
        CellTestResult result = TestOnce(source, chain, isComplete, cancellationToken);
        while (!result.IsValid && references.AddMissing(result.Diagnostics))
        {
            result = TestOnce(source, chain, isComplete, cancellationToken);
        }

        return new CellTestResult(result.Path, result.IsValid, result.IsComplete, result.IsAsync, result.ReturnType, ShellHints.Add(result.Diagnostics));
    }

    private CellTestResult TestOnce(CellText source, CompiledChain chain, bool isComplete, CancellationToken cancellationToken)
    {
        try
        {
            CellDirectives directives = compiler.ReadDirectives(source, cancellationToken);
            List<CellSubmission> submissions = [];
            chain = Follow(directives, source, chain, NewFiles(), submissions, cancellationToken);
            return compiler.Test(new CompilationRequest(source, chain, ScopeAfter(submissions).For(source)), isComplete, cancellationToken);
        }
        catch (CSharpCompilationException e)
        {
            return new CellTestResult(source.Path, false, isComplete, false, null, e.Diagnostics);
        }
    }

    private CompiledChain Add(
        CellText source, CompiledChain chain, LoadedFiles files, List<CellSubmission> submissions, CancellationToken cancellationToken)
    {
        CellDirectives directives = DirectivesOf(source, cancellationToken);
        chain = Follow(directives, source, chain, files, submissions, cancellationToken);
        CellSubmission submission = Make(new CompilationRequest(source, chain, ScopeAfter(submissions).For(source)), cancellationToken);
        submissions.Add(submission);

        // Not run yet: an empty place, so that what is compiled after it counts on from there.
        return submission.View is { } view
            ? chain.With(view, submission.Emitted.Name) with { Lasting = submission.Lasting, VariablesSlot = chain.VariablesSlot }
            : chain;
    }

    // The types and usings of a file are the session's when it has begun to run: here, before anything runs.
    private CompilationScope ScopeAfter(IReadOnlyList<CellSubmission> submissions) =>
        submissions.Aggregate(references.Scope, static (scope, submission) => scope.With(submission.Types, submission.Usings, submission.Code.Embedded));

    private LoadedFiles NewFiles() => new(references);

    private CellDirectives DirectivesOf(CellText source, CancellationToken cancellationToken)
    {
        if (store.FindDirectives(source.Code) is { } known)
        {
            return known;
        }

        CellDirectives directives = compiler.ReadDirectives(source, cancellationToken);
        store.Add(source.Code, directives);
        return directives;
    }

    // References are added at once, and files compiled on the way.
    private CompiledChain Follow(
        CellDirectives directives, CellText source, CompiledChain chain, LoadedFiles files, List<CellSubmission> submissions, CancellationToken cancellationToken)
    {
        new DirectiveReferences(references, source).Add(directives, cancellationToken);
        foreach (CellText file in files.Read(directives.Loads, source, cancellationToken))
        {
            chain = Add(file, chain, files, submissions, cancellationToken);
        }

        return chain;
    }

    private CellSubmission Make(CompilationRequest request, CancellationToken cancellationToken)
    {
        CompilationInputs inputs = request.InputsFor();
        if (store.Find(inputs) is { } kept)
        {
            return SubmissionOf(kept, kept.Emitted.Declares ? CellBuilder.Later(kept, request) : null, request, CellOrigin.Kept);
        }

        (SubmissionCode code, SubmissionView? view, CellOrigin origin) = compiler.Build(request, cancellationToken);
        store.Add(inputs, code);
        return SubmissionOf(code, view, request, origin);
    }

    private static CellSubmission SubmissionOf(SubmissionCode code, SubmissionView? view, CompilationRequest request, CellOrigin origin) =>
        new(code, view, request.Chain.NextSlot)
        {
            Text = request.Text,
            Origin = origin,
            VariablesSlot = request.Chain.VariablesSlot,
            Lasting = view is null || request.Chain.VariablesSlot is null ? view : CellBuilder.Lasting(view, request.Chain),
        };
}
