using Microsoft.CodeAnalysis.CSharp;

namespace AsyncCSharp.Engine;

/// <summary>
/// The compilation of a cell without its text. What the compiler finds out about the references and how they bind to each
/// other is a tenth of the time of a new cell: cells after the same chain share it, as long as nobody refers to them, for
/// then they share a name, too. One thread at a time: that which compiles.
/// </summary>
internal sealed class CompilationTemplate
{
    private CompiledSubmission? _previous;
    private CompilationScope? _scope;
    private CSharpCompilation? _empty;

    /// <summary>The compilation with a text.</summary>
    public CSharpCompilation With(ParsedCell cell, SubmissionChain chain, CompilationScope scope)
    {
        CompiledSubmission? previous = chain.Last?.Compiled;
        if (_empty is null || _previous != previous || _scope != scope)
        {
            (_previous, _scope) = (previous, scope);
            _empty = SubmissionCompiler.Create(null, chain, scope);
        }

        return _empty.AddSyntaxTrees(cell.Tree);
    }
}
