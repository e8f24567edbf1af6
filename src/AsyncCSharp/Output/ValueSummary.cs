using System.ComponentModel;
using System.Management.Automation;
using AsyncCSharp.Contract;
using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>
/// Texts for the default views. Never waits, and runs nothing of a lazy collection. What is the framework's through and through is written as C#
/// writes it; nobody's code runs for that. For the format file only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValueSummary
{
    private const int Longest = 120;

    /// <summary>A variable's value.</summary>
    /// <param name="variable">The variable.</param>
    public static string Of(CSharpVariable variable) => ShownText.Of(Text(variable?.Value));

    /// <summary>The first line of a cell's text.</summary>
    /// <param name="entry">The cell.</param>
    public static string Of(CSharpHistoryEntry entry)
    {
        ReadOnlySpan<char> text = entry is null ? [] : entry.Code.AsSpan().Trim();
        int end = text.IndexOfAny('\r', '\n');
        ReadOnlySpan<char> line = end < 0 ? text : text[..end].TrimEnd();
        return ShownText.Of(line.Length > Longest ? string.Concat(line[..(char.IsHighSurrogate(line[Longest - 1]) ? Longest - 1 : Longest)], "...")
            : end < 0 ? line.ToString()
            : string.Concat(line, " ..."));
    }

    /// <summary>A text or the text of an object, with nothing in it that a terminal obeys.</summary>
    /// <param name="value">The text, or the object.</param>
    public static string Shown(object? value) => ShownText.Of(value?.ToString());

    /// <summary>The diagnostics of a test.</summary>
    /// <param name="result">What the test gave.</param>
    public static string Of(CellTestResult result) => result is null ? string.Empty : ShownText.Of(AsyncCSharp.Text.Shown.List(result.Diagnostics, d => d.ToString()));

    private static string Text(object? value)
    {
        string text = value switch
        {
            null => "null",
            string s => Written(s[..Math.Min(s.Length, Longest)]) ?? s,
            _ when IsPlain(value.GetType()) || IsPlainCollection(value) => Written(value) ?? value.ToString() ?? string.Empty,
            Task task => $"Task ({task.Status})",
            System.Collections.ICollection { Count: var count } => $"{TypeDisplay.Of(value.GetType())} ({count})",
            System.Collections.IEnumerable => TypeDisplay.Of(value.GetType()),
            PSObject bag => bag.ToString(),
            _ => value.ToString() ?? string.Empty,
        };
        return text.Length > Longest ? string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "...") : text;
    }

    // Another thread may change a collection meanwhile; and no list is to fail for an engine that cannot be loaded.
    private static string? Written(object value)
    {
        try
        {
            return EngineLoadContext.Engine.TextOf(value);
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal);

    // Those that have their elements: whoever else is a collection may compute them.
    private static bool IsPlainCollection(object value)
    {
        Type type = value.GetType();
        return type.IsArray
            ? IsPlain(type.GetElementType()!)
            : type.IsConstructedGenericType
                && value is System.Collections.ICollection
                && (type.Assembly == typeof(List<>).Assembly || type.Assembly == typeof(Stack<>).Assembly)
                && Array.TrueForAll(type.GetGenericArguments(), IsPlain);
    }
}
