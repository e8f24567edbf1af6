using System.Globalization;
using System.Text.Json;
using AsyncCSharp.Bench;

if (args is ["startup", ..])
{
    StartUp.Run(args.Length > 1 ? args[1] : "startup.json");
    return;
}

const int Waits = 1000;
const int WaitMilliseconds = 50;
const int Limit = 64;
const double Ideal = (Waits + Limit - 1) / Limit * WaitMilliseconds;

using BenchShell shell = new();
List<Row> rows = [];

double fanOut = shell.Median($"$null = 1..{Waits} | cs 'await Task.Delay({WaitMilliseconds}); return Input;' -ThrottleLimit {Limit}", 5);
double parallel = shell.Median($"$null = 1..{Waits} | ForEach-Object -Parallel {{ [Threading.Thread]::Sleep({WaitMilliseconds}); $_ }} -ThrottleLimit {Limit}", 1);
double plain = BenchShell.Median(() => Plain().GetAwaiter().GetResult(), 5);
rows.Add(new("fan-out, 1,000 x 50 ms at 64", fanOut, "ideal", Ideal, 1.15));
rows.Add(new("fan-out, 1,000 x 50 ms at 64", fanOut, "ForEach-Object -Parallel", parallel, 0.2));
rows.Add(new("fan-out, 1,000 x 50 ms at 64", fanOut, "Task.WhenAll + SemaphoreSlim", plain, null));

double objects = shell.Median("$null = 1..100000 | cs 'Input * 2'", 9);
double script = shell.Median("$null = 1..100000 | ForEach-Object { $_ * 2 }", 9);
rows.Add(new("100,000 objects, Input * 2", objects, "ForEach-Object { $_ * 2 }", script, 0.5));

shell.Run("cs 'async IAsyncEnumerable<int> Stream(int n) { for (int i = 0; i < n; i++) { if (i % 1000 == 0) await Task.Yield(); yield return i; } }'");
double async = shell.Median("$null = cs 'Stream(1000000)'", 5);
double sync = shell.Median("$null = cs 'Enumerable.Range(0, 1000000)'", 5);
rows.Add(new("async stream of 1,000,000", async, "synchronous sequence", sync, 1.5));

Console.WriteLine($"{"what",-30} {"ms",9} {"against",-30} {"ms",9} {"ratio",7} {"target",7}");
foreach (Row row in rows)
{
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Name,-30} {row.Milliseconds,9:0.0} {row.Baseline,-30} {row.BaselineMilliseconds,9:0.0} {row.Ratio,7:0.00} {row.Target,7:0.00}"));
}

string file = args.Length > 0 ? args[0] : "bench.json";
File.WriteAllText(file, JsonSerializer.Serialize(rows));
Console.WriteLine($"{Environment.NewLine}{Path.GetFullPath(file)}");

static async Task Plain()
{
    using SemaphoreSlim places = new(Limit);
    await Task.WhenAll(Enumerable.Range(0, Waits).Select(async _ =>
    {
        await places.WaitAsync();
        await Task.Delay(WaitMilliseconds);
        places.Release();
    }));
}
