using Microsoft.Win32.SafeHandles;

namespace AsyncCSharp.Compiler;

/// <summary>The pipes to the shell, without what <see cref="Console"/> does to a terminal.</summary>
internal static class StandardStreams
{
    public static Stream OpenInput() => Open(0, -10, FileAccess.Read);

    public static Stream OpenOutput() => Open(1, -11, FileAccess.Write);

    // Without a buffer: a frame is read and written whole.
    private static FileStream Open(int descriptor, int windows, FileAccess access) =>
        new(new SafeFileHandle(OperatingSystem.IsWindows() ? NativeMethods.GetStdHandle(windows) : descriptor, ownsHandle: false), access, bufferSize: 0);
}
