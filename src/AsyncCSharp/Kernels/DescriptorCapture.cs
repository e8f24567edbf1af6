using System.Runtime.InteropServices;
using System.Text;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Reads what native code and child processes write to standard output or standard error of the process. On Unix: there a descriptor can be put in
/// the place of another. A thread of its own reads, for as long as the process lives.
/// </summary>
internal sealed partial class DescriptorCapture
{
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;
    private const short PollIn = 1;
    private const int Interrupted = 4;

    // As much as a pipe holds.
    private const int BufferSize = 64 * 1024;

    // Held while bytes are taken from the pipe and handed on: who drains it knows then that nothing is on its way.
    private readonly Lock _lock = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly Action<string> _write;
    private readonly int _pipe;

    private DescriptorCapture(int pipe, Action<string> write)
    {
        _pipe = pipe;
        _write = write;
        new Thread(Read) { IsBackground = true, Name = "AsyncCSharp kernel output" }.UnsafeStart();
    }

    /// <summary>Begins to read; null where the system does not allow it.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="write">Gets the text.</param>
    public static DescriptorCapture? TryOpen(int descriptor, Action<string> write)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            int[] pipe = new int[2];
            if (Pipe(pipe) != 0)
            {
                return null;
            }

            // A child process is to have the one end that stands in for its output, and no other.
            _ = Control(pipe[0], SetDescriptorFlags, CloseOnExec);
            if (Duplicate(pipe[1], descriptor) < 0)
            {
                return null;
            }

            _ = Close(pipe[1]);
            return new DescriptorCapture(pipe[0], write);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Hands on what has been written so far. What a child process goes on to write is not waited for.</summary>
    /// <param name="stopped">Ends it early.</param>
    public void Drain(CancellationToken stopped)
    {
        for (int left = BufferSize; left > 0 && !stopped.IsCancellationRequested;)
        {
            int taken = TakeReady();
            if (taken == 0)
            {
                return;
            }

            left -= taken;
        }
    }

    private void Read()
    {
        while (Wait(Timeout.Infinite))
        {
            if (TakeReady() == 0 && Wait(0))
            {
                return;
            }
        }
    }

    // The number of bytes; 0 where nothing is ready, or the other end is closed.
    private int TakeReady()
    {
        lock (_lock)
        {
            if (!Wait(0))
            {
                return 0;
            }

            nint count;
            do
            {
                count = Read(_pipe, _buffer, (nuint)_buffer.Length);
            }
            while (count < 0 && Marshal.GetLastPInvokeError() == Interrupted);

            if (count <= 0)
            {
                return 0;
            }

            char[] text = new char[_decoder.GetCharCount(_buffer, 0, (int)count)];
            int length = _decoder.GetChars(_buffer, 0, (int)count, text, 0);
            _write(new string(text, 0, length));
            return (int)count;
        }
    }

    private bool Wait(int milliseconds)
    {
        PollDescriptor descriptor = new() { Descriptor = _pipe, Events = PollIn };
        int ready;
        do
        {
            ready = Poll(ref descriptor, 1, milliseconds);
        }
        while (ready < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        return ready > 0;
    }

    [LibraryImport("libc", EntryPoint = "pipe")]
    private static partial int Pipe([Out, MarshalAs(UnmanagedType.LPArray, SizeConst = 2)] int[] descriptors);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int descriptor, [Out] byte[] buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
