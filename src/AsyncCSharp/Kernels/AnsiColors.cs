using System.Globalization;

namespace AsyncCSharp.Kernels;

/// <summary>The console's colours as escape sequences.</summary>
internal static class AnsiColors
{
    private const int Foreground = 30;
    private const int Background = 40;
    private const int Bright = 60;

    // The console counts blue, green, red; terminals red, green, blue.
    private static readonly int[] s_numbers = [0, 4, 2, 6, 1, 5, 3, 7];

    /// <summary>A text in colours; null for that of the surroundings.</summary>
    public static string Paint(string text, ConsoleColor? foreground, ConsoleColor? background)
    {
        string codes = string.Join(';', new[] { Code(foreground, Foreground), Code(background, Background) }.OfType<string>());
        return codes.Length == 0 ? text : $"\e[{codes}m{text}\e[0m";
    }

    private static string? Code(ConsoleColor? color, int ground) => color is not { } c ? null
        : (ground + s_numbers[(int)c & 7] + ((int)c >= 8 ? Bright : 0)).ToString(CultureInfo.InvariantCulture);
}
