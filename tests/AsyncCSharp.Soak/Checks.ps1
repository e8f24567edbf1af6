# What must be true.

# How long a stopped cell, and the next one, may take in seconds on a machine that does a lot more: the promise is 2 s.
$Patience = 15

function Confirm-Equal($Actual, $Expected, [string] $What) {
    if ("$Actual" -cne "$Expected") { throw "${What}: expected '$Expected', got '$Actual'" }
}

# The first error of what Complete-Target gave.
function Confirm-ErrorId($Result, [string] $Id, [string] $What) {
    $failure = $Result.Errors | Select-Object -First 1
    Confirm-Equal ($failure.FullyQualifiedErrorId -replace ',.*') $Id "the error of $What ($failure)"
    $failure
}

# A cell that must fail with this error id.
function Confirm-Failure([string] $Code, [string] $Id, [string] $Session = 'Default', [string] $More = '') {
    Confirm-ErrorId (Invoke-TargetWhole "param(`$code, `$session) Invoke-CSharpCell `$code -Session `$session $More" $Code, $Session) $Id "'$Code'"
}

function Confirm-Quick([double] $Milliseconds, [string] $What) {
    if ($Milliseconds -gt $Patience * 1000) { throw "$What took $Milliseconds ms" }
}

# Polls until a block gives something true.
function Confirm-Soon([string] $What, [scriptblock] $Condition, [int] $Seconds = 30) {
    $until = [DateTime]::UtcNow.AddSeconds($Seconds)
    while (-not (& $Condition)) {
        if ([DateTime]::UtcNow -gt $until) { throw "still not so after $Seconds s: $What" }
        [Threading.Thread]::Sleep(20)
    }
}

# What a runspace says of itself, a line each.
$Question = @'
    "context $([Threading.SynchronizationContext]::Current)"
    "jobs $(@(Get-Job).Count)"
    "runspace $([runspace]::DefaultRunspace.Id -eq $Host.Runspace.Id -or [runspace]::DefaultRunspace.InstanceId -eq $args[0])"
    foreach ($session in Get-CSharpSession) {
        "session $($session.Name) $($session.State) $($session.AutoAwait) $($session.Runner)"
        foreach ($variable in Get-CSharpVariable -Session $session | Where-Object Name -CLike 'k*_*') { "$($session.Name) $($variable.Name) = $($variable.Value)" }
    }
    $global:Error.Clear()
'@

# The runspace has its sessions with their variables, nothing of another one, and nothing that an operation left behind.
function Confirm-Target {
    $expected = @(
        'context ', 'jobs 0', 'runspace True'
        foreach ($name in $Soak.Sessions.Keys) {
            $session = $Soak.Sessions[$name]
            "session $name Ready $($session.Enabled) $($session.Runner)"
            foreach ($variable in $session.Variables.Keys) { "$name $variable = $($session.Variables[$variable])" }
        }
    )
    $actual = Invoke-Target $Question $Soak.Target.InstanceId
    $difference = Compare-Object $expected @($actual.ForEach{ "$_" }) -CaseSensitive
    if ($difference) { throw "the runspace is not as expected: $($difference.ForEach{ "$($_.SideIndicator -eq '<=' ? 'missing' : 'unexpected') '$($_.InputObject)'" } -join ', ')" }

    # By compiled code too, each time in another session.
    $session = Select-Session
    $name = Select-Kept $session
    Confirm-Equal (Invoke-Cell $name $session) $Soak.Sessions[$session].Variables[$name] "$name in $session"
}
