using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Syntax;
using AsyncCSharp.Engine.Threading;

namespace AsyncCSharp.Engine.Compilers;

/// <summary>The compiler in this process, on threads of its own. Its methods load Roslyn; an object of it does not.</summary>
internal sealed class LocalCompiler : ICellCompiler
{
    private readonly CellBuilder _builder = new();

    // The last text that was read for its directives: as a rule it is compiled next. A class of ours, so that no field has a type of Roslyn's.
    private ReadText? _read;

    /// <inheritdoc/>
    public CellBuild Build(CompilationRequest request, CancellationToken cancellationToken)
    {
        CellText text = request.Text;
        ParsedCell? cell = CellOf(text, cancellationToken);
        (SubmissionCode code, SubmissionView? view) = CompilerThread.Run(
            () => CompilerFailure.Guard(text, () => _builder.Build(cell ?? CellBuilder.Parse(text), request, cancellationToken)),
            cancellationToken,
            CellBuilder.IsDeep(cell?.IsDeep == true, request.Chain));
        return new CellBuild(code, view, CellOrigin.Compiled);
    }

    /// <inheritdoc/>
    public CellTestResult Test(CompilationRequest request, bool isComplete, CancellationToken cancellationToken)
    {
        CellText text = request.Text;
        ParsedCell cell = CellOf(text, cancellationToken) ?? Parse(text, cancellationToken);
        return CompilerThread.Run(
            () => CompilerFailure.Guard(text, () => _builder.Test(cell, request, isComplete, cancellationToken)),
            cancellationToken,
            CellBuilder.IsDeep(cell.IsDeep, request.Chain));
    }

    /// <inheritdoc/>
    public CellDirectives ReadDirectives(CellText text, CancellationToken cancellationToken)
    {
        ParsedCell cell = Parse(text, cancellationToken);
        _read = new ReadText(text, cell);
        return cell.Directives;
    }

    /// <inheritdoc/>
    public (string Directive, string? Namespace) ReadUsing(string text, CancellationToken cancellationToken) =>
        CompilerThread.Read(text, () => CellBuilder.ReadUsing(text), cancellationToken);

    /// <inheritdoc/>
    public bool IsComplete(string code, CancellationToken cancellationToken) => CompilerThread.Read(code, () => Completeness.IsComplete(code), cancellationToken);

    /// <summary>See <see cref="DeclaredParts"/>.</summary>
    public static IReadOnlyList<DeclaredPart> DeclarationsIn(string code, CancellationToken cancellationToken) =>
        CompilerThread.Read(code, () => DeclaredParts.In(code), cancellationToken);

    // What is not short is read here: on which stack it is to be compiled depends on how deep it nests.
    private ParsedCell? CellOf(CellText text, CancellationToken cancellationToken)
    {
        ReadText? read = _read;
        _read = null;
        return read?.Text == text ? read.Cell : NestingLimit.IsShort(text.Code) ? null : Parse(text, cancellationToken);
    }

    private static ParsedCell Parse(CellText text, CancellationToken cancellationToken) =>
        CompilerThread.Read(text.Code, () => CellBuilder.Parse(text), cancellationToken);

    private sealed record ReadText(CellText Text, ParsedCell Cell);
}
