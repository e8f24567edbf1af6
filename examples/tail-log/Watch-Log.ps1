#requires -Version 7.6 -Modules AsyncCSharp
<#
.SYNOPSIS
Gives what is in a log, and what is added to it, as objects, until it is stopped or nobody wants more.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Path)

$session = New-CSharpSession
try {
    cs -Path "$PSScriptRoot/tail.csx" -Session $session
    $file = Convert-Path -LiteralPath $Path -ErrorAction Stop
    cs 'FollowAsync(file, CancellationToken).Select(Parse)' -Session $session -Variable file
} finally {
    Remove-CSharpSession $session
}
