using System.Globalization;

namespace AsyncCSharp;

/// <summary>How long a cell takes. Times are for one loop, that is one execution of the cell.</summary>
public sealed class CSharpCellMeasurement
{
    private readonly double[] _sorted;

    internal CSharpCellMeasurement(string code, bool isAsync, string runner, int loops, IReadOnlyList<double> nanoseconds, double suspendedShare, double allocatedBytes)
    {
        Code = code;
        IsAsync = isAsync;
        Runner = runner;
        Loops = loops;
        Nanoseconds = nanoseconds;
        SuspendedPercent = Math.Clamp(suspendedShare * 100, 0, 100);
        AllocatedBytes = (long)Math.Round(allocatedBytes);
        _sorted = [.. nanoseconds.Order()];
        MeanNanoseconds = _sorted.Average();
        MedianNanoseconds = (_sorted[(_sorted.Length - 1) / 2] + _sorted[_sorted.Length / 2]) / 2;
        DeviationNanoseconds = Math.Sqrt(_sorted.Select(t => (t - MeanNanoseconds) * (t - MeanNanoseconds)).Sum() / Math.Max(1, _sorted.Length - 1));
    }

    /// <summary>The cell's text.</summary>
    public string Code { get; }

    /// <summary>Whether the cell awaits at top level.</summary>
    public bool IsAsync { get; }

    /// <summary>The name of the runner that it was measured under.</summary>
    public string Runner { get; }

    /// <summary>How many runs were timed.</summary>
    public int Runs => Nanoseconds.Count;

    /// <summary>How many loops each run had.</summary>
    public int Loops { get; }

    /// <summary>The fastest run.</summary>
    public TimeSpan Minimum => Time(_sorted[0]);

    /// <summary>The run in the middle.</summary>
    public TimeSpan Median => Time(MedianNanoseconds);

    /// <summary>The mean of all runs.</summary>
    public TimeSpan Mean => Time(MeanNanoseconds);

    /// <summary>The slowest run.</summary>
    public TimeSpan Maximum => Time(_sorted[^1]);

    /// <summary>The standard deviation of the runs.</summary>
    public TimeSpan StandardDeviation => Time(DeviationNanoseconds);

    /// <summary>The part of the mean in which the cell waited in an await and none of its code ran.</summary>
    public TimeSpan Suspended => Time(MeanNanoseconds * SuspendedPercent / 100);

    /// <summary>The part of the mean in which code of the cell ran.</summary>
    public TimeSpan Running => Mean - Suspended;

    /// <summary>The suspended part in percent.</summary>
    public double SuspendedPercent { get; }

    /// <summary>Bytes that one loop allocates on the managed heap, on all threads.</summary>
    public long AllocatedBytes { get; }

    /// <summary>Each run's time for one loop, in the order of the runs; a <see cref="TimeSpan"/> cannot hold less than 100 ns.</summary>
    public IReadOnlyList<double> Nanoseconds { get; }

    internal double MedianNanoseconds { get; }

    internal double MeanNanoseconds { get; }

    internal double DeviationNanoseconds { get; }

    /// <summary>All of it in one line.</summary>
    public override string ToString() => string.Format(
        CultureInfo.CurrentCulture,
        Strings.Measurement,
        Display(MedianNanoseconds),
        Display(DeviationNanoseconds),
        Runs,
        Loops == 1 ? Strings.MeasurementOneLoop : string.Format(CultureInfo.CurrentCulture, Strings.MeasurementLoops, Loops),
        SuspendedPercent,
        AllocatedBytes);

    private static TimeSpan Time(double nanoseconds) => TimeSpan.FromTicks((long)Math.Round(nanoseconds / TimeSpan.NanosecondsPerTick));

    private static string Display(double nanoseconds)
    {
        (double value, string unit) = nanoseconds switch
        {
            < 1e3 => (nanoseconds, "ns"),
            < 1e6 => (nanoseconds / 1e3, "us"),
            < 1e9 => (nanoseconds / 1e6, "ms"),
            _ => (nanoseconds / 1e9, "s"),
        };
        string format = value < 10 ? "0.00" : value < 100 ? "0.0" : "0";
        return $"{value.ToString(format, CultureInfo.CurrentCulture)} {unit}";
    }
}
