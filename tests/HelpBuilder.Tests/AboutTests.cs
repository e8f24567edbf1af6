using Xunit;

namespace AsyncCSharp.HelpBuilder.Tests;

public sealed class AboutTests : IDisposable
{
    private const string FrontMatter = "---\ntitle: about_Sample\n---\n\n# about_Sample\n\n";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_LaysOutTopicAndSections()
    {
        string[] lines = Convert("## SHORT DESCRIPTION\n\nA sample.\n\n## LONG DESCRIPTION\n\nText.\n\n### Part\n\nMore.\n\n## See also\n\nOther.\n");

        Assert.Equal(
            [
                "TOPIC", "    about_Sample", "",
                "SHORT DESCRIPTION", "    A sample.", "",
                "LONG DESCRIPTION", "    Text.", "",
                "  Part", "    More.", "",
                "SEE ALSO", "    Other.", "",
            ],
            lines);
    }

    [Fact]
    public void Write_ShortDescription_IsTheFifthLine() =>
        Assert.Equal("    A sample.", Convert(Long("Text."))[4]);

    [Fact]
    public void Write_LongParagraph_IsWrappedTo80Columns()
    {
        string text = string.Join(' ', Enumerable.Range(100, 60));
        string[] lines = [.. Body(Long(text)).TakeWhile(line => line.Length > 0)];

        Assert.All(lines, line => Assert.InRange(line.Length, 5, 80));
        Assert.All(lines, line => Assert.StartsWith("    1", line, StringComparison.Ordinal));
        Assert.Equal(text, string.Join(' ', lines.Select(line => line.Trim())));
        Assert.Equal(79, lines[0].Length);
    }

    [Fact]
    public void Write_WordLongerThanTheLine_IsKeptWhole()
    {
        string word = new('x', 90);
        Assert.Equal(["    a", "    " + word, "    b"], Body(Long($"a {word} b"))[..3]);
    }

    [Fact]
    public void Write_Image_IsLeftOut() =>
        Assert.Equal(["    before", "", "    after"], Body(Long("before\n\n![a picture](../images/a.png)\n\nafter"))[..3]);

    [Fact]
    public void Write_List_HangsItsLines()
    {
        string item = string.Join(' ', Enumerable.Repeat("word", 20));
        string[] lines = Body(Long($"- {item}\n- second\n\n1. one\n2. two"));

        Assert.StartsWith("    - word", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("      word", lines[1], StringComparison.Ordinal);
        Assert.Equal(["    - second", "", "    1. one", "    2. two"], lines[2..6]);
    }

    [Fact]
    public void Write_Code_IsIndentedAndNotWrapped()
    {
        string code = "if ($x) {\n    " + new string('x', 90) + "\n}";
        Assert.Equal(["        if ($x) {", "            " + new string('x', 90), "        }"], Body(Long($"```powershell\n{code}\n```"))[..3]);
    }

    [Fact]
    public void Write_Table_WrapsItsWidestColumn()
    {
        string text = string.Join(' ', Enumerable.Repeat("word", 20));
        string[] lines = Body(Long($"| id | when |\n| --- | --- |\n| First | {text} |\n| Second | short |"));

        Assert.Equal("    id      when", lines[0]);
        Assert.Equal("    ------  " + new string('-', 68), lines[1]);
        Assert.StartsWith("    First   word word", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("            word", lines[3], StringComparison.Ordinal);
        Assert.Equal("    Second  short", lines[4]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void Write_Marks_BecomePlainText() =>
        Assert.Equal(
            "    Use a & b <now>, see Other and site (https://example.org).",
            Body(Long("Use `a` &amp; *b* \\<now\\>, see [Other](Other.md) and [site](https://example.org)."))[0]);

    [Fact]
    public void Write_ShortDescriptionOfTwoLines_IsAnError()
    {
        _folder.Write("about_Sample", FrontMatter + $"## SHORT DESCRIPTION\n\n{string.Join(' ', Enumerable.Repeat("word", 20))}\n\n## LONG DESCRIPTION\n\nText.\n");
        DocError error = Assert.Single(_folder.Build());
        Assert.Equal(7, error.Line);
        Assert.Contains("at most 76 characters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NoShortDescription_IsAnError()
    {
        _folder.Write("about_Sample", FrontMatter + "## LONG DESCRIPTION\n\nText.\n");
        Assert.Equal("The first section has to be SHORT DESCRIPTION.", Assert.Single(_folder.Build()).Message);
    }

    private static string Long(string text) => $"## SHORT DESCRIPTION\n\nA sample.\n\n## LONG DESCRIPTION\n\n{text}\n";

    private string[] Convert(string sections)
    {
        _folder.Write("about_Sample", FrontMatter + sections);
        Assert.Empty(_folder.Build());
        return _folder.Read("about_Sample.help.txt").Split('\n');
    }

    private string[] Body(string sections) => [.. Convert(sections).SkipWhile(line => line != "LONG DESCRIPTION").Skip(1)];
}
