# What most specs need: the module under test, waiting, child shells, other runspaces. Dot-source it in BeforeAll.

# Another copy than the one of the build: PackageInstall.Tests.ps1 has specs run with an installed one.
$manifest = $env:ASYNCCSHARP_MODULE ? $env:ASYNCCSHARP_MODULE : [IO.Path]::GetFullPath("$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1")
Import-Module $manifest -ErrorAction Stop

# What only ends a hang: what comes at once where all is well, and a whole process. Under a debugger they do not end.
$hangSeconds = [Diagnostics.Debugger]::IsAttached ? [int]::MaxValue / 1000 : 20
$processSeconds = [Diagnostics.Debugger]::IsAttached ? [int]::MaxValue / 1000 : 60

# Polls until a condition holds; after $Seconds it gives up, and the test goes on to fail by what it asserts.
function Wait-Until([scriptblock]$Condition, [double]$Seconds = $hangSeconds) {
    $waited = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition) -and $waited.Elapsed.TotalSeconds -lt $Seconds) { Start-Sleep -Milliseconds 10 }
}

# Runs text as `-Command` in a new process of the pwsh that runs this one, with $InputText to read from. A process that is not
# ready after $Seconds is killed, and TimedOut says so.
function Invoke-ChildShell {
    param([string]$Command, [int]$Seconds = $processSeconds, [hashtable]$Environment = @{}, [string]$InputText = '')

    Wait-ChildShell (Start-ChildShell $Command $Environment) $Seconds $InputText
}

# The process of Invoke-ChildShell, which waits for what is written to it.
function Start-ChildShell([string]$Command, [hashtable]$Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)

    # pwsh from NuGet is a dll that dotnet runs.
    if ([IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet') {
        $start.ArgumentList.Add([Environment]::GetCommandLineArgs()[0])
    }

    $start.ArgumentList.Add('-NoProfile')
    $start.ArgumentList.Add('-Command')
    $start.ArgumentList.Add($Command)
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.RedirectStandardInput = $true
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    [Diagnostics.Process]::Start($start)
}

# Writes the rest of the input and waits for the end.
function Wait-ChildShell([Diagnostics.Process]$Process, [int]$Seconds = $processSeconds, [string]$InputText = '') {
    $process.StandardInput.Write($InputText)
    $process.StandardInput.Close()
    $standardOutput = $process.StandardOutput.ReadToEndAsync()
    $standardError = $process.StandardError.ReadToEndAsync()
    $ended = $process.WaitForExit([Math]::Min($Seconds * 1000.0, [int]::MaxValue))
    if (-not $ended) {
        $process.Kill($true)
        $process.WaitForExit()
    }

    $escapes = '\x1b\[[0-9;?]*[A-Za-z]'
    [pscustomobject]@{
        ExitCode = $process.ExitCode
        TimedOut = -not $ended
        Output   = ($standardOutput.GetAwaiter().GetResult() -replace $escapes).Replace("`r", '')
        Errors   = ($standardError.GetAwaiter().GetResult() -replace $escapes).Replace("`r", '')
    }
}

# Ports of the loopback interface that are free now, for what takes no 0. Another process may be faster.
function Get-FreePort([int]$Count = 1) {
    $listeners = @(1..$Count | ForEach-Object { [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0) })
    $listeners.Start()
    $listeners.LocalEndpoint.Port
    $listeners.Stop()
}

# The text that imports the module under test in a child.
function Get-ImportText { "Import-Module '$manifest'" }

# A runspace of its own in this process, with the module. Dispose of it.
function New-TestShell {
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
    $null = $shell.AddCommand('Import-Module').AddParameter('Name', $manifest).Invoke()
    $shell.Commands.Clear()
    $shell
}

# Runs a script in such a runspace to its end.
function Invoke-TestShell([powershell]$Shell, [string]$Script, [object[]]$Arguments = @()) {
    $Shell.Commands.Clear()
    $null = $Shell.AddScript($Script)
    foreach ($argument in $Arguments) { $null = $Shell.AddArgument($argument) }
    $Shell.Invoke()
}
