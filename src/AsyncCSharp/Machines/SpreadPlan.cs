using System.Diagnostics.CodeAnalysis;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Machines;

/// <summary>
/// What is to be done still, and who gets what of it when. Knows shares, and neither machines nor a clock, so that what it decides can be simulated
/// for more machines than there are. One thread at a time.
/// </summary>
/// <param name="shares">What each machine has.</param>
internal sealed class SpreadPlan(IReadOnlyList<MachineShare> shares)
{
    // When no more objects come, a machine is given half of what it will have to do, so that the rest goes where it turns out to be done soonest; but
    // no less than what it does until its next answers are here.
    private static readonly double s_leastAtEnd = 2 * Durations.AnswerInterval / 1000.0;

    /// <summary>How many objects wait at most for a machine.</summary>
    private const int LargestBacklog = 512;

    /// <summary>With the order kept: how far an object may be ahead of the one that is to be written next.</summary>
    private const int LargestLead = 4096;

    private readonly LinkedList<SpreadObject> _pending = new();
    private IReadOnlyList<MachineShare> _shares = shares;
    private double _size = 64;

    /// <summary>How many objects wait for a machine.</summary>
    public int Waiting => _pending.Count;

    /// <summary>Whether there may be more.</summary>
    public bool HasRoom => _pending.Count < LargestBacklog;

    /// <summary>Whether no more come.</summary>
    public bool IsComplete { get; set; }

    /// <summary>With the order kept, the number of the object that is to be written next.</summary>
    public long? Head { get; set; }

    /// <summary>Takes an object.</summary>
    public void Add(SpreadObject item) => _pending.AddLast(item);

    /// <summary>Takes objects back of a machine that is lost: they come before all else.</summary>
    public void AddAgain(IEnumerable<SpreadObject> items)
    {
        foreach (SpreadObject item in items.OrderByDescending(o => o.Number))
        {
            _ = _pending.AddFirst(item);
        }
    }

    /// <summary>Whether there is as much as all may get at first, or as much as there will be.</summary>
    public bool IsEnoughToBegin => IsComplete || !HasRoom || _pending.Count >= _shares.Sum(s => s.Window);

    /// <summary>A machine begins anew.</summary>
    public void Replace(MachineShare old, MachineShare share) => _shares = [.. _shares.Select(s => s == old ? share : s)];

    /// <summary>The next batch, where somebody is to get one now; he has to be given it, and then <see cref="Measure"/> to be called.</summary>
    /// <param name="now">The time, in seconds.</param>
    /// <param name="share">Who gets it.</param>
    /// <param name="batch">What he gets.</param>
    public bool TryNext(double now, [NotNullWhen(true)] out MachineShare? share, out IReadOnlyList<SpreadObject> batch)
    {
        batch = [];
        share = null;
        if (_pending.Count > 0 && MayGoOn && _shares.Any(s => s.Free > 0))
        {
            int[] rooms = [.. _shares.Select(s => s.Free)];
            bool areFair = IsComplete && TryBeFair(rooms, now);
            int best = Next(rooms);
            if (best >= 0)
            {
                share = _shares[best];
                batch = TakeBatch(rooms[best], share.IsStarving || IsComplete ? (areFair ? 1 : rooms.Count(r => r > 0)) : 1);
            }
        }

        return share is not null;
    }

    /// <summary>Takes note of how large objects are, by what a machine has got.</summary>
    public void Measure(MachineShare share) => _size = (0.8 * _size) + (0.2 * share.AverageSize);

    private bool MayGoOn => Head is not { } head || _pending.First!.Value.Number - head < LargestLead;

    // When no more objects come: has nobody get more than he will do until all are done, as far as it is known how fast everybody is.
    private bool TryBeFair(int[] rooms, double now)
    {
        if (_shares.Any(s => s is { IsOver: false, Rate: 0 }))
        {
            return false;
        }

        double[] left = [.. _shares.Select(s => s.IsOver ? 0 : s.LeftAt(now))];
        double time = (_pending.Count + left.Sum()) / Math.Max(1e-4, _shares.Where(s => !s.IsOver).Sum(s => s.Rate));
        for (int i = 0; i < rooms.Length; i++)
        {
            MachineShare share = _shares[i];
            double least = s_leastAtEnd + share.Lag;
            double fair = share.Rate * (time <= least ? time : Math.Max(time / 2, least));
            int wanted = (int)Math.Ceiling(fair - left[i]);
            bool isWorthIt = time <= least || wanted >= share.Rate * s_leastAtEnd / 4;
            rooms[i] = Math.Min(rooms[i], Math.Max(isWorthIt ? wanted : 0, share.Limit - share.Count));
        }

        return true;
    }

    // Whoever has nothing to do is given something at once; for the others it is worth waiting for more to send together.
    private int Next(int[] rooms)
    {
        int best = -1;
        for (int i = 0; i < rooms.Length; i++)
        {
            MachineShare share = _shares[i];
            if (rooms[i] > 0
                && (share.IsStarving || IsComplete || _pending.Count >= Math.Min(Exchange.LargestBatch, share.Window / 4))
                && (best < 0 || share.Count * (long)_shares[best].Window < _shares[best].Count * (long)share.Window))
            {
                best = i;
            }
        }

        return best;
    }

    private List<SpreadObject> TakeBatch(int room, int takers)
    {
        int part = (_pending.Count + takers - 1) / takers;
        int bySize = (int)Math.Max(1, Exchange.LargestBatchSize / Math.Max(1, _size));
        int count = Math.Min(Math.Min(Math.Min(part, room), Exchange.LargestBatch), bySize);
        List<SpreadObject> batch = new(count);
        for (; count > 0; count--)
        {
            batch.Add(_pending.First!.Value);
            _pending.RemoveFirst();
        }

        return batch;
    }
}
