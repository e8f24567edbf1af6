using System.Diagnostics.CodeAnalysis;

namespace AsyncCSharp.Machines;

/// <summary>
/// What is to be done still, and who gets what of it when. Knows shares, and neither machines nor a clock, so that what it decides can be simulated
/// for more machines than there are. One thread at a time.
/// </summary>
/// <param name="shares">What each machine has.</param>
internal sealed class SpreadPlan(IReadOnlyList<MachineShare> shares)
{
    /// <summary>How many objects wait at most for a machine.</summary>
    private const int LargestBacklog = 512;

    /// <summary>With the order kept: how far an object may be ahead of the one that is to be written next.</summary>
    private const int LargestLead = 4096;

    private readonly LinkedList<SpreadObject> _pending = new();
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

    /// <summary>The next batch, where somebody is to get one now; he has to be given it, and then <see cref="Measure"/> to be called.</summary>
    public bool TryNext([NotNullWhen(true)] out MachineShare? share, out IReadOnlyList<SpreadObject> batch)
    {
        share = _pending.Count > 0 ? Next() : null;
        batch = share is null ? [] : TakeBatch(share);
        return share is not null;
    }

    /// <summary>Takes note of how large objects are, by what a machine has got.</summary>
    public void Measure(MachineShare share) => _size = (0.8 * _size) + (0.2 * share.AverageSize);

    // Whoever has nothing to do is given something at once; for the others it is worth waiting for more to send together.
    private MachineShare? Next()
    {
        if (Head is { } head && _pending.First!.Value.Number - head >= LargestLead)
        {
            return null;
        }

        MachineShare? best = null;
        foreach (MachineShare share in shares)
        {
            if (share.Free > 0
                && (share.IsStarving || IsComplete || _pending.Count >= Math.Min(Exchange.LargestBatch, share.Window / 4))
                && (best is null || share.Count * (long)best.Window < best.Count * (long)share.Window))
            {
                best = share;
            }
        }

        return best;
    }

    private List<SpreadObject> TakeBatch(MachineShare share)
    {
        int takers = shares.Count(s => s.Free > 0);
        int part = (_pending.Count + takers - 1) / takers;
        int bySize = (int)Math.Max(1, Exchange.LargestBatchSize / Math.Max(1, _size));
        int count = Math.Min(Math.Min(Math.Min(part, share.Free), Exchange.LargestBatch), bySize);
        List<SpreadObject> batch = new(count);
        for (; count > 0; count--)
        {
            batch.Add(_pending.First!.Value);
            _pending.RemoveFirst();
        }

        return batch;
    }
}
