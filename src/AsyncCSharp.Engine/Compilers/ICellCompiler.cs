using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Directives;

namespace AsyncCSharp.Engine.Compilers;

/// <summary>
/// What compiles the cells of a session, wherever it runs: texts go in, code or diagnostics come out, and nothing of the compiler's own is
/// in either. Calls come one at a time.
/// </summary>
internal interface ICellCompiler
{
    /// <summary>Compiles a cell.</summary>
    /// <exception cref="CSharpCompilationException">It does not compile.</exception>
    CellBuild Build(CompilationRequest request, CancellationToken cancellationToken);

    /// <summary>Finds out about a cell without running it.</summary>
    /// <exception cref="CSharpCompilationException">It does not parse.</exception>
    CellTestResult Test(CompilationRequest request, bool isComplete, CancellationToken cancellationToken);

    /// <summary>What a text asks for before it is compiled.</summary>
    /// <exception cref="CSharpCompilationException">It does not parse.</exception>
    CellDirectives ReadDirectives(CellText text, CancellationToken cancellationToken);

    /// <summary>See <see cref="CellBuilder.ReadUsing"/>.</summary>
    /// <exception cref="CSharpCompilationException">It is no such text.</exception>
    (string Directive, string? Namespace) ReadUsing(string text, CancellationToken cancellationToken);

    /// <summary>Whether a text is whole, or more lines could make it so.</summary>
    bool IsComplete(string code, CancellationToken cancellationToken);
}
