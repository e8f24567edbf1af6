namespace AsyncCSharp.Engine.Children;

/// <summary>Tells errors of the system that pass from those that stay.</summary>
internal static class SystemRoom
{
    // ENOMEM, ENFILE, EMFILE, ETXTBSY, and EAGAIN of Linux and of macOS: too many processes.
    private static readonly int[] s_unix = [12, 23, 24, 26, 11, 35];

    // ERROR_TOO_MANY_OPEN_FILES, _NOT_ENOUGH_MEMORY, _OUTOFMEMORY, _NO_SYSTEM_RESOURCES, _COMMITMENT_LIMIT.
    private static readonly int[] s_windows = [4, 8, 14, 1450, 1455];

    /// <summary>Whether there may be room again later.</summary>
    /// <param name="code">What the system has answered.</param>
    public static bool IsLacking(int code) => (OperatingSystem.IsWindows() ? s_windows : s_unix).Contains(code);
}
