using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using AsyncCSharp.Loop;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Machines;

/// <summary>
/// Runs a cell for the objects of a pipeline on several machines. Each has about as much at hand as it does in a quarter of a second, and sends no
/// more than has been written; the rest waits here, or upstream. On the pipeline thread, but for <see cref="Stop"/>.
/// </summary>
internal sealed class CellSpread : IDisposable
{
    private readonly SpreadRequest _request;
    private readonly SpreadOutput _output;
    private readonly PumpWait _wait;
    private readonly MachineSet _machines;
    private readonly ConcurrentQueue<MachineNews> _news = new();
    private readonly SpreadPlan _plan;
    private readonly SpreadOrder _order;
    private readonly SpreadProgress _progress;
    private readonly Uncompiled _uncompiled = new();
    private bool _hasBegun;
    private long _count;
    private long _ended;

    /// <summary>Starts the cell on the machines.</summary>
    /// <param name="request">What there is to do.</param>
    /// <param name="output">Where what they give goes.</param>
    /// <param name="wait">How the pipeline thread waits.</param>
    public CellSpread(SpreadRequest request, SpreadOutput output, PumpWait wait)
    {
        _request = request;
        _output = output;
        _wait = wait;
        _order = new SpreadOrder(request.Setup.KeepOrder);
        _progress = new SpreadProgress(output);
        _machines = new MachineSet(request.Sessions, request.Setup, Tell);
        _plan = new SpreadPlan([.. _machines.All.Select(m => m.Share)]);
    }

    private bool HasInput => _request.Setup.HasInput;

    /// <summary>Starts the cell on each machine.</summary>
    public void Start() => _machines.Start();

    /// <summary>Takes an object; waits where the machines have enough.</summary>
    public void Add(object? value)
    {
        SpreadObject item = new(++_count, value);
        _plan.Add(item);
        _order.Add(item);
        Serve();
        if (!_plan.HasRoom)
        {
            _wait.Until(() =>
            {
                Serve();
                return _plan.HasRoom;
            });
        }
    }

    /// <summary>There are no more objects: waits for what is under way.</summary>
    public void Complete()
    {
        _plan.IsComplete = true;
        _wait.Until(() =>
        {
            Serve();
            return _plan.Waiting == 0 && _machines.All.All(m => m.Share.IsOver);
        });
        _uncompiled.Tell(_machines.All.Count, _output);
        _progress.End(_count, _machines.All.Count);
    }

    /// <summary>Begins to stop the cells on all machines. Returns at once. Any thread.</summary>
    public void Stop() => _machines.Stop();

    /// <summary>Stops what still runs, and waits for it as long as may be.</summary>
    public void Dispose() => _machines.Dispose();

    private void Tell(MachineNews news)
    {
        _news.Enqueue(news);
        _wait.Pump.Signal();
    }

    private void Serve()
    {
        while (_news.TryDequeue(out MachineNews news))
        {
            if (!news.Machine.Share.IsOver)
            {
                Take(news);
            }
        }

        Dispatch();
        if (HasInput && _plan.IsComplete && _plan.Waiting == 0)
        {
            // Each goes on with what it has, and ends with it: nobody waits for the last one to be told.
            _machines.Complete();
        }
    }

    private void Take(MachineNews news)
    {
        switch (news.Kind)
        {
            case MachineNewsKind.Output when news.Value is PSObject { BaseObject: byte[] answer }:
                Take(news.Machine, PartAnswer.Unpack(answer));
                break;
            case MachineNewsKind.Output when news.Value is PSObject { BaseObject: Hashtable hello }:
                Refuse(news.Machine, hello);
                break;
            case MachineNewsKind.Output when news.Value is PSObject { BaseObject: Exchange.Ready }:
                KnownMachines.Add(news.Machine.Session);
                news.Machine.Share.IsReady = true;
                break;
            case MachineNewsKind.Record:
                _order.Write(_order.WriterOf(news.Machine.Share), () => _output.Write(news.Value!, news.Machine));
                break;
            case MachineNewsKind.Silent:
                news.Machine.Abandon();
                Lose(news.Machine, string.Format(null, Strings.MachineSilent, news.Value));
                break;
            case MachineNewsKind.Gone:
                news.Machine.Forget();
                Lose(news.Machine, Strings.MachineGone);
                break;
            case MachineNewsKind.Ended:
                End(news.Machine, (PSInvocationStateInfo)news.Value!);
                break;
        }
    }

    private void Refuse(Machine machine, Hashtable hello)
    {
        MachineErrors.CheckShell(machine.Name, $"{hello["Shell"]}", $"{hello["Edition"]}");
        string module = $"{hello["Module"]}";
        throw new CellErrorException(module.Length == 0
            ? MachineErrors.ModuleMissing(machine.Name)
            : MachineErrors.VersionMismatch(machine.Name, module, _request.Setup.Version));
    }

    private void Take(Machine machine, PartAnswer answer)
    {
        int next = 0;
        foreach ((long number, int before) in answer.Ended)
        {
            SpreadObject item = machine.Take(number);
            Write(machine, item, answer.Values, ref next, before);
            item.HasEnded = true;
            _order.Release();
        }

        Write(machine, _order.WriterOf(machine.Share), answer.Values, ref next, answer.Values.Count);
        machine.Acknowledge(answer.Ended.Count);
        if (HasInput)
        {
            _ended += answer.Ended.Count;
            _progress.Show(_ended, _count, _plan.IsComplete, _machines.All.Count(m => !m.Share.IsOver));
        }
    }

    private void Write(Machine machine, SpreadObject? item, IReadOnlyList<object?> values, ref int next, int end)
    {
        for (; next < end; next++)
        {
            object? value = values[next];
            _order.Write(item, () => _output.Write(value, machine));
        }
    }

    private void End(Machine machine, PSInvocationStateInfo info)
    {
        if (info is { State: PSInvocationState.Failed, Reason: RemoteException { ErrorRecord: { } error } })
        {
            // Without objects each machine runs the cell for itself, and what fails there is no matter of the others.
            ErrorRecord record = (machine.HasBegun ? null : MachineErrors.LanguageMode(error, machine.Name)) ?? MachineErrors.Of(error, machine.Session);
            machine.Share.IsOver = true;
            if (HasInput || _machines.All.Count == 1)
            {
                throw new CellErrorException(record);
            }

            if (!_uncompiled.TryAdd(machine, record))
            {
                _output.Write(record, machine);
            }
        }
        else if (info.State == PSInvocationState.Completed && machine.Share.Count == 0 && (machine.IsComplete || !HasInput))
        {
            machine.Share.IsOver = true;
        }
        else
        {
            Lose(machine, info.Reason?.Message ?? (info.State == PSInvocationState.Completed ? Strings.MachineExited : info.State.ToString()));
        }
    }

    private void Lose(Machine machine, string reason)
    {
        machine.Share.IsOver = true;
        machine.IsLost = true;
        IReadOnlyList<SpreadObject> lost = machine.Share.TakeAll();
        if (!HasInput)
        {
            _output.Write(MachineErrors.MachineLost(machine.Name, reason, machine.Name), machine);
            return;
        }

        bool anyLeft = _machines.AnyLeft;
        List<SpreadObject> again = [.. lost.Where(o => anyLeft && _request.Retries && !o.IsSecondTry)];
        foreach (SpreadObject item in lost.Except(again))
        {
            item.HasEnded = true;
            _order.Write(item, () => _output.Write(MachineErrors.MachineLost(machine.Name, reason, item.Value), machine));
        }

        if (again.Count > 0)
        {
            _output.Warn(string.Format(null, Strings.MachineLostGiven, machine.Name, reason, again.Count, again.Min(o => o.Number), again.Max(o => o.Number)), nameof(Strings.MachineLost));
        }
        else if (lost.Count == 0)
        {
            _output.Warn(string.Format(null, Strings.MachineLostIdle, machine.Name, reason), nameof(Strings.MachineLost));
        }

        foreach (SpreadObject item in again)
        {
            item.IsSecondTry = true;
            item.Held.Clear();
        }

        _plan.AddAgain(again);
        _order.Release();
        ThrowIfNobodyIsLeft();
    }

    private void ThrowIfNobodyIsLeft()
    {
        if (!_machines.AnyLeft && (_plan.Waiting > 0 || !_plan.IsComplete))
        {
            throw new CellErrorException(MachineErrors.NoMachineLeft(_plan.Waiting));
        }
    }

    private void Dispatch()
    {
        Begin();
        Reopen();
        _plan.Head = _order.Head?.Number;
        while (_plan.TryNext(Machine.Now, out MachineShare? share, out IReadOnlyList<SpreadObject> batch))
        {
            _machines.All.Single(m => m.Share == share).Give(batch);
            _plan.Measure(share);
        }
    }

    // Who is known gets his objects with the question, but not one by one: there is time until the answer.
    private void Begin()
    {
        if (!_hasBegun && _plan.IsEnoughToBegin)
        {
            _hasBegun = true;
            foreach (Machine machine in _machines.All.Where(m => m.IsKnown))
            {
                machine.Share.IsReady = true;
            }
        }
    }

    // A machine is lost when there was nothing left to give, and its objects go to those that have ended since.
    private void Reopen()
    {
        if (_plan.Waiting == 0 || !_machines.All.Any(m => m.IsComplete))
        {
            return;
        }

        foreach (Machine ended in _machines.All.Where(m => m is { IsComplete: true, IsLost: false, Share.IsOver: true }).ToArray())
        {
            if (_machines.Reopen(ended) is { } again)
            {
                _plan.Replace(ended.Share, again.Share);
            }
        }

        ThrowIfNobodyIsLeft();
    }
}
