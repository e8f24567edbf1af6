namespace AsyncCSharp.Bench;

/// <summary>What is made of many figures.</summary>
internal static class Statistics
{
    /// <summary>The figure in the middle, or the mean of the two there.</summary>
    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
