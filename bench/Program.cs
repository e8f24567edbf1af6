using AsyncCSharp.Bench;

Group[] groups = [StartUp.Group, Cells.Group, Pipelines.Group, Checks.Group, Memory.Group, Typing.Group, Notebooks.Group, Machines.Group];
BenchOptions options;
try
{
    options = BenchOptions.Parse(args, [.. groups.Select(group => group.Name)]);
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

Log("pwsh (the first time it is compiled ahead of time, which takes a minute)");
string pwsh = Pwsh.Prepare();
Log("peers");
LocalTool.Restore();
double? load = Machine.Load();
List<Table> tables = [];
foreach (Group group in groups.Where(group => options.Groups.Count == 0 || options.Groups.Contains(group.Name)))
{
    Log(group.Name);
    int rounds = options.Rounds ?? group.Rounds;
    Measurements taken = group.Measure(options, rounds);
    tables.Add(new(group.Title, rounds, [.. group.Rows(options, taken)], taken.Figures));
}

Report report = new(Machine.Current(), pwsh, PeerVersions.Find(), load, Machine.Load(), tables);
Log(options.Json);
report.Save(options.Json);
Console.Write(report.ToMarkdown());
if (options.Report is { } file)
{
    report.WriteInto(file);
}

return 0;

static void Log(string what) => Console.Error.WriteLine($"{DateTime.Now:HH:mm:ss} {what}");
