using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text.RegularExpressions;
using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.References;

/// <summary>
/// Finds the assemblies that PowerShell code has brought into the process (<c>Add-Type</c>, modules) by the names that a cell did not
/// find: those that <c>Add-Type</c> makes have random names of their own, which nobody could refer to.
/// </summary>
internal static partial class ProcessTypes
{
    private const string Attribute = "Attribute";

    // A type or namespace that is not there; a name; a member of a namespace; a name after "global::".
    private static readonly HashSet<string> s_missing = ["CS0246", "CS0103", "CS0234", "CS0400"];

    // The process's, as its assemblies are: an entry goes with its assembly.
    private static readonly ConditionalWeakTable<Assembly, HashSet<string>> s_names = [];

    /// <summary>The assemblies that have a type or a namespace of a name that was not found; of several with one name the newest.</summary>
    public static IReadOnlyList<Assembly> FindMissing(IReadOnlyList<CellDiagnostic> diagnostics)
    {
        string[] missing = [.. diagnostics.Where(d => s_missing.Contains(d.Id)).SelectMany(NamesIn).Distinct()];
        if (missing.Length == 0)
        {
            return [];
        }

        Assembly[] candidates = [.. AssemblyLoadContext.Default.Assemblies.Where(IsUsers)];
        return [.. missing
            .Select(name => Array.FindLast(candidates, a => NamesOf(a) is { } names && (names.Contains(name) || names.Contains(name + Attribute))) ?? EnumOf(name))
            .OfType<Assembly>()
            .Distinct()];
    }

    private static Assembly? EnumOf(string name) => ShellEnums.Find(name) is { } declared ? EnumTwins.Named(declared).Assembly : null;

    private static IEnumerable<string> NamesIn(CellDiagnostic diagnostic)
    {
        int start = Math.Clamp(diagnostic.Column - 1, 0, diagnostic.SourceLine.Length);
        string place = diagnostic.SourceLine.Substring(start, Math.Min(diagnostic.Length, diagnostic.SourceLine.Length - start));
        return Identifier().Matches(place).Select(match => match.Value);
    }

    // The framework's are referred to anyway; PowerShell's own libraries come in the versions that it needs.
    private static bool IsUsers(Assembly assembly) =>
        !assembly.IsDynamic
        && (assembly.Location.Length == 0 || (!FrameworkFiles.Contains(assembly.Location) && !FrameworkFiles.IsShells(assembly.Location, FrameworkFiles.Shell)));

    private static HashSet<string> NamesOf(Assembly assembly) => s_names.GetValue(assembly, static assembly =>
    {
        HashSet<string> names = [];
        foreach (Type type in TypesOf(assembly))
        {
            int arity = type.Name.IndexOf('`', StringComparison.Ordinal);
            _ = names.Add(arity < 0 ? type.Name : type.Name[..arity]);
            names.UnionWith((type.Namespace ?? string.Empty).Split('.', StringSplitOptions.RemoveEmptyEntries));
        }

        return names;
    });

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetExportedTypes();
        }
        catch (Exception e) when (e is TypeLoadException or IOException or BadImageFormatException or NotSupportedException or ReflectionTypeLoadException)
        {
            // An assembly that it refers to cannot be loaded: none of its types is offered.
            return [];
        }
    }

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_]*")]
    private static partial Regex Identifier();
}
