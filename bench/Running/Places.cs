using System.Reflection;

namespace AsyncCSharp.Bench;

/// <summary>Where things are; the build has written it down.</summary>
internal static class Places
{
    /// <summary>The file of this project.</summary>
    public static string Project { get; } = Read(nameof(Project));

    /// <summary>The folder of this project.</summary>
    public static string Bench { get; } = Path.GetDirectoryName(Project)!;

    /// <summary>What the module and the bench were built as.</summary>
    public static string Configuration { get; } = Read(nameof(Configuration));

    /// <summary>The manifest of the staged module.</summary>
    public static string Module { get; } = Read(nameof(Module));

    /// <summary>The pwsh that is measured.</summary>
    public static string Pwsh { get; } = Read(nameof(Pwsh));

    /// <summary>The folder into which NuGet unpacks.</summary>
    public static string Packages { get; } = Read(nameof(Packages));

    private static string Read(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
