using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine;

/// <summary>What to do about errors that come from how PowerShell's values look in C#: the compiler cannot know.</summary>
internal static class DiagnosticHints
{
    // "Non-invocable member cannot be used like a method."
    private const string NotInvocable = "CS1955";

    /// <summary>The message, with a hint where there is one.</summary>
    public static string Add(string message, Diagnostic diagnostic, Compilation? compilation) =>
        diagnostic.Id == NotInvocable && compilation is not null && TypeAt(diagnostic.Location, compilation) is { Name: "ScriptBlock" }
            ? string.Format(null, Strings.ScriptBlockCall, message)
            : message;

    private static ITypeSymbol? TypeAt(Location location, Compilation compilation)
    {
        if (location.SourceTree is not { } tree || !compilation.ContainsSyntaxTree(tree))
        {
            return null;
        }

        SymbolInfo found = compilation.GetSemanticModel(tree).GetSymbolInfo(tree.GetRoot().FindNode(location.SourceSpan));
        return (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) switch
        {
            IFieldSymbol field => field.Type,
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };
    }
}
