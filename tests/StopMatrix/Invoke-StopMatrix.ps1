<#
.SYNOPSIS
Stops each kind of code in fresh processes: code that stops once by luck does not count.
.DESCRIPTION
For each kind of tests/Pester/StopKinds.ps1 and UnwindingKinds.ps1 a process runs a cell, stops it, and asks the session for a
variable. A trial fails where the prompt or the next cell is not there within two seconds, the variable is lost, what the cell's
finally blocks have noted is not in order from the inside out, or the process does not end by itself. Round after round, so that a
run that is broken off has tried all kinds equally often. Gives a line a kind: failures, median and longest milliseconds to the
prompt. Ends with an error where a trial failed.

    dotnet run --project tools/Shell -- -NoProfile -File tests/StopMatrix/Invoke-StopMatrix.ps1 -Times 20
#>
param([int] $Times = 20, [string] $Kind = '*', [string] $Log)

. "$PSScriptRoot/../Pester/Common.ps1"

# Some kinds of the two files have the same name.
$results = [ordered]@{}
$number = 0
foreach ($row in @(. "$PSScriptRoot/../Pester/StopKinds.ps1") + @(. "$PSScriptRoot/../Pester/UnwindingKinds.ps1")) {
    $name = $row.Kind + ($row.Order ? ' (order)' : '')
    if ($row.Kind -like $Kind) { $results[$name] = @{ Number = $number; Order = "$($row.Order)"; Times = [Collections.Generic.List[int]]::new(); Failures = [Collections.Generic.List[string]]::new() } }
    $number++
}

if ($results.Count -eq 0) { throw "No kind is like '$Kind'." }
$script = [IO.Path]::GetFullPath("$PSScriptRoot/Stop-Cell.ps1")
foreach ($round in 1..$Times) {
    foreach ($name in $results.Keys) {
        $result = Invoke-ChildShell "& '$script' -Number $($results[$name].Number)" -Seconds 90
        $milliseconds, $next, $kept, $order = $result.Output.Trim() -split ' ', 4
        if ($milliseconds -match '^\d+$') { $results[$name].Times.Add([int]$milliseconds) }
        if ($result.TimedOut -or $result.ExitCode -ne 0 -or $milliseconds -notmatch '^\d+$' -or [int]$milliseconds -ge 2000 -or [int]$next -ge 2000 -or $kept -ne '42' -or "$order" -ne $results[$name].Order) {
            $failure = "round ${round}: '$($result.Output.Trim())' exit code $($result.ExitCode)$(if ($result.TimedOut) { ', hangs' }) $($result.Errors.Trim())"
            $results[$name].Failures.Add($failure)
        }

        if ($Log) { [IO.File]::AppendAllText($Log, "$round`t$name`t$($result.Output.Trim())`t$failure`n") }
        $failure = $null
    }
}

$failed = 0
foreach ($name in $results.Keys) {
    $all = $results[$name].Times
    $all.Sort()
    $failed += $results[$name].Failures.Count
    '{0,-60} {1,3} of {2} failed, median {3,5} ms, longest {4,5} ms' -f $name, $results[$name].Failures.Count, $Times, $all[[int][Math]::Floor($all.Count / 2)], $all[$all.Count - 1]
    foreach ($failure in $results[$name].Failures) { "    $failure" }
}

if ($failed -gt 0) { throw "$failed trials failed." }
