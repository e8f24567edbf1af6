using AsyncCSharp.Engine.Files;

namespace AsyncCSharp.Engine.Loading;

/// <summary>Where an assembly comes from that is not loaded yet.</summary>
/// <param name="Path">Its file.</param>
/// <param name="File">What was in the file when the session began to refer to it; null where that was not read.</param>
/// <param name="IsPackages">Whether it is a package's. Nobody builds into the folder of packages.</param>
internal sealed record AssemblyPlace(string Path, AssemblyFile? File, bool IsPackages);
