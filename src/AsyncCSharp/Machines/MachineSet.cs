using System.Diagnostics;
using System.Management.Automation.Runspaces;
using AsyncCSharp.Reporting;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Machines;

/// <summary>The machines of a call, and the thread that beats for them. On the thread of the call, but for <see cref="Stop"/>.</summary>
internal sealed class MachineSet : IDisposable
{
    private readonly PartSetup _setup;
    private readonly Action<MachineNews> _tell;
    private readonly Heart _heart;

    // Replaced as a whole: other threads go through it.
    private volatile Machine[] _all;
    private volatile bool _isStopped;

    /// <summary>Makes one; <see cref="Start"/> starts the machines.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="setup">What each has to know.</param>
    /// <param name="tell">Is told what they tell. Any thread.</param>
    public MachineSet(IReadOnlyList<PSSession> sessions, PartSetup setup, Action<MachineNews> tell)
    {
        _setup = setup;
        _tell = tell;
        ILookup<string, Guid> names = sessions.ToLookup(s => s.ComputerName, s => s.InstanceId);
        _all = [.. sessions.Select(s => new Machine(s, names[s.ComputerName].Count() == 1 ? s.ComputerName : $"{s.ComputerName} ({s.Name})", setup.ThrottleLimit, tell))];
        _heart = new Heart(inTime => Each(m => m.Beat(inTime)));
    }

    /// <summary>All machines.</summary>
    public IReadOnlyList<Machine> All => _all;

    /// <summary>Whether one is left, or has done all that it was given and could be asked again.</summary>
    public bool AnyLeft => _all.Any(m => !m.IsLost);

    /// <summary>Starts the cell on each.</summary>
    /// <exception cref="CellErrorException">One cannot.</exception>
    public void Start()
    {
        foreach (Machine machine in _all)
        {
            try
            {
                machine.Start(_setup);
                if (!_setup.HasInput)
                {
                    // The cell as such is what each has to end.
                    machine.Share.Give([new SpreadObject(1, null)], 0, 0);
                }
            }
            catch (InvalidOperationException)
            {
                throw new CellErrorException(MachineErrors.MachineBusy(machine.Name, machine.Session));
            }
        }
    }

    /// <summary>There is nothing more for anybody: each ends when it has done what it has.</summary>
    public void Complete() => Each(m => m.Complete());

    /// <summary>
    /// Asks a machine again that had been told that there was nothing more, and has ended: another one was lost after that. Null where its session has
    /// something else to do by now.
    /// </summary>
    /// <param name="ended">The machine as it was.</param>
    public Machine? Reopen(Machine ended)
    {
        Machine again = new(ended.Session, ended.Name, _setup.ThrottleLimit, _tell);
        try
        {
            again.Start(_setup);
        }
        catch (InvalidOperationException)
        {
            ended.IsLost = true;
            return null;
        }

        ended.Release(TimeSpan.Zero);
        _all = [.. _all.Select(m => m == ended ? again : m)];
        if (_isStopped)
        {
            again.Stop();
        }

        return again;
    }

    /// <summary>Begins to stop the cells on all machines. Returns at once. Any thread.</summary>
    public void Stop()
    {
        _isStopped = true;
        Each(m => m.Stop());
    }

    /// <summary>Stops what still runs, and waits for it as long as may be.</summary>
    public void Dispose()
    {
        _heart.Dispose();
        Stop();
        long start = Stopwatch.GetTimestamp();
        Each(m => m.Release(Durations.MachineStop - Stopwatch.GetElapsedTime(start)));
    }

    private void Each(Action<Machine> action) => Array.ForEach(_all, action);
}
