namespace AsyncCSharp.HelpBuilder.Model;

/// <summary>An example: what is typed, with what it prints, and what is to say about it.</summary>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);
