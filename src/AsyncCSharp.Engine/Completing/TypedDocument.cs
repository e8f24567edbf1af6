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

        string passed = PassedText(question);
        CompiledSubmission? last = chain.Last?.Compiled;
        Base? known = _latest;
        if (known is null || known.Last != last || known.Scope != scope || known.Passed != passed)
        {
            _latest = known = await MakeAsync(last, scope, passed, cancellationToken).ConfigureAwait(false);
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

    // What the call passes, as variables that come right before the text.
    private static string PassedText(CodeQuestion question) => string.Concat(question.Variables
        .Append(new(nameof(CellGlobals.Input), question.InputType))
        .Select(static v => (v.Key, Type: v.Value is null ? v.Key == nameof(CellGlobals.Input) ? null : "dynamic" : InputName.Of(v.Value).InCSharp))
        .Where(static v => v.Type is not null)
        .Select(static v => $"{v.Type} @{v.Key} = default!;"));

    private async Task<Base> MakeAsync(CompiledSubmission? last, CompilationScope scope, string passed, CancellationToken cancellationToken)
    {
        (Solution solution, ProjectId? before) = _chain.UpTo(last?.Compilation);

        // References and imports are a submission of their own. Where they are the document's, Roslyn adds the types of all namespaces to each answer.
        CSharpCompilation known = SubmissionCompiler.Create(null, last, Name, Name + "#", scope);
        if (passed.Length > 0)
        {
            known = known.AddSyntaxTrees(CSharpSyntaxTree.ParseText(passed, ScriptSyntax.Options, cancellationToken: cancellationToken));
        }

        solution = ChainProjects.Add(solution, known, before, out before);

        CSharpCompilation typed = known.RemoveAllSyntaxTrees().WithReferences().WithOptions(known.Options.WithUsings()).WithAssemblyName(Name + "Text");
        solution = ChainProjects.Add(solution, typed, before, out ProjectId? project);
        DocumentId document = DocumentId.CreateNewId(project);
        solution = solution.AddDocument(document, Name, string.Empty);

        // Asked for here, what is before the text and what the references bind to is there for all texts.
        _ = await solution.GetProject(project)!.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        return new Base(solution, document, last, scope, passed);
    }

    private sealed record Typed(Document? Document, Base Base, string Text);

    private sealed record Base(Solution Solution, DocumentId Document, CompiledSubmission? Last, CompilationScope Scope, string Passed);
}
