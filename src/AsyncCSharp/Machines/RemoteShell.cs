namespace AsyncCSharp.Machines;

/// <summary>What a machine says of itself, before the module comes to it.</summary>
/// <param name="Platform">The name of its platform, as the package has it.</param>
/// <param name="Folder">The folder of the user's modules.</param>
/// <param name="Versions">The versions of the module that it has.</param>
internal sealed record RemoteShell(string Platform, string Folder, IReadOnlyList<string> Versions);
