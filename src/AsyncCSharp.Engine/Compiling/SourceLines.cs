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

    /// <summary>A line, from 0.</summary>
    public string this[int number] => _lines.TryGetValue(number, out string? line) ? line : _lines[number] = _text.Lines[number].ToString();
}
