# Runspaces with cells that are to be stopped. Dot-source it behind Common.ps1.

# A runspace with a session that has something to lose.
function Open-Runspace([string]$Before, [string]$Runner, $Log) {
    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $null = Invoke-In $runspace 'param($manifest) Import-Module $manifest' $manifest
    $null = Invoke-In $runspace 'Invoke-CSharpCell "int keep = 42; var started = new ManualResetEventSlim();"'
    if ($null -ne $Log) { $null = Invoke-In $runspace 'param($log) Set-CSharpVariable log $log' $Log }
    if ($Before) { $null = Invoke-In $runspace 'param($code) Invoke-CSharpCell $code' $Before }
    if ($Runner) { $null = Invoke-In $runspace 'param($runner) Set-AutoAwait $runner; Set-AutoAwait On' $Runner }
    $runspace
}

function Invoke-In([runspace]$Runspace, [string]$Script, $Argument) {
    $shell = [powershell]::Create()
    $shell.Runspace = $Runspace
    $null = $shell.AddScript($Script)
    if ($null -ne $Argument) { $null = $shell.AddArgument($Argument) }
    $shell.Invoke()
    $shell.Dispose()
}

# Starts a script that runs a cell which begins with "started.Set();", and gives it when it is there; with a number, when it has released
# its session's semaphore "begun" so often.
function Start-Cell([runspace]$Runspace, [string]$Code, [string]$Script = 'param($code) Invoke-CSharpCell $code', [int]$Begun = 0) {
    $count = $Begun ? (Invoke-In $Runspace 'Get-CSharpVariable begun -ValueOnly') : $null
    $started = Invoke-In $Runspace 'Invoke-CSharpCell "started.Reset();"; Get-CSharpVariable started -ValueOnly'
    $shell = [powershell]::Create()
    $shell.Runspace = $Runspace
    $null = $shell.AddScript($Script).AddArgument("started.Set(); $Code")
    $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
    Wait-Until { $started.IsSet -or $running.IsCompleted }

    # What follows in the cell is under way then; stops at all other moments are those of Invoke-RandomStops.ps1.
    if ($count) { Wait-Until { $count.CurrentCount -ge $Begun -or $running.IsCompleted } } else { Start-Sleep -Milliseconds 50 }
    @{ Shell = $shell; Running = $running; Output = $output }
}

# Waits for the end and gives the milliseconds that it took, -1 where it does not come.
function Measure-End($Cell, [scriptblock]$Stop) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    & $Stop
    if ($Cell.Running.AsyncWaitHandle.WaitOne([int](1000 * $hangSeconds))) { $watch.ElapsedMilliseconds } else { -1 }
}
