using System.Diagnostics;

namespace AsyncCSharp.Kernels;

/// <summary>Looks, once a second, whether the client that has started the kernel still lives. A thread of its own does, until it is disposed.</summary>
internal sealed class ParentWatch : IDisposable
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
        // On Windows the variable has a handle that the kernel inherits, and no id (jupyter_client, launcher.py).
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            return int.TryParse(Environment.GetEnvironmentVariable(Variable), out int id) && id > 1 ? new ParentWatch(Process.GetProcessById(id), gone) : null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ended.Set();

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
