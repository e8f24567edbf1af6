using System.Collections;
using System.Management.Automation;

namespace MiniPester.Assertions;

/// <summary>PowerShell's view of values: what is a collection, what is equal, and how it reads in a message.</summary>
internal static class Values
{
    private const int LongestCollection = 20;

    /// <summary>Gives what <c>@(...)</c> makes of a value.</summary>
    public static object?[] Enumerate(object? value) => Unwrap(value) switch
    {
        null => [null],
        object?[] array => array,
        string or IDictionary => [value],
        IEnumerable collection => [.. collection.Cast<object?>()],
        _ => [value],
    };

    public static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;

    /// <summary>Compares as Pester does: arrays element by element, all else with <c>-eq</c>, the expected value at its left.</summary>
    public static bool AreEqual(object? actual, object? expected, bool caseSensitive)
    {
        object?[] first = Enumerate(actual);
        object?[] second = Enumerate(expected);
        if (IsNothing(first) || IsNothing(second))
        {
            return IsNothing(first) && IsNothing(second);
        }

        return first.Length == second.Length
            && first.Zip(second).All(pair => Unwrap(pair.First) is Array || Unwrap(pair.Second) is Array
                ? AreEqual(pair.First, pair.Second, caseSensitive)
                : LanguagePrimitives.Equals(pair.Second, pair.First, ignoreCase: !caseSensitive));
    }

    /// <summary>Gives a value as it stands in a message.</summary>
    public static string Text(object? value)
    {
        object? plain = Unwrap(value);
        return plain switch
        {
            null => "$null",
            bool flag => flag ? "$true" : "$false",
            string text => $"'{text}'",
            Type type => $"[{type.FullName}]",
            ScriptBlock script => $"{{{script}}}",
            IDictionary dictionary => $"@{{{string.Join("; ", Entries(dictionary))}}}",
            IEnumerable collection => $"@({Items(collection)})",
            _ => LanguagePrimitives.ConvertTo<string>(plain),
        };
    }

    private static bool IsNothing(object?[] values) => values is [] or [null];

    private static IEnumerable<string> Entries(IDictionary dictionary) =>
        dictionary.Cast<DictionaryEntry>().Select(entry => $"{entry.Key}={Text(entry.Value)}");

    private static string Items(IEnumerable collection)
    {
        object?[] items = [.. collection.Cast<object?>()];
        string text = string.Join(", ", items.Take(LongestCollection).Select(Text));
        return items.Length > LongestCollection ? $"{text}, ...{items.Length - LongestCollection} more" : text;
    }
}
