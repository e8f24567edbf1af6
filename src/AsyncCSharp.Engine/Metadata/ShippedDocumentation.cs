using System.IO.Compression;
using System.Security;
using System.Text;

namespace AsyncCSharp.Engine.Metadata;

/// <summary>
/// The documentation of the framework that the module has with it, for machines without an SDK: summaries and parameters, in an archive with a file for each
/// namespace (tools/HelpBuilder). Any thread.
/// </summary>
/// <param name="archive">The archive's file; null for none.</param>
internal sealed class ShippedDocumentation(string? archive)
{
    private const string Name = "framework-docs.zip";
    private const string Extension = ".xml";

    private static readonly Lazy<ShippedDocumentation> s_installed = new(static () => new ShippedDocumentation(FindArchive()));

    private readonly Lazy<HashSet<string>> _namespaces = new(() => Read(archive!));

    // A list of words asks for a namespace several times in a row. Whoever collects garbage may have it.
    private readonly WeakReference<NamespaceText?> _latest = new(null);

    /// <summary>That of the module. The process's.</summary>
    public static ShippedDocumentation Installed => s_installed.Value;

    /// <summary>The element of a member; null where there is none.</summary>
    /// <param name="id">The member's name, as the compiler writes it.</param>
    public string? Find(string id)
    {
        if (archive is null || TextFor(id) is not { } text)
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = text.Bytes;
        int start = bytes.IndexOf(Encoding.UTF8.GetBytes($"<member name=\"{SecurityElement.Escape(id)}\">"));
        if (start < 0)
        {
            return null;
        }

        int end = bytes[start..].IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(bytes.Slice(start, end < 0 ? bytes.Length - start : end));
    }

    private NamespaceText? TextFor(string id)
    {
        try
        {
            if (NamespaceOf(id) is not { } name)
            {
                return null;
            }

            if (_latest.TryGetTarget(out NamespaceText? latest) && latest.Namespace == name)
            {
                return latest;
            }

            using ZipArchive opened = ZipFile.OpenRead(archive!);
            ZipArchiveEntry entry = opened.GetEntry(name + Extension)!;
            using Stream stream = entry.Open();
            byte[] bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            latest = new NamespaceText(name, bytes);
            _latest.SetTarget(latest);
            return latest;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    // The longest one that the name begins with: a type may be within another one.
    private string? NamespaceOf(string id)
    {
        int end = id.IndexOf('(', StringComparison.Ordinal);
        string name = id[2..(end < 0 ? id.Length : end)];
        while (name.LastIndexOf('.') is var dot and > 0)
        {
            name = name[..dot];
            if (_namespaces.Value.Contains(name))
            {
                return name;
            }
        }

        return null;
    }

    private static HashSet<string> Read(string archive)
    {
        using ZipArchive opened = ZipFile.OpenRead(archive);
        return [.. opened.Entries.Select(static e => e.FullName[..^Extension.Length])];
    }

    private static string? FindArchive()
    {
        string engine = Path.GetDirectoryName(typeof(ShippedDocumentation).Assembly.Location)!;
        return new[] { Path.Combine(engine, Name), Path.Combine(Path.GetDirectoryName(engine)!, Name) }.FirstOrDefault(File.Exists);
    }

    private sealed record NamespaceText(string Namespace, byte[] Bytes);
}
