using Microsoft.CodeAnalysis.Text;

namespace AsyncCSharp.Engine.Compiling;

/// <summary>
/// The lines of a cell, for its diagnostics: those of one line share its text, or what they take up would go by the square of their
/// number. As the user gave it: the compiler's text may have blanks where a directive or a "using" was.
/// </summary>
internal sealed class SourceLines(string code)
{
    private readonly SourceText _text = SourceText.From(code);
    private readonly Dictionary<int, string> _lines = [];

    /// <summary>The lines and columns, from 0, of a place in the text, or in one that has something more at its end.</summary>
    public LinePositionSpan PlaceOf(TextSpan span) =>
        _text.Lines.GetLinePositionSpan(span.Intersection(new TextSpan(0, _text.Length)) ?? new TextSpan(_text.Length, 0));

    /// <summary>A line, from 0.</summary>
    public string this[int number] => _lines.TryGetValue(number, out string? line) ? line : _lines[number] = _text.Lines[number].ToString();
}
