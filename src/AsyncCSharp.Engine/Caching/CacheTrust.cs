namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// Whether a folder, or a file in it, may be trusted. What is in the cache is run as code of the user: whoever else can
/// write there, or lead us elsewhere with a link, could run code as the user.
/// </summary>
internal static class CacheTrust
{
    /// <summary>Makes the folder where it is missing, for the user only, and gives the reason not to use it, or null.</summary>
    public static string? RefusalOfFolder(string folder, bool create)
    {
        if (OperatingSystem.IsWindows())
        {
            DirectoryInfo info = new(folder);
            if (!info.Exists)
            {
                if (!create)
                {
                    return null;
                }

                info = WindowsFile.CreateFolder(folder);
            }

            return RefusalOfLink(info) ?? RefusalOfOthers(folder, WindowsFile.Read(info));
        }

        if (!UnixFile.TryRead(folder, out UnixFile file))
        {
            if (!create)
            {
                return null;
            }

            _ = Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (!UnixFile.TryRead(folder, out file))
            {
                return Message(Strings.CacheNotAFolder, folder);
            }
        }

        return file.IsLink ? Message(Strings.CacheIsLink, folder)
            : !file.IsFolder ? Message(Strings.CacheNotAFolder, folder)
            : RefusalOfOthers(folder, file);
    }

    /// <summary>The reason not to read a file of a folder that is trusted itself, or null.</summary>
    public static string? RefusalOfFile(FileInfo info)
    {
        if (OperatingSystem.IsWindows())
        {
            return !info.Exists ? null : RefusalOfLink(info) ?? RefusalOfOthers(info.FullName, WindowsFile.Read(info));
        }

        // Nobody else can put another file there between this look and the reading: the folder is the user's.
        return !UnixFile.TryRead(info.FullName, out UnixFile file) ? null
            : !file.IsRegular ? Message(Strings.CacheIsLink, info.FullName)
            : RefusalOfOthers(info.FullName, file);
    }

    private static string? RefusalOfOthers(string path, UnixFile file) =>
        file.Owner != UnixFile.User ? Message(Strings.CacheNotOwned, path)
        : file.OthersCanWrite ? Message(Strings.CacheWritable, path)
        : null;

    private static string? RefusalOfOthers(string path, WindowsAccess access) =>
        !access.IsOwned ? Message(Strings.CacheNotOwned, path)
        : access.OthersCanWrite ? Message(Strings.CacheWritable, path)
        : null;

    private static string? RefusalOfLink(FileSystemInfo info) =>
        info.Attributes.HasFlag(FileAttributes.ReparsePoint) ? Message(Strings.CacheIsLink, info.FullName) : null;

    private static string Message(string format, string path) => string.Format(null, format, path);
}
