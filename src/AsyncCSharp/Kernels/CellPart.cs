namespace AsyncCSharp.Kernels;

/// <summary>A part of a cell that runs by itself.</summary>
/// <param name="Language">What it is.</param>
/// <param name="Name">The name of the kind of text, or of the command; empty for code.</param>
/// <param name="Text">
/// What it says. Code has the lines of the parts before it as empty ones, so that errors have the lines of the cell.
/// </param>
internal sealed record CellPart(CellLanguage Language, string Name, string Text)
{
    /// <summary>The language of the code around a command.</summary>
    public CellLanguage Around { get; init; }
}
