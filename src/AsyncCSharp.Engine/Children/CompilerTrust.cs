using AsyncCSharp.Engine.Caching;

namespace AsyncCSharp.Engine.Children;

/// <summary>Whether a program may be started: it compiles what then runs as code of the user.</summary>
internal static class CompilerTrust
{
    private const uint Root = 0;

    /// <summary>The reason not to, or null. On Windows the folder of an installed module has its access from the one above it.</summary>
    public static string? RefusalOf(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            return RefusalOf(Path.GetDirectoryName(file)!, static file => file.IsFolder) ?? RefusalOf(file, static file => file.IsRegular);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or PlatformNotSupportedException)
        {
            return e.Message;
        }
    }

    // A link is not followed: what it leads to would have to be looked at in the same way, all along.
    private static string? RefusalOf(string path, Func<UnixFile, bool> isRight) =>
        !UnixFile.TryRead(path, out UnixFile file) || !isRight(file) || file.OthersCanWrite || (file.Owner != Root && file.Owner != UnixFile.User)
            ? string.Format(null, Strings.CompilerNotTrusted, path)
            : null;
}
