namespace AsyncCSharp.Bench;

/// <summary>A fan-out as one writes it in C# oneself.</summary>
public static class WhenAll
{
    /// <summary>Waits so many times, so many at a time.</summary>
    public static async Task Wait(int waits, int limit, int milliseconds)
    {
        using SemaphoreSlim places = new(limit);
        await Task.WhenAll(Enumerable.Range(0, waits).Select(async _ =>
        {
            await places.WaitAsync();
            await Task.Delay(milliseconds);
            places.Release();
        }));
    }
}
