# What a runspace is known to have: its sessions, and the variables in them that are looked for after each operation. They
# are called k..., with a number that no other runspace of the process uses; all others are of no account.

function New-SessionModel {
    @{ Variables = @{}; Enabled = $true; Runner = 'EventLoop' }
}

function Get-Chance([int] $Below) { $Soak.Random.Next($Below) }

function Select-One([object[]] $Items) { $Items[$Soak.Random.Next($Items.Count)] }

# A name that nothing else in the process has.
function New-Name([string] $Prefix) {
    $Soak.Serial++
    "$Prefix$($Soak.Number)_$($Soak.Serial)"
}

function Select-Session { Select-One @($Soak.Sessions.Keys) }

# A variable that a session is known to have.
function Select-Kept([string] $Session) {
    $names = @($Soak.Sessions[$Session].Variables.Keys | Sort-Object)
    $names ? (Select-One $names) : (Add-KeptVariable $Session)
}

# Declares a variable and expects it from now on. Gives its name.
function Add-KeptVariable([string] $Session) {
    $name = New-Name k
    $value = $Soak.Serial
    $null = Invoke-Cell "int $name = $value;" $Session
    $Soak.Sessions[$Session].Variables[$name] = $value
    $name
}

# A new session with one variable.
function Add-Session([string] $More = '') {
    $name = New-Name S
    $null = Invoke-Target "param(`$name) New-CSharpSession `$name $More" $name
    $Soak.Sessions[$name] = New-SessionModel
    $null = Add-KeptVariable $name
    $name
}

# Takes note that a session has lost all that it had.
function Clear-SessionModel([string] $Session) {
    $Soak.Sessions[$Session].Variables = @{}
    $null = Add-KeptVariable $Session
}
