using System.Text;

namespace AsyncCSharp.Text;

/// <summary>
/// How much of it is written where we put together a text for a person. A cell can fail in a thousand places at once, or with a
/// message of megabytes, and PowerShell's view of an error takes time by the square of its length. The objects have all of it.
/// </summary>
internal static class Shown
{
    /// <summary>How many of a list's items.</summary>
    public const int Items = 100;

    /// <summary>How many characters of one message among many.</summary>
    public const int ItemLength = 2_000;

    /// <summary>How many characters of a message that stands by itself.</summary>
    public const int MessageLength = 10_000;

    private const int ListLength = 40_000;

    /// <summary>A message, cut where it is too long.</summary>
    public static string Message(string text, int limit = MessageLength)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        int end = Whole(text, limit);
        return string.Format(null, Strings.ShownPart, text[..end], text.Length - end);
    }

    /// <summary>The first of some items, each on lines of its own, and how many more there are.</summary>
    public static string List<T>(IReadOnlyList<T> items, Func<T, string> describe)
    {
        StringBuilder text = new();
        int count = 0;
        for (; count < items.Count && count < Items && text.Length < ListLength; count++)
        {
            _ = (count > 0 ? text.AppendLine() : text).Append(describe(items[count]));
        }

        return count == items.Count ? text.ToString() : text.AppendLine().AppendFormat(null, Strings.ShownItems, items.Count - count).ToString();
    }

    /// <summary>The place itself, or the one before where it is in the midst of a surrogate pair.</summary>
    public static int Whole(string text, int place) =>
        place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) && char.IsHighSurrogate(text[place - 1]) ? place - 1 : place;
}
