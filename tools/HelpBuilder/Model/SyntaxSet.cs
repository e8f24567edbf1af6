namespace AsyncCSharp.HelpBuilder.Model;

/// <summary>A parameter set: its parameters in the order in which the syntax line names them.</summary>
internal sealed record SyntaxSet(string Name, bool IsDefault, IReadOnlyList<SyntaxParameter> Parameters);
