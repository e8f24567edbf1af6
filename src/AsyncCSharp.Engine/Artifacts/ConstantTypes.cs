using Mono.Cecil;

namespace AsyncCSharp.Engine.Artifacts;

/// <summary>
/// What the weaver has to know of types in other assemblies after all. A constant whose type is none of the language's own is written only
/// where that is found out to be an enumeration, which it always is. Of which size, the value itself says.
/// </summary>
internal sealed class ConstantTypes() : MetadataResolver(NoAssemblyResolver.Instance)
{
    /// <summary>How a module is to be read that is written again.</summary>
    public static ReaderParameters NewParameters() => new(ReadingMode.Deferred) { AssemblyResolver = NoAssemblyResolver.Instance, MetadataResolver = new ConstantTypes() };

    /// <inheritdoc/>
    public override TypeDefinition? Resolve(TypeReference type) => base.Resolve(type) ?? (type.IsValueType ? Enumeration(type) : null);

    private static TypeDefinition Enumeration(TypeReference type)
    {
        TypeSystem own = type.Module.TypeSystem;
        TypeDefinition enumeration = new(type.Namespace, type.Name, TypeAttributes.Sealed, new TypeReference(nameof(System), nameof(Enum), type.Module, own.CoreLibrary));
        enumeration.Fields.Add(new FieldDefinition("value__", FieldAttributes.Public | FieldAttributes.SpecialName | FieldAttributes.RTSpecialName, own.Int32));
        return enumeration;
    }
}
