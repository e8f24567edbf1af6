using System.Globalization;

namespace AsyncCSharp.Editing;

/// <summary>What a person takes for one character: an emoji is several of .NET's.</summary>
internal static class TextElements
{
    /// <summary>How long the one is that ends at a position.</summary>
    public static int LengthBefore(string text, int position)
    {
        if (position == 0 || text[position - 1] == '\n')
        {
            return Math.Min(position, 1);
        }

        // No text element goes over the end of a line, so those of this line are enough.
        int start = text.LastIndexOf('\n', position - 1) + 1;
        int last = start;
        while (start < position)
        {
            last = start;
            start += LengthAt(text, start);
        }

        return position - last;
    }

    /// <summary>How long the one is that begins at a position.</summary>
    public static int LengthAt(string text, int position) => position < text.Length ? StringInfo.GetNextTextElementLength(text, position) : 0;
}
