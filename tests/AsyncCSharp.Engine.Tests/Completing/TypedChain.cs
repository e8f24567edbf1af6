using AsyncCSharp.Contract;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compilers;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Completing;
using AsyncCSharp.Engine.Generators;
using AsyncCSharp.Engine.Metadata;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Completing;

/// <summary>Cells that were compiled one after the other, and what is told about text that is typed after them. None of them has run.</summary>
internal sealed class TypedChain
{
    private readonly LocalCompiler _compiler = new();
    private readonly CodeHelp _help;
    private CompilationScope _scope = new(DefaultImports.OfCells, [], new ReferenceSet([], []), stopChecks: true, GeneratorSet.Empty);
    private CompiledChain _chain = CompiledChain.Empty;

    public TypedChain(params string[] cells)
    {
        _help = new CodeHelp(() => (_chain, _scope));
        foreach (string cell in cells)
        {
            Add(cell);
        }
    }

    /// <summary>Compiles one more cell.</summary>
    public void Add(string cell)
    {
        CellText text = new() { Code = cell, Number = _chain.NextSlot };
        CellBuild build = _compiler.Build(new CompilationRequest(text, _chain, _scope), CancellationToken.None);
        _scope = _scope.With(build.Code.Types, build.Code.Usings, build.Code.Embedded);
        _chain = build.View is null ? _chain : _chain.With(build.View, build.Code.Emitted.Name);
    }

    /// <summary>How a text goes on at its bar.</summary>
    public Task<CodeCompletions> CompleteAsync(string text, Type? inputType = null) =>
        _help.CompleteAsync(At(text) with { InputType = inputType }, TestContext.Current.CancellationToken);

    /// <summary>The texts that may stand at the bar.</summary>
    public async Task<string[]> TextsAsync(string text, Type? inputType = null) => [.. (await CompleteAsync(text, inputType)).Items.Select(static i => i.Text)];

    public Task<CodeSignatures?> SignaturesAsync(string text) => _help.SignaturesAsync(At(text), TestContext.Current.CancellationToken);

    public Task<CodeNote?> DescribeAsync(string text) => _help.DescribeAsync(At(text), TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<CodeName>> NamesAsync(string text) => _help.NamesAsync(new CodeQuestion(text, 0), TestContext.Current.CancellationToken);

    private static CodeQuestion At(string text)
    {
        int bar = text.IndexOf('|', StringComparison.Ordinal);
        return new CodeQuestion(text.Remove(bar, 1), bar);
    }
}
