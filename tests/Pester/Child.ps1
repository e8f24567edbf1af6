# For specs that need a process of their own. Dot-source it in BeforeAll.

# Runs text as `-Command` in a new process of the shell that runs this one, pwsh or PwshHost, with $InputText to read from.
# A process that is not ready after $Seconds is killed, and TimedOut says so.
function Invoke-ChildShell {
    param([string]$Command, [int]$Seconds = 60, [hashtable]$Environment = @{}, [string]$InputText = '')

    Wait-ChildShell (Start-ChildShell $Command $Environment) $Seconds $InputText
}

# The process of Invoke-ChildShell, which waits for what is written to it.
function Start-ChildShell([string]$Command, [hashtable]$Environment = @{}) {
    $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
    if ([IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet') {
        $start.ArgumentList.Add([Environment]::GetCommandLineArgs()[0])
    }
    $start.ArgumentList.Add('-NoProfile')
    $start.ArgumentList.Add('-Command')
    $start.ArgumentList.Add($Command)
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $start.RedirectStandardInput = $true
    foreach ($name in $Environment.Keys) {
        $start.Environment[$name] = $Environment[$name]
    }

    [Diagnostics.Process]::Start($start)
}

# Writes the rest of the input and waits for the end.
function Wait-ChildShell([Diagnostics.Process]$Process, [int]$Seconds = 60, [string]$InputText = '') {
    $process.StandardInput.Write($InputText)
    $process.StandardInput.Close()
    $output = $process.StandardOutput.ReadToEndAsync()
    $errors = $process.StandardError.ReadToEndAsync()
    $ended = $process.WaitForExit($Seconds * 1000)
    if (-not $ended) {
        $process.Kill($true)
        $process.WaitForExit()
    }

    $escapes = '\x1b\[[0-9;?]*[A-Za-z]'
    [pscustomobject]@{
        ExitCode = $process.ExitCode
        TimedOut = -not $ended
        Output   = ($output.GetAwaiter().GetResult() -replace $escapes).Replace("`r", '')
        Errors   = ($errors.GetAwaiter().GetResult() -replace $escapes).Replace("`r", '')
    }
}

# The text that imports the module under test in a child.
function Get-ImportText {
    "Import-Module '$([IO.Path]::GetFullPath("$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"))'"
}
