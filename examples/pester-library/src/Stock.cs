namespace Shop;

/// <summary>What there is of each item. May be used from any thread.</summary>
public sealed class Stock
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, int> _counts = new(StringComparer.OrdinalIgnoreCase);

    public async Task AddAsync(string item, int count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        await _turn.WaitAsync(cancellation);
        try
        {
            await Task.Yield();
            _counts[item] = _counts.GetValueOrDefault(item) + count;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<int> TakeAsync(string item, int count, CancellationToken cancellation = default)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            int left = _counts.GetValueOrDefault(item) - count;
            return left < 0 ? throw new OutOfStockException(item) : _counts[item] = left;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until there is as much of an item.</summary>
    public async Task WhenThereAsync(string item, int count, CancellationToken cancellation = default)
    {
        while (_counts.GetValueOrDefault(item) < count)
        {
            await Task.Delay(10, cancellation);
        }
    }
}
