namespace AsyncCSharp.Bench;

/// <summary>A cell over three sessions, against one, and against what one writes by hand with PowerShell's remoting. The machines are processes of
/// this one.</summary>
internal static class Machines
{
    private const string Spread = "our spread";
    private const string OnOne = "the same on one of them";
    private const string ByHand = "equal parts by `Invoke-Command -ThrottleLimit`, the same cell in each";
    private const string Plain = "`Invoke-Command -ThrottleLimit`, a loop of PowerShell in each";

    private const int Objects = 10_000;
    private const int Limit = 16;
    private const int Milliseconds = 5;
    private const int Count = 3;

    // Waits in turns of the limit, on all machines.
    private const double Ideal = (double)Objects * Milliseconds / (Limit * Count);

    private const string Cell = "cs 'await Task.Delay(5); return Input;' -ThrottleLimit 16";

    private static readonly string s_setup =
        $$"""
        {{Pwsh.Import}}
        if (-not $global:machines) {
            $global:machines = 1..{{Count}} | ForEach-Object {
                $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null)
                $runspace.Open()
                $session = [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
                $part = @(($_ - 1) * {{Objects / Count}} + 1; $_ -eq {{Count}} ? {{Objects}} : $_ * {{Objects / Count}})
                Invoke-Command $session { {{Pwsh.Import}}; $part = $using:part }
                $session
            }
        }
        """;

    private static readonly (string Name, string Script)[] s_subjects =
    [
        (Spread, $"1..{Objects} | {Cell} -PSSession $global:machines"),
        (OnOne, $"1..{Objects} | {Cell} -PSSession $global:machines[0]"),
        (ByHand, $"Invoke-Command $global:machines -ThrottleLimit {Count} {{ $part[0]..$part[1] | {Cell} }}"),
        (Plain, $"Invoke-Command $global:machines -ThrottleLimit {Count} {{ $part[0]..$part[1] | ForEach-Object -Parallel {{ [Threading.Thread]::Sleep({Milliseconds}); $_ }} -ThrottleLimit {Limit} }}"),
    ];

    /// <summary>What is measured.</summary>
    public static Group Group { get; } = new("machines", "Many machines: 10,000 objects of 5 ms over three local processes, 16 at a time on each", 3, Measure, static (_, taken) => Rows(taken));

    private static Measurements Measure(BenchOptions options, int rounds) => Pwsh.Turns(s_setup, s_subjects, rounds, 1);

    private static IEnumerable<Row> Rows(Measurements taken) =>
    [
        new("a cell with `-PSSession`", "ms", taken.Median(Spread), "the ideal time", Ideal),
        taken.Row("...", "ms", Spread, OnOne),
        taken.Row("...", "ms", Spread, ByHand, 1),
        taken.Row("...", "ms", Spread, Plain),
    ];
}
