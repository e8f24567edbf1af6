# Has one runspace do operations, from a runspace of its own. $Soak is all that it knows: there is a module, and so a $Soak, for
# each of the runspaces.

Import-Module "$PSScriptRoot/Journal.psm1"
. "$PSScriptRoot/../Pester/Common.ps1"
. "$PSScriptRoot/../Pester/PackageFeed.ps1"
. "$PSScriptRoot/Target.ps1"
. "$PSScriptRoot/Model.ps1"
. "$PSScriptRoot/Checks.ps1"
. "$PSScriptRoot/Sqlite.ps1"

$StopKinds = . "$PSScriptRoot/../Pester/StopKinds.ps1"

function Open-Soak([int] $Number, [hashtable] $Settings, [hashtable] $Control, $ShellHost) {
    $script:Soak = @{
        Number    = $Number
        Settings  = $Settings
        Control   = $Control
        Host      = $ShellHost
        Folder    = $Settings.Folder
        Manifest  = $manifest
        Journal   = New-Journal "$($Settings.Folder)/runspace-$Number.journal"
        Choices   = [Random]::new(([long]$Settings.Seed + 7919 * $Number) -band 0x7fffffff)
        Operation = 0
        Serial    = 0
        Counts    = @{}
    }
    $kinds = foreach ($file in [IO.Directory]::GetFiles($Settings.KindPath, '*.ps1') | Sort-Object) { . $file }
    $Soak.Kinds = @($kinds | Where-Object { $one = $_.Kind; $Settings.Kind.Where{ $one -like $_ } -and -not $Settings.Except.Where{ $one -like $_ } })
    if (-not $Soak.Kinds) { throw "No kind is like '$($Settings.Kind)'." }
    Open-Target
}

# A share of the kinds once each. Each round another one is this runspace's, and all have all in one round.
function Invoke-EachKind([int] $Round, [int] $Parts) {
    for ($i = 0; $i -lt $Soak.Kinds.Count -and -not $Soak.Control.Stop; $i++) {
        if (($i + $Round + $Soak.Number) % $Parts -eq 0) { Invoke-Kind $Soak.Kinds[$i] }
    }

    Get-KindCount
}

# Kinds by chance: so many, or for so long. Those that take long have a weight, and come more seldom.
function Invoke-RandomKind([int] $Operations, [double] $Minutes) {
    $weights = $Soak.Kinds.ForEach{ $_.Weight ?? 1.0 }
    $sum = ($weights | Measure-Object -Sum).Sum
    $until = [DateTime]::UtcNow.AddMinutes($Minutes)
    for ($i = 0; -not $Soak.Control.Stop -and ($Operations ? $i -lt $Operations : [DateTime]::UtcNow -lt $until); $i++) {
        $chance = $Soak.Choices.NextDouble() * $sum
        $chosen = 0
        while ($chosen -lt $weights.Count - 1 -and $chance -ge $weights[$chosen]) { $chance -= $weights[$chosen++] }
        Invoke-Kind $Soak.Kinds[$chosen]
    }

    Get-KindCount
}

# One operation, with what must be true after it. A wrong answer makes the runspace anew: what it has is no longer known.
function Invoke-Kind([hashtable] $Kind) {
    $Soak.Operation++
    $Soak.Random = [Random]::new($Soak.Choices.Next())
    $Soak.Limit = $Kind.Limit ?? 60
    Add-JournalLine $Soak.Journal $Soak.Operation begin $Soak.Limit $Kind.Kind
    try {
        $null = & $Kind.Run
        Confirm-Target
        Add-JournalLine $Soak.Journal $Soak.Operation end 0 $Kind.Kind
    }
    catch {
        $text = "FAILED: runspace-$($Soak.Number), operation $($Soak.Operation), $($Kind.Kind): $_ $($_.ScriptStackTrace -replace '\s+', ' ')"
        Add-JournalLine $Soak.Journal $Soak.Operation fail $Soak.Limit $text
        $Soak.Control.Failures.Enqueue($text)
        Add-JournalLine $Soak.Journal $Soak.Operation begin $Soak.Limit 'a new runspace'
        Close-Target
        Open-Target
        Add-JournalLine $Soak.Journal $Soak.Operation end 0 'a new runspace'
    }

    $Error.Clear()
    $Soak.Counts[$Kind.Kind]++
}

# How often each kind was run since the last call. An object for each operation would be what grows most.
function Get-KindCount {
    foreach ($kind in $Soak.Counts.Keys) { [pscustomobject]@{ Kind = $kind; Count = $Soak.Counts[$kind] } }
    $Soak.Counts = @{}
}

# Says in the journal what an operation has chosen.
function Add-Note([string] $Text) {
    Add-JournalLine $Soak.Journal $Soak.Operation note $Soak.Limit $Text
}

# Notes that a kind cannot be tried here.
function Skip-Kind([string] $Kind, [string] $Reason) {
    $null = $Soak.Control.Skips.TryAdd($Kind, $Reason)
}

# Brings the runspace back to what it was in the beginning.
function Clear-Soak {
    Add-JournalLine $Soak.Journal $Soak.Operation begin 60 'clearing'
    Close-Target
    Open-Target
    $Error.Clear()
    Add-JournalLine $Soak.Journal $Soak.Operation end 0 'clearing'
}

function Close-Soak {
    Add-JournalLine $Soak.Journal $Soak.Operation begin 60 'closing'
    Close-Target
    Add-JournalLine $Soak.Journal $Soak.Operation end 0 'closing'
}

Export-ModuleMember -Function Open-Soak, Invoke-EachKind, Invoke-RandomKind, Clear-Soak, Close-Soak
