using AsyncCSharp.HelpBuilder.Model;
using AsyncCSharp.HelpBuilder.Text;
using Markdig.Syntax;

namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>Reads the section EXAMPLES: a <c>powershell</c> block first, then blocks with what it prints, then remarks.</summary>
internal static class ExampleReader
{
    public static IReadOnlyList<Example> Read(Section? section, TextRenderer text, PageErrors errors)
    {
        if (section is null)
        {
            return [];
        }

        List<Example> examples = [];
        foreach (Section entry in section.Split(3))
        {
            if (ReadOne(entry, text, errors) is { } example)
            {
                examples.Add(example);
            }
        }

        if (section.Split(3).Count == 0)
        {
            errors.Add(section.Line, "The section EXAMPLES has no example.");
        }

        return examples;
    }

    private static Example? ReadOne(Section entry, TextRenderer text, PageErrors errors)
    {
        List<FencedCodeBlock> code = [.. entry.Blocks.TakeWhile(block => block is FencedCodeBlock).Cast<FencedCodeBlock>()];
        if (code.Count == 0 || code[0].Info != "powershell" || code[0].Lines.ToString().Trim().Length == 0)
        {
            errors.Add(entry.Line, $"'{entry.Title}' has to begin with a ```powershell block that is not empty.");
            return null;
        }

        IReadOnlyList<string> remarks = text.Paragraphs(entry.Blocks.Skip(code.Count));
        if (remarks.Count == 0)
        {
            errors.Add(entry.Line, $"'{entry.Title}' has no text after its code.");
        }

        // Get-Help shows one code block per example, so that what is typed and what is printed share it.
        string shown = string.Join("\n\n", code.Select(block => block.Lines.ToString().TrimEnd()));
        return new Example(entry.Title, shown, remarks);
    }
}
