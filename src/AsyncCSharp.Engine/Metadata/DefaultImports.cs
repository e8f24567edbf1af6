using System.Collections.Immutable;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>What is imported without being asked for.</summary>
internal static class DefaultImports
{
    /// <summary>In every cell.</summary>
    public static ImmutableArray<string> OfCells { get; } =
    [
        "System",
        "System.IO",
        "System.Linq",
        "System.Collections.Generic",
        "System.Diagnostics",
        "System.Net.Http",
        "System.Text",
        "System.Threading",
        "System.Threading.Tasks",
        "System.Management.Automation",
        "AsyncCSharp",
    ];

    /// <summary>In script files besides: the rest of what dotnet-script imports.</summary>
    public static ImmutableArray<string> OfScripts { get; } = ["static System.Console", "System.Dynamic", "System.Linq.Expressions"];
}
