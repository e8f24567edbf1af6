using AsyncCSharp.Contract;
using AsyncCSharp.Text;

namespace AsyncCSharp.Prompting;

/// <summary>Answers about text that is typed, as lines for a terminal.</summary>
internal static class HintLines
{
    private const string Bold = "\e[1m";
    private const string NotBold = "\e[22m";
    private const string Faint = "\e[2m";

    /// <summary>A signature, with the parameter that is typed in bold, cut to a width.</summary>
    public static string Of(CodeSignature signature, int width = int.MaxValue)
    {
        string text = ShownText.Of(signature.Note.Signature);
        int end = Math.Min(signature.Start + signature.Length, text.Length);

        // The parameter is to be seen, whatever stands before it.
        int first = end > width ? Math.Min(signature.Start, end - width + 1) : 0;
        string shown = Cut(text[first..], width);
        (int from, int to) = (signature.Start - first, Math.Min(end - first, shown.Length));
        return signature.Length == 0 || from >= to ? shown : $"{shown[..from]}{Bold}{shown[from..to]}{NotBold}{shown[to..]}";
    }

    /// <summary>The overload that fits, and what its documentation says of the parameter.</summary>
    public static IEnumerable<string> Of(CodeSignatures found, int width)
    {
        CodeSignature best = found.All[found.Best];
        yield return Of(best, width);
        string note = best.Parameter.Length > 0 ? best.Parameter : best.Note.Summary;
        if (note.Length > 0)
        {
            yield return Faint + Cut(ShownText.Of(note), width);
        }
    }

    /// <summary>Words that may stand there with their signatures, and what the documentation says of the first.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<CodeCompletion> items, int width)
    {
        int column = items.Max(static i => i.Shown.Length) + 2;
        foreach (CodeCompletion item in items)
        {
            string signature = item.Note.Signature.Length > 0 && column < width ? Cut(ShownText.Of(item.Note.Signature), width - column) : string.Empty;
            yield return $"{Cut(ShownText.Of(item.Shown), width).PadRight(Math.Min(column, width))}{Faint}{signature}";
        }

        if (items[0].Note.Summary.Length > 0)
        {
            yield return Faint + Cut(ShownText.Of(items[0].Note.Summary.ReplaceLineEndings(" ")), width);
        }
    }

    private static string Cut(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(width - 1, 0)), "\u2026");
}
