using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>The names of the tuples in a cell's value, which are in its static type and nowhere else.</summary>
internal static class ValueTupleNames
{
    // A type may have items of its own type.
    private const int MaximumDepth = 8;

    /// <summary>The names in what the cell gives, awaited; null where there are none.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="compilation">Its compilation.</param>
    /// <param name="trailing">The type of its trailing expression, or null.</param>
    public static TupleNames? Of(ParsedCell cell, CSharpCompilation compilation, ITypeSymbol? trailing)
    {
        if (cell.Trailing is null)
        {
            SemanticModel? model = null;
            trailing = ReturnsOf((CompilationUnitSyntax)cell.Tree.GetRoot())
                .Select(returned => (model ??= compilation.GetSemanticModel(cell.Tree)).GetTypeInfo(returned).Type)
                .FirstOrDefault(type => type is not null);
        }

        return trailing is null or IDynamicTypeSymbol or { SpecialType: not SpecialType.None } ? null : Of(ResultOf(trailing), 0);
    }

    // What top-level return statements give: those of lambdas and local functions are theirs.
    private static IEnumerable<ExpressionSyntax> ReturnsOf(CompilationUnitSyntax root) => root.Members
        .OfType<GlobalStatementSyntax>()
        .SelectMany(static member => member.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        .OfType<ReturnStatementSyntax>()
        .Select(static statement => statement.Expression!)
        .Where(static expression => expression is not null);

    private static ITypeSymbol ResultOf(ITypeSymbol type)
    {
        for (ITypeSymbol? part = type; part is not null; part = part.BaseType)
        {
            IMethodSymbol? method = part.GetMembers(WellKnownMemberNames.GetAwaiter).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.IsEmpty && !m.IsStatic);
            if (method is not null)
            {
                return method.ReturnType.GetMembers(WellKnownMemberNames.GetResult).OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.IsEmpty)?.ReturnType ?? type;
            }
        }

        return type;
    }

    private static TupleNames? Of(ITypeSymbol type, int depth)
    {
        if (depth > MaximumDepth || type.SpecialType is SpecialType.System_String or SpecialType.System_Object)
        {
            return null;
        }

        if (type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            string?[] names = [.. tuple.TupleElements.Select(e => e.IsExplicitlyNamedTupleElement ? e.Name : null)];
            TupleNames?[] parts = [.. tuple.TupleElements.Select(e => Of(e.Type, depth + 1))];
            return names.Any(n => n is not null) || parts.Any(p => p is not null) ? new TupleNames { Elements = names, Parts = parts } : null;
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return Of(nullable.TypeArguments[0], depth + 1);
        }

        if (type is INamedTypeSymbol { Name: "KeyValuePair", Arity: 2 } pair)
        {
            TupleNames?[] parts = [.. pair.TypeArguments.Select(t => Of(t, depth + 1))];
            return parts.Any(p => p is not null) ? new TupleNames { Elements = TupleNames.PairElements, Parts = parts } : null;
        }

        if (type.IsAnonymousType)
        {
            Dictionary<string, TupleNames> members = type.GetMembers().OfType<IPropertySymbol>()
                .Select(p => (p.Name, Names: Of(p.Type, depth + 1)))
                .Where(p => p.Names is not null)
                .ToDictionary(p => p.Name, p => p.Names!);
            return members.Count == 0 ? null : new TupleNames { Members = members };
        }

        if (InterfaceOf(type, IsGroup) is { } group)
        {
            TupleNames? key = Of(group.TypeArguments[0], depth + 1);
            TupleNames? members = Of(group.TypeArguments[1], depth + 1);
            return key is null && members is null ? null : new TupleNames { Items = members, KeyNames = key };
        }

        ITypeSymbol? item = type is IArrayTypeSymbol array ? array.ElementType : ItemOf(type);
        return item is not null && Of(item, depth + 1) is { } items ? new TupleNames { Items = items } : null;
    }

    private static ITypeSymbol? ItemOf(ITypeSymbol type) => InterfaceOf(type, IsSequence)?.TypeArguments[0];

    private static INamedTypeSymbol? InterfaceOf(ITypeSymbol type, Func<INamedTypeSymbol, bool> isMeant) =>
        type.AllInterfaces.Prepend(type).OfType<INamedTypeSymbol>().FirstOrDefault(isMeant);

    private static bool IsGroup(INamedTypeSymbol type) => type is { Name: "IGrouping", Arity: 2 };

    private static bool IsSequence(INamedTypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T || type is { Name: "IAsyncEnumerable", Arity: 1 };
}
