using System.Text;
using AsyncCSharp.HelpBuilder.Reading;
using AsyncCSharp.HelpBuilder.Text;

namespace AsyncCSharp.HelpBuilder.Output;

/// <summary>Writes an <c>about_</c> page as text of 80 columns: headings at the margin, text indented.</summary>
internal static class AboutWriter
{
    private const int LineWidth = 80;
    private const int TextIndent = 4;
    private const string Short = "SHORT DESCRIPTION";
    private const string Long = "LONG DESCRIPTION";

    public static string Write(MarkdownPage page, PageErrors errors)
    {
        page.FrontMatter.Expect("title", page.Name, errors);
        CheckSections(page, errors);

        StringBuilder text = new();
        Line(text, 0, "TOPIC");
        Line(text, TextIndent, page.Name);
        TextRenderer renderer = new(LineWidth - TextIndent, errors);
        foreach (Section section in page.Sections)
        {
            IReadOnlyList<string> lead = renderer.Lines(section.Lead);
            if (section.Title == Short && lead.Count != 1)
            {
                // PowerShell takes the fifth line of the file, and nothing more, for the synopsis.
                errors.Add(section.Line, $"The short description has to be one line of at most {LineWidth - TextIndent} characters.");
            }

            Line(text, 0, "");
            Line(text, 0, section.Title.ToUpperInvariant());
            Body(text, lead);
            foreach (Section part in section.Split(3))
            {
                Line(text, 0, "");
                Line(text, TextIndent / 2, part.Title);
                Body(text, renderer.Lines(part.Blocks));
            }
        }

        return text.ToString();
    }

    private static void CheckSections(MarkdownPage page, PageErrors errors)
    {
        if (page.Sections.Count == 0 || page.Sections[0].Title != Short)
        {
            errors.Add(page.TitleLine, $"The first section has to be {Short}.");
        }

        if (page.Sections.All(section => section.Title != Long))
        {
            errors.Add(page.TitleLine, $"The section {Long} is missing.");
        }

        foreach (Section section in page.Sections.Where(section => section.Blocks.Count == 0))
        {
            errors.Add(section.Line, $"The section {section.Title} has no text.");
        }
    }

    private static void Body(StringBuilder text, IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            Line(text, TextIndent, line);
        }
    }

    private static void Line(StringBuilder text, int indent, string line) =>
        text.Append(line.Length == 0 ? "" : new string(' ', indent)).Append(line).Append('\n');
}
