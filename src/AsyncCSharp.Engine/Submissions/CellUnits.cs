using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.References;
using AsyncCSharp.Engine.Syntax;
using AsyncCSharp.Engine.Threading;

namespace AsyncCSharp.Engine.Submissions;

/// <summary>
/// Makes a cell's submissions, of code that was kept on disk or with the compiler. A session whose cells were all kept never
/// loads Roslyn: nothing of it is in here, but behind <see cref="CellBuilder"/>.
/// </summary>
internal sealed class CellUnits(SessionReferences references, UnitStore store)
{
    private readonly CellBuilder _builder = new();

    /// <summary>The submissions of a cell in the order in which they run: the files that it loads, then itself.</summary>
    /// <param name="source">The cell.</param>
    /// <param name="chain">The submissions before it.</param>
    /// <param name="hidesInput">Whether the call has a variable of the name <c>Input</c>, which then is meant.</param>
    /// <param name="cancellationToken">Breaks the compilation off.</param>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    /// <exception cref="SessionException">What it asks for is not there.</exception>
    public IReadOnlyList<CellUnit> Of(CellSource source, SubmissionChain chain, bool hidesInput, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                List<CellUnit> units = [];
                _ = Add(source, chain, hidesInput, NewFiles(), units, cancellationToken);
                return units;
            }
            catch (CSharpCompilationException e)
            {
                // What PowerShell has of the names is looked for when they are needed: a cell's key has what it is compiled with.
                if (!references.AddMissing(e.Diagnostics))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>A submission anew, for the chain as it is now. What it asks for was added, and the files that it loads have run.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile any more.</exception>
    public CellUnit Again(CellUnit unit, SubmissionChain chain, bool hidesInput, CancellationToken cancellationToken) =>
        Make(null, unit.Source, chain, references.Scope.For(unit.Source), hidesInput, cancellationToken);

    /// <summary>Adds what a cell refers to, and says whether it loads files. One that does is left as it is.</summary>
    /// <exception cref="CSharpCompilationException">It does not parse.</exception>
    /// <exception cref="SessionException">What it asks for is not there.</exception>
    public bool AddReferences(CellSource source, bool hidesInput, CancellationToken cancellationToken)
    {
        if (!CellDirectives.MayBeIn(source.Code))
        {
            return false;
        }

        CellDirectives directives = DirectivesOf(source, hidesInput, out _, cancellationToken);
        if (directives.Loads.Count > 0)
        {
            return true;
        }

        new DirectiveReferences(references, source).Add(directives, cancellationToken);
        return false;
    }

    /// <summary>Finds out about a cell without running it.</summary>
    public CellTestResult Test(CellSource source, SubmissionChain chain, bool hidesInput, CancellationToken cancellationToken)
    {
        bool isComplete = CompilerThread.Read(source.Code, () => Completeness.IsComplete(source.Code), cancellationToken);
        CellTestResult result = TestOnce(source, chain, hidesInput, isComplete, cancellationToken);
        while (!result.IsValid && references.AddMissing(result.Diagnostics))
        {
            result = TestOnce(source, chain, hidesInput, isComplete, cancellationToken);
        }

        return result;
    }

    private CellTestResult TestOnce(CellSource source, SubmissionChain chain, bool hidesInput, bool isComplete, CancellationToken cancellationToken)
    {
        try
        {
            ParsedCell cell = Parse(source, hidesInput, cancellationToken);
            List<CellUnit> units = [];
            chain = Follow(cell.Directives, source, chain, hidesInput, NewFiles(), units, cancellationToken);
            CompilationScope scope = ScopeAfter(units).For(source);
            return CompilerThread.Run(
                () => CompilerFailure.Guard(source, () => _builder.Test(cell, source, hidesInput, chain, scope, isComplete, cancellationToken)),
                cancellationToken,
                CellBuilder.IsDeep(cell.IsDeep, chain));
        }
        catch (CSharpCompilationException e)
        {
            return new CellTestResult(source.Path, false, isComplete, false, null, e.Diagnostics);
        }
    }

    private SubmissionChain Add(
        CellSource source, SubmissionChain chain, bool hidesInput, LoadedFiles files, List<CellUnit> units, CancellationToken cancellationToken)
    {
        CellDirectives directives = DirectivesOf(source, hidesInput, out ParsedCell? cell, cancellationToken);
        chain = Follow(directives, source, chain, hidesInput, files, units, cancellationToken);
        CellUnit unit = Make(cell, source, chain, ScopeAfter(units).For(source), hidesInput, cancellationToken);
        units.Add(unit);

        // Not run yet: an empty place, so that what is compiled after it counts on from there.
        return unit.Submission is { } submission
            ? new SubmissionChain(submission, [.. chain.Slots, null], unit.Emitted.Name) { Lasting = unit.Lasting, VariablesSlot = chain.VariablesSlot }
            : chain;
    }

    // The types and usings of a file are the session's when it has begun to run: here, before anything runs.
    private CompilationScope ScopeAfter(IReadOnlyList<CellUnit> units) =>
        units.Aggregate(references.Scope, static (scope, unit) => scope.With(unit.Types, unit.Usings, unit.Code.Embedded));

    private LoadedFiles NewFiles() => new(references);

    // The cell, where it had to be read for them.
    private CellDirectives DirectivesOf(CellSource source, bool hidesInput, out ParsedCell? cell, CancellationToken cancellationToken)
    {
        cell = null;
        if (store.FindDirectives(source.Code) is { } known)
        {
            return known;
        }

        cell = Parse(source, hidesInput, cancellationToken);
        store.Add(source.Code, cell.Directives);
        return cell.Directives;
    }

    private static ParsedCell Parse(CellSource source, bool hidesInput, CancellationToken cancellationToken) =>
        CompilerThread.Read(source.Code, () => CellBuilder.Parse(source, hidesInput), cancellationToken);

    // References are added at once, and files compiled on the way.
    private SubmissionChain Follow(
        CellDirectives directives, CellSource source, SubmissionChain chain, bool hidesInput, LoadedFiles files, List<CellUnit> units, CancellationToken cancellationToken)
    {
        new DirectiveReferences(references, source).Add(directives, cancellationToken);
        foreach (CellSource file in files.Read(directives.Loads, source, cancellationToken))
        {
            chain = Add(file, chain, hidesInput, files, units, cancellationToken);
        }

        return chain;
    }

    private CellUnit Make(ParsedCell? cell, CellSource source, SubmissionChain chain, CompilationScope scope, bool hidesInput, CancellationToken cancellationToken)
    {
        CompilationInputs inputs = CompilationInputs.Of(source, hidesInput, chain, scope);
        if (store.Find(inputs) is { } kept)
        {
            Submission? later = kept.Emitted.Declares ? CellBuilder.Later(kept, source, hidesInput, chain, scope) : null;
            return UnitOf(kept, later, source, chain, fromDisk: true);
        }

        if (cell is null && !NestingLimit.IsShort(source.Code))
        {
            cell = Parse(source, hidesInput, cancellationToken);
        }

        (UnitCode code, Submission? submission) = CompilerThread.Run(
            () => CompilerFailure.Guard(source, () => _builder.Build(cell ?? CellBuilder.Parse(source, hidesInput), source, hidesInput, chain, scope, cancellationToken)),
            cancellationToken,
            CellBuilder.IsDeep(cell?.IsDeep == true, chain));
        store.Add(inputs, code);
        return UnitOf(code, submission, source, chain, fromDisk: false);
    }

    private static CellUnit UnitOf(UnitCode code, Submission? submission, CellSource source, SubmissionChain chain, bool fromDisk) =>
        new(code, submission, chain.NextSlot)
        {
            Source = source,
            FromDisk = fromDisk,
            VariablesSlot = chain.VariablesSlot,
            Lasting = submission is null || chain.VariablesSlot is null ? submission : CellBuilder.Lasting(submission, chain),
        };
}
