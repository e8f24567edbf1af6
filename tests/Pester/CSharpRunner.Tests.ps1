BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Clear-Runner {
        Get-CSharpRunner | Where-Object { -not $_.IsBuiltIn } | Unregister-CSharpRunner
    }
}

Describe 'Get-CSharpRunner' {
    AfterEach { Clear-Runner }

    It 'lists the built-in runners, the default first' {
        $runners = @(Get-CSharpRunner)
        $runners.Name | Should -Be @('EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx', 'Sync')
        $runners | ForEach-Object {
            $_ | Should -BeOfType ([AsyncCSharp.CSharpRunner])
            $_.IsBuiltIn | Should -BeTrue
            $_.Description | Should -Not -BeNullOrEmpty
        }
    }

    It 'says that only Sync turns AutoAwait off' {
        (Get-CSharpRunner | Where-Object { -not $_.TurnsAutoAwaitOn }).Name | Should -Be 'Sync'
    }

    It 'lists registered runners after them' {
        Register-CSharpRunner Zulu ThreadPool
        Register-CSharpRunner Alpha ThreadPool
        @(Get-CSharpRunner).Name[-2..-1] | Should -Be @('Alpha', 'Zulu')
    }

    It 'finds by wildcard, whatever the case: <Pattern>' -ForEach @(
        @{ Pattern = '*loop'; Names = @('EventLoop', 'CellLoop') }
        @{ Pattern = 'sync'; Names = @('Sync') }
        @{ Pattern = 'x*'; Names = @() }
    ) {
        @(Get-CSharpRunner $Pattern | ForEach-Object { $_.Name }) | Should -Be $Names
    }

    It 'reports a name that there is not' {
        $e = { Get-CSharpRunner nowhere -ErrorAction Stop } | Should -Throw -PassThru -ErrorId 'UnknownRunner,AsyncCSharp.Commands.GetCSharpRunnerCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$e" | Should -BeLike "*'nowhere'*EventLoop, CellLoop, ThreadPool, Nursery, AsyncEx, Sync*"
    }

    It 'goes on after a name that there is not' {
        @(Get-CSharpRunner nowhere, Sync -ErrorAction SilentlyContinue).Name | Should -Be 'Sync'
    }

    It 'completes names' {
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput('Get-CSharpRunner Thr', 20, $null).CompletionMatches
        $found.CompletionText | Should -Be 'ThreadPool'
        $found.ToolTip | Should -Not -BeNullOrEmpty
    }
}

Describe 'Register-CSharpRunner' {
    AfterEach { Clear-Runner }

    It 'registers a script block, with a description' {
        $runner = Register-CSharpRunner -Name Loud -Runner { param($Cell) $Cell.RunToCompletion() } -Description 'Says so.' -PassThru
        $runner.Name | Should -BeExactly 'Loud'
        $runner.Description | Should -BeExactly 'Says so.'
        $runner.IsBuiltIn | Should -BeFalse
        Invoke-CSharpCell -Runner loud 'await Task.Delay(1); 5' | Should -Be 5
    }

    It 'writes nothing without -PassThru' {
        Register-CSharpRunner Quiet { param($Cell) $Cell.RunToCompletion() } | Should -BeNullOrEmpty
    }

    It 'gives a built-in runner another name' {
        Register-CSharpRunner Pool ThreadPool
        Invoke-CSharpCell -Runner Pool 'await Task.Yield(); SynchronizationContext.Current is null' | Should -BeTrue
    }

    It 'finds a method of the session meant' {
        $session = New-CSharpSession
        try {
            Invoke-CSharpCell -Session $session 'object? Mine(CellContext cell) => cell.RunToCompletion();'
            Register-CSharpRunner Mine -Runner Mine -Session $session
            Invoke-CSharpCell -Runner Mine 'await Task.Delay(1); 6' | Should -Be 6
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'does not replace without -Force' {
        Register-CSharpRunner Twice ThreadPool -Description first
        $e = { Register-CSharpRunner twice EventLoop } | Should -Throw -PassThru -ErrorId 'RunnerExists,AsyncCSharp.Commands.RegisterCSharpRunnerCommand'
        $e.CategoryInfo.Category | Should -Be 'ResourceExists'
        (Get-CSharpRunner Twice).Description | Should -Be 'first'
        Register-CSharpRunner twice EventLoop -Description second -Force
        (Get-CSharpRunner Twice).Description | Should -Be 'second'
    }

    It 'never replaces a built-in one' {
        $e = { Register-CSharpRunner eventloop ThreadPool -Force } | Should -Throw -PassThru -ErrorId 'RunnerIsBuiltIn,AsyncCSharp.Commands.RegisterCSharpRunnerCommand'
        $e.CategoryInfo.Category | Should -Be 'PermissionDenied'
    }

    It 'refuses the name <_>, which is a switch' -ForEach 'On', 'off', 'True', 'FALSE' {
        $e = { Register-CSharpRunner $_ ThreadPool } | Should -Throw -PassThru -ErrorId 'InvalidRunnerName,AsyncCSharp.Commands.RegisterCSharpRunnerCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'refuses what is no runner' -ForEach @(
        @{ Value = 'nowhere' }
        @{ Value = 5 }
        @{ Value = [System.Text.StringBuilder] }
        @{ Value = [Action] { } }
    ) {
        $e = { Register-CSharpRunner Odd $Value } | Should -Throw -PassThru -ErrorId 'UnknownRunner,AsyncCSharp.Commands.RegisterCSharpRunnerCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        @(Get-CSharpRunner Odd*).Count | Should -Be 0
    }

    It 'is known to all sessions of the runspace, and to no other' {
        Register-CSharpRunner Here ThreadPool
        $session = New-CSharpSession -Runner Here
        try {
            $session.Runner | Should -Be 'Here'
        }
        finally {
            Remove-CSharpSession $session
        }

        $shell = New-TestShell
        try {
            $null = $shell.AddScript("@(Get-CSharpRunner Her*).Count")
            $shell.Invoke() | Should -Be 0
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Unregister-CSharpRunner' {
    AfterEach { Clear-Runner }

    It 'removes by name, and through the pipeline' {
        Register-CSharpRunner One ThreadPool
        Register-CSharpRunner Two ThreadPool
        Unregister-CSharpRunner one
        @(Get-CSharpRunner One*).Count | Should -Be 0
        Get-CSharpRunner Two | Unregister-CSharpRunner
        @(Get-CSharpRunner Two*).Count | Should -Be 0
    }

    It 'reports a name that there is not' {
        $e = { Unregister-CSharpRunner nowhere -ErrorAction Stop } | Should -Throw -PassThru -ErrorId 'UnknownRunner,AsyncCSharp.Commands.UnregisterCSharpRunnerCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'does not remove the built-in <_>' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx', 'Sync' {
        $e = { Unregister-CSharpRunner $_ -ErrorAction Stop } | Should -Throw -PassThru -ErrorId 'RunnerIsBuiltIn,AsyncCSharp.Commands.UnregisterCSharpRunnerCommand'
        $e.CategoryInfo.Category | Should -Be 'PermissionDenied'
        @(Get-CSharpRunner $_).Count | Should -Be 1
    }

    It 'removes nothing with -WhatIf' {
        Register-CSharpRunner Stays ThreadPool
        Unregister-CSharpRunner Stays -WhatIf
        @(Get-CSharpRunner Stays).Count | Should -Be 1
    }

    It 'leaves the runner to sessions that use it' {
        Register-CSharpRunner Gone { param($Cell) $Cell.RunToCompletion() }
        $session = New-CSharpSession -Runner Gone
        try {
            Unregister-CSharpRunner Gone
            Invoke-CSharpCell -Session $session 'await Task.Delay(1); 3' | Should -Be 3
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'completes the names of custom runners only' {
        Register-CSharpRunner Extra ThreadPool
        $found = [System.Management.Automation.CommandCompletion]::CompleteInput('Unregister-CSharpRunner E', 25, $null).CompletionMatches
        $found.CompletionText | Should -Be 'Extra'
    }
}
