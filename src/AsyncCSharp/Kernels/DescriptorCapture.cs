using System.Runtime.InteropServices;
using System.Text;

namespace AsyncCSharp.Kernels;

/// <summary>
/// Reads what native code and child processes write to standard output or standard error of the process. On Unix: there a descriptor can be put in
/// the place of another. A thread of its own reads, until the descriptor is put back and no child process writes any more.
/// </summary>
internal sealed partial class DescriptorCapture : IDisposable
{
    private const uint CloseOnExecLinux = 0x5451;
    private const uint CloseOnExecMac = 0x20006601;
    private const short PollIn = 1;
    private const int Interrupted = 4;

    // As much as a pipe holds.
    private const int BufferSize = 64 * 1024;

    // Held while bytes are taken from the pipe and handed on: who drains it knows then that nothing is on its way.
    private readonly Lock _lock = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly Action<string> _write;
    private readonly Action _wait;
    private readonly int _descriptor;
    private readonly int _before;
    private readonly int _pipe;
    private int _isDisposed;
    private bool _isAtEnd;

    private DescriptorCapture(int descriptor, int before, int pipe, Action<string> write, Action wait)
    {
        _descriptor = descriptor;
        _before = before;
        _pipe = pipe;
        _write = write;
        _wait = wait;
        new Thread(Read) { IsBackground = true, Name = "AsyncCSharp kernel output" }.UnsafeStart();
    }

    /// <summary>Begins to read; null where the system does not allow it.</summary>
    /// <param name="descriptor">1 or 2.</param>
    /// <param name="write">Gets the text, and waits for nothing.</param>
    /// <param name="wait">Waits until there is room for more.</param>
    public static DescriptorCapture? TryOpen(int descriptor, Action<string> write, Action wait)
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
            int before = Duplicate(descriptor);
            CloseInChildren(before);
            CloseInChildren(pipe[0]);
            bool isOpen = before >= 0 && Duplicate(pipe[1], descriptor) >= 0;
            _ = Close(pipe[1]);
            if (isOpen)
            {
                return new DescriptorCapture(descriptor, before, pipe[0], write, wait);
            }

            _ = Close(pipe[0]);
            _ = before >= 0 ? Close(before) : 0;
            return null;
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

    /// <summary>Puts back what the descriptor was before.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _ = Duplicate(_before, _descriptor);
            _ = Close(_before);
        }
    }

    private void Read()
    {
        while (Wait(Timeout.Infinite) && (TakeReady() > 0 || !Wait(0)))
        {
            _wait();
        }

        lock (_lock)
        {
            _isAtEnd = true;
            _ = Close(_pipe);
        }
    }

    // The number of bytes; 0 where nothing is ready, or the other end is closed.
    private int TakeReady()
    {
        lock (_lock)
        {
            if (_isAtEnd || !Wait(0))
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

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    // fcntl has arguments of a variable number, which some systems pass in another way than those that are declared. This has none.
    private static void CloseInChildren(int descriptor) => _ = Control(descriptor, OperatingSystem.IsLinux() ? CloseOnExecLinux : CloseOnExecMac);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request);

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
