using AsyncCSharp.Editing;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Editing;

/// <summary>Keys as a terminal gives them.</summary>
public sealed class PasteReaderTests
{
    [Fact]
    public void Read_GivesAPasteAsOneKey()
    {
        PasteReader reader = ReaderOf("a\e[200~int x;\r\n\tint y;\r\e[201~b");

        Assert.Equal('a', reader.Read().KeyChar);
        Assert.Equal(ConsoleKey.F24, reader.Read().Key);
        Assert.Equal("int x;\n    int y;\n", reader.TakePasted());
        Assert.Null(reader.TakePasted());
        Assert.Equal('b', reader.Read().KeyChar);
    }

    [Fact]
    public void Read_GivesOtherSequencesAsTheyCome()
    {
        PasteReader reader = ReaderOf("\e[2x");

        Assert.Equal("\e[2x", new string([.. Enumerable.Range(0, 4).Select(_ => reader.Read().KeyChar)]));
    }

    [Fact]
    public void Read_NamesKeysThatTheFrameworkGivesWithoutTheirCharacter()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Consoles of Windows give Ctrl+7 where that is pressed");
        ConsoleKeyInfo underscore = new('\0', ConsoleKey.D7, shift: false, alt: false, control: true);

        Assert.Equal('\x1f', new PasteReader(() => underscore, static () => true).Read().KeyChar);
    }

    private static PasteReader ReaderOf(string input)
    {
        Queue<char> keys = new(input);
        return new PasteReader(() => new ConsoleKeyInfo(keys.Dequeue(), ConsoleKey.None, shift: false, alt: false, control: false), () => keys.Count > 0);
    }
}
