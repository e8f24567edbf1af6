using System.Runtime.InteropServices;

namespace AsyncCSharp.Kernels;

/// <summary>
/// A kernel and the process that is there for it: signals, the client that has started it, and the end. A client that wants the end gets it
/// within a second, whatever a cell does.
/// </summary>
internal sealed class KernelProcess : IDisposable
{
    /// <summary>How long a cell may clean up when the process is to end.</summary>
    private static readonly TimeSpan s_endTime = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// How long to wait for our own handler of SIGINT once PowerShell stops the command. PowerShell has a handler of its own, which may be called first.
    /// </summary>
    private static readonly TimeSpan s_signalTime = TimeSpan.FromSeconds(5);

    private readonly InterruptSignal _interrupts = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Func<KernelProcess, Kernel> _make;
    private Kernel? _kernel;

    /// <summary>Makes it.</summary>
    /// <param name="make">Makes the kernel, which tells the process of its end.</param>
    public KernelProcess(Func<KernelProcess, Kernel> make) => _make = make;

    /// <summary>Opens the sockets.</summary>
    public void Open() => _kernel = _make(this);

    /// <summary>Answers requests until the end.</summary>
    /// <param name="folder">Where cells begin.</param>
    /// <exception cref="KernelStartException">What cells need is not there.</exception>
    public void Run(string folder)
    {
        using PosixSignalRegistration interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt);
        using PosixSignalRegistration ends = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate);
        using ParentWatch? watch = ParentWatch.TryBegin(EndSoon);
        _kernel!.Run(folder);
    }

    /// <summary>
    /// PowerShell stops the command: for a SIGINT, of which it knows too, and which is for the cell; or for somebody who has called it.
    /// </summary>
    public void Stop()
    {
        if (_interrupts.BeginStop())
        {
            _kernel?.Interrupt();
        }

        if (!_interrupts.EndStop(s_signalTime))
        {
            _kernel?.End();
        }
    }

    /// <summary>The process is to end. Any thread.</summary>
    public void EndSoon()
    {
        new Thread(EndAnyway) { IsBackground = true, Name = "AsyncCSharp kernel end" }.UnsafeStart();
        _kernel?.End();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _kernel?.Dispose();
        _ended.Set();
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_interrupts.Raise())
        {
            _kernel?.Interrupt();
        }
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        EndSoon();
    }

    private void EndAnyway()
    {
        if (!_ended.Wait(s_endTime))
        {
            _kernel?.Flush();
            Environment.Exit(0);
        }
    }
}
