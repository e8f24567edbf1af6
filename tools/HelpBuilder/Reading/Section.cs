using Markdig.Syntax;

namespace AsyncCSharp.HelpBuilder.Reading;

/// <summary>A heading with all that stands under it, deeper headings included.</summary>
internal sealed record Section(string Title, int Line, IReadOnlyList<Block> Blocks)
{
    /// <summary>What stands before the first heading of the section.</summary>
    public IEnumerable<Block> Lead => Blocks.TakeWhile(block => block is not HeadingBlock);

    /// <summary>The sections one level deeper.</summary>
    public IReadOnlyList<Section> Split(int level) => Split(Blocks, level);

    public static IReadOnlyList<Section> Split(IEnumerable<Block> blocks, int level)
    {
        List<Section> sections = [];
        List<Block>? current = null;
        foreach (Block block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level <= level)
            {
                current = heading.Level == level ? [] : null;
                if (current is not null)
                {
                    sections.Add(new Section(InlineTitle(heading), heading.Line + 1, current));
                }
            }
            else
            {
                current?.Add(block);
            }
        }

        return sections;
    }

    private static string InlineTitle(HeadingBlock heading) => Text.InlineText.Of(heading.Inline);
}
