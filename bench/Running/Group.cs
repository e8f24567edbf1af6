namespace AsyncCSharp.Bench;

/// <summary>Measurements that belong together: a table of the report.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">What the report calls it.</param>
/// <param name="Rounds">How many times everything is measured unless the command line says otherwise.</param>
/// <param name="Measure">Takes the figures.</param>
/// <param name="Rows">Makes the table of them.</param>
internal sealed record Group(
    string Name,
    string Title,
    int Rounds,
    Func<BenchOptions, int, Measurements> Measure,
    Func<BenchOptions, Measurements, IEnumerable<Row>> Rows);
