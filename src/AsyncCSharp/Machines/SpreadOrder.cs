namespace AsyncCSharp.Machines;

/// <summary>Has what objects give be written at once, or with the order kept when all before it has been. On the thread of the call.</summary>
/// <param name="isKept">Whether the order is kept.</param>
internal sealed class SpreadOrder(bool isKept)
{
    private readonly Queue<SpreadObject> _objects = new();

    /// <summary>With the order kept, the object that is to be written next; null where there is none.</summary>
    public SpreadObject? Head => _objects.TryPeek(out SpreadObject? head) ? head : null;

    /// <summary>Takes the next object of the pipeline.</summary>
    public void Add(SpreadObject item)
    {
        if (isKept)
        {
            _objects.Enqueue(item);
        }
    }

    /// <summary>Whose turn it is on a machine: with the order kept, it gives what its objects give in the order in which it got them.</summary>
    public SpreadObject? WriterOf(MachineShare share) => isKept ? share.First : null;

    /// <summary>Writes, or keeps it until it is the turn of its object.</summary>
    /// <param name="item">The object that gave it; null where that does not matter.</param>
    /// <param name="write">Writes it.</param>
    public void Write(SpreadObject? item, Action write)
    {
        if (item is null || !isKept || Head == item)
        {
            write();
        }
        else
        {
            item.Held.Add(write);
        }
    }

    /// <summary>Writes what was kept, as far as it is its turn now.</summary>
    public void Release()
    {
        while (Head is { } head)
        {
            head.Held.ForEach(write => write());
            head.Held.Clear();
            if (!head.HasEnded)
            {
                break;
            }

            _ = _objects.Dequeue();
        }
    }
}
