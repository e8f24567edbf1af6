using System.Runtime.InteropServices;
using System.Text;

namespace AsyncCSharp.Engine.Files;

/// <summary>Texts in the image of an assembly.</summary>
internal static class AssemblyText
{
    /// <summary>Whether it has a text in it, in one of the two ways in which assemblies have texts.</summary>
    public static bool IsIn(ReadOnlySpan<byte> image, string text) =>
        image.IndexOf(MemoryMarshal.AsBytes(text.AsSpan())) >= 0 || image.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
