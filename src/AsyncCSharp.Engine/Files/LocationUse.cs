using System.Reflection.Metadata;

namespace AsyncCSharp.Engine.Files;

/// <summary>Finds libraries that ask where they lie. They look for something beside their file, so they need to have one.</summary>
internal static class LocationUse
{
    private static readonly (string Type, string Member)[] s_members =
    [
        ("Assembly", "get_Location"),
        ("Assembly", "get_CodeBase"),
        ("Assembly", "get_EscapedCodeBase"),
        ("Assembly", "GetFile"),
        ("Assembly", "GetFiles"),
        ("Module", "get_FullyQualifiedName"),
        ("AssemblyDependencyResolver", ".ctor"),
    ];

    /// <summary>Whether code of the assembly asks for it.</summary>
    public static bool IsIn(MetadataReader metadata)
    {
        foreach (MemberReferenceHandle handle in metadata.MemberReferences)
        {
            MemberReference member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                TypeReference type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                if (Array.Exists(s_members, known => metadata.StringComparer.Equals(member.Name, known.Member) && metadata.StringComparer.Equals(type.Name, known.Type)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
