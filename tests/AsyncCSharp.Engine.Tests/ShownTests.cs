using AsyncCSharp.Text;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What is left of a text that is too long to be shown.</summary>
public sealed class ShownTests
{
    private static readonly string s_long = string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i:000} "));

    [Theory]
    [InlineData(0)]
    [InlineData(9_999)]
    [InlineData(10_000)]
    public void Message_ThatFits_IsWhole(int length) => Assert.Equal(length, Shown.Message(new string('a', length)).Length);

    [Fact]
    public void Message_Longer_SaysHowMuchIsLeft()
    {
        string shown = Shown.Message(new string('a', 12_345));
        Assert.StartsWith(new string('a', 10_000) + "...", shown, StringComparison.Ordinal);
        Assert.Contains($"{2_345:N0}", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_WithAPairAtItsEnd_IsNotCutInIt() =>
        Assert.StartsWith(new string('a', 99) + "...", Shown.Message(new string('a', 99) + "\U0001F600" + new string('b', 99), limit: 100), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(100, 0)]
    [InlineData(101, 1)]
    [InlineData(12_345, 12_245)]
    public void List_HasAHundredItemsAndACount(int count, int left)
    {
        string[] lines = Shown.List([.. Enumerable.Range(1, count)], i => $"item {i}").Split(Environment.NewLine);
        Assert.Equal(count == 0 ? 1 : Math.Min(count, 100) + (left > 0 ? 1 : 0), lines.Length);
        Assert.Equal(left > 0, lines[^1].Contains($"{left:N0} more", StringComparison.Ordinal));
    }

    [Fact]
    public void List_OfLongItems_HasFewer()
    {
        string shown = Shown.List([.. Enumerable.Range(1, 100)], _ => new string('a', 2_000));
        Assert.InRange(shown.Length, 30_000, 50_000);
        Assert.Contains("80 more", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(59, 1)]
    [InlineData(60, 1)]
    [InlineData(61, 3)]
    [InlineData(1000, 5)]
    [InlineData(2000, 3000)]
    [InlineData(3900, 3)]
    [InlineData(3999, 1)]
    [InlineData(4000, 1)]
    public void Excerpt_OfALongLine_HasThePlaceUnderlined(int column, int length)
    {
        SourceExcerpt excerpt = SourceExcerpt.Of(s_long, column, length);
        int start = excerpt.Underline.IndexOf('~', StringComparison.Ordinal);
        int shown = excerpt.Underline.Length - start;

        Assert.InRange(excerpt.Line.Length, 60, 210);
        Assert.InRange(shown, 1, Math.Max(1, excerpt.Line.Length - start));
        Assert.Equal(column > 60, excerpt.Line.StartsWith("...", StringComparison.Ordinal));
        int compared = Math.Min(Math.Min(length, s_long.Length - column), shown - 3);
        if (compared > 0)
        {
            Assert.Equal(s_long.AsSpan(column, compared), excerpt.Line.AsSpan(start, compared));
        }
    }

    [Fact]
    public void Excerpt_OfAShortLine_IsTheLine()
    {
        Assert.Equal(new SourceExcerpt("\tint x", "\t    ~"), SourceExcerpt.Of("\tint x", 5, 1));
        Assert.Equal(new SourceExcerpt("int x", "    ~"), SourceExcerpt.Of("\tint x", 5, 1, indent: 1));
        Assert.Equal(new SourceExcerpt(string.Empty, "~"), SourceExcerpt.Of(string.Empty, 7, 0));
    }

    [Theory]
    [InlineData("\"世界\"; x", "x", "        ~")]
    [InlineData("ｆ(한글) + x", "한글", "   ~~~~")]
    [InlineData("a\u0301 + x", "x", "    ~")]
    [InlineData("\"\U0001F600\".x", "x", "     ~")]
    [InlineData("\t世\tx", "x", "\t  \t~")]
    [InlineData("\u202ea\u200bb x", "x", "    ~")]
    [InlineData("größe Ж x", "x", "        ~")]
    public void Excerpt_UnderlinesByColumnsOfTheTerminal(string line, string part, string underline) =>
        Assert.Equal(underline, SourceExcerpt.Of(line, line.IndexOf(part, StringComparison.Ordinal), part.Length).Underline);

    [Fact]
    public void Excerpt_DoesNotCutAPair()
    {
        string line = string.Concat(Enumerable.Repeat("\U0001F600", 500));
        for (int column = 0; column < 999; column++)
        {
            string shown = SourceExcerpt.Of(line, column, 2).Line.Trim('.');
            Assert.True(shown.Length % 2 == 0 && char.IsHighSurrogate(shown[0]));
        }
    }
}
