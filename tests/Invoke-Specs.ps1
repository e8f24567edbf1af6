#Requires -Version 7.6

<#
.SYNOPSIS
    Runs specs under Pester against the module in out/. Start it in a pwsh of its own: what a spec loads stays loaded.
.PARAMETER Path
    The spec files, or their folder.
.PARAMETER FullName
    Wildcards for the full names of the tests to run.
.PARAMETER PesterVersion
    How the version of Pester begins: one of those that the build has put into out/modules/Pester.
.PARAMETER ResultPath
    A file for the results, as JSON. Without it the exit code is the number of failed tests.
.PARAMETER DiscoverOnly
    Finds the tests and runs none.
#>
[CmdletBinding()]
param(
    [string[]] $Path = "$PSScriptRoot/Pester",
    [string[]] $FullName = @(),
    [string] $PesterVersion = $env:ASYNCCSHARP_PESTER ? $env:ASYNCCSHARP_PESTER : '5',
    [string] $ResultPath = '',
    [switch] $DiscoverOnly
)

Import-Module "$PSScriptRoot/SpecRunner.psm1"
Initialize-SpecProcess $PesterVersion
$specRun = Invoke-Pester -Configuration (Get-SpecConfiguration $Path $FullName $DiscoverOnly ($ResultPath -ne ''))
if ($ResultPath) { Export-SpecResult $specRun $ResultPath }
