using AsyncCSharp.Machines;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Engine.Tests.Machines;

/// <summary>
/// A call over machines that are calculated, with the plan and the shares of the product (docs/design/machines.md has the model). Its time takes none.
/// </summary>
internal sealed class SpreadSimulation
{
    private const int ObjectSize = 64;

    private readonly PriorityQueue<Action, double> _events = new();
    private readonly IReadOnlyList<SimulatedMachine> _machines;
    private readonly MachineShare[] _shares;
    private readonly Inside[] _insides;
    private readonly SpreadPlan _plan;
    private readonly int[] _done;
    private double _now;
    private int _next = 1;
    private int _left;

    public SpreadSimulation(IReadOnlyList<SimulatedMachine> machines, int objects)
    {
        _machines = machines;
        _shares = [.. machines.Select(m => new MachineShare(m.Limit))];
        _insides = [.. machines.Select(_ => new Inside())];
        _plan = new SpreadPlan(_shares);
        _done = new int[objects + 1];
        _left = objects;
    }

    /// <summary>How often each object has been done, by its number; the first place is none.</summary>
    public IReadOnlyList<int> Done => _done;

    /// <summary>The least time that the machines need for that many objects, if nobody ever had to wait.</summary>
    public static double Ideal(IReadOnlyList<SimulatedMachine> machines, int objects)
    {
        double left = objects;
        double time = 0;
        foreach (double death in machines.Select(m => m.Death).Order())
        {
            double rate = machines.Where(m => m.Death > time).Sum(m => m.Rate);
            if (left <= rate * (death - time))
            {
                return time + (left / rate);
            }

            left -= rate * (death - time);
            time = death;
        }

        throw new InvalidOperationException("Nobody is left.");
    }

    /// <summary>Runs to the end, and gives the time.</summary>
    public double Run()
    {
        for (int i = 0; i < _machines.Count; i++)
        {
            int index = i;
            At(2 * _machines[i].Way, () => _shares[index].IsReady = true);
            if (double.IsFinite(_machines[i].Death))
            {
                At(_machines[i].Death + Durations.MissedHeartbeats + 1, () => Lose(_shares[index]));
            }
        }

        while (_left > 0)
        {
            if (!_events.TryDequeue(out Action? happen, out double time))
            {
                throw new InvalidOperationException($"{_left} objects are left, and nothing happens any more.");
            }

            _now = time;
            happen();
            Serve();
        }

        return _now;
    }

    private void At(double time, Action happen) => _events.Enqueue(happen, time);

    // The pipeline has objects at once.
    private void Serve()
    {
        do
        {
            while (_next < _done.Length && _plan.HasRoom)
            {
                _plan.Add(new SpreadObject(_next++, null));
            }

            _plan.IsComplete = _next == _done.Length;
            while (_plan.TryNext(_now, out MachineShare? share, out IReadOnlyList<SpreadObject> batch))
            {
                share.Give(batch, batch.Count * ObjectSize, _now);
                _plan.Measure(share);
                int index = Array.IndexOf(_shares, share);
                At(_now + _machines[index].Way, () => Receive(index, batch.Count));
            }
        }
        while (_next < _done.Length && _plan.HasRoom);
    }

    private void Receive(int index, int count)
    {
        _insides[index].Waiting += count;
        Work(index);
    }

    private void Work(int index)
    {
        Inside inside = _insides[index];
        for (; inside.Waiting > 0 && inside.Busy < _machines[index].Limit; inside.Waiting--)
        {
            inside.Busy++;
            long arrival = inside.Arrivals++;
            At(_now + _machines[index].Work, () => End(index, arrival));
        }
    }

    private void End(int index, long arrival)
    {
        Inside inside = _insides[index];
        if (_now >= _machines[index].Death)
        {
            return;
        }

        inside.Busy--;
        inside.Ended.Add(arrival);
        double interval = Durations.AnswerInterval / 1000.0;
        bool isDry = inside.Waiting == 0 && (inside.Busy == 0 || inside.Ended.Count >= inside.Busy);
        if (inside.Ended.Count >= Exchange.LargestBatch || _now - inside.LastAnswer >= interval || isDry)
        {
            Answer(index);
        }
        else if (inside.Waiting == 0)
        {
            At(_now + (Durations.AnswerGathering / 1000.0), () => Answer(index));
        }
        else if (!inside.IsSet)
        {
            inside.IsSet = true;
            At(_now + interval, () => Answer(index));
        }

        Work(index);
    }

    private void Answer(int index)
    {
        Inside inside = _insides[index];
        inside.IsSet = false;
        if (inside.Ended.Count == 0 || _now >= _machines[index].Death)
        {
            return;
        }

        long[] ended = [.. inside.Ended];
        inside.Ended.Clear();
        inside.LastAnswer = _now;
        At(_now + _machines[index].Way, () => Acknowledge(_shares[index], ended));
    }

    private void Acknowledge(MachineShare share, long[] ended)
    {
        foreach (long arrival in ended)
        {
            if (_done[share.Take(arrival, _now).Number]++ == 0)
            {
                _left--;
            }
        }

        share.Acknowledge(ended.Length, _now);
    }

    private void Lose(MachineShare share)
    {
        share.IsOver = true;
        _plan.AddAgain(share.TakeAll());
    }

    /// <summary>What goes on in a machine.</summary>
    private sealed class Inside
    {
        public int Waiting { get; set; }

        public int Busy { get; set; }

        public long Arrivals { get; set; }

        public List<long> Ended { get; } = [];

        public double LastAnswer { get; set; }

        public bool IsSet { get; set; }
    }
}
