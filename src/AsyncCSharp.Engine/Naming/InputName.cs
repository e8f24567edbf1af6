using System.Runtime.CompilerServices;

namespace AsyncCSharp.Engine.Naming;

/// <summary>The type of <c>Input</c> by its names.</summary>
/// <param name="InCSharp">As C# writes it; null where it cannot be written.</param>
/// <param name="Identity">With the full name of its assembly.</param>
internal sealed record InputName(string? InCSharp, string? Identity)
{
    // The process's; an entry goes with its type. The names are wanted at each call, also where nothing has to be compiled.
    private static readonly ConditionalWeakTable<Type, InputName> s_known = [];

    /// <summary>The names of a type in which tuples have names.</summary>
    public static InputName Of(Type type, TupleNames tuples) => new(TupleTypeNames.Of(type, tuples), $"{type.AssemblyQualifiedName} {tuples}");

    /// <summary>The names of a type.</summary>
    public static InputName Of(Type type) => s_known.GetValue(type, static type => new InputName(TypeNames.OfInput(type), type.AssemblyQualifiedName));
}
