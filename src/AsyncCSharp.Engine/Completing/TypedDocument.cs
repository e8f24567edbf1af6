using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Metadata;
using AsyncCSharp.Engine.Naming;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Completing;

/// <summary>
/// The document of the text that is typed for a session. What comes before it is kept from one text to the next, with all that the compiler has
/// found out about it. One a session; any thread.
/// </summary>
/// <param name="state">The chain and the scope of the session.</param>
internal sealed class TypedDocument(Func<(CompiledChain Chain, CompilationScope Scope)> state)
{
    private const string Name = "Typed";

    private readonly ChainProjects _chain = new();
    private volatile Base? _latest;
    private volatile Typed? _typed;

    /// <summary>The document of a text; null where there is too much of it.</summary>
    public async Task<Document?> OfAsync(CodeQuestion question, CancellationToken cancellationToken)
    {
        (CompiledChain chain, CompilationScope scope) = state();
        if (chain.Last?.IsDeep == true || TypedText.For(question.Code) is not { } text)
        {
            return null;
        }

        CompiledSubmission? last = chain.Last?.Compiled;
        Base? known = _latest;
        if (known is null || known.Last != last || known.Scope != scope || known.InputType != question.InputType)
        {
            _latest = known = await MakeAsync(last, scope, question.InputType, cancellationToken).ConfigureAwait(false);
        }

        // Several questions about one text have what the compiler has found out about it.
        Typed? typed = _typed;
        if (typed is null || typed.Base != known || typed.Text != text)
        {
            _typed = typed = new Typed(known.Solution.WithDocumentText(known.Document, SourceText.From(text)).GetDocument(known.Document), known, text);
        }

        return typed.Document;
    }

    /// <summary>Lets go of all.</summary>
    public void Clear()
    {
        _latest = null;
        _typed = null;
        _chain.Clear();
    }

    private async Task<Base> MakeAsync(CompiledSubmission? last, CompilationScope scope, Type? inputType, CancellationToken cancellationToken)
    {
        (Solution solution, ProjectId? before) = _chain.UpTo(last?.Compilation);

        // References and imports are a submission of their own. Where they are the document's, Roslyn adds the types of all namespaces to each answer.
        CSharpCompilation known = SubmissionCompiler.Create(null, last, Name, Name + "#", scope);
        if (inputType is not null && InputName.Of(inputType).InCSharp is { } input)
        {
            // The pipeline's object, as a variable that comes right before.
            known = known.AddSyntaxTrees(CSharpSyntaxTree.ParseText($"{input} {nameof(CellGlobals.Input)} = default!;", ScriptSyntax.Options, cancellationToken: cancellationToken));
        }

        solution = ChainProjects.Add(solution, known, before, out before);

        CSharpCompilation typed = known.RemoveAllSyntaxTrees().WithReferences().WithOptions(known.Options.WithUsings()).WithAssemblyName(Name + "Text");
        solution = ChainProjects.Add(solution, typed, before, out ProjectId? project);
        DocumentId document = DocumentId.CreateNewId(project);
        solution = solution.AddDocument(document, Name, string.Empty);

        // Asked for here, what is before the text and what the references bind to is there for all texts.
        _ = await solution.GetProject(project)!.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        return new Base(solution, document, last, scope, inputType);
    }

    private sealed record Typed(Document? Document, Base Base, string Text);

    private sealed record Base(Solution Solution, DocumentId Document, CompiledSubmission? Last, CompilationScope Scope, Type? InputType);
}
