using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using AsyncCSharp.HelpBuilder.Model;

namespace AsyncCSharp.HelpBuilder.Output;

/// <summary>Writes cmdlet pages as MAML, in the shape that PowerShell's help reader and its views expect.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_help = "http://msh";

    public static string Write(IEnumerable<CommandPage> pages)
    {
        XElement root = new(
            s_help + "helpItems",
            new XAttribute("schema", "maml"),
            pages.OrderBy(page => page.Name, StringComparer.Ordinal).Select(Command));

        StringBuilder text = new();
        XmlWriterSettings settings = new() { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
        {
            root.WriteTo(writer);
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }

    private static XElement Command(CommandPage page)
    {
        string[] verbAndNoun = page.Name.Split('-', 2);
        return new XElement(
            s_command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", s_maml),
            new XAttribute(XNamespace.Xmlns + "command", s_command),
            new XAttribute(XNamespace.Xmlns + "dev", s_dev),
            new XElement(
                s_command + "details",
                new XElement(s_command + "name", page.Name),
                new XElement(s_command + "verb", verbAndNoun[0]),
                new XElement(s_command + "noun", verbAndNoun.ElementAtOrDefault(1) ?? ""),
                new XElement(s_maml + "description", Paragraphs([page.Synopsis]))),
            new XElement(s_maml + "description", Paragraphs(page.Description)),
            new XElement(s_command + "syntax", page.Syntax.Select(set => SyntaxItem(page.Name, set))),
            new XElement(
                s_command + "parameters",
                page.Parameters.Where(parameter => !parameter.DontShow).Select(parameter => Parameter(parameter, Overall(parameter)))),
            new XElement(s_command + "inputTypes", page.Inputs.Select(type => TypeNote("inputType", type))),
            new XElement(s_command + "returnValues", page.Outputs.Select(type => TypeNote("returnValue", type))),
            Notes(page),
            new XElement(s_command + "examples", page.Examples.Select(Example)),
            new XElement(s_command + "relatedLinks", page.Links.Select(Link)));
    }

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) =>
        paragraphs.Select(paragraph => new XElement(s_maml + "para", paragraph));

    private static XElement SyntaxItem(string command, SyntaxSet set) =>
        new(
            s_command + "syntaxItem",
            new XElement(s_maml + "name", command),
            set.Parameters.Select(entry => Parameter(entry.Parameter, entry.Membership)));

    /// <summary>The one line that Get-Help has for all parameter sets together.</summary>
    private static SetMembership Overall(Parameter parameter)
    {
        SetMembership first = parameter.Sets[0];
        return first with
        {
            IsRequired = parameter.Sets.Any(set => set.IsRequired),
            FromPipeline = parameter.Sets.Any(set => set.FromPipeline),
            FromPipelineByPropertyName = parameter.Sets.Any(set => set.FromPipelineByPropertyName),
        };
    }

    private static XElement Parameter(Parameter parameter, SetMembership set)
    {
        string type = TypeNames.Short(parameter.Type);
        XElement element = new(
            s_command + "parameter",
            new XAttribute("required", Lower(set.IsRequired)),
            new XAttribute("variableLength", Lower(parameter.Type.EndsWith("[]", StringComparison.Ordinal))),
            new XAttribute("globbing", Lower(parameter.SupportsWildcards)),
            new XAttribute("pipelineInput", PipelineInput(set)),
            new XAttribute("position", set.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(s_maml + "name", parameter.Name),
            new XElement(s_maml + "description", Paragraphs(parameter.Description)));

        if (parameter.AcceptedValues.Count > 0)
        {
            element.Add(new XElement(s_command + "parameterValueGroup", parameter.AcceptedValues.Select(value => Value(value, "false"))));
        }

        // A switch has no value, and Get-Help writes one after the name as soon as the element is there.
        if (!parameter.IsSwitch)
        {
            element.Add(Value(type, "true"));
        }

        element.Add(
            new XElement(s_dev + "type", new XElement(s_maml + "name", parameter.Type), new XElement(s_maml + "uri")),
            new XElement(s_dev + "defaultValue", parameter.DefaultValue.Length == 0 ? "None" : parameter.DefaultValue));
        return element;
    }

    private static XElement Value(string text, string required) =>
        new(
            s_command + "parameterValue",
            new XAttribute("required", required),
            new XAttribute("variableLength", "false"),
            text);

    private static string PipelineInput(SetMembership set) =>
        (set.FromPipeline, set.FromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByPropertyName, ByValue)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static string Lower(bool value) => value ? "true" : "false";

    private static XElement TypeNote(string element, TypeNote type) =>
        new(
            s_command + element,
            new XElement(s_dev + "type", new XElement(s_maml + "name", type.Type)),
            new XElement(s_maml + "description", Paragraphs(type.Description)));

    // MAML has no place for aliases of a command.
    private static XElement Notes(CommandPage page) =>
        new(
            s_maml + "alertSet",
            new XElement(s_maml + "alert", Paragraphs(page.Aliases.Length == 0 ? page.Notes : [page.Aliases, .. page.Notes])));

    // Get-Help puts nothing between two examples; the empty paragraphs do.
    private static XElement Example(Example example) =>
        new(
            s_command + "example",
            new XElement(s_maml + "title", $"---------- {example.Title} ----------"),
            new XElement(s_dev + "code", example.Code),
            new XElement(s_dev + "remarks", Paragraphs(example.Remarks), new XElement(s_maml + "para"), new XElement(s_maml + "para")));

    private static XElement Link(RelatedLink link) =>
        new(
            s_maml + "navigationLink",
            new XElement(s_maml + "linkText", link.Text),
            new XElement(s_maml + "uri", link.Address));
}
