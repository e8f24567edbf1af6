using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Directives;

namespace AsyncCSharp.Engine.Packages;

/// <summary>
/// What requests for exact versions came to, on disk: a script that ran before finds its packages without NuGet. What is
/// kept is where the files are, and not taken where one of them has gone.
/// </summary>
internal static class KeptPackages
{
    /// <summary>The key of the requests, which are made in the folder; null where the answer may be another one tomorrow.</summary>
    public static CacheKey? KeyOf(PackageSet before, IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources, string folder)
    {
        if (!requests.All(r => r.IsExact))
        {
            return null;
        }

        List<string?> parts = ["packages", EngineIdentity.Text, EngineFolder.CurrentPlatform, SettingsFiles.Fingerprint(folder)];
        foreach (PackageRequest request in requests)
        {
            parts.Add(request.Id.ToUpperInvariant());
            parts.Add(request.Version);
        }

        parts.Add(sources.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
        parts.AddRange(sources);

        // Packages that the session has keep their versions where they can, so they decide the answer, too.
        parts.AddRange(before.Packages.Select(p => p.ToString()));
        return CacheKey.Of([.. parts]);
    }

    /// <summary>As bytes.</summary>
    public static byte[] Write(PackageSet found)
    {
        IReadOnlyList<ResolvedPackage> packages = found.Packages;
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(packages.Count);
        foreach (ResolvedPackage package in packages)
        {
            writer.Write(package.Id);
            writer.Write(package.Version);
            Write(writer, package.References);
            Write(writer, package.Libraries);
            Write(writer, package.Resources);
            Write(writer, package.Natives);
            Write(writer, package.Scripts);
            Write(writer, package.Generators);
            Write(writer, package.Frameworks);
        }

        writer.Write(found.Warnings.Length);
        foreach (PackageWarning warning in found.Warnings)
        {
            writer.Write(warning.Id);
            writer.Write(warning.Package);
            writer.Write(warning.Message);
        }

        return stream.ToArray();
    }

    /// <summary>From bytes; null where a file is no longer there.</summary>
    /// <param name="content">What was kept.</param>
    /// <param name="requests">What it is the answer to.</param>
    public static PackageSet? Read(ReadOnlyMemory<byte> content, IEnumerable<PackageRequest> requests)
    {
        using BinaryReader reader = new(new MemoryStream(content.ToArray(), writable: false));
        ResolvedPackage[] packages = new ResolvedPackage[reader.ReadInt32()];
        for (int i = 0; i < packages.Length; i++)
        {
            packages[i] = new ResolvedPackage(
                reader.ReadString(), reader.ReadString(), ReadPaths(reader), ReadPaths(reader), ReadPaths(reader), ReadPaths(reader))
            {
                Scripts = ReadPaths(reader),
                Generators = ReadPaths(reader),
                Frameworks = ReadPaths(reader),
            };
        }

        PackageWarning[] warnings = new PackageWarning[reader.ReadInt32()];
        for (int i = 0; i < warnings.Length; i++)
        {
            warnings[i] = new PackageWarning(reader.ReadString(), reader.ReadString(), reader.ReadString());
        }

        return packages.All(p => p.Files.All(File.Exists)) ? new PackageSet([.. requests], [.. packages]) { Warnings = [.. warnings] } : null;
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<string> paths)
    {
        writer.Write(paths.Count);
        foreach (string path in paths)
        {
            writer.Write(path);
        }
    }

    private static string[] ReadPaths(BinaryReader reader)
    {
        string[] paths = new string[reader.ReadInt32()];
        for (int i = 0; i < paths.Length; i++)
        {
            paths[i] = reader.ReadString();
        }

        return paths;
    }
}
