using System.Globalization;

namespace AsyncCSharp;

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
    private const string LineMark = ":line ";

    private readonly object _lock = new();
    private readonly Dictionary<string, string> _texts = [];
    private readonly Queue<string> _names = new();

    /// <summary>Keeps the text of a cell.</summary>
    public void Add(string name, string text)
    {
        if (text.Length > LongestText)
        {
            return;
        }

        lock (_lock)
        {
            if (_texts.TryAdd(name, text))
            {
                _names.Enqueue(name);
                if (_names.Count > Most)
                {
                    _ = _texts.Remove(_names.Dequeue());
                }
            }
        }
    }

    /// <summary>Forgets all of them: the session begins anew.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _texts.Clear();
            _names.Clear();
        }
    }

    /// <summary>The line of source at a place such as <c>Cell[3]:line 2</c>, on a line of its own with its number; nothing where it is not known.</summary>
    public string ExcerptOf(string place)
    {
        int mark = place.LastIndexOf(LineMark, StringComparison.Ordinal);
        if (mark < 0 || !int.TryParse(place.AsSpan(mark + LineMark.Length), CultureInfo.InvariantCulture, out int number) || LineOf(place[..mark], number) is not { } line)
        {
            return string.Empty;
        }

        line = line.Trim();
        string shown = line.Length > LongestLine ? line[..Shown.Whole(line, LongestLine)] + "..." : line;
        return line.Length == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}{number,4} | {shown}");
    }

    private string? LineOf(string name, int number)
    {
        string? text;
        lock (_lock)
        {
            _ = _texts.TryGetValue(name, out text);
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
