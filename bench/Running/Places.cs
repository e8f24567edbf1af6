using System.Reflection;

namespace AsyncCSharp.Bench;

/// <summary>Where things are; the build has written it down.</summary>
internal static class Places
{
    /// <summary>The folder of this project.</summary>
    public static string Bench { get; } = Read(nameof(Bench));

    /// <summary>The manifest of the staged module.</summary>
    public static string Module { get; } = Read(nameof(Module));

    /// <summary>The host that stands in for pwsh.</summary>
    public static string Host { get; } = Read(nameof(Host));

    /// <summary>What the bench installs for itself.</summary>
    public static string Peers { get; } = Path.Combine(Bench, "obj", "peers");

    private static string Read(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
