using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Syntax;

/// <summary>Reads what stands between <c>using</c> and the semicolon of a using directive.</summary>
internal static class UsingText
{
    // The compiler's own for what stands where it does not belong.
    private const string Id = "CS1022";

    // "; expected".
    private const string NoSemicolon = "CS1002";

    /// <summary>Gives the directive without comments, and the name of a namespace where it is nothing else; or what is wrong.</summary>
    public static (string? Directive, string? Namespace, IReadOnlyList<Diagnostic> Errors) Read(string text)
    {
        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit($"using {text};", options: ScriptSyntax.Options);
        IReadOnlyList<Diagnostic> errors = ScriptSyntax.ErrorsOf(root);
        if (AsWritten(text) is { } whole && (errors.Count > 0 || root.Usings.Count != 1))
        {
            return (null, null, [Error(string.Format(null, Strings.WholeUsing, text, whole), root)]);
        }

        if (errors.Count > 0)
        {
            return (null, null, errors);
        }

        if (root is not { Usings: [{ NamespaceOrType: { } name } directive], Members.Count: 0, Externs.Count: 0, AttributeLists.Count: 0, ContainsDirectives: false })
        {
            return (null, null, [Error(string.Format(null, Strings.NotAUsing, text), root)]);
        }

        bool isPlain = directive is { Alias: null, StaticKeyword.RawKind: 0, UnsafeKeyword.RawKind: 0 };
        return (ParsedCell.TextOf(directive), isPlain ? NameOf(name) : null, []);
    }

    // A whole directive, as in C#: what is to be left of it, or null.
    private static string? AsWritten(string text) =>
        SyntaxFactory.ParseCompilationUnit(text, options: ScriptSyntax.Options) is { Usings: [{ NamespaceOrType.IsMissing: false } directive], Members.Count: 0 } root
        && ScriptSyntax.ErrorsOf(root).All(e => e.Id == NoSemicolon)
            ? ParsedCell.TextOf(directive.WithGlobalKeyword(default))["using ".Length..^1]
            : null;

    private static Diagnostic Error(string message, CompilationUnitSyntax root) => Diagnostic.Create(
        Id, "Compiler", message, DiagnosticSeverity.Error, DiagnosticSeverity.Error, isEnabledByDefault: true, warningLevel: 0, location: root.GetLocation());

    // By its identifiers: as they are written they may have escapes, and blanks between them.
    private static string? NameOf(TypeSyntax name) => name switch
    {
        IdentifierNameSyntax simple => simple.Identifier.ValueText,
        AliasQualifiedNameSyntax { Alias.Identifier.RawKind: (int)SyntaxKind.GlobalKeyword, Name: IdentifierNameSyntax simple } => simple.Identifier.ValueText,
        QualifiedNameSyntax { Right: IdentifierNameSyntax right } qualified when NameOf(qualified.Left) is { } left => $"{left}.{right.Identifier.ValueText}",
        _ => null,
    };
}
