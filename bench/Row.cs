namespace AsyncCSharp.Bench;

/// <summary>A line of the table: what was measured, and against what.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Milliseconds">The median.</param>
/// <param name="Baseline">What it is compared with.</param>
/// <param name="BaselineMilliseconds">The median of that, or the ideal time.</param>
/// <param name="Target">The ratio to reach, or null.</param>
internal sealed record Row(string Name, double Milliseconds, string Baseline, double BaselineMilliseconds, double? Target)
{
    /// <summary>Time against baseline.</summary>
    public double Ratio => Milliseconds / BaselineMilliseconds;
}
