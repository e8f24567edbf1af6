using System.Runtime.InteropServices;

namespace AsyncCSharp.Compiler;

/// <summary>Calls of the system.</summary>
internal static partial class NativeMethods
{
    [LibraryImport("libc", EntryPoint = "setpgid")]
    public static partial int SetProcessGroup(int process, int group);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    public static partial int Control(int descriptor, int command);

    [LibraryImport("libc", EntryPoint = "close")]
    public static partial int Close(int descriptor);

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle")]
    public static partial nint GetStdHandle(int kind);
}
