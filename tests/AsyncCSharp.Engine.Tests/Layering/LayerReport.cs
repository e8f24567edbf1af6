namespace AsyncCSharp.Engine.Tests.Layering;

/// <summary>How far an assembly is from layers, in numbers: folders that need each other, and types that do.</summary>
internal static class LayerReport
{
    /// <summary>The lines of the report. Folders are those of the source files, whatever the namespaces are.</summary>
    public static IEnumerable<string> Of(TypeGraph graph, string assembly)
    {
        TypeNode[] types = [.. graph.Types.Values.Where(t => t.Assembly == assembly)];
        Dictionary<string, HashSet<string>> folders = new(StringComparer.Ordinal);
        foreach (TypeNode type in types)
        {
            HashSet<string> uses = UsesOf(FolderOf(type));
            uses.UnionWith(type.Uses.Where(u => u.Assembly == assembly).Select(FolderOf));
            _ = uses.Remove(FolderOf(type));
        }

        IReadOnlyList<IReadOnlyList<string>> cycles = Components.Of(folders.Keys, folder => UsesOf(folder));
        yield return $"{assembly}: {types.Length} types in {folders.Count} folders, {cycles.Sum(c => c.Count)} of them in cycles";
        foreach (IReadOnlyList<string> cycle in cycles)
        {
            yield return $"  {string.Join(", ", cycle.Order(StringComparer.Ordinal))}";
        }

        IReadOnlyList<IReadOnlyList<TypeNode>> components = Components.Of(types, type => type.Uses.Where(u => u.Assembly == assembly));
        yield return $"  types in strongly connected components: {components.Sum(c => c.Count)}, the largest {(components.Count == 0 ? 1 : components[0].Count)}";
        foreach (IReadOnlyList<TypeNode> component in components)
        {
            yield return $"  {component.Count}: {string.Join(", ", component.Select(t => t.FullName).Order(StringComparer.Ordinal))}";
        }

        HashSet<string> UsesOf(string folder)
        {
            if (!folders.TryGetValue(folder, out HashSet<string>? uses))
            {
                folders[folder] = uses = new HashSet<string>(StringComparer.Ordinal);
            }

            return uses;
        }
    }

    // A type without code has no place of its own in the symbols: there its namespace says it.
    private static string FolderOf(TypeNode type) => type.File is { } file ? Path.GetFileName(Path.GetDirectoryName(file.Replace('\\', '/')))!
        : type.Namespace != type.Assembly ? type.Namespace[(type.Namespace.LastIndexOf('.') + 1)..]
        : type.Assembly == "AsyncCSharp" ? "Public" : type.Assembly;
}
