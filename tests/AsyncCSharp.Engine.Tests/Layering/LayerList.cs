namespace AsyncCSharp.Engine.Tests.Layering;

/// <summary>
/// The order of the layers, from the top: the one place that says it. A row stands on the rows below it; the namespaces of one row stand
/// beside each other and know nothing of each other. An entry is a namespace, or the full name of a type that does not belong to the layer
/// of its namespace.
/// </summary>
internal static class LayerList
{
    /// <summary>The layers of AsyncCSharp.Engine.dll.</summary>
    public static readonly string[][] Engine =
    [
        ["AsyncCSharp.Engine"],
        ["AsyncCSharp.Engine.Sessions"],
        ["AsyncCSharp.Engine.Variables"],
        ["AsyncCSharp.Engine.Submissions"],
        ["AsyncCSharp.Engine.References"],
        ["AsyncCSharp.Engine.Loading"],
        ["AsyncCSharp.Engine.Packages"],
        ["AsyncCSharp.Engine.Compiling"],
        ["AsyncCSharp.Engine.Metadata", "AsyncCSharp.Engine.Weaving", "AsyncCSharp.Engine.Syntax"],
        ["AsyncCSharp.Engine.Caching"],
        ["AsyncCSharp.Engine.Artifacts", "AsyncCSharp.Engine.Generators", "AsyncCSharp.Engine.Threading"],
        ["AsyncCSharp.Engine.Directives", "AsyncCSharp.Engine.Files"],
        ["AsyncCSharp.Engine.Naming"],
    ];

    /// <summary>The layers of AsyncCSharp.dll; none as long as it has no order.</summary>
    public static readonly string[][] Module = [];

    /// <summary>The highest layer of AsyncCSharp.dll that the engine may use.</summary>
    public const string Contract = "AsyncCSharp.Contract";
}
