using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncCSharp.Shell;

/// <summary>Hands the requests to end that reach this process alone (<c>kill</c>, a closed terminal) on to the shell that it
/// waits for, which would otherwise live on without it.</summary>
internal sealed partial class TerminationRelay : IDisposable
{
    private readonly Process _shell;
    private readonly PosixSignalRegistration[] _registrations;

    public TerminationRelay(Process shell)
    {
        _shell = shell;
        _registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Relay), PosixSignalRegistration.Create(PosixSignal.SIGHUP, Relay)];
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Relay(PosixSignalContext context)
    {
        context.Cancel = true;
        if (OperatingSystem.IsWindows())
        {
            // Windows tells every process of the console by itself.
            return;
        }

        // The numbers of both are the same on Linux and macOS.
        _ = Kill(_shell.Id, context.Signal == PosixSignal.SIGHUP ? 1 : 15);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
