using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncCSharp.Kernels;

/// <summary>Looks, once a second, whether the client that has started the kernel still lives. A thread of its own does, until it is disposed.</summary>
internal sealed partial class ParentWatch : IDisposable
{
    /// <summary>Where clients say which process they are.</summary>
    private const string Variable = "JPY_PARENT_PID";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly ManualResetEventSlim _ended = new();
    private readonly Process _parent;
    private readonly Action _gone;

    private ParentWatch(Process parent, Action gone)
    {
        _parent = parent;
        _gone = gone;
        new Thread(Watch) { IsBackground = true, Name = "AsyncCSharp kernel parent" }.UnsafeStart();
    }

    /// <summary>Begins to look; null where no client says who it is, or one that cannot be seen from here (in another container).</summary>
    public static ParentWatch? TryBegin(Action gone)
    {
        try
        {
            return long.TryParse(Environment.GetEnvironmentVariable(Variable), out long said) && IdOf(said) is > 1 and int id ? new ParentWatch(Process.GetProcessById(id), gone) : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Set();

    // On Windows the variable has a handle of the process, which the kernel inherits (jupyter_client, launcher.py). What is no handle of a process,
    // as in a kernel that something else has started in between, has the id 0.
    private static int IdOf(long said) => OperatingSystem.IsWindows() ? GetProcessId((nint)said) : said <= int.MaxValue ? (int)said : 0;

    [LibraryImport("kernel32")]
    private static partial int GetProcessId(nint handle);

    private void Watch()
    {
        while (!_ended.Wait(s_interval))
        {
            if (HasExited())
            {
                _gone();
                return;
            }
        }
    }

    private bool HasExited()
    {
        try
        {
            return _parent.HasExited;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // The system does not tell.
            return false;
        }
    }
}
