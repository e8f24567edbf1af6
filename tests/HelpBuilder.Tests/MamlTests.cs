using System.Xml.Linq;
using Xunit;

namespace AsyncCSharp.HelpBuilder.Tests;

public sealed class MamlTests : IDisposable
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_help = "http://msh";

    private readonly TempFolder _folder = new();
    private readonly XElement _command;

    public MamlTests()
    {
        _folder.Write(SamplePage.Name, SamplePage.Text);
        Assert.Empty(_folder.Build());
        Root = XDocument.Parse(_folder.Read("Sample.dll-Help.xml")).Root!;
        _command = Assert.Single(Root.Elements(s_command + "command"));
    }

    private XElement Root { get; }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Root_IsWhatPowerShellLooksFor()
    {
        Assert.Equal(s_help + "helpItems", Root.Name);
        Assert.Equal("maml", (string?)Root.Attribute("schema"));
    }

    [Fact]
    public void Details_HaveNameAndPlainSynopsis()
    {
        XElement details = _command.Element(s_command + "details")!;
        Assert.Equal("Get-Sample", (string?)details.Element(s_command + "name"));
        Assert.Equal("Get", (string?)details.Element(s_command + "verb"));
        Assert.Equal("Sample", (string?)details.Element(s_command + "noun"));
        Assert.Equal(["Gets samples & more."], Paragraphs(details.Element(s_maml + "description")));
    }

    [Fact]
    public void Description_JoinsLinesAndKeepsLists() =>
        Assert.Equal(["First paragraph, in two lines.", "- one\n- two"], Paragraphs(_command.Element(s_maml + "description")));

    [Fact]
    public void Syntax_HasAnItemForEachSetInTheOrderOfTheSyntaxLine()
    {
        XElement[] items = [.. _command.Element(s_command + "syntax")!.Elements(s_command + "syntaxItem")];
        Assert.Equal(2, items.Length);
        Assert.All(items, item => Assert.Equal("Get-Sample", (string?)item.Element(s_maml + "name")));
        Assert.Equal(["Name", "Kind", "Force"], Names(items[0]));
        Assert.Equal(["Id", "Kind", "Force"], Names(items[1]));
    }

    [Fact]
    public void Parameter_HasTheFactsOfItsYaml()
    {
        XElement name = Parameter("Name");
        Assert.Equal("false", (string?)name.Attribute("required"));
        Assert.Equal("0", (string?)name.Attribute("position"));
        Assert.Equal("true", (string?)name.Attribute("globbing"));
        Assert.Equal("true", (string?)name.Attribute("variableLength"));
        Assert.Equal("True (ByValue)", (string?)name.Attribute("pipelineInput"));
        Assert.Equal("none", (string?)name.Attribute("aliases"));
        Assert.Equal("string[]", (string?)name.Element(s_command + "parameterValue"));
        Assert.Equal("System.String[]", (string?)name.Element(s_dev + "type")!.Element(s_maml + "name"));
        Assert.Equal("None", (string?)name.Element(s_dev + "defaultValue"));
        Assert.Equal(["The name.", "It may have wildcards."], Paragraphs(name.Element(s_maml + "description")));

        XElement id = Parameter("Id");
        Assert.Equal("true", (string?)id.Attribute("required"));
        Assert.Equal("named", (string?)id.Attribute("position"));
        Assert.Equal("True (ByPropertyName)", (string?)id.Attribute("pipelineInput"));
    }

    [Fact]
    public void Parameter_Switch_HasNoValue()
    {
        XElement force = Parameter("Force");
        Assert.Null(force.Element(s_command + "parameterValue"));
        Assert.Equal("False", (string?)force.Element(s_dev + "defaultValue"));
        Assert.Equal("False", (string?)force.Attribute("pipelineInput"));
    }

    [Fact]
    public void Parameter_AcceptedValuesAndAliases_AreListed()
    {
        XElement kind = Parameter("Kind");
        Assert.Equal("Sort, k", (string?)kind.Attribute("aliases"));
        Assert.Equal(["Big", "Small"], kind.Element(s_command + "parameterValueGroup")!.Elements().Select(value => value.Value));
    }

    [Fact]
    public void Parameters_LackTheCommonOnes() =>
        Assert.Equal(["Force", "Id", "Kind", "Name"], Names(_command.Element(s_command + "parameters")!));

    [Fact]
    public void Parameter_DontShow_IsLeftOut()
    {
        _folder.Write(
            SamplePage.Name,
            SamplePage.Text
                .Replace(" [-Kind <string>]", "", StringComparison.Ordinal)
                .Replace("AcceptedValues:", "DontShow: true\nAcceptedValues:", StringComparison.Ordinal));
        Assert.Empty(_folder.Build());
        Assert.DoesNotContain("Kind", _folder.Read("Sample.dll-Help.xml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Example_HasTitleCodeWithOutputAndRemarks()
    {
        XElement example = Assert.Single(_command.Element(s_command + "examples")!.Elements());
        Assert.Equal("---------- Example 1: All ----------", (string?)example.Element(s_maml + "title"));
        Assert.Equal("Get-Sample |\n    Where-Object Name\n\nName\n----\nOne", (string?)example.Element(s_dev + "code"));
        Assert.Equal("Shows all.", Paragraphs(example.Element(s_dev + "remarks"))[0]);
    }

    [Fact]
    public void InputsOutputsNotesAndLinks_AreThere()
    {
        XElement input = Assert.Single(_command.Element(s_command + "inputTypes")!.Elements(s_command + "inputType"));
        Assert.Equal("System.String", (string?)input.Element(s_dev + "type")!.Element(s_maml + "name"));
        XElement output = Assert.Single(_command.Element(s_command + "returnValues")!.Elements(s_command + "returnValue"));
        Assert.Equal(["Things."], Paragraphs(output.Element(s_maml + "description")));
        Assert.Equal(["This cmdlet has the alias gs.", "A note."], Paragraphs(_command.Element(s_maml + "alertSet")!.Element(s_maml + "alert")));
        Assert.Equal(
            ["Online version|https://example.org/sample", "Set-Sample|", "Elsewhere|https://example.org/"],
            _command.Element(s_command + "relatedLinks")!.Elements().Select(link => $"{link.Element(s_maml + "linkText")!.Value}|{link.Element(s_maml + "uri")!.Value}"));
    }

    private static List<string> Paragraphs(XElement? parent) => [.. parent!.Elements(s_maml + "para").Select(para => para.Value)];

    private static IEnumerable<string> Names(XElement parent) =>
        parent.Elements(s_command + "parameter").Select(parameter => parameter.Element(s_maml + "name")!.Value);

    private XElement Parameter(string name) =>
        _command.Element(s_command + "parameters")!.Elements().Single(parameter => parameter.Element(s_maml + "name")!.Value == name);
}
