namespace AsyncCSharp.Bench;

/// <summary>A line of the table: what was measured, and against what.</summary>
/// <param name="What">What it is.</param>
/// <param name="Unit">Of both figures.</param>
/// <param name="Value">The median or the least, or null where it could not be measured.</param>
/// <param name="Against">What it is compared with.</param>
/// <param name="AgainstValue">The same of that, or the ideal.</param>
/// <param name="Target">What the ratio is to be at most; the value itself where there is nothing to compare it with.</param>
/// <param name="Note">Why something is missing.</param>
internal sealed record Row(string What, string Unit, double? Value, string? Against = null, double? AgainstValue = null, double? Target = null, string? Note = null)
{
    /// <summary>Value against the other one.</summary>
    public double? Ratio => Value / AgainstValue;

    /// <summary>Whether the target is reached; null where there is none or nothing was measured.</summary>
    public bool? Met => (Against is null ? Value : Ratio) is { } reached && Target is { } target ? reached <= target : null;
}
