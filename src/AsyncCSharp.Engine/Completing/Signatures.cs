using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Completing;

/// <summary>The overloads of what is called at a place. Roslyn's own service for it is none of its public ones.</summary>
internal static class Signatures
{
    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType)
        .AddParameterOptions(SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut);

    /// <summary>Them; null where nothing is called.</summary>
    public static async Task<CodeSignatures?> FindAsync(Document document, int position, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || ListAt(root, position) is not { Parent: { } call } list
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        IMethodSymbol[] overloads = [.. OverloadsOf(call, model, cancellationToken).OrderBy(static m => m.Parameters.Length)];
        if (overloads.Length == 0)
        {
            return null;
        }

        (int index, string? name) = ArgumentAt(list, position);
        CodeSignature[] all = [.. overloads.Select(m => Describe(m, ParameterOf(m, index, name), model, position))];
        return new CodeSignatures(all, BestOf(overloads, call, model, index, name, cancellationToken));
    }

    // The innermost one that the place is inside of.
    private static BaseArgumentListSyntax? ListAt(SyntaxNode root, int position)
    {
        if (position == 0)
        {
            return null;
        }

        SyntaxToken token = root.FindToken(position - 1);
        return token.Parent?.AncestorsAndSelf().OfType<BaseArgumentListSyntax>().FirstOrDefault(list =>
            list.GetFirstToken() is var open && open.Span.End <= position && (list.GetLastToken(includeZeroWidth: true) is { IsMissing: true } || list.GetLastToken().SpanStart >= position));
    }

    private static IEnumerable<IMethodSymbol> OverloadsOf(SyntaxNode call, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (call)
        {
            case InvocationExpressionSyntax invocation:
                IEnumerable<IMethodSymbol> group = model.GetMemberGroup(invocation.Expression, cancellationToken).OfType<IMethodSymbol>();
                return model.GetTypeInfo(invocation.Expression, cancellationToken).Type is INamedTypeSymbol { DelegateInvokeMethod: { } invoke } ? group.Append(invoke) : group;
            case BaseObjectCreationExpressionSyntax creation:
                return model.GetTypeInfo(creation, cancellationToken).Type is INamedTypeSymbol type
                    ? type.InstanceConstructors.Where(c => model.IsAccessible(creation.SpanStart, c))
                    : [];
            case ConstructorInitializerSyntax initializer:
                return model.GetMemberGroup(initializer, cancellationToken).OfType<IMethodSymbol>();
            default:
                return [];
        }
    }

    private static (int Index, string? Name) ArgumentAt(BaseArgumentListSyntax list, int position)
    {
        int index = list.Arguments.GetSeparators().Count(s => s.Span.End <= position);
        string? name = index < list.Arguments.Count ? list.Arguments[index].NameColon?.Name.Identifier.ValueText : null;
        return (index, name);
    }

    private static IParameterSymbol? ParameterOf(IMethodSymbol method, int index, string? name) =>
        name is not null ? method.Parameters.FirstOrDefault(p => p.Name == name)
        : index < method.Parameters.Length ? method.Parameters[index]
        : method.Parameters is [.., { IsParams: true } last] ? last
        : null;

    // What the compiler takes; else the first one that has a parameter for what is typed.
    private static int BestOf(IMethodSymbol[] overloads, SyntaxNode call, SemanticModel model, int index, string? name, CancellationToken cancellationToken)
    {
        ISymbol? bound = model.GetSymbolInfo(call, cancellationToken).Symbol;
        int best = Array.FindIndex(overloads, m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, bound?.OriginalDefinition));
        if (best >= 0 && (index == 0 || ParameterOf(overloads[best], index, name) is not null))
        {
            return best;
        }

        return Math.Max(0, Array.FindIndex(overloads, m => ParameterOf(m, index, name) is not null));
    }

    private static CodeSignature Describe(IMethodSymbol method, IParameterSymbol? parameter, SemanticModel model, int position)
    {
        string text = string.Empty;
        (int start, int length) = (0, 0);
        int depth = 0;
        int index = -1;
        int begun = 0;
        foreach (SymbolDisplayPart part in method.ToMinimalDisplayParts(model, position, s_format))
        {
            string piece = part.ToString();
            bool isPunctuation = part.Kind == SymbolDisplayPartKind.Punctuation;
            if (isPunctuation && piece is "(" or "[" or "<" or "{")
            {
                depth++;
                if (piece == "(" && index < 0)
                {
                    (index, begun, depth) = (0, text.Length + 1, 1);
                }
            }
            else if (isPunctuation && index >= 0 && ((piece == "," && depth == 1) || (piece == ")" && depth == 1)))
            {
                if (parameter is not null && index == parameter.Ordinal)
                {
                    (start, length) = (begun, text.Length - begun);
                }

                (index, begun) = (index + 1, text.Length + 2);
            }

            if (isPunctuation && piece is ")" or "]" or ">" or "}")
            {
                depth--;
            }

            text += piece;
        }

        XElement? documentation = Parse(method.GetDocumentationCommentXml());
        string summary = TextOf(documentation?.Element("summary"));
        string note = parameter is null ? string.Empty : TextOf(documentation?.Elements("param").FirstOrDefault(p => (string?)p.Attribute("name") == parameter.Name));
        return new CodeSignature(new CodeNote(text, summary), start, length, note);
    }

    private static XElement? Parse(string? xml)
    {
        try
        {
            return string.IsNullOrEmpty(xml) ? null : XElement.Parse(xml);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    // The names of what is referred to, and no line breaks of the file.
    private static string TextOf(XElement? element)
    {
        if (element is null)
        {
            return string.Empty;
        }

        IEnumerable<string> parts = element.DescendantNodes().Select(static node => node switch
        {
            XText text => text.Value,
            XElement { IsEmpty: true } empty => NameIn((string?)empty.Attribute("cref") ?? (string?)empty.Attribute("name") ?? (string?)empty.Attribute("langword")),
            _ => string.Empty,
        });
        return string.Join(' ', string.Concat(parts).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string NameIn(string? reference)
    {
        string name = (reference ?? string.Empty).Split('(')[0];
        return name[(name.LastIndexOfAny(['.', ':']) + 1)..].Split('`')[0];
    }
}
