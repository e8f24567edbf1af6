using AsyncCSharp.Bench;

Dictionary<string, Func<BenchOptions, IDictionary<string, Measurements>, IEnumerable<Row>>> groups = new()
{
    ["startup"] = StartUp.Run,
    ["cells"] = Cells.Run,
    ["pipelines"] = Pipelines.Run,
    ["checks"] = Checks.Run,
    ["memory"] = Memory.Run,
};

BenchOptions options;
try
{
    options = BenchOptions.Parse(args, groups.Keys);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

double? before = Machine.Load();
Dictionary<string, Measurements> log = [];
List<Row> rows = [];
foreach ((string name, Func<BenchOptions, IDictionary<string, Measurements>, IEnumerable<Row>> run) in groups)
{
    if (options.Groups.Count == 0 || options.Groups.Contains(name))
    {
        Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {name}");
        rows.AddRange(run(options, log));
    }
}

Report report = new(
    Machine.Current(),
    PeerVersions.Find(),
    options.Rounds,
    before,
    Machine.Load(),
    rows,
    log.ToDictionary(group => group.Key, group => group.Value.Figures));
report.Save(options.Json);
report.Write(Console.Out);
Console.Error.WriteLine(options.Json);
return 0;
