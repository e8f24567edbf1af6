namespace AsyncCSharp.Kernels;

/// <summary>Places in a text: clients count characters, strings count halves of them.</summary>
internal static class TextPlaces
{
    /// <summary>The place of a character in the string.</summary>
    public static int ToIndex(string text, int characters)
    {
        int index = 0;
        while (characters-- > 0 && index < text.Length)
        {
            index += char.IsSurrogatePair(text, index) ? 2 : 1;
        }

        return index;
    }

    /// <summary>How many characters are before a place of the string.</summary>
    public static int ToCharacters(string text, int index) => text[..Math.Clamp(index, 0, text.Length)].EnumerateRunes().Count();

    /// <summary>Where the name that ends at a place begins.</summary>
    public static int StartOfName(string text, int end)
    {
        while (end > 0 && IsOfName(text[end - 1]))
        {
            end--;
        }

        return end;
    }

    /// <summary>Where the name that a place is in ends.</summary>
    public static int EndOfName(string text, int start)
    {
        while (start < text.Length && IsOfName(text[start]))
        {
            start++;
        }

        return start;
    }

    private static bool IsOfName(char c) => char.IsLetterOrDigit(c) || c == '_';
}
