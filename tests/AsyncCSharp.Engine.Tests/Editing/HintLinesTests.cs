using AsyncCSharp.Contract;
using AsyncCSharp.Editing;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Editing;

/// <summary>Lines below a text that is typed.</summary>
public sealed class HintLinesTests
{
    private const string Marked = "\e[7m";

    [Fact]
    public void Choices_AreCutToTheWidth_WithWideCharactersAsTwo()
    {
        string[] lines = Lines(12, -1, Choice("名前空間名前空間", "int 名前", "説明説明説明説明"));

        Assert.All(lines, static line => Assert.InRange(Width(line), 1, 12));
        Assert.StartsWith("名前空間名…", lines[0], StringComparison.Ordinal);
        Assert.Equal("説明説明説…", Plain(lines[1]));
    }

    [Fact]
    public void Choices_KeepAnEmojiWhole() => Assert.Equal("ab…", Plain(Lines(4, -1, Choice("ab\U0001F600c", string.Empty, string.Empty))[0]).TrimEnd());

    [Fact]
    public void Choices_MarkTheOneThatIsChosen_AndSayWhatItIs()
    {
        string[] lines = Lines(60, 1, Choice("One", "int One", "The first."), Choice("Two", "int Two", "The\nsecond."));

        Assert.Equal("One  int One", Plain(lines[0]));
        Assert.Equal($"{Marked}Two  int Two\e[0m", lines[1]);
        Assert.Equal("The second.", Plain(lines[2]));
    }

    [Fact]
    public void Choices_CannotSteerTheTerminal() => Assert.DoesNotContain("\e[31m", string.Concat(Lines(60, -1, Choice("x", "int \e[31mx", "\e[31m"))), StringComparison.Ordinal);

    private static string[] Lines(int width, int chosen, params TypingChoice[] choices) => [.. new HintLines(WidthOf, width).Choices(choices, 0, choices.Length, chosen)];

    private static TypingChoice Choice(string shown, string signature, string summary) => new(shown, new CodeNote(signature, summary), new TextEdit(0, 0, shown));

    private static int WidthOf(char c) => c > 0x2e80 && !char.IsSurrogate(c) ? 2 : 1;

    private static int Width(string line) => Plain(line).Sum(WidthOf);

    private static string Plain(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\e\\[[0-9]*m", string.Empty);
}
