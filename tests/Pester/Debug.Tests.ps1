# -Debug makes PowerShell ask "Continue with this operation?" after each verbose record and warning. Here nobody could answer: a
# question ends the command with an error.

BeforeDiscovery {
    $calls = [ordered]@{
        'Invoke-CSharpCell'        = "Invoke-CSharpCell '6 * 7' -Debug"
        'Test-CSharpCell'          = "Test-CSharpCell 'int unused;' -Debug"
        'Measure-CSharpCell'       = "Measure-CSharpCell '1' -Count 1 -Debug"
        'Set-CSharpVariable'       = 'Set-CSharpVariable a 1 -Debug'
        'Get-CSharpVariable'       = 'Get-CSharpVariable -Debug'
        'Get-CSharpHistory'        = 'Get-CSharpHistory -Debug'
        'Add-CSharpReference'      = 'Add-CSharpReference -AssemblyName System.Xml.Linq -Using System.Xml.Linq -Debug'
        'Clear-CSharpCellCache'    = 'Clear-CSharpCellCache -Debug'
        'New-CSharpSession'        = 'New-CSharpSession Other -Debug'
        'Get-CSharpSession'        = 'Get-CSharpSession -Debug'
        'Reset-CSharpSession'      = 'Reset-CSharpSession -Debug'
        'Remove-CSharpVariable'    = 'cs ''int gone = 1;''; Remove-CSharpVariable gone -Debug'
        'Remove-CSharpSession'     = '$null = New-CSharpSession Gone; Remove-CSharpSession Gone -Debug'
        'Copy-CSharpSession'       = 'Copy-CSharpSession -Debug'
        'Enter-CSharpSession'      = 'Enter-CSharpSession -Debug'
        'Set-AutoAwait'            = 'Set-AutoAwait On -PassThru -Debug'
        'Get-AutoAwait'            = 'Get-AutoAwait -Debug'
        'Get-CSharpRunner'         = 'Get-CSharpRunner -Debug'
        'Register-CSharpRunner'    = 'Register-CSharpRunner Mine { $args[0].RunToCompletion() } -PassThru -Debug'
        'Unregister-CSharpRunner'  = 'Register-CSharpRunner Gone { $args[0].RunToCompletion() }; Unregister-CSharpRunner Gone -Debug'
        'Install-CSharpKernel'     = "Install-CSharpKernel -Path '$([IO.Path]::GetTempPath())asynccsharp-debug' -Debug"
        'Install-CSharpModule'     = '@() | Install-CSharpModule -Debug'
        'Get-CSharpKernel'         = "Get-CSharpKernel -Path '$([IO.Path]::GetTempPath())asynccsharp-debug' -Debug"
        'Invoke-CSharpNotebook'    = 'try { Invoke-CSharpNotebook nowhere.ipynb -Debug } catch { }'
        'ConvertTo-CSharpNotebook' = 'try { ConvertTo-CSharpNotebook nowhere.dib -Debug } catch { }'
        'ConvertFrom-CSharpNotebook' = 'try { ConvertFrom-CSharpNotebook nowhere.ipynb -Debug } catch { }'
        'Register-CSharpFormatter' = 'Register-CSharpFormatter int { 1 } -Debug'
        'Start-CSharpKernel'       = 'try { Start-CSharpKernel nowhere.json -Debug } catch { }'
        'Uninstall-CSharpKernel'   = "Uninstall-CSharpKernel -Path '$([IO.Path]::GetTempPath())asynccsharp-debug' -Debug"
        'Set-CSharpKeyHandler'     = 'try { Set-CSharpKeyHandler -Chord F5 -Debug } catch { }'
        'Receive-Task'             = '[Threading.Tasks.Task]::Delay(1) | Receive-Task -Debug'
    }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $import = Get-ImportText

    # Runs text in a process that has nothing to read, with a cache of its own.
    function Invoke-Alone([string]$Command) {
        $child = Invoke-ChildShell "$import; $Command" -Environment @{ ASYNCCSHARP_CACHE = "$TestDrive/cache" } -Seconds 120
        $child.TimedOut | Should -BeFalse
        "$($child.Output)$($child.Errors)" | Should -Not -Match 'Continue with this operation'
        $child
    }
}

Describe '-Debug' {
    It 'is spoken of here for every cmdlet' -ForEach @{ Known = @($calls.Keys) } {
        . "$PSScriptRoot/Common.ps1"
        (Get-Command -Module AsyncCSharp -CommandType Cmdlet).Name | Sort-Object | Should -Be ($Known | Sort-Object)
    }

    It 'asks nothing of who calls a cmdlet' -ForEach @{ Calls = $calls } {
        # One process for all: it takes longer to start than all of them to run.
        $child = Invoke-Alone (($Calls.Keys | ForEach-Object { "`$null = & { $($Calls[$_]) }; '$_ is done'" }) -join "`n")
        $child.Errors | Should -BeNullOrEmpty

        # The C# prompt ends no line.
        $child.Output -split "`n" -like '* is done' -replace '^In \[\d+\]: ' | Should -Be ($Calls.Keys | ForEach-Object { "$_ is done" })
    }

    It 'asks nothing for a warning of the compiler, of the loop, or of what failed in the background' {
        $child = Invoke-Alone @'
            cs "#warning careful`n1" -Debug
            1, 2 | cs "#warning careful`nInput + 1" -Debug -ThrottleLimit 2 -KeepOrder
            cs 'Task.Run(async () => { await Task.Delay(1); throw new InvalidOperationException("late"); }).ContinueWith(t => 0).Wait(); _ = Task.Run(() => throw new InvalidOperationException("lost"));' -Debug
            Start-Sleep -Milliseconds 300
            cs 'async Task<int> Later() { await Task.Delay(200); return 2; } Later().Result' -Debug
'@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output -split "`n" -notmatch '^(WARNING|$)' | Should -Be @('1', '2', '3', '2')
        $child.Output | Should -Match 'WARNING.*CS1030'
        $child.Output | Should -Match 'WARNING.*event loop'
        $child.Output | Should -Match 'WARNING.*Background code'
    }

    It 'shows no verbose record, which nobody asked for' {
        (Invoke-Alone "cs '42' -Debug; Clear-CSharpCellCache -Debug").Output | Should -Be "42`n"
    }

    It 'asks nothing beside a preference or a parameter that wants verbose records' -ForEach @(
        @{ Text = "`$VerbosePreference = 'Continue'; cs '42' -Debug; Clear-CSharpCellCache -Debug" }
        @{ Text = "cs '42' -Debug -Verbose; Clear-CSharpCellCache -Debug -Verbose" }
    ) {
        $child = Invoke-Alone $Text
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -BeLike "42`nVERBOSE: Cell*VERBOSE: The cell cache*"
    }

    It 'writes the debug records of a cell' {
        (Invoke-Alone "cs 'Shell.WriteDebug(`"in detail`");' -Debug").Output | Should -Be "DEBUG: in detail`n"
    }
}

Describe 'Verbose records of the module' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
    }

    It 'are written where -Verbose or the preference wants them' {
        @(Invoke-CSharpCell '_ = 1;' -Verbose 4>&1) | Should -BeLike 'Cell*'
        $VerbosePreference = 'Continue'
        @(Invoke-CSharpCell '_ = 1;' 4>&1) | Should -BeLike 'Cell*'
        @(Invoke-CSharpCell '_ = 1;' -Verbose:$false 4>&1) | Should -HaveCount 0
        $VerbosePreference = 'SilentlyContinue'
        @(Invoke-CSharpCell '_ = 1;' 4>&1) | Should -HaveCount 0
    }

    It 'go by the preference of the calling function, not by that of the shell' {
        function Invoke-Loud { [CmdletBinding()] param() Invoke-CSharpCell '_ = 1;' }
        @(Invoke-Loud -Verbose 4>&1) | Should -BeLike 'Cell*'
        @(Invoke-Loud 4>&1) | Should -HaveCount 0
    }

    It 'are in a job that was started with -Verbose, and in no other' {
        foreach ($wanted in $true, $false) {
            $job = Invoke-CSharpCell '_ = 1;' -AsJob -Verbose:$wanted
            try {
                $null = Wait-Job $job
                $job.Verbose.Count | Should -Be ([int]$wanted)
            }
            finally {
                Remove-Job $job -Force
            }
        }
    }

    It 'are asked for where somebody wants to be asked' {
        $VerbosePreference = 'Stop'
        { Invoke-CSharpCell '_ = 1;' } | Should -Throw -ErrorId 'ActionPreferenceStop*'
    }
}
