using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;

namespace AsyncCSharp.Kernels;

/// <summary>
/// What values of well-known libraries look like, found by the names of their types: this module has no reference to them. A library of another
/// version that has not the members is shown as any other object.
/// </summary>
internal static class LibraryForms
{
    private const int Width = 600;
    private const int Height = 400;

    // The types' names and the methods that draw them. Fixed, and without any type in it.
    private static readonly Dictionary<string, Func<object, Type, ShownForms?>> s_kinds = new(StringComparer.Ordinal)
    {
        ["ScottPlot.Plot"] = OfScottPlot,
        ["Plotly.NET.GenericChart"] = OfPlotlyNet,
        ["Plotly.NET.GenericChart+GenericChart"] = OfPlotlyNet,
        ["XPlot.Plotly.PlotlyChart"] = (value, type) => Page(value, Call(type, value, "GetHtml")),
        ["SkiaSharp.SKImage"] = (value, type) => Image(value, Call(type, value, "Encode")),
        ["SkiaSharp.SKBitmap"] = OfBitmap,
        ["Microsoft.Data.Analysis.DataFrame"] = OfDataFrame,
    };

    /// <summary>The value's forms; null where it is of none of those types.</summary>
    public static ShownForms? Of(object value)
    {
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName is { } name && s_kinds.TryGetValue(name, out Func<object, Type, ShownForms?>? make))
            {
                try
                {
                    return make(value, type);
                }
                catch (Exception e) when (e is AmbiguousMatchException or MissingMemberException or InvalidCastException or ArgumentException or TargetParameterCountException)
                {
                    return null;
                }
            }
        }

        return null;
    }

    private static ShownForms? OfScottPlot(object value, Type type) =>
        Call(type, value, "GetSvgXml", Width, Height) is string svg ? ShownForms.Of(NameOf(value), "image/svg+xml", svg) : null;

    // The function is in a module of F#, which is the type itself or the one around it. Of versions that load Plotly from elsewhere, and of those
    // that have it in themselves, this is the one for pages.
    private static ShownForms? OfPlotlyNet(object value, Type type)
    {
        MethodInfo? make = (from holder in type.Assembly.GetTypes()
                            where holder.FullName is "Plotly.NET.GenericChart" or "Plotly.NET.GenericChartModule"
                            from method in holder.GetMethods(BindingFlags.Public | BindingFlags.Static)
                            where method.Name == "toEmbeddedHTML" && method.GetParameters() is [var only] && only.ParameterType.IsAssignableFrom(type)
                            select method).FirstOrDefault();
        return Page(value, make?.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value], null));
    }

    private static ShownForms? OfBitmap(object value, Type type)
    {
        Type? kinds = type.Assembly.GetType("SkiaSharp.SKEncodedImageFormat");
        return kinds is null ? null : Image(value, Call(type, value, "Encode", Enum.Parse(kinds, "Png"), 100));
    }

    private static ShownForms? Image(object value, object? encoded)
    {
        using (encoded as IDisposable)
        {
            return encoded is not null && Call(encoded.GetType(), encoded, "ToArray") is byte[] bytes ? ShownForms.Of(NameOf(value), "image/png", Convert.ToBase64String(bytes)) : null;
        }
    }

    // A whole page has a frame of its own, in which its scripts run in their order.
    private static ShownForms? Page(object value, object? html) => html is string text
        ? ShownForms.Of(NameOf(value), ShownForms.Html, $"<iframe srcdoc=\"{WebUtility.HtmlEncode(text)}\" width=\"100%\" height=\"520\" frameborder=\"0\"></iframe>")
        : null;

    private static ShownForms? OfDataFrame(object value, Type type)
    {
        if (Get(type, value, "Columns") is not IEnumerable columns || Get(type, value, "Rows") is not IEnumerable rows)
        {
            return null;
        }

        string[] names = [.. columns.Cast<object>().Select(column => Text(Get(column.GetType(), column, "Name")))];
        StringBuilder html = new("<table><thead><tr><th></th>");
        foreach (string name in names)
        {
            _ = html.Append("<th>").Append(WebUtility.HtmlEncode(name)).Append("</th>");
        }

        _ = html.Append("</tr></thead><tbody>");
        List<string[]> lines = [["", .. names]];
        long count = 0;
        foreach (IEnumerable row in rows)
        {
            if (count++ < ShownItems.Most)
            {
                string[] cells = [(count - 1).ToString(CultureInfo.InvariantCulture), .. row.Cast<object?>().Select(Text)];
                lines.Add(cells);
                _ = html.Append("<tr><th>").Append(cells[0]).Append("</th>");
                foreach (string cell in cells.Skip(1))
                {
                    _ = html.Append("<td>").Append(WebUtility.HtmlEncode(cell)).Append("</td>");
                }

                _ = html.Append("</tr>");
            }
        }

        _ = html.Append("</tbody></table>");
        string more = count > ShownItems.Most ? string.Format(null, Strings.KernelMore, count - ShownItems.Most) : string.Empty;
        return ShownForms.Of(Aligned(lines) + (more.Length > 0 ? $"\n{more}" : string.Empty), ShownForms.Html, more.Length > 0 ? $"{html}<p>{more}</p>" : html.ToString());
    }

    private static string Aligned(List<string[]> lines)
    {
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(line => i < line.Length ? line[i].Length : 0))];
        return string.Join('\n', lines.Select(line => string.Join("  ", line.Select((cell, i) => cell.PadRight(i < widths.Length ? widths[i] : 0))).TrimEnd()));
    }

    private static string Text(object? value) => value is IFormattable formattable ? formattable.ToString(null, CultureInfo.CurrentCulture) : value?.ToString() ?? string.Empty;

    private static string NameOf(object value) => value.GetType().FullName ?? string.Empty;

    private static object? Get(Type type, object target, string property) => type.GetProperty(property, BindingFlags.Public | BindingFlags.Instance)?.GetValue(target);

    private static object? Call(Type type, object target, string name, params object[] arguments) =>
        type.GetMethod(name, BindingFlags.Public | BindingFlags.Instance, [.. arguments.Select(a => a.GetType())])?.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
