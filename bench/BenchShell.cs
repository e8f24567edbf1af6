using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace AsyncCSharp.Bench;

/// <summary>A runspace with the module, in which scripts are timed.</summary>
internal sealed class BenchShell : IDisposable
{
    private readonly Runspace _runspace;

    public BenchShell()
    {
        string module = typeof(BenchShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ModulePath").Value!;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([module]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _runspace.Open();
    }

    /// <summary>Runs a script once; its errors are fatal.</summary>
    public void Run(string script)
    {
        using PowerShell shell = PowerShell.Create(_runspace);
        _ = shell.AddScript(script).Invoke();
        if (shell.Streams.Error.FirstOrDefault() is { } error)
        {
            throw new InvalidOperationException(error.ToString(), error.Exception);
        }
    }

    /// <summary>The median time of a script in milliseconds, after one run for warming up.</summary>
    public double Median(string script, int runs) => Median(() => Run(script), runs);

    /// <summary>The median time of an action in milliseconds, after one run for warming up.</summary>
    public static double Median(Action action, int runs)
    {
        action();
        double[] times = new double[runs];
        for (int i = 0; i < runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[runs / 2];
    }

    public void Dispose() => _runspace.Dispose();
}
