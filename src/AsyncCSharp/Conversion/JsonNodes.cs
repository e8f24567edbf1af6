using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Conversion;

/// <summary>Values of PowerShell as nodes of JSON documents, as <c>ConvertTo-Json</c> would write them.</summary>
internal static class JsonNodes
{
    // As deep as the serializer goes.
    private const int MaximumDepth = 64;

    /// <summary>The node.</summary>
    /// <exception cref="InvalidOperationException">The value nests deeper than JSON may, or is in itself.</exception>
    public static JsonNode? Of(object? value) => Of(value, 0);

    /// <summary>A value as an element or a document.</summary>
    public static object Read(object? value, Type type) => JsonSerializer.Deserialize(Of(value), type)!;

    private static JsonNode? Of(object? value, int depth)
    {
        if (depth > MaximumDepth)
        {
            throw new InvalidOperationException(string.Format(null, Strings.JsonTooDeep, MaximumDepth));
        }

        // Views have names that what they stand for has not.
        return (value is PSObject { BaseObject: not PSCustomObject and var inner } ? inner : value) switch
        {
            TupleView tuple => OfProperties(tuple, depth),
            PropertiesView properties => OfProperties(properties, depth),
            EntriesView entries => OfEntries(((IDictionary)entries).Cast<DictionaryEntry>(), depth),
            IEnumerable items and IView { Original: not JsonNode } => OfItems(items, depth),
            _ => OfUnwrapped(PSValue.Unwrap(value), depth),
        };
    }

    private static JsonNode? OfUnwrapped(object? value, int depth) => value switch
    {
        null => null,
        JsonNode { Parent: null } node => node,
        JsonNode node => node.DeepClone(),
        PSObject { BaseObject: PSCustomObject } custom => OfProperties(custom, depth),
        PSObject wrapped => OfPlain(wrapped.BaseObject, depth),
        _ => OfPlain(value, depth),
    };

    private static JsonNode? OfPlain(object value, int depth) => value switch
    {
        string text => JsonValue.Create(text),
        ITuple tuple => OfProperties(new TupleShape(tuple.Length).View(tuple), depth),
        JsonDocument or JsonElement => JsonSerializer.SerializeToNode(value),
        IDictionary dictionary => OfEntries(dictionary.Cast<DictionaryEntry>(), depth),
        _ when ValueKinds.Of(value.GetType()).View?.Invoke(value) is PSObject view => OfProperties(view, depth),
        IEnumerable items => OfItems(items, depth),
        _ => JsonSerializer.SerializeToNode(value),
    };

    private static JsonArray OfItems(IEnumerable items, int depth) => [.. items.Cast<object?>().Select(item => Of(item, depth + 1))];

    private static JsonObject OfEntries(IEnumerable<DictionaryEntry> entries, int depth)
    {
        JsonObject node = [];
        foreach (DictionaryEntry entry in entries)
        {
            node[entry.Key.ToString()!] = Of(entry.Value, depth + 1);
        }

        return node;
    }

    private static JsonObject OfProperties(PSObject value, int depth)
    {
        JsonObject node = [];
        foreach (PSPropertyInfo property in value.Properties)
        {
            node[property.Name] = Of(property.Value, depth + 1);
        }

        return node;
    }
}
