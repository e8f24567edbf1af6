using AsyncCSharp.HelpBuilder.Model;
using AsyncCSharp.HelpBuilder.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>Reads the page of a cmdlet, written in the schema that PlatyPS calls 2024-05-01.</summary>
internal sealed class CommandPageReader
{
    private const string SchemaVersion = "2024-05-01";
    private static readonly string[] s_order =
        ["SYNOPSIS", "SYNTAX", "ALIASES", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS"];

    private readonly MarkdownPage _page;
    private readonly PageErrors _errors;
    private readonly TextRenderer _text;

    private CommandPageReader(MarkdownPage page, PageErrors errors)
    {
        _page = page;
        _errors = errors;
        _text = new TextRenderer(TextRenderer.NoWrap, errors);
    }

    public static CommandPage Read(MarkdownPage page, PageErrors errors) => new CommandPageReader(page, errors).Read();

    private CommandPage Read()
    {
        _page.FrontMatter.Expect("document type", "cmdlet", _errors);
        _page.FrontMatter.Expect("title", _page.Name, _errors);
        _page.FrontMatter.Expect("PlatyPS schema version", SchemaVersion, _errors);
        string helpFile = _page.FrontMatter.Require("external help file", _errors);

        CheckSections();
        IReadOnlyList<Parameter> parameters = ParameterReader.Read(Find("PARAMETERS"), _text, _errors);
        return new CommandPage(
            _page.Name,
            helpFile,
            Synopsis(),
            string.Join(' ', Paragraphs(Find("ALIASES"))),
            Required("DESCRIPTION"),
            SyntaxReader.Read(_page.Name, Find("SYNTAX"), parameters, _errors),
            parameters,
            ExampleReader.Read(Find("EXAMPLES"), _text, _errors),
            Types("INPUTS"),
            Types("OUTPUTS"),
            Paragraphs(Find("NOTES")),
            Links());
    }

    private void CheckSections()
    {
        int last = -1;
        HashSet<string> seen = [];
        foreach (Section section in _page.Sections)
        {
            int index = Array.IndexOf(s_order, section.Title);
            if (index < 0)
            {
                _errors.Add(section.Line, $"'{section.Title}' is not a section of a cmdlet page.");
                continue;
            }

            if (!seen.Add(section.Title))
            {
                _errors.Add(section.Line, $"The section {section.Title} is there twice.");
            }
            else if (index < last)
            {
                _errors.Add(section.Line, $"The section {section.Title} has to stand before {s_order[last]}.");
            }

            last = Math.Max(last, index);
        }

        foreach (string missing in s_order.Where(title => title != "ALIASES" && !seen.Contains(title)))
        {
            _errors.Add(_page.TitleLine, $"The section {missing} is missing.");
        }
    }

    private Section? Find(string title) => _page.Sections.FirstOrDefault(section => section.Title == title);

    private IReadOnlyList<string> Paragraphs(Section? section) =>
        section is null ? [] : _text.Paragraphs(section.Blocks);

    private IReadOnlyList<string> Required(string title)
    {
        Section? section = Find(title);
        IReadOnlyList<string> paragraphs = Paragraphs(section);
        if (section is not null && paragraphs.Count == 0)
        {
            _errors.Add(section.Line, $"The section {title} has no text.");
        }

        return paragraphs;
    }

    private string Synopsis()
    {
        IReadOnlyList<string> paragraphs = Required("SYNOPSIS");
        if (paragraphs.Count > 1)
        {
            _errors.Add(Find("SYNOPSIS")!.Line, "The synopsis has to be one paragraph.");
        }

        return paragraphs.Count == 0 ? "" : paragraphs[0];
    }

    private List<TypeNote> Types(string title)
    {
        Section? section = Find(title);
        if (section is null)
        {
            return [];
        }

        List<TypeNote> types = [];
        foreach (Section type in section.Split(3))
        {
            IReadOnlyList<string> description = Paragraphs(type);
            if (description.Count == 0)
            {
                _errors.Add(type.Line, $"The type {type.Title} has no text.");
            }

            types.Add(new TypeNote(type.Title, description));
        }

        if (types.Count == 0)
        {
            _errors.Add(section.Line, $"The section {title} names no type; write '### None' where there is none.");
        }

        return types;
    }

    private List<RelatedLink> Links()
    {
        // Get-Help -Online opens the first link that has an address.
        string online = _page.FrontMatter.Find("HelpUri");
        List<RelatedLink> links = online.Length == 0 ? [] : [new RelatedLink("Online version", online)];
        foreach (Block block in Find("RELATED LINKS")?.Blocks ?? [])
        {
            foreach (LinkInline link in block.Descendants().OfType<LinkInline>())
            {
                string address = link.Url ?? "";
                links.Add(new RelatedLink(InlineText.Of(link), InlineText.IsAbsolute(address) ? address : ""));
            }
        }

        return links;
    }
}
