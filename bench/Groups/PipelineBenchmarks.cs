using BenchmarkDotNet.Attributes;

namespace AsyncCSharp.Bench;

/// <summary>Many objects at a time: through a pipeline, fanned out, and as a stream.</summary>
public class PipelineBenchmarks
{
    /// <summary>How many waits the fan-out has.</summary>
    public const int Waits = 1000;

    /// <summary>How long each is.</summary>
    public const int WaitMilliseconds = 50;

    /// <summary>How many are under way at a time.</summary>
    public const int Limit = 64;

    public const string FanOut = "our fan-out";
    public const string InParallel = "`ForEach-Object -Parallel`";
    public const string WhenAll = "`Task.WhenAll`, `SemaphoreSlim`";
    public const string WideFanOut = "our wide fan-out";
    public const string WideWhenAll = "`Task.WhenAll`";
    public const string Objects = "our objects";
    public const string AwaitingObjects = "our awaiting objects";
    public const string ForEachObject = "`ForEach-Object { $_ * 2 }`";
    public const string AsyncStream = "our stream";
    public const string SyncSequence = "synchronous sequence";
    public const string Loop = "a loop of PowerShell";

    private const int WideWaits = 10_000;

    private readonly BenchShell _shell = new();

    [GlobalSetup]
    public void DeclareStream() =>
        _shell.Run("cs 'async IAsyncEnumerable<int> Stream(int n) { for (int i = 0; i < n; i++) { if (i % 1000 == 0) await Task.Yield(); yield return i; } }'");

    [GlobalCleanup]
    public void Close() => _shell.Dispose();

    [Benchmark(Description = FanOut)]
    public void RunFanOut() => _shell.Run($"$null = 1..{Waits} | cs 'await Task.Delay({WaitMilliseconds}); return Input;' -ThrottleLimit {Limit}");

    [Benchmark(Description = InParallel)]
    public void RunParallel() => _shell.Run($"$null = 1..{Waits} | ForEach-Object -Parallel {{ [Threading.Thread]::Sleep({WaitMilliseconds}); $_ }} -ThrottleLimit {Limit}");

    [Benchmark(Description = WhenAll)]
    public Task RunWhenAll() => WaitForAll(Waits, Limit);

    [Benchmark(Description = WideFanOut)]
    public void RunWideFanOut() => _shell.Run($"$null = 1..{WideWaits} | cs 'await Task.Delay({WaitMilliseconds}); return Input;' -ThrottleLimit {WideWaits}");

    [Benchmark(Description = WideWhenAll)]
    public Task RunWideWhenAll() => WaitForAll(WideWaits, WideWaits);

    [Benchmark(Description = Objects)]
    public void RunObjects() => _shell.Run("$null = 1..100000 | cs 'Input * 2'");

    [Benchmark(Description = AwaitingObjects)]
    public void RunAwaitingObjects() => _shell.Run("$null = 1..100000 | cs 'await Task.CompletedTask; return Input * 2;'");

    [Benchmark(Description = ForEachObject)]
    public void RunForEachObject() => _shell.Run("$null = 1..100000 | ForEach-Object { $_ * 2 }");

    [Benchmark(Description = AsyncStream)]
    public void RunAsyncStream() => _shell.Run("$null = cs 'Stream(1000000)'");

    [Benchmark(Description = SyncSequence)]
    public void RunSyncSequence() => _shell.Run("$null = cs 'Enumerable.Range(0, 1000000)'");

    [Benchmark(Description = Loop)]
    public void RunLoop() => _shell.Run("$null = for ($i = 0; $i -lt 1000000; $i++) { $i }");

    private static async Task WaitForAll(int waits, int limit)
    {
        using SemaphoreSlim places = new(limit);
        await Task.WhenAll(Enumerable.Range(0, waits).Select(async _ =>
        {
            await places.WaitAsync();
            await Task.Delay(WaitMilliseconds);
            places.Release();
        }));
    }
}
