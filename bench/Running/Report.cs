using System.Globalization;
using System.Text.Json;

namespace AsyncCSharp.Bench;

/// <summary>All that a run gives, as a table and as JSON.</summary>
/// <param name="Machine">On what it was measured.</param>
/// <param name="Peers">The versions of what is compared with, or why it is not there.</param>
/// <param name="Rounds">How many times each was measured.</param>
/// <param name="LoadBefore">The load average at the start.</param>
/// <param name="LoadAfter">The load average at the end.</param>
/// <param name="Rows">The table.</param>
/// <param name="Figures">What the medians were made of, by group and name.</param>
internal sealed record Report(
    Machine Machine,
    IReadOnlyDictionary<string, string> Peers,
    int Rounds,
    double? LoadBefore,
    double? LoadAfter,
    IReadOnlyList<Row> Rows,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, List<double>>> Figures)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the table, in Markdown, with what it was measured on.</summary>
    public void Write(TextWriter writer)
    {
        writer.WriteLine("| what | | against | | ratio | target | met |");
        writer.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (Row row in Rows)
        {
            string met = row.Met switch { true => "yes", false => "no", null => row.Note ?? string.Empty };
            writer.WriteLine($"| {row.What} | {Figure(row.Value, row.Unit)} | {row.Against} | {Figure(row.AgainstValue, row.Unit)} | {Number(row.Ratio)} | {Number(row.Target)} | {met} |");
        }

        writer.WriteLine();
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Medians of {Rounds} rounds (of the checks the fastest), {Machine.Date:yyyy-MM-dd HH:mm} UTC, commit {Machine.Commit}, {Machine.Runtime}, {Machine.System}, {Machine.Cores} cores of {Machine.Processor}, load {LoadBefore:0.0} before and {LoadAfter:0.0} after."));
        foreach ((string peer, string version) in Peers)
        {
            writer.WriteLine($"{peer}: {version}");
        }
    }

    /// <summary>Writes everything to a file.</summary>
    public void Save(string file)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JsonSerializer.Serialize(this, s_json));
    }

    private static string Figure(double? figure, string unit) => unit.Length > 0 && figure is not null ? $"{Number(figure)} {unit}" : Number(figure);

    // Three digits that mean something.
    private static string Number(double? number) => number is not { } value ? string.Empty : value.ToString(
        Math.Abs(value) switch { >= 100 or 0 => "N0", >= 10 => "0.0", >= 1 => "0.00", >= 0.01 => "0.000", _ => "0.0000" },
        CultureInfo.InvariantCulture);
}
