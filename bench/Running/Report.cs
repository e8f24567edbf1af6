using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AsyncCSharp.Bench;

/// <summary>All that a run gives, as Markdown and as JSON.</summary>
/// <param name="Machine">On what it was measured.</param>
/// <param name="Pwsh">In which pwsh.</param>
/// <param name="Peers">The versions of what is compared with, or why it is not there.</param>
/// <param name="LoadBefore">The load average at the start.</param>
/// <param name="LoadAfter">The load average at the end.</param>
/// <param name="Tables">What was measured.</param>
internal sealed record Report(
    Machine Machine,
    string Pwsh,
    IReadOnlyDictionary<string, string> Peers,
    double? LoadBefore,
    double? LoadAfter,
    IReadOnlyList<Table> Tables)
{
    private const string Begin = "<!-- bench: what follows is written by dotnet run -c Release --project bench -- --report FILE -->";
    private const string End = "<!-- bench: end -->";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The tables, with what they were measured on.</summary>
    public string ToMarkdown()
    {
        StringBuilder text = new();
        foreach (Table table in Tables)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"**{table.Title}** ({(table.Rounds == 1 ? "one round" : $"{table.Rounds} rounds")})\n\n");
            _ = text.Append("| what | | against | | ratio | target | met |\n| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (Row row in table.Rows)
            {
                string met = row.Met switch { true => "yes", false => "no", null => row.Note ?? string.Empty };
                _ = text.Append(CultureInfo.InvariantCulture, $"| {row.What} | {Figure(row.Value, row.Unit)} | {row.Against} | {Figure(row.AgainstValue, row.Unit)} | {Number(row.Ratio)} | {Number(row.Target)} | {met} |\n");
            }

            _ = text.Append('\n');
        }

        return text
            .Append(CultureInfo.InvariantCulture, $"Measured {Machine.Date:yyyy-MM-dd HH:mm} UTC, commit {Machine.Commit}, {Machine.Configuration}, on {Machine.Cores} cores of {Machine.Processor}, {Machine.System}, {Machine.Runtime}, load {LoadBefore:0.0} before and {LoadAfter:0.0} after.\n")
            .Append(CultureInfo.InvariantCulture, $"{Pwsh}. {string.Join("; ", Peers.Select(peer => $"{peer.Key}: {peer.Value}"))}.\n")
            .ToString();
    }

    /// <summary>Puts the tables into a document, in the place of those of an earlier run.</summary>
    public void WriteInto(string file)
    {
        (string before, string after) = Split(file);
        File.WriteAllText(file, $"{before}\n\n{ToMarkdown()}\n{after}");
    }

    /// <summary>What stands in a document before and after the tables of an earlier run.</summary>
    public static (string Before, string After) Split(string file)
    {
        string document = File.ReadAllText(file);
        int begin = document.IndexOf(Begin, StringComparison.Ordinal);
        int end = document.IndexOf(End, StringComparison.Ordinal);
        return 0 <= begin && begin < end
            ? (document[..(begin + Begin.Length)], document[end..])
            : throw new ArgumentException($"{file} has no place for the report: '{Begin}' and '{End}', each in a line of its own");
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
