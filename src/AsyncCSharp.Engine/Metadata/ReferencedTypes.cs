using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>The public types of what a compilation refers to, read out of the metadata: the compiler's symbols of all namespaces would stay in memory.</summary>
internal static class ReferencedTypes
{
    /// <summary>What a submission and those before it refer to.</summary>
    public static IEnumerable<MetadataReference> ReferencesOf(Compilation compilation)
    {
        for (Compilation? submission = compilation; submission is not null; submission = submission.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            foreach (MetadataReference reference in submission.ExternalReferences)
            {
                yield return reference;
            }
        }
    }

    /// <summary>The metadata of a reference; null for one that is no file's.</summary>
    public static MetadataReader? ReaderOf(MetadataReference reference) =>
        reference is PortableExecutableReference file && file.GetMetadata() is AssemblyMetadata metadata ? metadata.GetModules()[0].GetMetadataReader() : null;

    /// <summary>Whether a type is public, stands in no other, and has a namespace.</summary>
    public static bool IsImportable(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public && !type.Namespace.IsNil;

    /// <summary>The namespaces that have a type of a name, whatever its type parameters, in the order of their names.</summary>
    public static IReadOnlyList<string> NamespacesOf(string name, Compilation compilation)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        string generic = name + '`';
        foreach (MetadataReference reference in ReferencesOf(compilation))
        {
            if (ReaderOf(reference) is not { } reader)
            {
                continue;
            }

            foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
            {
                TypeDefinition type = reader.GetTypeDefinition(handle);
                if (IsImportable(type) && (reader.StringComparer.Equals(type.Name, name) || reader.StringComparer.StartsWith(type.Name, generic)))
                {
                    _ = found.Add(reader.GetString(type.Namespace));
                }
            }
        }

        return [.. found];
    }
}
