namespace AsyncCSharp.Contract;

/// <summary>What compiled code a session holds.</summary>
/// <param name="Assemblies">Assemblies loaded for the session.</param>
/// <param name="Bytes">Bytes of their images.</param>
internal readonly record struct SessionMemory(int Assemblies, long Bytes);
