# Sessions that stand for other machines: processes of the shell that runs the specs. Dot-source it behind Common.ps1.

function New-Machine {
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null)
    $runspace.Open()
    $session = [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
    Invoke-Command $session { Import-Module $using:manifest }
    $session
}

# A shell that can be ended. Its session is left to the end of the process: PowerShell takes a minute to close one whose other end is gone.
function New-MortalMachine {
    $process = Start-ChildShell '"ready"; $null = [Console]::In.ReadLine()'
    $null = $process.StandardOutput.ReadLine()
    $runspace = [runspacefactory]::CreateRunspace([Management.Automation.Runspaces.NamedPipeConnectionInfo]::new($process.Id))
    $runspace.Open()
    $session = [Management.Automation.Runspaces.PSSession]::Create($runspace, 'NamedPipe', $null)
    Invoke-Command $session { Import-Module $using:manifest }
    $session
    $process
}

function Get-ProcessOf($Session) { Get-Process -Id (Invoke-Command $Session { $PID }) }

# The id and the message of the error that ends a call.
function Get-Failure([scriptblock]$Call) { try { $null = & $Call } catch { $_ } }
