using System.Globalization;

namespace AsyncCSharp.Compiler;

/// <summary>What a started process has of the shell that it is not to have.</summary>
internal static class ShellTies
{
    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const int LastStandard = 2;

    /// <summary>
    /// Leaves the shell's process group, to which a terminal sends its signals: Ctrl+C is for the shell, which ends a compilation itself. Closes
    /// what was inherited besides the standard streams: what this runtime has opened is not handed on to others, and so is told apart.
    /// </summary>
    public static void Cut()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _ = NativeMethods.SetProcessGroup(0, 0);
        foreach (int descriptor in FindOpen())
        {
            if (descriptor > LastStandard && NativeMethods.Control(descriptor, GetFlags) is >= 0 and var flags && (flags & CloseOnExec) == 0)
            {
                _ = NativeMethods.Close(descriptor);
            }
        }
    }

    private static int[] FindOpen()
    {
        string folder = OperatingSystem.IsLinux() ? "/proc/self/fd" : "/dev/fd";
        try
        {
            return [.. Directory.GetFileSystemEntries(folder).Select(path => int.Parse(Path.GetFileName(path.AsSpan()), CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
