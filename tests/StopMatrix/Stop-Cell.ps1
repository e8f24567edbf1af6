<#
.SYNOPSIS
Stops a cell of one kind, once, and says how long it took: "MILLISECONDS NEXT KEPT ORDER". Kinds count from 0, those of StopKinds.ps1
first and then those of UnwindingKinds.ps1. NEXT is when the next cell was there, KEPT a variable from before, and ORDER what the cell's
finally blocks noted, for a kind of UnwindingKinds.ps1.
#>
param([int] $Number)

. "$PSScriptRoot/../Pester/Common.ps1"
. "$PSScriptRoot/../Pester/StopCells.ps1"

$row = (@(. "$PSScriptRoot/../Pester/StopKinds.ps1") + @(. "$PSScriptRoot/../Pester/UnwindingKinds.ps1"))[$Number]
$notes = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
$runspace = Open-Runspace $row.Before $row.Runner $notes
$null = Invoke-In $runspace 'Invoke-CSharpCell "keep"'
$cell = Start-Cell $runspace $row.Code
if ($cell.Running.IsCompleted) { throw "the cell is not running ($($cell.Shell.Streams.Error.ReadAll()))" }
$watch = [Diagnostics.Stopwatch]::StartNew()
$time = Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
$kept = Invoke-In $runspace 'Invoke-CSharpCell "keep"'
"$time $($watch.ElapsedMilliseconds) $kept $notes"
$runspace.Dispose()
