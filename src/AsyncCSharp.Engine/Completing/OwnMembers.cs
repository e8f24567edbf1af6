using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Completing;

/// <summary>What the value before a dot has of its own: all else that can be called on it are extension methods.</summary>
internal static class OwnMembers
{
    /// <summary>The names; null where there is no value before the place.</summary>
    public static async Task<HashSet<string>?> FindAsync(Document document, int position, CancellationToken cancellationToken)
    {
        if (position == 0 || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return null;
        }

        SyntaxToken dot = root.FindToken(position - 1);
        ExpressionSyntax? value = !dot.IsKind(SyntaxKind.DotToken) ? null : dot.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(a => a.WhenNotNull.Span.Contains(binding.Span))?.Expression,
            _ => null,
        };
        return value is not null
            && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            && model.GetTypeInfo(value, cancellationToken).Type is { TypeKind: not (TypeKind.Error or TypeKind.Dynamic) } type
            ? [.. model.LookupSymbols(position, type).Select(static s => s.Name)]
            : null;
    }
}
