using System.Dynamic;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Showing;

/// <summary>What PowerShell is to know of types besides what they say themselves.</summary>
internal static class TypeDefinitions
{
    /// <summary>Those that, within another object, are what they are, and not the views that a pipeline gets.</summary>
    public static IReadOnlyList<Type> Adapted { get; } = [typeof(ExpandoObject), typeof(JsonDocument), typeof(JsonElement), typeof(JsonObject)];

    /// <summary>All of them. They are read only, and the same for all runspaces.</summary>
    public static IReadOnlyList<TypeData> All { get; } =
    [
        // Remoting, jobs in other processes and Export-Clixml read every property of an object. Result of a task that runs would block them
        // for ever, as it would block the formatter: see the views.
        Serialized("System.Threading.Tasks.Task", "Id", "IsCompleted", "Status"),
        Serialized("AsyncCSharp.ValueTask", "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled"),

        // The text of a view is that of what it stands for.
        new(ViewType.WithText) { Members = { [nameof(ToString)] = new CodeMethodData(nameof(ToString), typeof(ViewAdapter).GetMethod(nameof(ViewAdapter.TextOf))) } },
        .. Adapted.Select(static type => new TypeData(type.FullName!) { TypeAdapter = typeof(ViewAdapter) }),
    ];

    private static TypeData Serialized(string type, params string[] properties) =>
        new(type) { SerializationMethod = "SpecificProperties", PropertySerializationSet = new PropertySetData(properties) };
}
