namespace AsyncCSharp.Engine.Tests.Layering;

/// <summary>A type that is in no other type, with all that is nested in it, and the types of the product that these use.</summary>
/// <param name="FullName">Its full name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Assembly">The simple name of its assembly.</param>
internal sealed record TypeNode(string FullName, string Namespace, string Assembly)
{
    /// <summary>The source file of its methods; null where it has no code.</summary>
    public string? File { get; set; }

    /// <summary>The types that it uses.</summary>
    public HashSet<TypeNode> Uses { get; } = new(ReferenceEqualityComparer.Instance);

    public override string ToString() => FullName;
}
