using AsyncCSharp.Text;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Forms of values that are one thing to a reader: as the user has it, as .NET Interactive's formatters do where the session has them, images by
/// their content, and what some libraries draw. By the thread and in the context of the cell's code, as code of the user's and of libraries is called.
/// </summary>
internal static class ValueForms
{
    /// <summary>What goes through the pipeline in the value's place; null where it is shown as PowerShell shows it.</summary>
    public static object? Of(object value, DisplayFormatters formatters)
    {
        if (OfUser(value, formatters.For(value)) is { } own)
        {
            return own;
        }

        if (value is byte[] bytes)
        {
            return ImageKind.Of(bytes) is { } kind ? ShownForms.Of(kind, kind, Convert.ToBase64String(bytes)) : null;
        }

        return InteractiveFormatting.Of(value) ?? LibraryForms.Of(value);
    }

    private static object? OfUser(object value, IReadOnlyList<DisplayFormatter> formatters)
    {
        if (formatters.Count == 0)
        {
            return null;
        }

        Dictionary<string, string> forms = new(StringComparer.Ordinal);
        foreach (DisplayFormatter formatter in formatters)
        {
            object? made = formatter.Make(value);
            if (formatter.MimeType is { } kind)
            {
                forms[kind] = made?.ToString() ?? string.Empty;
            }
            else if (formatters.Count == 1)
            {
                // The other object is shown as it is: its own formatter may lead back here.
                return made is null ? ShownItems.Of(string.Empty) : InteractiveFormatting.Of(made) ?? LibraryForms.Of(made) ?? (object)ShownItems.Of(made);
            }
        }

        _ = forms.TryAdd(ShownForms.Plain, value.ToString() ?? string.Empty);
        return new ShownForms(forms);
    }
}
