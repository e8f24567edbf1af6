namespace AsyncCSharp.Engine;

/// <summary>What a cell asks for before it is compiled.</summary>
/// <param name="References">By <c>#r</c>.</param>
/// <param name="Loads">By <c>#load</c>.</param>
internal sealed record CellDirectives(IReadOnlyList<string> References, IReadOnlyList<string> Loads)
{
    /// <summary>Sources of packages, by <c>#i</c>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Of a cell that asks for nothing.</summary>
    public static CellDirectives None { get; } = new([], []);

    /// <summary>The line, from 1, of the directive that has this between its quotes.</summary>
    public static int LineOf(string text, string directive) =>
        Math.Max(0, Array.FindIndex(text.Split('\n'), line => line.TrimStart().StartsWith('#') && line.Contains($"\"{directive}\"", StringComparison.Ordinal))) + 1;

    /// <summary>Whether a text may have such directives. What has none for sure need not be read for them.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text)
    {
        for (int hash = text.IndexOf('#'); hash >= 0; hash = text.IndexOf('#'))
        {
            text = text[(hash + 1)..];
            ReadOnlySpan<char> rest = text.TrimStart();
            int length = rest.StartsWith("load") ? 4 : rest.StartsWith("r") || rest.StartsWith("i") ? 1 : 0;
            if (length > 0 && (rest.Length == length || !char.IsLetterOrDigit(rest[length])))
            {
                return true;
            }
        }

        return false;
    }
}
