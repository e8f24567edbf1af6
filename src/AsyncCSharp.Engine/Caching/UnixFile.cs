using System.Runtime.InteropServices;

namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// What a Unix system says of a file, without following links. .NET tells the mode, but not the owner; both system calls
/// have a layout that their platform has promised to keep.
/// </summary>
/// <param name="Owner">The number of the user who owns it.</param>
/// <param name="Mode">Kind and permissions.</param>
internal readonly partial record struct UnixFile(uint Owner, ushort Mode)
{
    private const ushort KindMask = 0xF000;
    private const ushort Folder = 0x4000;
    private const ushort Regular = 0x8000;
    private const ushort Link = 0xA000;
    private const ushort OthersWrite = 0x12;

    private const int AtCurrentFolder = -100;
    private const int AtNoFollow = 0x100;
    private const uint BasicStatistics = 0x7FF;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => (Mode & KindMask) == Folder;

    /// <summary>Whether it is an ordinary file: no folder, link, pipe or device.</summary>
    public bool IsRegular => (Mode & KindMask) == Regular;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & KindMask) == Link;

    /// <summary>Whether its group, or everybody, may write to it.</summary>
    public bool OthersCanWrite => (Mode & OthersWrite) != 0;

    /// <summary>The user that this process acts as.</summary>
    public static uint User => GetEUid();

    /// <summary>Asks. False where there is no such file.</summary>
    /// <exception cref="EntryPointNotFoundException">The system's library is too old to be asked.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not known.</exception>
    public static unsafe bool TryRead(string path, out UnixFile file)
    {
        file = default;
        if (OperatingSystem.IsLinux())
        {
            byte* answer = stackalloc byte[256];
            if (StatX(AtCurrentFolder, path, AtNoFollow, BasicStatistics, answer) != 0)
            {
                return false;
            }

            file = new UnixFile(*(uint*)(answer + 20), *(ushort*)(answer + 28));
            return true;
        }

        if (OperatingSystem.IsMacOS())
        {
            byte* answer = stackalloc byte[256];
            if ((RuntimeInformation.ProcessArchitecture == Architecture.X64 ? LStatInode64(path, answer) : LStat(path, answer)) != 0)
            {
                return false;
            }

            file = new UnixFile(*(uint*)(answer + 16), *(ushort*)(answer + 4));
            return true;
        }

        throw new PlatformNotSupportedException();
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEUid();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatX(int folder, string path, int flags, uint mask, byte* answer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int LStat(string path, byte* answer);

    [LibraryImport("libc", EntryPoint = "lstat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int LStatInode64(string path, byte* answer);
}
