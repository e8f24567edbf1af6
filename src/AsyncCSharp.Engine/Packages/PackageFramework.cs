using NuGet.Frameworks;

namespace AsyncCSharp.Engine.Packages;

/// <summary>What packages have to have been built for.</summary>
internal static class PackageFramework
{
    /// <summary>
    /// The .NET that the process runs on; and, for packages that have nothing else, .NET Framework, which .NET loads as far as
    /// it can. The SDK does the same (<c>AssetTargetFallback</c>, from <c>net461</c> on).
    /// </summary>
    public static AssetTargetFallbackFramework Current { get; } = new(
        new NuGetFramework(FrameworkConstants.FrameworkIdentifiers.NetCoreApp, new Version(Environment.Version.Major, 0)),
        [.. new[] { "net461", "net462", "net47", "net471", "net472", "net48", "net481" }.Select(NuGetFramework.Parse)]);
}
