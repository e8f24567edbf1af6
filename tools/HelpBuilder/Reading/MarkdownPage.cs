using AsyncCSharp.HelpBuilder.Text;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;

namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>A parsed file: its name, front matter, title and sections.</summary>
internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder()
        .UseYamlFrontMatter()
        .UsePipeTables()
        .Build();

    private MarkdownPage(string name, int titleLine, FrontMatter frontMatter, IReadOnlyList<Section> sections)
    {
        Name = name;
        TitleLine = titleLine;
        FrontMatter = frontMatter;
        Sections = sections;
    }

    /// <summary>The file's name without its extension, which is also the title.</summary>
    public string Name { get; }

    public int TitleLine { get; }

    public FrontMatter FrontMatter { get; }

    public IReadOnlyList<Section> Sections { get; }

    public static MarkdownPage Parse(string path, string text, PageErrors errors)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        MarkdownDocument document = Markdown.Parse(text, s_pipeline);

        FrontMatter frontMatter = FrontMatter.Read(document.OfType<YamlFrontMatterBlock>().FirstOrDefault(), errors);
        List<Block> body = [.. document.Where(block => block is not YamlFrontMatterBlock)];
        if (body.Count == 0 || body[0] is not HeadingBlock { Level: 1 } title)
        {
            errors.Add(body.Count == 0 ? 1 : body[0].Line + 1, $"The page has to begin with the heading '# {name}'.");
            return new MarkdownPage(name, 1, frontMatter, Section.Split(body, 2));
        }

        if (InlineText.Of(title.Inline) != name)
        {
            errors.Add(title.Line + 1, $"The title has to be the name of the file, '{name}'.");
        }

        List<Block> rest = body[1..];
        foreach (Block stray in rest.Where(block => block is HeadingBlock { Level: 1 }))
        {
            errors.Add(stray.Line + 1, "A page has one heading of level 1.");
        }

        if (rest.Count > 0 && rest[0] is not HeadingBlock)
        {
            errors.Add(rest[0].Line + 1, "There is text before the first section.");
        }

        return new MarkdownPage(name, title.Line + 1, frontMatter, Section.Split(rest, 2));
    }
}
