namespace AsyncCSharp.HelpBuilder.Model;

/// <summary>A type that a cmdlet takes from, or gives to, the pipeline.</summary>
internal sealed record TypeNote(string Type, IReadOnlyList<string> Description);
