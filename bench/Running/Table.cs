namespace AsyncCSharp.Bench;

/// <summary>What a group gave.</summary>
/// <param name="Title">What it is of.</param>
/// <param name="Rounds">How many times each was measured.</param>
/// <param name="Rows">The lines.</param>
/// <param name="Figures">What they were made of, by name.</param>
internal sealed record Table(string Title, int Rounds, IReadOnlyList<Row> Rows, IReadOnlyDictionary<string, List<double>> Figures);
