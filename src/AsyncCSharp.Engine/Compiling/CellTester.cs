using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Finds out about a cell without running it.</summary>
internal static class CellTester
{
    public static CellTestResult Test(PreparedCell prepared, CellText source, bool isComplete, CancellationToken cancellationToken)
    {
        (ParsedCell cell, CSharpCompilation compilation) = (prepared.Cell, prepared.Compilation);
        CellDiagnostic[] diagnostics = [.. prepared.Types?.Emitted.Warnings ?? [], .. DiagnosticMapper.Map(compilation.GetDiagnostics(cancellationToken), source, cell, compilation)];
        bool isValid = diagnostics.All(d => d.Severity != CellDiagnosticSeverity.Error);
        return new CellTestResult(source.Path, isValid, isComplete, isValid && cell.IsAsync, isValid ? ReturnType(compilation, cell) : null, diagnostics);
    }

    private static string? ReturnType(CSharpCompilation compilation, ParsedCell cell)
    {
        SemanticModel model = compilation.GetSemanticModel(cell.Tree);
        ExpressionSyntax? value = cell.Trailing ?? TopLevelReturn(cell);
        if (value is null || model.GetTypeInfo(value).Type is not { } type)
        {
            return null;
        }

        if (cell.Trailing is not null && AwaitedType(type) is { } awaited)
        {
            type = awaited;
        }

        return type.SpecialType == SpecialType.System_Void ? null : type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
    }

    private static ExpressionSyntax? TopLevelReturn(ParsedCell cell) => cell.Tree.GetRoot()
        .DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax or TypeDeclarationSyntax))
        .OfType<ReturnStatementSyntax>()
        .Select(r => r.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier: { ValueText: nameof(CellGlobals.ValueOf), Span.Length: 0 } } } call
            ? call.ArgumentList.Arguments[0].Expression
            : r.Expression)
        .FirstOrDefault(e => e is not null);

    // What awaiting gives: GetAwaiter().GetResult(), as C# finds it on the type itself.
    private static ITypeSymbol? AwaitedType(ITypeSymbol type) => type.GetMembers("GetAwaiter")
        .OfType<IMethodSymbol>()
        .Where(m => m is { Parameters.Length: 0, IsStatic: false })
        .SelectMany(m => m.ReturnType.GetMembers("GetResult"))
        .OfType<IMethodSymbol>()
        .Select(m => m.ReturnType)
        .FirstOrDefault();
}
