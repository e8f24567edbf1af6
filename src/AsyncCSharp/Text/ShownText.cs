using System.Buffers;

namespace AsyncCSharp.Text;

/// <summary>
/// Text of somebody else's that is put before a person: a message, a name, a line of code. It must not be able to steer the
/// terminal or to show itself as other text. The objects that it comes from keep it as it is.
/// </summary>
internal static class ShownText
{
    private const char FirstPicture = '\u2400';
    private const char DeletePicture = '\u2421';
    private const char Replacement = '\ufffd';
    private const char Delete = '\x7f';

    // The control characters of ASCII and those with the eighth bit (CSI among them) but for tab and line feed, and what turns
    // the direction of text around.
    private static readonly SearchValues<char> s_steering = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Concat(Enumerable.Range(0x202a, 5)).Concat(Enumerable.Range(0x2066, 4))
            .Select(c => (char)c).Where(c => c is not '\t' and not '\n'),
    ]);

    /// <summary>
    /// The text with a picture in the place of each character that a terminal obeys, so that columns stay. Tabs and line
    /// breaks are left.
    /// </summary>
    public static string Of(string? text)
    {
        int first = text.AsSpan().IndexOfAny(s_steering);
        return first < 0 ? text ?? string.Empty : string.Create(text!.Length, text, static (shown, text) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                bool isLineBreak = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
                shown[i] = isLineBreak || !s_steering.Contains(text[i]) ? text[i] : PictureOf(text[i]);
            }
        });
    }

    private static char PictureOf(char character) =>
        character < ' ' ? (char)(FirstPicture + character) : character == Delete ? DeletePicture : Replacement;
}
