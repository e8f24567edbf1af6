using System.Diagnostics;
using AsyncCSharp.Cells;
using AsyncCSharp.Contract;
using AsyncCSharp.Loop;

namespace AsyncCSharp.Measuring;

/// <summary>
/// Times a compiled cell: warms it up, finds a number of loops that the clock can tell from nothing, and times as many
/// runs as wanted.
/// </summary>
internal sealed class CellMeter(CellInvocation invocation, MeasuringOutput output, ICompiledCell cell, ICompiledCell empty, CellCall call)
{
    /// <summary>What a run is to take at least: far above what the clock and the scheduler are off by.</summary>
    private const double TargetNanoseconds = 100_000_000;

    private const int MaximumLoops = 10_000_000;

    /// <summary>Enough for the bytes that a call allocates to come out the same every time.</summary>
    private const int EmptyLoops = 100;

    private readonly CellActivity _activity = new();

    /// <summary>Times the cell.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public CSharpCellMeasurement Measure(int runs)
    {
        CellExecutor own = new(invocation, cell, call) { Activity = _activity };
        _ = Time(own, 1);
        output.IsMuted = true;

        int loops = FindLoops(own);
        List<MeasuredRun> measured = [];
        for (int i = 0; i < runs; i++)
        {
            measured.Add(Time(own, loops));
        }

        double total = measured.Sum(m => m.Nanoseconds);
        return new CSharpCellMeasurement(
            call.Code,
            cell.IsAsync,
            call.Runner.Name,
            loops,
            [.. measured.Select(m => m.Nanoseconds / loops)],
            total > 0 ? measured.Sum(m => m.SuspendedNanoseconds) / total : 0,
            Math.Max(0, measured.Min(m => m.AllocatedBytes) / loops - BytesOfCall()));
    }

    // 1, 2, 5, 10, 20, 50 ...: a number that can be read. Finding it warms the cell up.
    private int FindLoops(CellExecutor own)
    {
        for (int power = 1; ; power *= 10)
        {
            foreach (int step in (ReadOnlySpan<int>)[1, 2, 5])
            {
                int loops = power * step;
                if (Time(own, loops).Nanoseconds >= TargetNanoseconds || loops >= MaximumLoops)
                {
                    return loops;
                }
            }
        }
    }

    // What calling an empty cell allocates is not the cell's. Its time is not told from the cell's: it is as small as
    // the differences between two runs.
    private double BytesOfCall()
    {
        CellExecutor none = new(invocation, empty, call) { Activity = cell.IsAsync ? _activity : null, AlwaysDrives = cell.IsAsync };
        _ = Time(none, EmptyLoops);
        return Enumerable.Range(0, 3).Min(_ => Time(none, EmptyLoops).AllocatedBytes) / EmptyLoops;
    }

    private MeasuredRun Time(CellExecutor executor, int loops)
    {
        MeasuredRun measured = default;
        executor.Repeat(loops, run =>
        {
            TimeSpan running = _activity.Running;
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            long start = Stopwatch.GetTimestamp();
            run();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            running = _activity.Running - running;

            // A sync cell is never suspended, and nothing says so: nobody follows it.
            double suspended = running > TimeSpan.Zero ? Math.Max(0, (elapsed - running).TotalNanoseconds) : 0;
            measured = new MeasuredRun(elapsed.TotalNanoseconds, suspended, allocated);
        });
        return measured;
    }
}
