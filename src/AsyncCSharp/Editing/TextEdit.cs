namespace AsyncCSharp.Editing;

/// <summary>A change to a text.</summary>
/// <param name="Start">Where what is replaced begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Text">What comes in its place.</param>
internal sealed record TextEdit(int Start, int Length, string Text);
