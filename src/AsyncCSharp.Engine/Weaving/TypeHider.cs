using AsyncCSharp.Engine.Artifacts;
using Mono.Cecil;

namespace AsyncCSharp.Engine.Weaving;

/// <summary>Takes types of a library out of the sight of those who are compiled with it: what is internal to an assembly is not found by its name.</summary>
internal static class TypeHider
{
    /// <summary>Gives the library's image with the types hidden, under another version.</summary>
    public static byte[] Hide(byte[] image, IReadOnlyCollection<string> typeNames, Version version)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(image, writable: false), ConstantTypes.NewParameters());
        module.Assembly.Name.Version = version;
        foreach (TypeDefinition type in module.Types.Where(t => typeNames.Contains(t.FullName)))
        {
            type.IsNotPublic = true;
        }

        using MemoryStream hidden = new();
        module.Write(hidden);
        return hidden.ToArray();
    }
}
