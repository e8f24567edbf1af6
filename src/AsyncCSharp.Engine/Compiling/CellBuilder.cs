using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// Text to code: the way into the compiler. A session whose cells were all kept on disk calls nothing of it, and so never
/// loads Roslyn: methods that do call it have no type of Roslyn's in them. See docs/design/compiling.md.
/// </summary>
internal sealed class CellBuilder
{
    private readonly CompilationTemplate _template = new();

    /// <summary>Reads a cell.</summary>
    /// <exception cref="CSharpCompilationException">It does not parse.</exception>
    public static ParsedCell Parse(CellText source)
    {
        ParsedCell cell = CellParser.Parse(source);
        return cell.Errors.Count > 0 ? throw new CSharpCompilationException(DiagnosticMapper.Map(cell.Errors, source)) : cell;
    }

    /// <summary>The using directive of a text that goes between <c>using</c> and its semicolon; a namespace is given as its name.</summary>
    /// <exception cref="CSharpCompilationException">It is no such text.</exception>
    public static (string Directive, string? Namespace) ReadUsing(string text)
    {
        (string? directive, string? name, IReadOnlyList<Diagnostic> errors) = UsingText.Read(text);
        return directive is null ? throw new CSharpCompilationException(DiagnosticMapper.Map(errors, new CellText { Code = $"using {text};" })) : (directive, name);
    }

    /// <summary>Everything up to the compilation, for a cell whose references are added and whose files are loaded.</summary>
    public PreparedCell Prepare(ParsedCell cell, CompilationRequest request, CancellationToken cancellationToken)
    {
        (CellText text, CompiledChain chain, CompilationScope scope) = request;
        (cell, EmbeddedClasses? embedded, SideLibrary? types) = Split(cell, [], request, cancellationToken);
        scope = scope.With(types, [], embedded?.Names ?? []);
        (cell, CSharpCompilation compilation) = Compile(cell, embedded, request, scope);
        PreparedCell prepared = new(cell, scope, compilation, types, embedded, null);
        return RefStructs.FirstIn(compilation, text.Code, cancellationToken) is { } position ? WithLocals(prepared, position, request) : prepared;
    }

    /// <summary>Finds out about a cell without running it.</summary>
    public CellTestResult Test(ParsedCell cell, CompilationRequest request, bool isComplete, CancellationToken cancellationToken)
    {
        (cell, request) = Complete(cell, request, cancellationToken);
        PreparedCell prepared = Prepare(cell, request, cancellationToken);
        CellTestResult result = CellTester.Test(prepared, request.Text, isComplete, cancellationToken);
        return (result.IsValid ? RefStructs.FirstIn(prepared) : RefStructs.FirstIn(prepared, result.Diagnostics, cancellationToken)) is { } position
            ? CellTester.Test(WithLocals(prepared, position, request), request.Text, isComplete, cancellationToken)
            : result;
    }

    /// <summary>Compiles a cell: the code, and what later submissions are built on.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    public (SubmissionCode Code, SubmissionView? View) Build(ParsedCell cell, CompilationRequest request, CancellationToken cancellationToken)
    {
        (cell, request) = Complete(cell, request, cancellationToken);
        PreparedCell prepared = Prepare(cell, request, cancellationToken);
        EmittedAssembly emitted;
        try
        {
            emitted = SubmissionCompiler.Emit(prepared, request.Text, cancellationToken);
            if (RefStructs.FirstIn(prepared) is { } position)
            {
                (prepared, emitted) = EmitWithLocals(position);
            }
        }
        catch (CSharpCompilationException e) when (RefStructs.FirstIn(prepared, e.Diagnostics, cancellationToken) is { } position)
        {
            (prepared, emitted) = EmitWithLocals(position);
        }

        CompiledChain chain = request.Chain;
        SubmissionCode code = new(emitted, prepared.Types, prepared.Embedded?.Names ?? [], prepared.Cell.Usings, prepared.LocalsFrom, cell.IsDeep);
        SubmissionView? view = emitted.Declares
            ? new SubmissionView(RecipeOf(code, request, prepared.Scope), SubmissionCompiler.Submit(prepared.Compilation, chain.Last?.Compiled, prepared.Scope)) { IsDeep = IsDeep(cell.IsDeep, chain) }
            : null;
        return (code, view);

        (PreparedCell Prepared, EmittedAssembly Emitted) EmitWithLocals(int position)
        {
            PreparedCell locals = WithLocals(prepared, position, request);
            return (locals, SubmissionCompiler.Emit(locals, request.Text, cancellationToken));
        }
    }

    /// <summary>Whether a cell after the chain is to be compiled on the large stack.</summary>
    public static bool IsDeep(bool own, CompiledChain chain) => own || chain.Last?.IsDeep == true;

    /// <summary>What later submissions are built on, of a cell whose code was kept.</summary>
    public static SubmissionView Later(SubmissionCode code, CompilationRequest request) =>
        new(RecipeOf(code, request, request.Scope.With(code.Types, [], code.Embedded))) { IsDeep = IsDeep(code.IsDeep, request.Chain) };

    /// <summary>A submission for later cells, which are not to see the names of the call's variables that it was compiled with.</summary>
    /// <param name="submission">As it was compiled.</param>
    /// <param name="chain">What it was compiled after.</param>
    public static SubmissionView Lasting(SubmissionView submission, CompiledChain chain) =>
        new(new HidingRecipe(submission, chain.Lasting)) { IsDeep = submission.IsDeep };

    /// <summary>The compiler's view of a submission from its text, under given names.</summary>
    public static CompiledSubmission Rebuild(CellText text, IReadOnlyList<string> embeddedNames, CompiledSubmission? previous, string name, string className, CompilationScope scope)
    {
        ParsedCell cell = CellParser.Parse(text);
        EmbeddedClasses? embedded = EmbeddedClasses.In(cell, previous?.Compilation, embeddedNames);
        cell = embedded is null ? cell : CellParser.Parse(text, embedded.Places);
        return SubmissionCompiler.Submit(Compile(cell, embedded, previous, name, className, scope).Compilation, previous, scope);
    }

    private static TextRecipe RecipeOf(SubmissionCode code, CompilationRequest request, CompilationScope scope) => new(
        request.Chain.Last,
        request.Text with { LocalsFrom = code.LocalsFrom, Completed = CompletedTypes.In(code.Types) },
        code.Embedded,
        code.Emitted.Name,
        code.Emitted.ClassName,
        scope);

    // What a library can be made of is one: it compiles by itself, and later cells see all of it.
    private static (ParsedCell Cell, EmbeddedClasses? Embedded, SideLibrary? Types) Split(
        ParsedCell whole, IReadOnlyList<string> namespaces, CompilationRequest request, CancellationToken cancellationToken)
    {
        (CellText text, CompiledChain chain, CompilationScope scope) = request;
        CSharpCompilation? last = chain.Last?.Compiled.Compilation;
        EmbeddedClasses? embedded = EmbeddedClasses.In(whole, last, namespaces);
        ParsedCell cell = embedded is null ? whole : CellParser.Parse(text, embedded.Places);
        try
        {
            return (cell, embedded, cell.Types is null ? null : TypesCompiler.Compile(cell.Types, chain, scope, text, cancellationToken));
        }
        catch (CSharpCompilationException) when (namespaces.Count == 0 && SessionNamespaces.In(whole, last, scope) is { Count: > 0 } found)
        {
            return Split(whole, found, request, cancellationToken);
        }
    }

    // Which types the generators of packages complete, they tell. These are read again, as what stands beside the cell.
    private static (ParsedCell Cell, CompilationRequest Request) Complete(ParsedCell cell, CompilationRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = CompletedTypes.CandidatesIn(cell.Tree, request.Scope.Generators);
        while (names.Count > 0)
        {
            CellText other = request.Text with { Completed = names };
            ParsedCell moved = CellParser.Parse(other);
            IReadOnlyList<string> completed = moved.Types is null ? [] : TypesCompiler.FindCompleted(names, moved.Types, request.Scope, cancellationToken);
            if (completed.Count == names.Count)
            {
                return (moved, request with { Text = other });
            }

            names = completed;
        }

        return (cell, request);
    }

    private PreparedCell WithLocals(PreparedCell prepared, int position, CompilationRequest request)
    {
        ParsedCell cell = CellParser.Parse(request.Text with { LocalsFrom = position }, prepared.Embedded?.Places);
        (cell, CSharpCompilation compilation) = Compile(cell, prepared.Embedded, request, prepared.Scope);
        return prepared with { Cell = cell, Compilation = compilation, LocalsFrom = position };
    }

    // The name is made of the scope without the cell's own types: these are made of the same inputs.
    private (ParsedCell Cell, CSharpCompilation Compilation) Compile(ParsedCell cell, EmbeddedClasses? embedded, CompilationRequest request, CompilationScope scope)
    {
        if (cell is { MayDeclareNothing: true, Types: null })
        {
            CSharpCompilation compilation = _template.With(cell, request.Chain, scope);
            if (!SubmissionCompiler.Declares(compilation, cell))
            {
                return (cell, compilation);
            }
        }

        return Compile(cell, embedded, request.Chain.Last?.Compiled, AssemblyNames.Of(request.InputsFor()), request.Chain.NextClassName, scope);
    }

    private static (ParsedCell Cell, CSharpCompilation Compilation) Compile(
        ParsedCell cell, EmbeddedClasses? embedded, CompiledSubmission? previous, string name, string className, CompilationScope scope)
    {
        cell = SessionNamespaces.Import(BesideNames.PutFirst(cell, previous), previous?.Compilation);
        cell = EmbeddedClasses.NameClass(cell, className);
        cell = embedded?.PutInto(cell, className, scope) ?? cell;
        previous = Superseded.HideFrom(cell.Tree, previous);
        CSharpCompilation compilation = SubmissionCompiler.Create(cell, previous, name, className, scope);
        ParsedCell known = embedded is null ? cell : EmbeddedClasses.WithoutMissing(cell, compilation);
        return (known, known == cell ? compilation : SubmissionCompiler.Create(known, previous, name, className, scope));
    }
}
