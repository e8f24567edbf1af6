using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace AsyncCSharp.HelpBuilder.Text;

/// <summary>Renders blocks of Markdown as plain text for a console.</summary>
internal sealed class TextRenderer(int width, PageErrors errors)
{
    /// <summary>For text that PowerShell wraps itself.</summary>
    public const int NoWrap = int.MaxValue;

    private const int CodeIndent = 4;

    /// <summary>A string for each block; those of lists, tables and code have several lines.</summary>
    public IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks) =>
        [.. blocks.Select(block => string.Join('\n', Render(block, width))).Where(text => text.Length > 0)];

    /// <summary>All lines of the blocks, an empty one between two of them.</summary>
    public IReadOnlyList<string> Lines(IEnumerable<Block> blocks) => Lines(blocks, width);

    private List<string> Lines(IEnumerable<Block> blocks, int available)
    {
        List<string> lines = [];
        foreach (Block block in blocks)
        {
            IReadOnlyList<string> rendered = Render(block, available);
            if (rendered.Count > 0 && lines.Count > 0)
            {
                lines.Add("");
            }

            lines.AddRange(rendered);
        }

        return lines;
    }

    private IReadOnlyList<string> Render(Block block, int available)
    {
        switch (block)
        {
            case ParagraphBlock paragraph:
                string text = InlineText.Of(paragraph.Inline);
                return text.Length == 0 ? [] : TextWrap.Lines(text, available);
            case CodeBlock code:
                return Code(code);
            case ListBlock list:
                return List(list, available);
            case QuoteBlock quote:
                return Lines(quote, available);
            case Table table:
                return TextTable.Lines(table, available);
            case HtmlBlock { Type: HtmlBlockType.Comment }:
            case LinkReferenceDefinitionGroup:
                return [];
            default:
                errors.Add(block.Line + 1, $"{block.GetType().Name} has no place in help text.");
                return [];
        }
    }

    // A paragraph of MAML loses the white space before its first line: indented code would come out crooked there.
    private List<string> Code(CodeBlock code)
    {
        string indent = width == NoWrap ? "" : new string(' ', CodeIndent);
        return [.. code.Lines.ToString().TrimEnd().Split('\n').Select(line => (indent + line).TrimEnd())];
    }

    private List<string> List(ListBlock list, int available)
    {
        List<string> lines = [];
        int number = int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out int start) ? start : 1;
        foreach (ListItemBlock item in list.OfType<ListItemBlock>())
        {
            string marker = list.IsOrdered ? $"{number++}. " : "- ";
            string indent = new(' ', marker.Length);
            int inner = available == NoWrap ? NoWrap : available - marker.Length;
            List<string> content = list.IsLoose ? Lines(item, inner) : [.. item.SelectMany(block => Render(block, inner))];
            if (list.IsLoose && lines.Count > 0)
            {
                lines.Add("");
            }

            lines.AddRange(content.Select((line, index) => line.Length == 0 ? "" : (index == 0 ? marker : indent) + line));
        }

        return lines;
    }
}
