using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Text;

namespace AsyncCSharp.Kernels;

/// <summary>Objects as a table of HTML.</summary>
internal static class ResultTable
{
    private const int LongestCell = 1000;
    private const int LongestTable = 64 * 1024;
    private const int MostItems = 4;

    /// <summary>The table.</summary>
    /// <param name="items">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="more">How many rows there are beyond these.</param>
    public static string Make(IReadOnlyList<PSObject> items, IReadOnlyList<ResultColumn> columns, long more)
    {
        StringBuilder html = new("<table><thead><tr>");
        foreach (ResultColumn column in columns)
        {
            _ = html.Append("<th>").Append(WebUtility.HtmlEncode(column.Label)).Append("</th>");
        }

        _ = html.Append("</tr></thead><tbody>");
        int shown = 0;
        for (; shown < items.Count && html.Length < LongestTable; shown++)
        {
            _ = html.Append("<tr>");
            foreach (ResultColumn column in columns)
            {
                _ = html.Append("<td>").Append(WebUtility.HtmlEncode(TextOf(column.ValueOf(items[shown])))).Append("</td>");
            }

            _ = html.Append("</tr>");
        }

        _ = html.Append("</tbody></table>");
        more += items.Count - shown;
        return more == 0 ? html.ToString() : html.Append("<p>").Append(WebUtility.HtmlEncode(string.Format(null, Strings.KernelMore, more))).Append("</p>").ToString();
    }

    // A property whose text cannot be made is empty, as one that throws.
    private static string TextOf(object? value)
    {
        try
        {
            return MakeText(value);
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return string.Empty;
        }
    }

    private static string MakeText(object? value)
    {
        object? plain = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        string text = plain switch
        {
            null => string.Empty,
            string s => s,
            PSObject bag => bag.ToString(),
            IFormattable formattable => formattable.ToString(null, CultureInfo.CurrentCulture),
            ICollection items => $"{{{string.Join(", ", items.Cast<object?>().Take(MostItems).Select(i => i?.ToString()))}{(items.Count > MostItems ? "…" : string.Empty)}}}",
            _ => plain.ToString() ?? string.Empty,
        };
        return text.Length > LongestCell ? string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestCell - 1]) ? LongestCell - 1 : LongestCell), "…") : text;
    }
}
