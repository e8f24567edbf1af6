using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MiniPester.Model;

/// <summary>Puts the data of -ForEach into names: <c>&lt;_&gt;</c>, <c>&lt;key&gt;</c>, <c>&lt;key.Property&gt;</c>.</summary>
internal static partial class NameTemplate
{
    public static string Expand(string template, TestData data, Block? parent) =>
        Placeholder().Replace(template, match => Replacement(match, data, parent));

    private static string Replacement(Match match, TestData data, Block? parent)
    {
        if (match.Value[0] == '`')
        {
            return match.Value[1..];
        }

        string[] parts = match.Groups["expression"].Value.Split('.');
        if (!TryFind(parts[0], data, parent, out object? value))
        {
            return match.Value;
        }

        foreach (string member in parts[1..])
        {
            value = Member(value, member);
        }

        return Text(value);
    }

    private static bool TryFind(string name, TestData data, Block? parent, out object? value)
    {
        if (data.TryGet(name, out value))
        {
            return true;
        }

        for (Block? block = parent; block is not null; block = block.Parent)
        {
            if (block.Data.TryGet(name, out value))
            {
                return true;
            }
        }

        return false;
    }

    private static object? Member(object? value, string member) => value switch
    {
        null => null,
        IDictionary dictionary when dictionary.Contains(member) => dictionary[member],
        _ => PSObject.AsPSObject(value).Properties[member]?.Value,
    };

    private static string Text(object? value) => value switch
    {
        null => "$null",
        _ => LanguagePrimitives.ConvertTo<string>(value),
    };

    [GeneratedRegex(@"`[<>]|<(?<expression>[A-Za-z_]\w*(\.\w+)*)>", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
