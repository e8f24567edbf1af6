using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>Awaitables and asynchronous streams, as the compiler sees them.</summary>
internal static class AwaitableTypes
{
    /// <summary>Whether a value of the type is one or the other. False for types that only run time knows.</summary>
    public static bool Contains(ITypeSymbol? type)
    {
        if (type is null or IDynamicTypeSymbol or { SpecialType: not SpecialType.None })
        {
            return false;
        }

        for (ITypeSymbol? part = type; part is not null; part = part.BaseType)
        {
            if (part.GetMembers(WellKnownMemberNames.GetAwaiter).Any(m => m is IMethodSymbol { Parameters.IsEmpty: true, IsStatic: false }))
            {
                return true;
            }
        }

        return IsStream(type) || type.AllInterfaces.Any(IsStream);
    }

    private static bool IsStream(ITypeSymbol type) => type is INamedTypeSymbol { Name: "IAsyncEnumerable", Arity: 1 };
}
