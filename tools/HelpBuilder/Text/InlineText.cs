using System.Text;
using Markdig.Syntax.Inlines;

namespace AsyncCSharp.HelpBuilder.Text;

/// <summary>The plain text of a line of Markdown: a console shows no bold, and no back-ticks either.</summary>
internal static class InlineText
{
    public static string Of(ContainerInline? container)
    {
        StringBuilder text = new();
        Append(container, text);
        return text.ToString().Trim();
    }

    public static bool IsAbsolute(string address) =>
        address.StartsWith("http://", StringComparison.Ordinal) || address.StartsWith("https://", StringComparison.Ordinal);

    private static void Append(ContainerInline? container, StringBuilder text)
    {
        if (container is null)
        {
            return;
        }

        foreach (Inline inline in container)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.ToString());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.ToString());
                    break;
                case AutolinkInline autolink:
                    text.Append(autolink.Url);
                    break;
                case LineBreakInline lineBreak:
                    text.Append(lineBreak.IsHard ? '\n' : ' ');
                    break;
                case HtmlInline html:
                    text.Append(html.Tag);
                    break;
                case LinkInline { IsImage: true }:
                    // A terminal has no place for it; what is told, the text tells.
                    break;
                case LinkInline link:
                    AppendLink(link, text);
                    break;
                case ContainerInline inner:
                    Append(inner, text);
                    break;
                default:
                    break;
            }
        }
    }

    private static void AppendLink(LinkInline link, StringBuilder text)
    {
        int start = text.Length;
        Append(link, text);
        string address = link.Url ?? "";
        if (IsAbsolute(address) && text.ToString(start, text.Length - start) != address)
        {
            text.Append(" (").Append(address).Append(')');
        }
    }
}
