using System.Reflection;

namespace AsyncCSharp.Reporting;

/// <summary>Tells assemblies that were compiled of cells by their names.</summary>
internal static class CellAssembly
{
    /// <summary>What the names begin with.</summary>
    public const string Prefix = "Cell-";

    /// <summary>Whether the assembly was compiled of a cell.</summary>
    public static bool Is(Assembly assembly) => assembly.GetName().Name?.StartsWith(Prefix, StringComparison.Ordinal) == true;
}
