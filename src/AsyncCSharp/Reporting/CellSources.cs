using System.Globalization;
using AsyncCSharp.Text;

namespace AsyncCSharp.Reporting;

/// <summary>
/// The texts of a session's latest cells, for the line of an error. One a session, which owns it; cells add to it, and errors may be made on
/// any thread.
/// </summary>
internal sealed class CellSources
{
    /// <summary>How many texts are kept: methods of older cells that fail have their line's number only.</summary>
    private const int Most = 256;

    private const int LongestText = 100_000;
    private const int LongestLine = 160;
    private const string CellMark = "Cell[";

    private readonly object _lock = new();
    private readonly (int Number, string? Text)[] _texts = new (int, string?)[Most];

    /// <summary>Keeps the text of a cell. Each call of a cell comes by here.</summary>
    public void Add(int number, string text)
    {
        lock (_lock)
        {
            _texts[number % Most] = (number, text.Length > LongestText ? null : text);
        }
    }

    /// <summary>Takes over those of another session.</summary>
    public void CopyFrom(CellSources other)
    {
        (int Number, string? Text)[] texts = other.ToArray();
        lock (_lock)
        {
            texts.CopyTo(_texts, 0);
        }
    }

    /// <summary>Forgets all of them: the session begins anew.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_texts);
        }
    }

    private (int Number, string? Text)[] ToArray()
    {
        lock (_lock)
        {
            return [.. _texts];
        }
    }

    /// <summary>A line of source, on a line of its own behind a message; nothing where it is not known.</summary>
    public static string ExcerptOf(string? source)
    {
        // Without bars and numbers: PowerShell's view puts it behind the message where a script was run.
        string line = source?.Trim() ?? string.Empty;
        string shown = line.Length > LongestLine ? line[..Shown.Whole(line, LongestLine)] + "..." : line;
        return line.Length == 0 ? string.Empty : $"{Environment.NewLine}    {shown}";
    }

    /// <summary>A line of source; null where it is not known.</summary>
    /// <param name="name">The cell, such as <c>Cell[3]</c>, or the file.</param>
    /// <param name="number">The number of the line.</param>
    public string? LineOf(string name, int number)
    {
        string? text = null;
        if (name.StartsWith(CellMark, StringComparison.Ordinal) && int.TryParse(name.AsSpan(CellMark.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out int cell))
        {
            lock (_lock)
            {
                (int Number, string? Text) kept = _texts[cell % Most];
                text = kept.Number == cell ? kept.Text : null;
            }
        }

        try
        {
            IEnumerable<string> lines = text?.Split('\n') ?? (File.Exists(name) ? File.ReadLines(name) : []);
            return lines.ElementAtOrDefault(number - 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
