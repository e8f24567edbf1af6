namespace AsyncCSharp.Engine.Files;

/// <summary>Compares paths as the file systems of the platform do, as far as the platform decides it: Windows and macOS do not tell cases apart.</summary>
internal static class FilePaths
{
    /// <summary>For tables of paths.</summary>
    public static StringComparer Comparer { get; } = ComparerFor(OperatingSystem.IsWindows() || OperatingSystem.IsMacOS());

    /// <summary>Whether two full paths are those of one file, as far as names tell.</summary>
    public static bool AreSame(string? one, string? other) => Comparer.Equals(one, other);

    /// <summary>The comparer for a platform.</summary>
    internal static StringComparer ComparerFor(bool ignoresCase) => ignoresCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
}
