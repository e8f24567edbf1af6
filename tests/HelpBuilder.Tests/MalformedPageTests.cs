using Xunit;

namespace AsyncCSharp.HelpBuilder.Tests;

public sealed class MalformedPageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("document type: cmdlet", "document type: other", "---", "'document type: other' where 'cmdlet' is expected")]
    [InlineData("title: Get-Sample", "title: Get-Other", "---", "'title: Get-Other' where 'Get-Sample' is expected")]
    [InlineData("external help file: Sample.dll-Help.xml", "", "---", "lacks 'external help file'")]
    [InlineData("# Get-Sample\n", "# Get-Other\n", "# Get-Sample", "The title has to be the name of the file")]
    [InlineData("## SYNOPSIS", "## SUMMARY", "## SYNOPSIS", "'SUMMARY' is not a section of a cmdlet page")]
    [InlineData("## SYNOPSIS", "## SUMMARY", "# Get-Sample", "The section SYNOPSIS is missing")]
    [InlineData("Gets `samples` & **more**.", "", "## SYNOPSIS", "The section SYNOPSIS has no text")]
    [InlineData("## NOTES", "## SYNOPSIS", "## NOTES", "The section SYNOPSIS is there twice")]
    [InlineData("## DESCRIPTION", "## NOTES", "# Get-Sample", "The section DESCRIPTION is missing")]
    [InlineData("The number.\n", "", "### -Id", "The parameter -Id has no text")]
    [InlineData("Type: System.Int32\n", "", "Type: System.Int32", "needs at least Type and ParameterSets", -1)]
    [InlineData("  ValueFromPipelineByPropertyName: true", "  ValueFromPipe: true", "ValueFromPipelineByPropertyName: true", "The yaml of -Id cannot be read")]
    [InlineData("Position: 0", "Position: first", "The name.", "a number or 'Named', not 'first'", 4)]
    [InlineData("- Name: ByName", "- Name: ByNames", "### -Name", "names the parameter set 'ByNames', which SYNTAX does not have")]
    [InlineData("### CommonParameters", "### -Other", "## PARAMETERS", "lack '### CommonParameters'")]
    [InlineData("### -Kind", "### Kind", "### -Kind", "'Kind' is not '-Name' of a parameter")]
    [InlineData("### -Kind", "### -Id", "### -Kind", "The parameter -Id is there twice")]
    [InlineData("```powershell", "```", "### Example 1", "has to begin with a ```powershell block")]
    [InlineData("Shows all.", "", "### Example 1", "has no text after its code")]
    [InlineData("### System.String\n", "", "## INPUTS", "The section INPUTS names no type")]
    [InlineData("Things.", "", "### Sample.Thing", "The type Sample.Thing has no text")]
    [InlineData("-Id <int> [", "[-Id <int>] [", "-Id <int> [", "does not say what the yaml of the parameters says: Get-Sample -Id <int> [-Kind <string>]")]
    [InlineData("<string[]>", "<string>", "<string[]>", "says: Get-Sample [[-Name] <string[]>]")]
    [InlineData("A note.", "#### Deep", "A note.", "HeadingBlock has no place in help text")]
    public void Build_Mistake_IsReportedWithItsLine(string old, string changed, string place, string message, int offset = 0)
    {
        string text = SamplePage.Text.ReplaceLineEndings("\n");
        int at = text.IndexOf(old, StringComparison.Ordinal);
        string path = _folder.Write(SamplePage.Name, text[..at] + changed + text[(at + old.Length)..]);
        int line = SamplePage.LineOf(place) + offset;

        IReadOnlyList<DocError> errors = _folder.Build();

        Assert.Contains(errors, error => error.File == path && error.Line == line && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Build_ManyMistakes_ReportsThemAll()
    {
        _folder.Write(SamplePage.Name, SamplePage.Text.Replace("## NOTES", "", StringComparison.Ordinal).Replace("Forces.", "", StringComparison.Ordinal));
        _folder.Write("about_Empty", "# about_Empty\n");

        IReadOnlyList<DocError> errors = _folder.Build();

        Assert.Contains(errors, error => error.Message == "The section NOTES is missing.");
        Assert.Contains(errors, error => error.Message == "The parameter -Force has no text.");
        Assert.Contains(errors, error => error.Message == "The section LONG DESCRIPTION is missing.");
    }

    [Fact]
    public void Build_AnyMistake_WritesNothing()
    {
        _folder.Write(SamplePage.Name, SamplePage.Text);
        _folder.Write("Get-Other", SamplePage.Text);

        Assert.NotEmpty(_folder.Build());
        Assert.False(Directory.Exists(_folder.Output));
    }

    [Fact]
    public void Build_NoSuchFolder_IsAnError() =>
        Assert.Equal("There is no such folder.", Assert.Single(HelpBuild.Run(Path.Combine(_folder.Docs, "none"), _folder.Output)).Message);
}
