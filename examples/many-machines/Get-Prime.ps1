#requires -Version 7.6 -Modules AsyncCSharp
<#
.SYNOPSIS
Counts primes on many machines: work that needs processors, cut into pieces that whoever is free takes.
#>
[CmdletBinding(DefaultParameterSetName = 'Ssh')]
param(
    # Machines that one can log on to by SSH, with PowerShell as a subsystem.
    [Parameter(Mandatory, Position = 0, ParameterSetName = 'Ssh')]
    [string[]] $HostName,

    # So many processes of this machine take the place of others.
    [Parameter(Mandatory, ParameterSetName = 'Local')]
    [int] $Process,

    [int] $Below = 1000000,
    [int] $Piece = 20000
)

$machines = if ($HostName) { New-PSSession -HostName $HostName -ErrorAction Stop } else {
    1..$Process | ForEach-Object {
        $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null)
        $runspace.Open()
        [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
    }
}

$session = New-CSharpSession
try {
    Install-CSharpModule $machines | Where-Object IsNew | ForEach-Object { Write-Verbose "$($_.ComputerName) has got the module." }

    # A method of the session goes along with the cells whose text names it.
    cs -Session $session 'static bool IsPrime(int n) { if (n < 2) return false; for (int i = 2; i * i <= n; i++) if (n % i == 0) return false; return true; }'
    $pieces = for ($from = 0; $from -lt $Below; $from += $Piece) { $from }
    $pieces |
        cs 'new { From = Input, Count = Enumerable.Range(Input, Math.Min(piece, below - Input)).Count(IsPrime) }' -PSSession $machines -Session $session -Variable @{ piece = $Piece; below = $Below } -ThrottleLimit 2 -KeepOrder
} finally {
    $machines | Remove-PSSession
    Remove-CSharpSession $session
}
