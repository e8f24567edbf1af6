using System.Text;

namespace AsyncCSharp.Text;

/// <summary>A line of source, or as much of a long one as tells where the place is, and what to put under it.</summary>
/// <param name="Line">The line, with dots where it was cut.</param>
/// <param name="Underline">What goes under it, as wide on a terminal as the part that is meant.</param>
internal readonly record struct SourceExcerpt(string Line, string Underline)
{
    /// <summary>Longer lines are cut.</summary>
    private const int Longest = 200;

    /// <summary>How much of a line that is cut stands before the place.</summary>
    private const int Before = 60;

    private const string Cut = "...";

    /// <summary>The excerpt.</summary>
    /// <param name="line">The line.</param>
    /// <param name="column">Where the place begins, from 0.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="indent">How much of the line's beginning is left out.</param>
    public static SourceExcerpt Of(string line, int column, int length, int indent = 0)
    {
        column = Math.Clamp(column, indent, line.Length);
        length = Math.Max(1, length);
        bool isWhole = line.Length - indent <= Longest;
        int start = isWhole || column - indent <= Before ? indent : Shown.Whole(line, column - Before);
        int end = line.Length - start <= Longest ? line.Length : Shown.Whole(line, start + Longest);
        string before = start > indent ? Cut : string.Empty;
        string after = end < line.Length ? Cut : string.Empty;

        // As it is shown in the end, which has as many characters.
        ReadOnlySpan<char> visible = ShownText.Of(line);
        string padding = new string(' ', before.Length) + Padding(visible[start..column]);

        // What goes on where the line was cut is underlined to its end.
        int marked = Math.Min(length, Math.Max(1, end - column + after.Length));
        int inLine = Math.Min(marked, line.Length - column);
        string underline = new('~', Math.Max(1, marked - inLine + TextWidth.Of(visible.Slice(column, inLine))));
        return new SourceExcerpt($"{before}{line.AsSpan(start, end - start)}{after}", padding + underline);
    }

    // A tab is as wide as the terminal makes it, so the padding repeats the line's own tabs.
    private static string Padding(ReadOnlySpan<char> text)
    {
        StringBuilder padding = new(text.Length);
        foreach (Range part in text.Split('\t'))
        {
            _ = (part.Start.Value > 0 ? padding.Append('\t') : padding).Append(' ', TextWidth.Of(text[part]));
        }

        return padding.ToString();
    }
}
