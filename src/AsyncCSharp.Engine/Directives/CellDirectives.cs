namespace AsyncCSharp.Engine.Directives;

/// <summary>What a cell asks for before it is compiled.</summary>
/// <param name="References">By <c>#r</c>.</param>
/// <param name="Loads">By <c>#load</c>.</param>
internal sealed record CellDirectives(IReadOnlyList<string> References, IReadOnlyList<string> Loads)
{
    /// <summary>Sources of packages, by <c>#i</c>.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Lines of a file-based program, without <c>#:</c>, that cannot be done.</summary>
    public IReadOnlyList<string> Refused { get; init; } = [];

    /// <summary>Of a cell that asks for nothing.</summary>
    public static CellDirectives None { get; } = new([], []);

    /// <summary>The line, from 1, of the directive that has this between its quotes.</summary>
    public static int LineOf(string text, string directive)
    {
        string[] lines = text.Split('\n');
        int line = Find($"\"{directive}\"");
        return Math.Max(0, line >= 0 ? line : Find(PackageRequest.Read(directive)?.Id ?? directive)) + 1;

        int Find(string part) => Array.FindIndex(lines, line => line.TrimStart().StartsWith('#') && line.Contains(part, StringComparison.Ordinal));
    }

    /// <summary>Whether a text may have such directives. What has none for sure need not be read for them.</summary>
    public static bool MayBeIn(ReadOnlySpan<char> text)
    {
        for (int hash = text.IndexOf('#'); hash >= 0; hash = text.IndexOf('#'))
        {
            text = text[(hash + 1)..];
            if (text.StartsWith(":") || text.StartsWith("!"))
            {
                return true;
            }

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
