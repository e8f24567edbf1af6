namespace AsyncCSharp.Contract;

/// <summary>How far the packages of a session are. Immutable.</summary>
/// <param name="Done">How many are on the machine.</param>
/// <param name="Total">How many there are; 0 as long as they are looked for.</param>
internal sealed record PackageProgress(int Done, int Total);
