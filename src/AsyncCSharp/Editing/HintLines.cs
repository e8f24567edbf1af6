using System.Text;
using AsyncCSharp.Contract;
using AsyncCSharp.Text;

namespace AsyncCSharp.Editing;

/// <summary>Answers about text that is typed, as lines for a terminal.</summary>
/// <param name="widthOf">How many columns a character takes.</param>
/// <param name="width">The columns that there are.</param>
internal sealed class HintLines(Func<char, int> widthOf, int width)
{
    private const string Bold = "\e[1m";
    private const string NotBold = "\e[22m";
    private const string Faint = "\e[2m";
    private const string Marked = "\e[7m";
    private const string Plain = "\e[0m";

    /// <summary>A signature in full, with the parameter that is typed in bold.</summary>
    public static string Of(CodeSignature signature) => new HintLines(static _ => 1, int.MaxValue).Signature(signature);

    /// <summary>The overload that fits, and what its documentation says of the parameter.</summary>
    public IEnumerable<string> Called(CodeSignatures found)
    {
        CodeSignature best = found.All[found.Best];
        yield return Signature(best);
        string note = best.Parameter.Length > 0 ? best.Parameter : best.Note.Summary;
        if (note.Length > 0)
        {
            yield return Faint + Cut(OneLine(note), width);
        }
    }

    /// <summary>Some of the words that may stand there with their signatures, and what the documentation says of one.</summary>
    /// <param name="choices">All of them.</param>
    /// <param name="first">The first that is shown.</param>
    /// <param name="count">How many are shown.</param>
    /// <param name="chosen">The one that is chosen; -1 for none.</param>
    public IEnumerable<string> Choices(IReadOnlyList<TypingChoice> choices, int first, int count, int chosen)
    {
        TypingChoice[] shown = [.. choices.Skip(first).Take(count)];
        int column = Math.Min(shown.Max(c => Measure(c.Shown)) + 2, width);
        for (int i = 0; i < shown.Length; i++)
        {
            string word = Cut(ShownText.Of(shown[i].Shown), column);
            string padding = new(' ', column - Measure(word));
            string signature = Cut(OneLine(shown[i].Note.Signature), width - column);
            yield return first + i == chosen ? $"{Marked}{word}{padding}{signature}{Plain}" : $"{word}{padding}{Faint}{signature}";
        }

        string summary = choices[Math.Max(chosen, 0)].Note.Summary;
        if (summary.Length > 0)
        {
            yield return Faint + Cut(OneLine(summary), width);
        }
    }

    private static string OneLine(string text) => ShownText.Of(text.ReplaceLineEndings(" ").Replace('\t', ' '));

    private string Signature(CodeSignature signature)
    {
        string text = ShownText.Of(signature.Note.Signature);
        int end = Math.Min(signature.Start + signature.Length, text.Length);

        // The parameter is to be seen, whatever stands before it.
        int first = end > width ? Math.Min(signature.Start, end - width + 1) : 0;
        string shown = Cut(text[first..], width);
        (int from, int to) = (signature.Start - first, Math.Min(end - first, shown.Length));
        return signature.Length == 0 || from >= to ? shown : $"{shown[..from]}{Bold}{shown[from..to]}{NotBold}{shown[to..]}";
    }

    private int Measure(string text) => text.Sum(widthOf);

    private string Cut(string text, int columns)
    {
        // Most of what is shown has a column for each character.
        if (text.Length * 2 <= columns || Measure(text) <= columns)
        {
            return text;
        }

        StringBuilder cut = new();
        int left = columns - 1;
        for (int at = 0; at < text.Length; at += TextElements.LengthAt(text, at))
        {
            string element = text.Substring(at, TextElements.LengthAt(text, at));
            left -= Measure(element);
            if (left < 0)
            {
                break;
            }

            _ = cut.Append(element);
        }

        return columns <= 0 ? string.Empty : cut.Append('\u2026').ToString();
    }
}
