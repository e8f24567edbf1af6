#Requires -Version 7.6

<#
.SYNOPSIS
    Runs specs under Pester 5 against the module in out/. Start it in a pwsh of its own: what a spec loads stays loaded.
#>
[CmdletBinding()]
param(
    [string[]] $Path = "$PSScriptRoot/Pester",
    [string[]] $FullName = @()
)

$output = Join-Path (Split-Path $PSScriptRoot) 'out'
$env:PSModulePath = $output + [IO.Path]::PathSeparator + $env:PSModulePath

# Specs must not see what the user's own processes have compiled; those about the cache have a folder of their own.
$env:ASYNCCSHARP_CACHE = $env:ASYNCCSHARP_CACHE ? $env:ASYNCCSHARP_CACHE : 'off'
Import-Module Pester -MinimumVersion 5.5 -MaximumVersion 5.99

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.Exit = $true
$configuration.Filter.FullName = $FullName
$configuration.Output.Verbosity = 'Detailed'
Invoke-Pester -Configuration $configuration
