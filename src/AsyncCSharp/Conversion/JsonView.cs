using System.Text.Json;
using System.Text.Json.Nodes;

namespace AsyncCSharp.Conversion;

/// <summary>What <c>System.Text.Json</c> has read, as PowerShell's own objects: as <c>ConvertFrom-Json</c> gives them, and live.</summary>
internal static class JsonView
{
    private const string Namespace = "System.Text.Json";

    /// <summary>What makes the view of a node or an element; null for any other type.</summary>
    public static Func<object, object?>? For(Type type) =>
        type.Namespace?.StartsWith(Namespace, StringComparison.Ordinal) == true ? Find(type) : null;

    /// <summary>A value of PowerShell's as one of C#: nodes of documents are made of whatever it is.</summary>
    public static T ConvertTo<T>(object? value) =>
        IsNode(typeof(T)) ? (T)(object)JsonNodes.Of(value)!
        : IsOfJson(typeof(T)) && PSValue.Unwrap(value) is not T ? (T)JsonNodes.Read(value, typeof(T))
        : PSValue.ConvertTo<T>(value);

    /// <summary>Whether the type is one of those that have views.</summary>
    public static bool IsOfJson(Type type) => type.Namespace?.StartsWith(Namespace, StringComparison.Ordinal) == true && IsKnown(type);

    /// <summary>The items of a document or an element that is an array; null for any other value.</summary>
    public static IEnumerable<JsonElement>? ItemsOf(object? value) =>
        value?.GetType() is { Namespace: Namespace } && ElementOf(value) is { ValueKind: JsonValueKind.Array } element ? element.EnumerateArray() : null;

    private static bool IsNode(Type type) => type.Namespace?.StartsWith(Namespace, StringComparison.Ordinal) == true && typeof(JsonNode).IsAssignableFrom(type);

    private static bool IsKnown(Type type) => type == typeof(JsonElement) || type == typeof(JsonDocument) || typeof(JsonNode).IsAssignableFrom(type);

    // Apart, so that the library is loaded for types of its own only.
    private static Func<object, object?>? Find(Type type)
    {
        if (type == typeof(JsonElement) || type == typeof(JsonDocument))
        {
            return static value => OfElement(ElementOf(value)!.Value, value);
        }

        return typeof(JsonValue).IsAssignableFrom(type) ? static value => OfValue((JsonValue)value)
            : typeof(JsonArray).IsAssignableFrom(type) ? static value => new ListView<JsonNode?>((JsonArray)value, null)
            : null;
    }

    private static object? OfValue(JsonValue value) => value.TryGetValue(out JsonElement element)
        ? OfElement(element)
        : PipelineValue.Of(value.GetValue<object>());

    private static object? OfElement(JsonElement element, object? original = null) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => NumberOf(element),
        JsonValueKind.Array => element.EnumerateArray().Select(static item => OfElement(item)).ToArray(),
        JsonValueKind.Object => OfObject(element, original),
        _ => element,
    };

    private static object NumberOf(JsonElement element) =>
        element.TryGetInt64(out long whole) ? whole : element.TryGetDecimal(out decimal exact) && IsWhole(element) ? exact : element.GetDouble();

    private static bool IsWhole(JsonElement element) => !element.GetRawText().AsSpan().ContainsAny(".eE");

    private static JsonElement? ElementOf(object value) => value switch
    {
        JsonElement element => element,
        JsonDocument document => document.RootElement,
        _ => null,
    };

    // The document is often a "using" variable of the cell, which goes when that ends.
    private static object OfObject(JsonElement element, object? original)
    {
        element = element.Clone();
        Dictionary<string, JsonElement> members = [];
        foreach (JsonProperty member in element.EnumerateObject())
        {
            members[member.Name] = member.Value;
        }

        return DictionaryView.Of(original as JsonDocument ?? (object)element, new FixedMembers<JsonElement>(members));
    }
}
