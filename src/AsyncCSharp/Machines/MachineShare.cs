using AsyncCSharp.Stopping;

namespace AsyncCSharp.Machines;

/// <summary>
/// What a machine has at hand, and how much that may be: what it does in a quarter of a second, and on the way there and back, by the rate of its
/// last answers. Knows no machine and no clock. One thread at a time.
/// </summary>
/// <param name="limit">How many objects it works on at a time.</param>
internal sealed class MachineShare(int limit)
{
    private const double Growth = 4;

    private readonly SortedDictionary<long, SpreadObject> _given = [];
    private long _arrivals;
    private long _size;
    private double _lastAnswer;

    // Objects that have ended, and the seconds for them: what is long ago counts for less and less. Answers come in bursts, so one says little.
    private double _ended;
    private double _seconds;

    // The shortest time from giving an object to hearing that it has ended: the way, the work, and no waiting. What is at hand has to last for it.
    private double _lag = double.PositiveInfinity;

    /// <summary>How many objects it works on at a time.</summary>
    public int Limit => limit;

    /// <summary>How many objects it may have at hand.</summary>
    public int Window { get; private set; } = 2 * limit;

    /// <summary>How many it has.</summary>
    public int Count => _given.Count;

    /// <summary>The bytes of an object that it has, on average.</summary>
    public double AverageSize => _given.Count == 0 ? 0 : (double)_size / _given.Count;

    /// <summary>The object that it got first of those that it has, or null.</summary>
    public SpreadObject? First => _given.Count == 0 ? null : _given.First().Value;

    /// <summary>Whether it has said that it can.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether nothing more comes of it.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether it has been told that it gets no more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>How many objects it does in a second; 0 as long as it has ended none.</summary>
    public double Rate => _ended / Math.Max(1e-4, _seconds);

    /// <summary>The shortest time from giving an object to hearing that it has ended.</summary>
    public double Lag => _lag;

    /// <summary>How many objects it may get now.</summary>
    public int Free => !IsReady || IsOver || IsClosed || (_size >= Exchange.LargestWindowSize && Count > 0) ? 0 : Math.Max(0, Window - Count);

    /// <summary>Whether it has less at hand than it can work on.</summary>
    public bool IsStarving => Free > 0 && Count < Limit;

    /// <summary>It gets objects.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="size">The bytes of all.</param>
    /// <param name="now">The time, in seconds.</param>
    public void Give(IReadOnlyList<SpreadObject> objects, int size, double now)
    {
        if (Count == 0)
        {
            _lastAnswer = now;
        }

        foreach (SpreadObject item in objects)
        {
            item.Size = size / objects.Count;
            item.GivenAt = now;
            _size += item.Size;
            _given.Add(_arrivals++, item);
        }
    }

    /// <summary>It has ended an object, which is given.</summary>
    /// <param name="arrival">How many it had got before that one.</param>
    /// <param name="now">The time, in seconds.</param>
    public SpreadObject Take(long arrival, double now)
    {
        _ = _given.Remove(arrival, out SpreadObject? item);
        _size -= item!.Size;
        _lag = Math.Min(_lag, now - item.GivenAt);
        return item;
    }

    /// <summary>How many objects it has as likely as not still to do: what it has ended since its last answer is not known.</summary>
    /// <param name="now">The time, in seconds.</param>
    public double LeftAt(double now) => Math.Max(0, Count - (Rate * Math.Max(0, now - _lastAnswer)));

    /// <summary>Takes all that it has not ended.</summary>
    public IReadOnlyList<SpreadObject> TakeAll()
    {
        SpreadObject[] all = [.. _given.Values];
        _given.Clear();
        _size = 0;
        return all;
    }

    /// <summary>An answer of it has been written. What it has done tells how much it is to have at hand.</summary>
    /// <param name="ended">How many objects have ended with it.</param>
    /// <param name="now">The time, in seconds.</param>
    public void Acknowledge(int ended, double now)
    {
        if (ended == 0)
        {
            return;
        }

        double elapsed = now - _lastAnswer;
        double kept = Math.Exp(-elapsed / (Durations.WorkAtHand.TotalSeconds + (2 * _lag)));
        _lastAnswer = now;
        _ended = (kept * _ended) + ended;
        _seconds = (kept * _seconds) + elapsed;
        double wanted = Math.Ceiling(Rate * (_lag + Durations.WorkAtHand.TotalSeconds));
        int least = Limit + 1;

        // It grows as it is found to be kept busy, so that a first guess does not give one machine all there is.
        Window = (int)Math.Clamp(Math.Min(wanted, Growth * Window), least, Math.Max(least, Exchange.LargestWindow));
    }
}
