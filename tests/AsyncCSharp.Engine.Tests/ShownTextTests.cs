using AsyncCSharp.Text;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Text that is put before a person.</summary>
public sealed class ShownTextTests
{
    [Fact]
    public void Of_EveryCharacter_LeavesNoneThatSteers()
    {
        for (int c = 0; c <= char.MaxValue; c++)
        {
            string shown = ShownText.Of($"a{(char)c}b");

            Assert.Equal(3, shown.Length);
            bool steers = (char.IsControl((char)c) && (char)c is not ('\t' or '\n')) || c is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069);
            Assert.Equal(steers, shown[1] != (char)c);
            Assert.False(char.IsControl(shown[1]) && (char)c is not ('\t' or '\n'));
        }
    }

    [Theory]
    [InlineData("a\r\nb", "a\r\nb")]
    [InlineData("a\r\r\nb\r", "a\u240d\r\nb\u240d")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Of_LineBreaks_AreLeft(string? text, string expected) => Assert.Equal(expected, ShownText.Of(text));

    [Fact]
    public void Of_PlainText_IsTheSameObject()
    {
        string text = new('x', 3);

        Assert.Same(text, ShownText.Of(text));
    }
}
