<#
.SYNOPSIS
Stops a cell of one kind, once, and says how long it took: "MILLISECONDS KEPT", where KEPT is a variable from before.
#>
param([string] $Kind)

. "$PSScriptRoot/../Pester/Common.ps1"
. "$PSScriptRoot/../Pester/StopCells.ps1"

foreach ($row in . "$PSScriptRoot/../Pester/StopKinds.ps1") {
    if ($row.Kind -ne $Kind) { continue }
    $runspace = Open-Runspace $row.Before $row.Runner
    $cell = Start-Cell $runspace $row.Code
    if ($cell.Running.IsCompleted) { throw "the cell is not running ($($cell.Shell.Streams.Error.ReadAll()))" }
    $time = Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
    "$time $(Invoke-In $runspace 'Invoke-CSharpCell "keep"')"
    $runspace.Dispose()
}
