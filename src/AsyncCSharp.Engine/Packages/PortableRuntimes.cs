using NuGet.RuntimeModel;

namespace AsyncCSharp.Engine.Packages;

/// <summary>
/// Which platforms' files run on this one: the part of .NET's graph of portable runtime identifiers that starts from here
/// (<see href="https://learn.microsoft.com/dotnet/core/rid-catalog"/>). Those of single distributions are not in it, as
/// nothing has been built for them since .NET 8.
/// </summary>
internal static class PortableRuntimes
{
    /// <summary>The graph for a platform, as <see cref="EngineFolder.CurrentPlatform"/> names it.</summary>
    public static RuntimeGraph For(string platform)
    {
        int dash = platform.LastIndexOf('-');
        (string system, string architecture) = (platform[..dash], platform[(dash + 1)..]);
        List<RuntimeDescription> runtimes = [new("any")];
        if (system == "win")
        {
            Add("win", "any");
            Add(platform, "win");
            return new RuntimeGraph(runtimes);
        }

        Add("unix", "any");
        Add($"unix-{architecture}", "unix");
        string family = system.Split('-')[0];
        Add(family, "unix");
        Add($"{family}-{architecture}", family, $"unix-{architecture}");
        if (system != family)
        {
            Add(system, family);
            Add(platform, system, $"{family}-{architecture}");
        }

        return new RuntimeGraph(runtimes);

        void Add(string name, params string[] inherited) => runtimes.Add(new RuntimeDescription(name, inherited));
    }
}
