using System.Management.Automation;

namespace AsyncCSharp.Showing;

/// <summary>How PowerShell shows objects of ours. In code: a file of views has it read XML, and make all of its own views anew, with each import.</summary>
internal static class ViewDefinitions
{
    // Names, and not types: these need not be loaded for it.
    private const string Own = nameof(AsyncCSharp) + ".";
    private const string Self = "$_";

    /// <summary>The name of a type by which what was found out about a file has a view with its path. A view in code has no line that depends on a value.</summary>
    public const string TestOfFile = $"{Own}{nameof(CellTestResult)}#File";

    // As PowerShell shows the time of its own commands: 0.012, 1:02.345.
    private const string Duration = @"$(if ($_.Duration.TotalDays -ge 1) { '{0:d\.hh\:mm\:ss\.fff}' } elseif ($_.Duration.TotalHours -ge 1) { '{0:h\:mm\:ss\.fff}' } "
        + @"elseif ($_.Duration.TotalMinutes -ge 1) { '{0:m\:ss\.fff}' } else { '{0:s\.fff}' }) -f $_.Duration";

    private const string JobType = "System.Management.Automation.Job";

    /// <summary>All of them. They are read only, and the same for all runspaces.</summary>
    public static IReadOnlyList<ExtendedTypeDefinition> All { get; } =
    [
        Of($"{Own}{nameof(AutoAwaitInfo)}", Text(Shown(Self))),
        Of($"{Own}{nameof(CSharpSession)}", Sessions()),
        Of($"{Own}{nameof(CSharpVariable)}", Variables()),
        Of($"{Own}{nameof(CSharpHistoryEntry)}", History()),
        Of($"{Own}{nameof(CellTestResult)}", Tests(ofFile: false)),
        Of(TestOfFile, Tests(ofFile: true)),
        Of($"{Own}{nameof(CellDiagnostic)}", Text(Shown(Self), Shown("$_.Excerpt"))),

        // PowerShell has a table for tasks. As a list, which comes after objects of another shape, it would read every property, and Result
        // of a running task blocks the prompt.
        Of("System.Threading.Tasks.Task", List("Id", "IsCompleted", "Status")),
        Of($"{Own}{nameof(CSharpCellMeasurement)}", Text(Shown(Self))),
        Of($"{Own}{nameof(CSharpRunner)}", Runners()),
        Of($"{Own}{nameof(CellJob)}", Jobs(), JobType),
        Of($"{Own}ValueTask", List("IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled")),
    ];

    private static ExtendedTypeDefinition Of(string type, PSControl control, params string[] more)
    {
        ExtendedTypeDefinition definition = new(type, [new FormatViewDefinition(type, control)]);
        foreach (string other in more)
        {
            definition.TypeNames.Add(other);
        }

        return definition;
    }

    private static string Shown(string value) => $"[AsyncCSharp.ValueSummary]::Shown({value})";

    private static string Summary() => $"[AsyncCSharp.ValueSummary]::Of({Self})";

    private static CustomControl Text(params string[] lines)
    {
        CustomEntryBuilder entry = CustomControl.Create(outOfBand: false).StartEntry(null, null);
        for (int i = 0; i < lines.Length; i++)
        {
            entry = (i == 0 ? entry : entry.AddNewline(1)).AddScriptBlockExpressionBinding(lines[i], false, null, null, null);
        }

        return entry.EndEntry().EndControl();
    }

    private static ListControl List(params string[] properties)
    {
        ListEntryBuilder entry = ListControl.Create(outOfBand: false).StartEntry(null, null);
        foreach (string property in properties)
        {
            entry = entry.AddItemProperty(property, null, null);
        }

        return entry.EndEntry().EndList();
    }

    private static TableControl Table(bool wrap, params TableField[] fields)
    {
        TableControlBuilder table = TableControl.Create(outOfBand: false, autoSize: false, hideTableHeaders: false);
        foreach (TableField field in fields)
        {
            table = table.AddHeader(field.Alignment, field.Width, field.Label);
        }

        TableRowDefinitionBuilder row = table.StartRowDefinition(wrap, null, null);
        foreach (TableField field in fields)
        {
            row = field.Script is { } script
                ? row.AddScriptBlockColumn(script, Alignment.Undefined, null)
                : row.AddPropertyColumn(field.Property, Alignment.Undefined, null);
        }

        return row.EndRowDefinition().EndTable();
    }

    private static TableControl Sessions() => Table(
        wrap: false,
        new("Name", 14) { Script = Shown("$_.Name") },
        new("State", 7),
        new("Runner", 10) { Script = Shown("$_.Runner") },
        new("AutoAwait", 9) { Script = "if ($_.AutoAwait) { 'On' } else { 'Off' }" },
        new("Cells", 5) { Property = "CellsRun", Alignment = Alignment.Right },
        new("Vars", 5) { Property = "Variables", Alignment = Alignment.Right },
        new("Assemblies", 10) { Alignment = Alignment.Right },
        new("KB", 7) { Script = "'{0:n1}' -f ($_.Bytes / 1kb)", Alignment = Alignment.Right },
        new("Held", 4) { Property = "HeldContexts", Alignment = Alignment.Right });

    private static TableControl Variables() => Table(
        wrap: false,
        new("Name", 20) { Script = Shown("$_.Name") },
        new("Type", 30) { Script = Shown("$_.Type") },
        new("Value") { Script = Summary() });

    private static TableControl History() => Table(
        wrap: false,
        new("Id", 5) { Alignment = Alignment.Right },
        new("Duration", 12) { Script = Duration, Alignment = Alignment.Right },
        new("IsAsync", 7),
        new("Success", 7),
        new("Code") { Script = Summary() });

    private static TableControl Runners() => Table(
        wrap: true,
        new("Name", 16) { Script = Shown("$_.Name") },
        new("IsBuiltIn", 10),
        new("Description") { Script = Shown("$_.Description") });

    // PowerShell's table of jobs, with names and commands that nothing obeys.
    private static TableControl Jobs() => Table(
        wrap: false,
        new("Id", 6),
        new("Name", 15) { Script = Shown("$_.Name") },
        new("PSJobTypeName", 15),
        new("State", 13),
        new("HasMoreData", 15),
        new("Location", 20),
        new("Command", 25) { Script = Shown("$_.Command") });

    private static ListControl Tests(bool ofFile)
    {
        ListEntryBuilder entry = ListControl.Create(outOfBand: false).StartEntry(null, null);
        return (ofFile ? entry.AddItemScriptBlock(Shown("$_.Path"), "Path", null) : entry)
            .AddItemProperty("IsValid", null, null)
            .AddItemProperty("IsComplete", null, null)
            .AddItemProperty("IsAsync", null, null)
            .AddItemProperty("ReturnType", null, null)
            .AddItemScriptBlock(Summary(), "Diagnostics", null)
            .EndEntry().EndList();
    }
}
