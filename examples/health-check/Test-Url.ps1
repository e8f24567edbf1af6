#requires -Version 7.6 -Modules AsyncCSharp
<#
.SYNOPSIS
Asks the addresses in a file whether they answer, many at a time, and says so in an exit code.
.OUTPUTS
One object for each address. The exit code is 0 where all answer, else 1.
#>
[CmdletBinding()]
param(
    # A text file with one address a line.
    [Parameter(Mandatory)]
    [string] $Path,

    # So many are asked at a time.
    [ValidateRange(1, 10000)]
    [int] $ThrottleLimit = 32,

    # So often an address that fails is asked again.
    [ValidateRange(0, 10)]
    [int] $Retry = 2,

    # The time for one attempt.
    [timespan] $Timeout = '0:00:05'
)

$ErrorActionPreference = 'Stop'
$session = New-CSharpSession
try {
    cs -Path "$PSScriptRoot/health.csx" -Session $session
    $down = 0
    Get-Content $Path | Where-Object { $_.Trim() } |
        cs 'await CheckAsync(Input, retry, timeout, CancellationToken)' -Session $session -Variable retry, timeout -ThrottleLimit $ThrottleLimit |
        ForEach-Object {
            if (-not $_.IsUp) { $down++ }
            $_
        }
} finally {
    Remove-CSharpSession $session
}

exit [int]($down -gt 0)
