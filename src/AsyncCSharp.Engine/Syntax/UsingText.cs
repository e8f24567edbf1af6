using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>Reads what stands between <c>using</c> and the semicolon of a using directive.</summary>
internal static class UsingText
{
    // The compiler's own for what stands where it does not belong.
    private const string Id = "CS1022";

    /// <summary>Gives the directive without comments, and the name of a namespace where it is nothing else; or what is wrong.</summary>
    public static (string? Directive, string? Namespace, IReadOnlyList<Diagnostic> Errors) Read(string text)
    {
        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit($"using {text};", options: CellParser.ScriptOptions);
        IReadOnlyList<Diagnostic> errors = CellParser.ErrorsOf(root);
        if (errors.Count > 0)
        {
            return (null, null, errors);
        }

        if (root is not { Usings: [{ NamespaceOrType: { } name } directive], Members.Count: 0, Externs.Count: 0, AttributeLists.Count: 0, ContainsDirectives: false })
        {
            return (null, null, [Diagnostic.Create(
                Id, "Compiler", string.Format(null, Strings.NotAUsing, text), DiagnosticSeverity.Error, DiagnosticSeverity.Error, isEnabledByDefault: true, warningLevel: 0, location: root.GetLocation())]);
        }

        bool isPlain = directive is { Alias: null, StaticKeyword.RawKind: 0, UnsafeKeyword.RawKind: 0 };
        return (ParsedCell.TextOf(directive), isPlain ? NameOf(name) : null, []);
    }

    // By its identifiers: as they are written they may have escapes, and blanks between them.
    private static string? NameOf(TypeSyntax name) => name switch
    {
        IdentifierNameSyntax simple => simple.Identifier.ValueText,
        AliasQualifiedNameSyntax { Alias.Identifier.RawKind: (int)SyntaxKind.GlobalKeyword, Name: IdentifierNameSyntax simple } => simple.Identifier.ValueText,
        QualifiedNameSyntax { Right: IdentifierNameSyntax right } qualified when NameOf(qualified.Left) is { } left => $"{left}.{right.Identifier.ValueText}",
        _ => null,
    };
}
