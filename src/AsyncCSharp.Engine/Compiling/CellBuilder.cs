using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Submissions;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// Text to code: the way into the compiler. A session whose cells were all kept on disk calls nothing of it, and so never
/// loads Roslyn: methods that do call it have no type of Roslyn's in them.
/// </summary>
internal sealed class CellBuilder
{
    private readonly CompilationTemplate _template = new();

    /// <summary>Reads a cell.</summary>
    /// <exception cref="CSharpCompilationException">It does not parse.</exception>
    public static ParsedCell Parse(CellSource source, bool hidesInput)
    {
        ParsedCell cell = CellParser.Parse(source, hidesInput);
        return cell.Errors.Count > 0 ? throw new CSharpCompilationException(DiagnosticMapper.Map(cell.Errors, source)) : cell;
    }

    /// <summary>The using directive of a text that goes between <c>using</c> and its semicolon; a namespace is given as its name.</summary>
    /// <exception cref="CSharpCompilationException">It is no such text.</exception>
    public static (string Directive, string? Namespace) ReadUsing(string text)
    {
        (string? directive, string? name, IReadOnlyList<Diagnostic> errors) = UsingText.Read(text);
        return directive is null ? throw new CSharpCompilationException(DiagnosticMapper.Map(errors, new CellSource { Code = $"using {text};" })) : (directive, name);
    }

    /// <summary>Everything up to the compilation, for a cell whose references are added and whose files are loaded.</summary>
    public PreparedCell Prepare(ParsedCell cell, CellSource source, bool hidesInput, SubmissionChain chain, CompilationScope scope, CancellationToken cancellationToken)
    {
        // Of the scope before its own types: these are made of the inputs, too.
        CompilationInputs inputs = CompilationInputs.Of(source, hidesInput, chain, scope);
        CompiledSubmission? previous = chain.Last?.Compiled;
        EmbeddedClasses? embedded = EmbeddedClasses.In(cell, previous?.Compilation);
        cell = embedded is null ? cell : CellParser.Parse(source, hidesInput, embedded.Places);
        SideLibrary? types = cell.Types is null ? null : TypesCompiler.Compile(cell.Types, chain, scope, source, cancellationToken);
        scope = scope.With(types, [], embedded?.Names ?? []);
        (cell, CSharpCompilation compilation) = Compile(cell, embedded, chain, inputs, scope);
        PreparedCell prepared = new(cell, scope, compilation, types, embedded, null);
        return RefLocals.FirstIn(compilation, source.Code, cancellationToken) is { } position
            ? WithLocals(prepared, position, source, hidesInput, chain, inputs)
            : prepared;
    }

    /// <summary>Finds out about a cell without running it.</summary>
    public CellTestResult Test(ParsedCell cell, CellSource source, bool hidesInput, SubmissionChain chain, CompilationScope scope, bool isComplete, CancellationToken cancellationToken)
    {
        (cell, source) = Complete(cell, source, hidesInput, scope, cancellationToken);
        PreparedCell prepared = Prepare(cell, source, hidesInput, chain, scope, cancellationToken);
        CellTestResult result = CellTester.Test(prepared, source, isComplete, cancellationToken);
        return !result.IsValid && RefLocals.FirstIn(prepared, result.Diagnostics, cancellationToken) is { } position
            ? CellTester.Test(WithLocals(prepared, position, source, hidesInput, chain, CompilationInputs.Of(source, hidesInput, chain, scope)), source, isComplete, cancellationToken)
            : result;
    }

    /// <summary>Compiles a cell: the code, and what later submissions are built on.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    public (UnitCode Code, Submission? Submission) Build(
        ParsedCell cell, CellSource source, bool hidesInput, SubmissionChain chain, CompilationScope scope, CancellationToken cancellationToken)
    {
        (cell, source) = Complete(cell, source, hidesInput, scope, cancellationToken);
        PreparedCell prepared = Prepare(cell, source, hidesInput, chain, scope, cancellationToken);
        EmittedCell emitted;
        try
        {
            emitted = SubmissionCompiler.Emit(prepared, source, cancellationToken);
        }
        catch (CSharpCompilationException e) when (RefLocals.FirstIn(prepared, e.Diagnostics, cancellationToken) is { } position)
        {
            prepared = WithLocals(prepared, position, source, hidesInput, chain, CompilationInputs.Of(source, hidesInput, chain, scope));
            emitted = SubmissionCompiler.Emit(prepared, source, cancellationToken);
        }

        Submission? submission = emitted.Declares
            ? new Submission(SubmissionCompiler.Submit(prepared.Compilation, chain.Last?.Compiled, prepared.Scope)) { IsDeep = IsDeep(cell.IsDeep, chain) }
            : null;
        return (new UnitCode(emitted, prepared.Types, prepared.Embedded?.Names ?? [], prepared.Cell.Usings, prepared.LocalsFrom, cell.IsDeep), submission);
    }

    /// <summary>Whether a cell after the chain is to be compiled on the large stack.</summary>
    public static bool IsDeep(bool own, SubmissionChain chain) => own || chain.Last?.IsDeep == true;

    /// <summary>What later submissions are built on, of a cell whose code was kept.</summary>
    public static Submission Later(UnitCode code, CellSource source, bool hidesInput, SubmissionChain chain, CompilationScope scope)
    {
        scope = scope.With(code.Types, [], code.Embedded);
        source = source with { LocalsFrom = code.LocalsFrom, Completed = CompletedTypes.In(code.Types) };
        (string name, string className) = (code.Emitted.Name, code.Emitted.ClassName);
        return new Submission(chain.Last, previous => Rebuild(source, hidesInput, previous, name, className, scope))
        {
            IsDeep = IsDeep(code.IsDeep, chain),
        };
    }

    /// <summary>A submission for later cells, which are not to see the names of the call's variables that it was compiled with.</summary>
    /// <param name="submission">As it was compiled.</param>
    /// <param name="chain">What it was compiled after.</param>
    public static Submission Lasting(Submission submission, SubmissionChain chain) =>
        new(chain.Lasting, previous => HiddenVariables.Hide(submission.Compiled, Superseded.HideFrom(submission.Compiled.Compilation.SyntaxTrees[0], previous))) { IsDeep = submission.IsDeep };

    // Which types the generators of packages complete, they tell. These are read again, as what stands beside the cell.
    private static (ParsedCell Cell, CellSource Source) Complete(ParsedCell cell, CellSource source, bool hidesInput, CompilationScope scope, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = CompletedTypes.CandidatesIn(cell.Tree, scope.Generators);
        while (names.Count > 0)
        {
            CellSource other = source with { Completed = names };
            ParsedCell moved = CellParser.Parse(other, hidesInput);
            IReadOnlyList<string> completed = moved.Types is null ? [] : TypesCompiler.FindCompleted(names, moved.Types, scope, cancellationToken);
            if (completed.Count == names.Count)
            {
                return (moved, other);
            }

            names = completed;
        }

        return (cell, source);
    }

    private PreparedCell WithLocals(PreparedCell prepared, int position, CellSource source, bool hidesInput, SubmissionChain chain, CompilationInputs inputs)
    {
        ParsedCell cell = CellParser.Parse(source with { LocalsFrom = position }, hidesInput, prepared.Embedded?.Places);
        (cell, CSharpCompilation compilation) = Compile(cell, prepared.Embedded, chain, inputs, prepared.Scope);
        return prepared with { Cell = cell, Compilation = compilation, LocalsFrom = position };
    }

    private (ParsedCell Cell, CSharpCompilation Compilation) Compile(ParsedCell cell, EmbeddedClasses? embedded, SubmissionChain chain, CompilationInputs inputs, CompilationScope scope)
    {
        if (cell is { MayDeclareNothing: true, Types: null })
        {
            CSharpCompilation compilation = _template.With(cell, chain, scope);
            if (!SubmissionCompiler.Declares(compilation, cell))
            {
                return (cell, compilation);
            }
        }

        return Compile(cell, embedded, chain.Last?.Compiled, AssemblyNames.Of(inputs), chain.NextClassName, scope);
    }

    private static (ParsedCell Cell, CSharpCompilation Compilation) Compile(
        ParsedCell cell, EmbeddedClasses? embedded, CompiledSubmission? previous, string name, string className, CompilationScope scope)
    {
        cell = EmbeddedClasses.NameClass(BesideNames.PutFirst(cell, previous), className);
        cell = embedded?.PutInto(cell, className, scope) ?? cell;
        previous = Superseded.HideFrom(cell.Tree, previous);
        CSharpCompilation compilation = SubmissionCompiler.Create(cell, previous, name, className, scope);
        ParsedCell known = embedded is null ? cell : EmbeddedClasses.WithoutMissing(cell, compilation);
        return (known, known == cell ? compilation : SubmissionCompiler.Create(known, previous, name, className, scope));
    }

    private static CompiledSubmission Rebuild(
        CellSource source, bool hidesInput, CompiledSubmission? previous, string name, string className, CompilationScope scope)
    {
        ParsedCell cell = CellParser.Parse(source, hidesInput);
        EmbeddedClasses? embedded = EmbeddedClasses.In(cell, previous?.Compilation);
        cell = embedded is null ? cell : CellParser.Parse(source, hidesInput, embedded.Places);
        return SubmissionCompiler.Submit(Compile(cell, embedded, previous, name, className, scope).Compilation, previous, scope);
    }
}
