BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Remove-AllSession {
        Get-CSharpSession | Where-Object Name -NE 'Default' | Remove-CSharpSession
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }
}

Describe 'Reset-CSharpSession' {
    BeforeEach {
        Remove-AllSession
    }

    AfterAll {
        Remove-AllSession
    }

    It 'empties the Default session' {
        Invoke-CSharpCell 'int x = 1; class C { }'
        Reset-CSharpSession
        @(Get-CSharpVariable) | Should -HaveCount 0
        (Get-CSharpSession Default).CellsRun | Should -Be 0
        (Get-CSharpSession Default).Assemblies | Should -Be 0
        { Invoke-CSharpCell 'x' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        { Invoke-CSharpCell 'new C()' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'gives nothing' {
        @(Reset-CSharpSession) | Should -HaveCount 0
    }

    It 'forgets usings' {
        Invoke-CSharpCell 'using System.Globalization;'
        Reset-CSharpSession
        { Invoke-CSharpCell 'CultureInfo.InvariantCulture' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'takes a name, an object, and a pipeline' {
        $a = New-CSharpSession A
        $b = New-CSharpSession B
        foreach ($session in $a, $b) { Invoke-CSharpCell 'int x = 1;' -Session $session }
        Reset-CSharpSession A
        $a.Variables | Should -Be 0
        $b.Variables | Should -Be 1
        $b | Reset-CSharpSession
        $b.Variables | Should -Be 0
    }

    It 'leaves other sessions alone' {
        $a = New-CSharpSession A
        Invoke-CSharpCell 'int x = 42;' -Session $a
        Reset-CSharpSession
        Invoke-CSharpCell 'x' -Session $a | Should -Be 42
    }

    It 'stops background work: its token fires' {
        $token = [Threading.CancellationToken](Invoke-CSharpCell 'var t = Task.Run(async () => { try { await Task.Delay(60000, CancellationToken); } finally { } }); CancellationToken')
        Reset-CSharpSession
        Wait-Until { $token.IsCancellationRequested }
        $token.IsCancellationRequested | Should -BeTrue
    }

    It 'does nothing with -WhatIf' {
        Invoke-CSharpCell 'int x = 42;'
        Reset-CSharpSession -WhatIf
        Invoke-CSharpCell 'x' | Should -Be 42
    }

    It 'names the session that is not there' {
        $e = { Reset-CSharpSession nowhere } | Should -Throw -PassThru -ErrorId 'SessionNotFound,AsyncCSharp.Commands.ResetCSharpSessionCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'is refused to a cell of the session itself' {
        $e = { Invoke-CSharpCell 'int x = 42; Shell.Invoke("Reset-CSharpSession");' } | Should -Throw -PassThru -ErrorId 'CellFailed,*'
        $e.CategoryInfo.Category | Should -Be 'ResourceBusy'
        $e.Exception.Data['ErrorRecord'].FullyQualifiedErrorId | Should -BeLike 'SessionInUse,*'
        Invoke-CSharpCell 'x' | Should -Be 42
    }
}

Describe 'Remove-CSharpSession' {
    BeforeEach {
        Remove-AllSession
    }

    AfterAll {
        Remove-AllSession
    }

    It 'removes by name and by object' {
        $a = New-CSharpSession A
        $null = New-CSharpSession B
        Remove-CSharpSession $a
        Remove-CSharpSession B
        (Get-CSharpSession).Name | Should -Be 'Default'
        $a.State | Should -Be 'Removed'
    }

    It 'takes a pipeline' {
        $null = New-CSharpSession A
        $null = New-CSharpSession B
        Get-CSharpSession A, B | Remove-CSharpSession
        (Get-CSharpSession).Name | Should -Be 'Default'
    }

    It 'makes the name free' {
        Invoke-CSharpCell 'int x = 1;' -Session (New-CSharpSession A)
        Remove-CSharpSession A
        $again = New-CSharpSession A
        $again.Variables | Should -Be 0
    }

    It 'leaves an object that takes no more cells' {
        $a = New-CSharpSession A
        Remove-CSharpSession $a
        $e = { Invoke-CSharpCell '1' -Session $a } | Should -Throw -PassThru -ErrorId 'SessionNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        { Remove-CSharpSession $a } | Should -Throw -ErrorId 'SessionNotFound,AsyncCSharp.Commands.RemoveCSharpSessionCommand'
    }

    It 'does nothing with -WhatIf' {
        $null = New-CSharpSession A
        Remove-CSharpSession A -WhatIf
        @(Get-CSharpSession A) | Should -HaveCount 1
    }

    It 'names the session that is not there' {
        $e = { Remove-CSharpSession nowhere } | Should -Throw -PassThru -ErrorId 'SessionNotFound,AsyncCSharp.Commands.RemoveCSharpSessionCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.Exception.Message | Should -BeLike '*nowhere*'
    }
}
