using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Metadata;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Completing;

/// <summary>What is told about text that is typed for a session. Its work is the thread pool's: who asks may go on.</summary>
/// <param name="state">The chain and the scope of the session. Any thread.</param>
internal sealed class CodeHelp(Func<(CompiledChain Chain, CompilationScope Scope)> state) : ICodeHelp
{
    // A class of ours, made by the first question: a session that nobody types for has nothing of Roslyn's.
    private readonly Lazy<TypedDocument> _document = new(() => new TypedDocument(state));

    public Task<CodeCompletions> CompleteAsync(CodeQuestion question, CancellationToken cancellationToken) =>
        Task.Run(() => WithDocumentAsync(question, CodeCompletions.None(question.Position), static (d, q, c) => Completions.FindAsync(d, q, c), cancellationToken), cancellationToken);

    public Task<CodeSignatures?> SignaturesAsync(CodeQuestion question, CancellationToken cancellationToken) =>
        Task.Run(() => WithDocumentAsync<CodeSignatures?>(question, null, static (d, q, c) => Signatures.FindAsync(d, q.Position, c), cancellationToken), cancellationToken);

    public Task<CodeNote?> DescribeAsync(CodeQuestion question, CancellationToken cancellationToken) =>
        Task.Run(() => WithDocumentAsync<CodeNote?>(question, null, static (d, q, c) => Descriptions.FindAsync(d, q.Position, c), cancellationToken), cancellationToken);

    public Task<IReadOnlyList<CodeName>> NamesAsync(CodeQuestion question, CancellationToken cancellationToken) =>
        Task.Run(() => WithDocumentAsync<IReadOnlyList<CodeName>>(question, [], static (d, _, c) => Names.FindAsync(d, c), cancellationToken), cancellationToken);

    /// <summary>Lets go of what it knows of the session.</summary>
    public void Clear()
    {
        if (_document.IsValueCreated)
        {
            _document.Value.Clear();
        }
    }

    private async Task<T> WithDocumentAsync<T>(CodeQuestion question, T otherwise, Func<Document, CodeQuestion, CancellationToken, Task<T>> answer, CancellationToken cancellationToken) =>
        question.Position <= question.Code.Length && await _document.Value.OfAsync(question, cancellationToken).ConfigureAwait(false) is { } document
            ? await answer(document, question, cancellationToken).ConfigureAwait(false)
            : otherwise;
}
