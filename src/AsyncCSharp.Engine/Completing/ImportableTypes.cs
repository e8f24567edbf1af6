using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Metadata;
using Microsoft.CodeAnalysis;
using Document = Microsoft.CodeAnalysis.Document;

namespace AsyncCSharp.Engine.Completing;

/// <summary>
/// The types whose namespace is not imported. Roslyn's own answers for these are an option of Visual Studio's, and thousands for each key.
/// </summary>
internal static class ImportableTypes
{
    // The process's: an entry goes with its reference.
    private static readonly ConditionalWeakTable<MetadataReference, Entry[]> s_known = [];

    /// <summary>Those that begin with a word, but for the names that are known without.</summary>
    public static async Task<IReadOnlyList<CodeCompletion>> FindAsync(Document document, string word, HashSet<string> known, CancellationToken cancellationToken)
    {
        if (await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation)
        {
            return [];
        }

        List<Entry> found = [];
        foreach (MetadataReference reference in ReferencedTypes.ReferencesOf(compilation))
        {
            found.AddRange(s_known.GetValue(reference, Read).Where(e => e.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && !known.Contains(e.Name)));
        }

        return
        [
            .. found.Distinct()
                .OrderBy(e => e.Name.Length).ThenBy(static e => e.Name, StringComparer.Ordinal).ThenBy(static e => e.Namespace, StringComparer.Ordinal)
                .Where(e => compilation.GetTypeByMetadataName(e.FullName) is { } type && IsMeant(type))
                .Select(static e => new CodeCompletion($"{e.Namespace}.{e.Name}", $"{e.Name} ({e.Namespace})", CodeKind.Type)
                {
                    Namespace = e.Namespace,
                    Note = new CodeNote($"{e.Namespace}.{e.Name}", string.Empty),
                }),
        ];
    }

    private static bool IsMeant(INamedTypeSymbol type) => !type.GetAttributes().Any(static a => a.AttributeClass?.Name is nameof(ObsoleteAttribute) || IsHidden(a));

    private static bool IsHidden(AttributeData attribute) =>
        attribute is { AttributeClass.Name: nameof(System.ComponentModel.EditorBrowsableAttribute), ConstructorArguments: [{ Value: (int)System.ComponentModel.EditorBrowsableState.Never }] };

    private static Entry[] Read(MetadataReference reference)
    {
        if (ReferencedTypes.ReaderOf(reference) is not { } reader)
        {
            return [];
        }

        List<Entry> entries = [];
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            if (ReferencedTypes.IsImportable(type))
            {
                string name = reader.GetString(type.Name);
                int arity = name.IndexOf('`', StringComparison.Ordinal);
                entries.Add(new Entry(arity < 0 ? name : name[..arity], reader.GetString(type.Namespace), arity < 0 ? string.Empty : name[arity..]));
            }
        }

        return [.. entries];
    }

    private sealed record Entry(string Name, string Namespace, string Arity)
    {
        public string FullName => $"{Namespace}.{Name}{Arity}";
    }
}
