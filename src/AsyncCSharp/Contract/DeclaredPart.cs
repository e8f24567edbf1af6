namespace AsyncCSharp.Contract;

/// <summary>A declaration of a cell that needs no state: a type, a namespace, or a method. Immutable.</summary>
/// <param name="Names">What it declares.</param>
/// <param name="Text">Its text.</param>
internal sealed record DeclaredPart(IReadOnlyList<string> Names, string Text);
