using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AsyncCSharp.Bench;

/// <summary>A runspace with the module, in this process.</summary>
internal sealed class BenchShell : IDisposable
{
    private readonly Runspace _runspace;

    public BenchShell()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Places.Module]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
    }

    /// <summary>Runs a script once; its errors are fatal.</summary>
    public void Run(string script) => _ = Ask<object>(script);

    /// <summary>What a script gives; its errors are fatal.</summary>
    public IReadOnlyList<T> Ask<T>(string script)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        IReadOnlyList<T> output = shell.AddScript(script).Invoke<T>();
        return shell.Streams.Error.FirstOrDefault() is { } error
            ? throw new InvalidOperationException(error.ToString(), error.Exception)
            : output;
    }

    public void Dispose() => _runspace.Dispose();
}
