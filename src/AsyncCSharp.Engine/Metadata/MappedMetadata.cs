using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>
/// References to files that do not change while the process lives, mapped instead of read: the compiler touches a small
/// part of the framework's 75 MB, and what it touches is shared with the runtime and with other processes.
/// </summary>
internal static class MappedMetadata
{
    private static readonly ConcurrentBag<MemoryMappedViewAccessor> s_views = [];

    /// <summary>The metadata of a file, which stays mapped until the process ends; null where it cannot be mapped.</summary>
    public static unsafe MetadataReference? TryOpen(string path)
    {
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            byte* start = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            start += view.PointerOffset;
            long length = new FileInfo(path).Length;
            using PEReader reader = new(start, (int)length);
            if (!reader.HasMetadata || reader.PEHeaders.MetadataStartOffset + (long)reader.PEHeaders.MetadataSize > length)
            {
                throw new BadImageFormatException(path);
            }

            ModuleMetadata module = ModuleMetadata.CreateFromMetadata(
                (IntPtr)(start + reader.PEHeaders.MetadataStartOffset), reader.PEHeaders.MetadataSize);
            PortableExecutableReference reference = AssemblyMetadata.Create(module).GetReference(new XmlDocumentation(path), filePath: path, display: path);

            // The view is what keeps the pointer good.
            s_views.Add(view);
            return reference;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or BadImageFormatException)
        {
            view?.Dispose();
            return null;
        }
        finally
        {
            file?.Dispose();
        }
    }
}
