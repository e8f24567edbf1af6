using Xunit;

namespace AsyncCSharp.HelpBuilder.Tests;

public sealed class FolderTests : IDisposable
{
    private const string About = "---\ntitle: about_Old\n---\n\n# about_Old\n\n## SHORT DESCRIPTION\n\nOld.\n\n## LONG DESCRIPTION\n\nText.\n";
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Build_SamePages_GivesTheSameBytes()
    {
        _folder.Write(SamplePage.Name, SamplePage.Text.ReplaceLineEndings("\n"));
        _folder.Build();
        string first = _folder.Read("Sample.dll-Help.xml");

        _folder.Write(SamplePage.Name, SamplePage.Text.ReplaceLineEndings("\r\n"));
        _folder.Build();

        Assert.Equal(first, _folder.Read("Sample.dll-Help.xml"));
        Assert.DoesNotContain('\r', first);
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n", first, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_SeveralPages_GoIntoOneFileInOrderOfTheirNames()
    {
        _folder.Write("Get-Zebra", SamplePage.Text.Replace("Get-Sample", "Get-Zebra", StringComparison.Ordinal));
        _folder.Write("Get-Ant", SamplePage.Text.Replace("Get-Sample", "Get-Ant", StringComparison.Ordinal));
        Assert.Empty(_folder.Build());

        string maml = _folder.Read("Sample.dll-Help.xml");
        Assert.InRange(maml.IndexOf("Get-Ant", StringComparison.Ordinal), 0, maml.IndexOf("Get-Zebra", StringComparison.Ordinal));
    }

    [Fact]
    public void Build_AboutPageRemoved_RemovesItsTextToo()
    {
        string page = _folder.Write("about_Old", About);
        Assert.Empty(_folder.Build());
        Assert.NotEmpty(_folder.Read("about_Old.help.txt"));

        File.Delete(page);
        _folder.Write(SamplePage.Name, SamplePage.Text);
        Assert.Empty(_folder.Build());

        Assert.Equal(["Sample.dll-Help.xml"], Directory.GetFiles(_folder.Output).Select(Path.GetFileName));
    }
}
