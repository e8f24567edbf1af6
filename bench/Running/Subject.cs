namespace AsyncCSharp.Bench;

/// <summary>Something that is measured once a round.</summary>
/// <param name="Measure">Takes the figures, one for each name. What it throws says why there are none.</param>
/// <param name="Names">What the figures are of.</param>
internal sealed record Subject(Func<IReadOnlyList<double>> Measure, params string[] Names)
{
    /// <summary>A subject with one figure.</summary>
    public Subject(string name, Func<double> measure)
        : this(() => [measure()], name)
    {
    }
}
