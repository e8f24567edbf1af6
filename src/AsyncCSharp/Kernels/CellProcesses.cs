using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Kernels;

/// <summary>
/// The processes that have been started since a cell began, by this one and by each other. When a cell is stopped, PowerShell ends a native program that it
/// waits for, but not what that has started. At a terminal all of them get the signal; here nobody sends it, and PowerShell reads the pipe that they
/// have, too, to its end. Where this process leads a session, as Jupyter has it, those are among them whose parent has ended. Belongs to who stops the cell.
/// </summary>
internal sealed class CellProcesses : IDisposable
{
    // The clock of the processes' starts has a grain.
    private static readonly TimeSpan s_grain = TimeSpan.FromMilliseconds(50);

    // Public, but not in what the module is compiled against. Null in a PowerShell that does not have it: then they are left.
    private static readonly Func<PSObject, object?>? s_parentOf =
        typeof(PSObject).Assembly.GetType("Microsoft.PowerShell.ProcessCodeMethods")?.GetMethod("GetParentProcess", BindingFlags.Public | BindingFlags.Static)?.CreateDelegate<Func<PSObject, object?>>();

    private readonly List<Process> _processes;

    private CellProcesses(List<Process> processes) => _processes = processes;

    /// <summary>Those that run now.</summary>
    /// <param name="begun">When the cell began, as the clock on the wall has it.</param>
    public static CellProcesses Since(DateTime begun)
    {
        if (s_parentOf is null)
        {
            return new CellProcesses([]);
        }

        List<Process> young = [];
        foreach (Process process in Process.GetProcesses())
        {
            if (process.Id != Environment.ProcessId && HasStartedSince(process, begun - s_grain))
            {
                young.Add(process);
            }
            else
            {
                process.Dispose();
            }
        }

        // Whoever is started has a parent that is older, or as old.
        Dictionary<int, int> parents = young.ToDictionary(process => process.Id, ParentOf);
        bool isLeader = LeadsSession();
        List<Process> found = young.FindAll(process => (isLeader && IsInSession(process)) || IsOfThis(process.Id, parents));
        young.Except(found).ToList().ForEach(process => process.Dispose());
        return new CellProcesses(found);
    }

    /// <summary>Ends them.</summary>
    public void End() => _processes.ForEach(process =>
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended meanwhile, or is another user's.
        }
    });

    /// <inheritdoc/>
    public void Dispose() => _processes.ForEach(process => process.Dispose());

    private static bool HasStartedSince(Process process, DateTime begun)
    {
        try
        {
            return process.StartTime >= begun;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return false;
        }
    }

    private static bool LeadsSession()
    {
        using Process own = Process.GetCurrentProcess();
        return !OperatingSystem.IsWindows() && own.SessionId == own.Id;
    }

    private static bool IsInSession(Process process)
    {
        try
        {
            return process.SessionId == Environment.ProcessId;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    private static int ParentOf(Process process)
    {
        try
        {
            using Process? parent = s_parentOf!(PSObject.AsPSObject(process)) as Process;
            return parent?.Id ?? 0;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or IOException)
        {
            return 0;
        }
    }

    private static bool IsOfThis(int process, Dictionary<int, int> parents)
    {
        for (int steps = parents.Count; steps >= 0 && parents.TryGetValue(process, out int parent); steps--)
        {
            if (parent == Environment.ProcessId)
            {
                return true;
            }

            process = parent;
        }

        return false;
    }
}
