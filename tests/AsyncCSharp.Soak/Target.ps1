# The runspace under test: real, with the module, and with the shell's own host. Every call of it has a pipeline of its own.

function Open-Target {
    $runspace = [runspacefactory]::CreateRunspace($Soak.Host, [initialsessionstate]::CreateDefault2())
    # Both ways that hosts choose between: one thread for all pipelines, as at the prompt, or one for each.
    $runspace.ThreadOptions = $Soak.Number % 2 ? 'ReuseThread' : 'UseNewThread'
    $runspace.Open()
    $Soak.Target = $runspace
    Import-Product
}

# Imports the module, with nothing in its sessions.
function Import-Product {
    $null = Invoke-Target 'param($manifest) Import-Module $manifest' $Soak.Manifest
    $Soak.Sessions = [ordered]@{ Default = New-SessionModel }
    $null = Add-KeptVariable Default
}

function Close-Target {
    $Soak.Target.Dispose()
}

# Starts a script. $Wait has what Complete-Target needs.
function Start-Target([string] $Script, [object[]] $Arguments, [runspace] $Runspace = $Soak.Target) {
    $shell = [powershell]::Create()
    $shell.Runspace = $Runspace
    $null = $shell.AddScript($Script)
    foreach ($argument in $Arguments) { $null = $shell.AddArgument($argument) }
    $none = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $none.Complete()
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    @{ Shell = $shell; Output = $output; Running = $shell.BeginInvoke($none, $output) }
}

# Waits for the end of a script and gives what it wrote, and its errors: first the one that ended it, if one has.
function Complete-Target([hashtable] $Call) {
    $failure = $null
    try {
        $null = $Call.Shell.EndInvoke($Call.Running)
    }
    catch {
        $inner = $_.Exception.InnerException
        $failure = $inner -is [System.Management.Automation.RuntimeException] ? $inner.ErrorRecord : $_
    }

    [pscustomobject]@{ Output = @($Call.Output); Errors = @(@($failure) + $Call.Shell.Streams.Error | Where-Object { $null -ne $_ }) }
    $Call.Shell.Dispose()
}

# Runs a script to its end, whatever it is.
function Invoke-TargetWhole([string] $Script, [object[]] $Arguments, [runspace] $Runspace = $Soak.Target) {
    Complete-Target (Start-Target $Script $Arguments $Runspace)
}

# Runs a script and gives what it writes. Its errors are the caller's.
function Invoke-Target([string] $Script, [object[]] $Arguments, [runspace] $Runspace = $Soak.Target) {
    $result = Invoke-TargetWhole $Script $Arguments $Runspace
    if ($result.Errors) { throw "$($result.Errors[0].FullyQualifiedErrorId): $($result.Errors[0]) $($result.Errors[0].Exception.StackTrace) in '$Script' $($Arguments | Select-Object -First 1)" }
    $result.Output
}

# Runs a cell and gives what it writes. It takes the time that the machine takes, whatever its session allows.
function Invoke-Cell([string] $Code, [string] $Session = 'Default') {
    Invoke-Target 'param($code, $session) Invoke-CSharpCell $code -Session $session -TimeoutSeconds 0' $Code, $Session
}

# Stops a script and gives the milliseconds until it has ended.
function Stop-Target([hashtable] $Call) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $Call.Shell.Stop()
    $watch.ElapsedMilliseconds
}
