using System.Reflection;

namespace AsyncCSharp.Pester.Tests.Host;

/// <summary>Where things are that the build has made.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string HostRoslynVersion { get; } = Metadata("HostRoslynVersion");

    public static string Output { get; } = Path.Combine(Root, "out");

    public static string HostAssembly { get; } = Path.Combine(Output, "PwshHost", "PwshHost.dll");

    public static string SoakAssembly { get; } = Metadata("SoakAssembly");

    public static string Specs { get; } = Path.Combine(Root, "tests", "Pester");

    public static string MiniPester { get; } = Path.Combine(Root, "tests", "MiniPester", "bin", "MiniPester.dll");

    public static string Fixtures { get; } = Path.Combine(Root, "tests", "AsyncCSharp.Pester.Tests", "MiniPester", "Fixtures");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
