using System.Reflection;

namespace AsyncCSharp.Pester.Tests.Processes;

/// <summary>Where things are that the build has made.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>Gets the <c>pwsh.dll</c> that NuGet has brought.</summary>
    public static string Pwsh { get; } = Path.GetFullPath(Metadata("Pwsh"));

    /// <summary>Gets the <c>pwsh.dll</c> in which the specs run: the same compiled ahead of time, where that could be made.</summary>
    public static string PwshOfSpecs { get; } = Path.GetFullPath(Metadata("CompiledPwsh")) is var compiled && File.Exists(compiled) ? compiled : Pwsh;

    /// <summary>Gets the assembly of <c>tools/Shell</c>.</summary>
    public static string Shell { get; } = Path.GetFullPath(Metadata("Shell"));

    public static string Specs { get; } = Path.Combine(Root, "tests", "Pester");

    public static string SpecRunner { get; } = Path.Combine(Root, "tests", "Invoke-Specs.ps1");

    public static string Fixtures { get; } = Path.Combine(Root, "tests", "AsyncCSharp.Pester.Tests", "Specs", "Fixtures");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
