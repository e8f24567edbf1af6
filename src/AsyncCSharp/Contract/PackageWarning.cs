namespace AsyncCSharp.Contract;

/// <summary>What a user should know of a package that was found.</summary>
/// <param name="Id">The id of the warning: NuGet's where it has one for the same.</param>
/// <param name="Package">The id of the package.</param>
/// <param name="Message">The text.</param>
internal sealed record PackageWarning(string Id, string Package, string Message);
