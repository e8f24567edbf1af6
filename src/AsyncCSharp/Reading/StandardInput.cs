using System.Runtime.InteropServices;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Reading;

/// <summary>Asks the system whether a read from standard input would wait.</summary>
internal static partial class StandardInput
{
    /// <summary>How long to wait between two looks: where the system waits itself, only for others to have their turn.</summary>
    public static int SliceMilliseconds => OperatingSystem.IsWindows() ? Durations.InputSlice : 1;

    private const short PollIn = 1;
    private const int Interrupted = 4;
    private const int StandardInputHandle = -10;
    private const uint Pipe = 3;

    /// <summary>Whether there is something to read, or the end has come. Where the system does not say, it counts as ready.</summary>
    /// <param name="milliseconds">How long the system may wait for it, where it can; so short that nobody needs to end the wait.</param>
    public static bool IsReady(int milliseconds)
    {
        try
        {
            return OperatingSystem.IsWindows() ? IsReadyOnWindows() : IsReadyOnUnix(milliseconds);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return true;
        }
    }

    // Both systems number the descriptor and the events alike.
    private static bool IsReadyOnUnix(int milliseconds)
    {
        PollDescriptor input = new() { Descriptor = 0, Events = PollIn };
        int found = Poll(ref input, 1, milliseconds);
        return found > 0 || (found < 0 && Marshal.GetLastPInvokeError() != Interrupted);
    }

    // A file is always ready; of a pipe that is broken the read tells.
    private static bool IsReadyOnWindows()
    {
        nint handle = GetStdHandle(StandardInputHandle);
        return GetFileType(handle) != Pipe || !PeekNamedPipe(handle, 0, 0, 0, out uint available, 0) || available > 0;
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [LibraryImport("kernel32.dll")]
    private static partial nint GetStdHandle(int number);

    [LibraryImport("kernel32.dll")]
    private static partial uint GetFileType(nint handle);

    [LibraryImport("kernel32.dll")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool PeekNamedPipe(nint pipe, nint buffer, uint size, nint read, out uint available, nint left);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
