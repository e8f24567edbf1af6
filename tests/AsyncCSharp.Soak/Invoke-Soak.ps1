<#
.SYNOPSIS
Random operations over four runspaces of one process, for as long as one likes.
.DESCRIPTION
Starts the process that does it (Start-Soak.ps1) and watches it. After each operation everything is asked for that the runspace
should have. An operation that takes longer than its limit, a process that ends by itself, a wrong answer, and memory, handles,
threads or assemblies that have grown since the warm-up are failures: the last operations of each runspace are shown then, and
of what hangs the managed stacks. The exit code is 1.

    dotnet run --project tools/Shell -- -NoProfile -File tests/AsyncCSharp.Soak/Invoke-Soak.ps1 -Minutes 60
.PARAMETER Minutes
How long operations are begun, after the warm-up.
.PARAMETER Operations
How many there are in all, in place of a time.
.PARAMETER Seed
What all choices come from: each runspace does the same again, as far as threads allow.
.PARAMETER Kind
Wildcards for the kinds of operations to choose from, with semicolons between.
.PARAMETER Except
Wildcards for kinds to leave out.
.PARAMETER KindPath
The folder with the kinds of operations.
.PARAMETER WarmUpRounds
How often each kind is run before the process is measured.
.PARAMETER MaxFailures
With how many wrong answers it ends.
.PARAMETER LimitFactor
By what the limits of operations are multiplied, for a machine that does other things too.
.PARAMETER SettleSeconds
How long threads of stopped code, and what else ends by and by, may take to end before the last measurement.
.PARAMETER Last
How many operations of each runspace are shown at a failure.
#>
param(
    [double] $Minutes = 1,
    [int] $Operations,
    [int] $Seed = [Random]::Shared.Next(),
    [string] $Kind = '*',
    [string] $Except = '',
    [string] $KindPath = "$PSScriptRoot/Operations",
    [int] $WarmUpRounds = 1,
    [int] $MaxFailures = 1,
    [double] $LimitFactor = 1,
    [int] $SettleSeconds = 90,
    [int] $Last = 10
)

. "$PSScriptRoot/../Pester/Common.ps1"
Import-Module "$PSScriptRoot/Journal.psm1", "$PSScriptRoot/Watch.psm1" -Force

# The exit code of a process that has told itself what was wrong.
$wrong = 3

"seed $Seed"
$folder = Join-Path ([IO.Path]::GetTempPath()) "asynccsharp-soak-$PID-$Seed"
$null = [IO.Directory]::CreateDirectory($folder)
$settings = @{
    Folder = $folder; Minutes = $Minutes; Operations = $Operations; Seed = $Seed; Kind = $Kind.Split(';'); Except = $Except.Split(';')
    KindPath = $KindPath
    WarmUpRounds = $WarmUpRounds; MaxFailures = $MaxFailures; Last = $Last; SettleSeconds = $SettleSeconds
}
$settings | ConvertTo-Json | Set-Content "$folder/settings.json"
$report = [IO.StreamReader]::new([IO.FileStream]::new("$folder/report.txt", 'OpenOrCreate', 'Read', 'ReadWrite, Delete'))
$process = Start-ChildShell "& '$PSScriptRoot/Start-Soak.ps1' '$folder/settings.json'; exit `$LASTEXITCODE"
try {
    # Its standard input stays open, and nothing is written to it: code that reads from there waits.
    $drains = @((New-Drain $process.StandardOutput 4KB), (New-Drain $process.StandardError 128KB))
    $look = [Diagnostics.Stopwatch]::StartNew()
    $overdue = @()
    while (-not $process.HasExited -and -not $overdue) {
        Read-Drain $drains 200
        if ($look.ElapsedMilliseconds -gt 1000) {
            $overdue = @(Get-Overdue $folder $LimitFactor)
            while ($null -ne ($line = $report.ReadLine())) { $line }
            $look.Restart()
        }
    }

    while ($null -ne ($line = $report.ReadLine())) { $line }
    if ($overdue -or $process.ExitCode -notin 0, $wrong) {
        $overdue
        if (-not $overdue) { "DIED: the process has ended with exit code $($process.ExitCode)." }
        Get-LastOperation $folder $Last
        if ($overdue) { Get-ManagedStack $process }
        foreach ($i in 1..20) { Read-Drain $drains 50 }
        '--- the end of its standard output', $drains[0].Tail, '--- and of its standard error', $drains[1].Tail
    }

    if ($overdue -or $process.ExitCode -ne 0) {
        "seed $Seed"
        exit 1
    }
}
finally {
    if (-not $process.HasExited) { $process.Kill($true) }
    $process.WaitForExit()
    $process.Dispose()
    $report.Dispose()
    [IO.Directory]::Delete($folder, $true)
}
