using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine;

/// <summary>
/// Text to code: the way into the compiler. A session whose cells were all kept on disk calls nothing of it, and so never
/// loads Roslyn: methods that do call it have no type of Roslyn's in them.
/// </summary>
internal sealed class CellBuilder(SessionReferences references, IEnumerable<string> usings, bool stopChecks)
{
    private readonly CompilationTemplate _template = new();

    /// <summary>Reads a cell.</summary>
    /// <exception cref="CSharpCompilationException">It does not parse.</exception>
    public static ParsedCell Parse(CellSource source, bool hidesInput)
    {
        ParsedCell cell = CellParser.Parse(source, hidesInput);
        return cell.Errors.Count > 0 ? throw new CSharpCompilationException(DiagnosticMapper.Map(cell.Errors, source)) : cell;
    }

    /// <summary>Everything up to the compilation, for a cell whose references are added and whose files are loaded.</summary>
    public PreparedCell Prepare(ParsedCell cell, CellSource source, bool hidesInput, SubmissionChain chain, CancellationToken cancellationToken)
    {
        CompilationScope scope = references.Scope(stopChecks);
        SideLibrary? types = null;
        if (cell.Types is not null)
        {
            types = TypesCompiler.Compile(cell.Types, scope, usings, references.FindRedefined(SideTypes.NamesOf(cell.Types)), source, cancellationToken);
            scope = references.ScopeWith(types, stopChecks);
        }

        CSharpCompilation compilation = Compile(cell, chain, scope);
        if (RefLocals.FirstIn(compilation, source.Code, cancellationToken) is not { } position)
        {
            return new PreparedCell(cell, scope, compilation, types, null);
        }

        cell = CellParser.Parse(source with { LocalsFrom = position }, hidesInput);
        return new PreparedCell(cell, scope, Compile(cell, chain, scope), types, position);
    }

    /// <summary>Compiles a cell: the code, and what later submissions are built on.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    public (UnitCode Code, Submission? Submission) Build(
        ParsedCell cell, CellSource source, bool hidesInput, SubmissionChain chain, CancellationToken cancellationToken)
    {
        PreparedCell prepared = Prepare(cell, source, hidesInput, chain, cancellationToken);
        EmittedCell emitted = SubmissionCompiler.Emit(prepared, source, cancellationToken);
        Submission? submission = emitted.Declares
            ? new Submission(SubmissionCompiler.Submit(prepared.Compilation, chain.Last?.Compiled, prepared.Scope)) { IsDeep = IsDeep(cell.IsDeep, chain) }
            : null;
        return (new UnitCode(emitted, prepared.Types, prepared.Cell.Usings, prepared.LocalsFrom, cell.IsDeep), submission);
    }

    /// <summary>Whether a cell after the chain is to be compiled on the large stack.</summary>
    public static bool IsDeep(bool own, SubmissionChain chain) => own || chain.Last?.IsDeep == true;

    /// <summary>What later submissions are built on, of a cell whose code was kept.</summary>
    public Submission Later(UnitCode code, CellSource source, bool hidesInput, SubmissionChain chain)
    {
        CompilationScope scope = code.Types is null ? references.Scope(stopChecks) : references.ScopeWith(code.Types, stopChecks);
        source = source with { LocalsFrom = code.LocalsFrom };
        (string name, string className) = (code.Emitted.Name, code.Emitted.ClassName);
        return new Submission(chain.Last, previous => Rebuild(source, hidesInput, previous, name, className, scope))
        {
            IsDeep = IsDeep(code.IsDeep, chain),
        };
    }

    private CSharpCompilation Compile(ParsedCell cell, SubmissionChain chain, CompilationScope scope)
    {
        if (cell is { MayDeclareNothing: true, Types: null })
        {
            CSharpCompilation compilation = _template.With(cell, chain, scope);
            if (!SubmissionCompiler.Declares(compilation, cell))
            {
                return compilation;
            }
        }

        return SubmissionCompiler.Create(cell, chain, scope);
    }

    private static CompiledSubmission Rebuild(
        CellSource source, bool hidesInput, CompiledSubmission? previous, string name, string className, CompilationScope scope)
    {
        CSharpCompilation compilation = SubmissionCompiler.Create(CellParser.Parse(source, hidesInput), previous, name, className, scope);
        return SubmissionCompiler.Submit(compilation, previous, scope);
    }
}
