using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>The extension methods of what a compilation refers to.</summary>
internal static class ReferencedExtensions
{
    private const TypeAttributes Static = TypeAttributes.Abstract | TypeAttributes.Sealed;
    private const MethodAttributes Callable = MethodAttributes.Static | MethodAttributes.Public;

    /// <summary>The namespaces that have a method of a name for a type, in the order of their names.</summary>
    public static IReadOnlyList<string> NamespacesOf(string name, ITypeSymbol receiver, Compilation compilation)
    {
        SortedSet<string> found = new(StringComparer.Ordinal);
        foreach (MetadataReference reference in ReferencedTypes.ReferencesOf(compilation))
        {
            if (ReferencedTypes.ReaderOf(reference) is not { } reader)
            {
                continue;
            }

            foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
            {
                TypeDefinition type = reader.GetTypeDefinition(handle);
                if ((type.Attributes & Static) == Static && ReferencedTypes.IsImportable(type) && HasMethod(type, name, reader)
                    && reader.GetString(type.Namespace) is var space && !found.Contains(space)
                    && Extends($"{space}.{reader.GetString(type.Name)}", name, receiver, compilation))
                {
                    _ = found.Add(space);
                }
            }
        }

        return [.. found];
    }

    private static bool HasMethod(TypeDefinition type, string name, MetadataReader reader)
    {
        foreach (MethodDefinitionHandle handle in type.GetMethods())
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if ((method.Attributes & Callable) == Callable && reader.StringComparer.Equals(method.Name, name))
            {
                return true;
            }
        }

        return false;
    }

    // Only the compiler knows whether a method takes the type, and it is asked about few.
    private static bool Extends(string type, string method, ITypeSymbol receiver, Compilation compilation)
    {
        for (Compilation? submission = compilation; submission is not null; submission = submission.ScriptCompilationInfo?.PreviousScriptCompilation)
        {
            if (submission.GetTypeByMetadataName(type) is { } home)
            {
                return home.GetMembers(method).OfType<IMethodSymbol>().Any(m => m.IsExtensionMethod && m.ReduceExtensionMethod(receiver) is not null);
            }
        }

        return false;
    }
}
