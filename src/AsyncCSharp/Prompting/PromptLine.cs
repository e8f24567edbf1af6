namespace AsyncCSharp.Prompting;

/// <summary>What the text that was typed at a C# prompt comes to.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="Text">The cell, the PowerShell line, or what is shown.</param>
internal readonly record struct PromptLine(PromptLineKind Kind, string Text = "");
