<#
.SYNOPSIS
The process of the soak: opens the runspaces, has each of them do its operations, and measures itself. Invoke-Soak.ps1 starts it.
#>
param([string] $SettingsPath)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/Journal.psm1", "$PSScriptRoot/ProcessState.psm1"
$settings = Get-Content $SettingsPath -Raw | ConvertFrom-Json -AsHashtable
$folder = $settings.Folder
$runspaces = 4
$report = [IO.StreamWriter]::new([IO.FileStream]::new("$folder/report.txt", 'Append', 'Write', 'ReadWrite, Delete'))
$report.AutoFlush = $true
$journal = New-Journal "$folder/process.journal"
$control = [hashtable]::Synchronized(@{
        Failures = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        Skips    = [Collections.Concurrent.ConcurrentDictionary[string, string]]::new()
        Stop     = $false
    })

# Runs a script in each of the drivers at once, and gives what they give. Failures are shown as they come.
function Invoke-Driver([string] $Script, [object[]] $Arguments) {
    $calls = foreach ($driver in $drivers) {
        $shell = [powershell]::Create()
        $shell.Runspace = $driver
        $null = $shell.AddScript($Script)
        foreach ($argument in $Arguments) { $null = $shell.AddArgument($argument) }
        @{ Shell = $shell; Running = $shell.BeginInvoke() }
    }

    while (@($calls | Where-Object { -not $_.Running.IsCompleted })) {
        [Threading.Thread]::Sleep(100)
        Write-Failure
    }

    Write-Failure
    foreach ($call in $calls) {
        $call.Shell.EndInvoke($call.Running)
        $call.Shell.Dispose()
    }
}

function Write-Failure {
    $failure = ''
    while ($control.Failures.TryDequeue([ref]$failure)) {
        $script:failed++
        if ($script:failed -ge $settings.MaxFailures) { $control.Stop = $true }
        $report.WriteLine("$failure`n$((Get-LastOperation $folder $settings.Last) -join "`n")")
    }
}

# Runs a part of this script under the eyes of the watching process, and gives what it gives.
function Invoke-Step([string] $Name, [double] $Limit, [scriptblock] $Script) {
    Add-JournalLine $journal 0 begin $Limit $Name
    $step = [Diagnostics.Stopwatch]::StartNew()
    & $Script
    Add-JournalLine $journal 0 end $Limit "$Name ($([int]$step.Elapsed.TotalSeconds) s)"
}

function Get-Total($Counts) { ($Counts | Measure-Object Count -Sum).Sum }

# The steps in which the runspaces have journals of their own.
$never = 1e9
$failed = 0
$drivers = foreach ($number in 1..$runspaces) {
    $driver = [runspacefactory]::CreateRunspace($Host)
    $driver.Open()
    $driver
}

Invoke-Step 'preparing' 300 { & "$PSScriptRoot/New-SoakFiles.ps1" $folder }
Invoke-Step 'opening the runspaces' 300 {
    $number = 0
    foreach ($driver in $drivers) {
        $number++
        $shell = [powershell]::Create()
        $shell.Runspace = $driver
        $null = $shell.AddScript('param($module, $number, $settings, $control, $shellHost) Import-Module $module; Open-Soak $number $settings $control $shellHost')
        $null = $shell.AddArgument("$PSScriptRoot/Driver.psm1").AddArgument($number).AddArgument($settings).AddArgument($control).AddArgument($Host)
        $null = $shell.Invoke()
        if ($shell.HadErrors) { throw $shell.Streams.Error[0] }
        $shell.Dispose()
    }
}

$start = [Diagnostics.Stopwatch]::StartNew()
$counts = Invoke-Step 'warming up' $never {
    foreach ($round in 1..$settings.WarmUpRounds) { Invoke-Driver 'param($round, $parts) Invoke-EachKind $round $parts' $round, $runspaces }
}
$before = Invoke-Step 'measuring' 300 {
    Invoke-Driver 'Clear-Soak'
    Measure-ProcessState
}
$report.WriteLine("warm-up: $(Get-Total $counts) operations in $([int]$start.Elapsed.TotalSeconds) s: $(Format-ProcessState $before)")

$start.Restart()
$counts = Invoke-Step 'running' $never {
    $each = [int][Math]::Ceiling($settings.Operations / $runspaces)
    Invoke-Driver 'param($operations, $minutes) Invoke-RandomKind $operations $minutes' $each, $settings.Minutes
}
$kinds = @($counts.Kind | Sort-Object -Unique).Count
$report.WriteLine("$(Get-Total $counts) operations of $kinds kinds in $([int]$start.Elapsed.TotalSeconds) s, $failed failed")
$after = Invoke-Step 'measuring' 300 {
    Invoke-Driver 'Clear-Soak'
    Wait-ProcessState $before $settings.SettleSeconds
}
$report.WriteLine("in the end: $(Format-ProcessState $after)")
foreach ($skip in $control.Skips.GetEnumerator()) { $report.WriteLine("skipped: $($skip.Key): $($skip.Value)") }
$grown = @(Get-Growth $before $after)
foreach ($what in $grown) { $report.WriteLine("HAS GROWN: $what") }
Invoke-Step 'closing the runspaces' 60 { Invoke-Driver 'Close-Soak' }
Add-JournalLine $journal 0 begin 30 'the end of the process'
exit ($failed -gt 0 -or $grown ? 3 : 0)
