# The session at the other end is a user's: what it has and prefers stays as it is, and is no matter of the call.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/MachineSpec.ps1"
    $machine = New-Machine
}

AfterAll { Remove-PSSession $machine }

Describe 'The session of a machine' {
    It 'keeps its variables' {
        Invoke-Command $machine { $module, $type, $setup, $version = 1..4 }
        1 | cs 'Input' -PSSession $machine | Should -Be 1
        Invoke-Command $machine { $module, $type, $setup, $version } | Should -Be 1, 2, 3, 4
    }

    It 'is where the scripts of a cell run' {
        cs 'Shell.Invoke("$made = 6");' -PSSession $machine
        Invoke-Command $machine { $made } | Should -Be 6
    }

    It 'says nothing about errors and other records: <Name>' -ForEach @(
        @{ Name = 'Stop'; Verbose = 'Continue' }
        @{ Name = 'SilentlyContinue'; Verbose = 'SilentlyContinue' }
    ) {
        Invoke-Command $machine {
            $ErrorActionPreference = $WarningPreference = $InformationPreference = $using:Name
            $VerbosePreference = $DebugPreference = $using:Verbose
        }
        try {
            $records = 1..3 | cs 'Console.WriteLine("said"); Shell.WriteWarning("warned"); Shell.WriteVerbose("detail"); Shell.WriteDebug("detail"); if (Input == 2) throw new FormatException("bad"); return Input;' `
                -PSSession $machine -ErrorAction Continue *>&1
        }
        finally {
            Invoke-Command $machine { $ErrorActionPreference = $WarningPreference = 'Continue'; $InformationPreference = $VerbosePreference = $DebugPreference = 'SilentlyContinue' }
        }

        $records.Where{ $_ -is [int] } | Sort-Object | Should -Be 1, 3
        $records.Where{ $_ -is [Management.Automation.ErrorRecord] }.TargetObject | Should -Be 2
        $records.Where{ $_ -is [Management.Automation.WarningRecord] }.Message | Should -Be warned, warned, warned
        $records.Where{ $_ -is [Management.Automation.InformationRecord] } | ForEach-Object { "$_" } | Should -Be said, said, said
        $records.Where{ $_ -is [Management.Automation.VerboseRecord] -or $_ -is [Management.Automation.DebugRecord] } | Should -BeNullOrEmpty
    }

    It 'gives <Kind> records where they are wanted here: <Wanted>' -ForEach @(
        @{ Kind = 'verbose'; Wanted = '-Verbose' }
        @{ Kind = 'verbose'; Wanted = '$VerbosePreference' }
        @{ Kind = 'debug'; Wanted = '-Debug' }
        @{ Kind = 'debug'; Wanted = '$DebugPreference' }
    ) {
        $code = 'Shell.WriteVerbose("verbose"); Shell.WriteDebug("debug");'
        $records = & {
            if ($Wanted.StartsWith('-')) {
                $switch = @{ $Wanted.Substring(1) = $true }
                cs $code -PSSession $machine @switch
            }
            else {
                Set-Variable $Wanted.Substring(1) Continue
                cs $code -PSSession $machine
            }
        } *>&1
        $records.Message | Should -Contain $Kind
        $records.Message | Should -Not -Contain ($Kind -eq 'debug' ? 'verbose' : 'debug')
    }

    It 'may be strict, and have defaults and commands of its own' {
        Invoke-Command $machine {
            Set-StrictMode -Version Latest
            $PSDefaultParameterValues = @{ 'Get-Module:ListAvailable' = $true }
            function Get-Module { 'another' }
        }
        try {
            1..2 | cs 'Input' -PSSession $machine -KeepOrder | Should -Be 1, 2
        }
        finally {
            Invoke-Command $machine { Set-StrictMode -Off; $PSDefaultParameterValues = @{}; Microsoft.PowerShell.Management\Remove-Item Function:Get-Module }
        }
    }

    It 'has one call at a time, and the next is not left waiting: <Name>' -ForEach @(
        @{ Name = 'a call further down the pipeline'; Call = { 1..3 | cs 'Input' -PSSession $machine | cs 'Input' -PSSession $machine } }
        @{ Name = 'a call beside a command'; Call = {
                $command = Invoke-Command $machine { while (-not $go) { Start-Sleep -Milliseconds 20; $go = Test-Path $using:sign } } -AsJob
                try { 1..3 | cs 'Input' -PSSession $machine } finally { Set-Content $sign ''; $command | Wait-Job | Remove-Job }
            }
        }
    ) {
        $sign = "$TestDrive/go"
        $failure = Get-Failure $Call
        $failure.FullyQualifiedErrorId | Should -BeLike 'MachineBusy,*'
        $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
        1..3 | cs 'Input' -PSSession $machine -KeepOrder | Should -Be 1, 2, 3
    }

    It 'is to be in full language: <_>' -ForEach 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage' {
        $limited = New-Machine
        try {
            Invoke-Command $limited { $ExecutionContext.SessionState.LanguageMode = $using:_ }
            foreach ($call in { cs '1' -PSSession $limited }, { 1..3 | cs 'Input' -PSSession $limited }) {
                $failure = Get-Failure $call
                $failure.FullyQualifiedErrorId | Should -BeLike 'LanguageModeNotAllowed,*'
                $failure.CategoryInfo.Category | Should -Be 'PermissionDenied'
                "$failure" | Should -BeLike '*localhost*FullLanguage*'
            }
        }
        finally {
            Remove-PSSession $limited
        }
    }

    It 'is to be open, and else its state is said' {
        $closed = New-Machine
        Remove-PSSession $closed
        $failure = Get-Failure { 1 | cs 'Input' -PSSession $machine, $closed }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MachineBusy,*'
        "$failure" | Should -BeLike '*not open*Closed*'
        1 | cs 'Input' -PSSession $machine | Should -Be 1
    }

    It 'may end its pipeline itself, which is an error' {
        cs 'Shell.Invoke("exit 3"); return 4;' -PSSession $machine -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'MachineLost,*'
        "$failed" | Should -BeLike '*exit*'
        1 | cs 'Input' -PSSession $machine | Should -Be 1
    }

    It 'is not waited for where its process has ended under a call' {
        # In a process of its own, which ends itself: PowerShell takes minutes to close such a session.
        $child = Invoke-ChildShell @"
. '$PSScriptRoot/Common.ps1'
. '$PSScriptRoot/MachineSpec.ps1'
`$gone = New-Machine
cs 'Environment.Exit(3);' -PSSession `$gone -ErrorVariable failed -ErrorAction SilentlyContinue
`$failed.FullyQualifiedErrorId
(Get-Failure { 1 | cs 'Input' -PSSession `$gone }).FullyQualifiedErrorId
[Console]::Out.Flush()
Stop-Process -Id `$PID -Force
"@
        $child.TimedOut | Should -BeFalse
        $ids = $child.Output -split '\s+' -ne ''
        $ids | Should -BeLike 'Machine*'
        $ids | ForEach-Object { $_.Split(',')[0] } | Should -Be MachineLost, MachineBusy
    }
}
