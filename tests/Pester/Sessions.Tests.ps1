BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Remove-AllSession {
        Get-CSharpSession | Where-Object Name -NE 'Default' | Remove-CSharpSession
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }
}

Describe 'The Default session' {
    BeforeEach {
        Remove-AllSession
    }

    It 'is there without asking' {
        $session = Get-CSharpSession
        $session.Name | Should -BeExactly 'Default'
        $session.State | Should -Be 'Ready'
    }

    It 'is the one that is meant without -Session' {
        Invoke-CSharpCell 'int x = 42;'
        Invoke-CSharpCell 'x' -Session Default | Should -Be 42
    }

    It 'can be removed, and is there again, empty' {
        Invoke-CSharpCell 'int x = 42;'
        Remove-CSharpSession Default
        (Get-CSharpSession Default).CellsRun | Should -Be 0
        @(Get-CSharpVariable) | Should -HaveCount 0
        Invoke-CSharpCell '1' | Should -Be 1
    }

    It 'cannot be made' {
        $e = { New-CSharpSession Default } | Should -Throw -PassThru -ErrorId 'SessionExists,AsyncCSharp.Commands.NewCSharpSessionCommand'
        $e.Exception.Message | Should -BeLike '*-Force*'
    }
}

Describe 'New-CSharpSession' {
    BeforeEach {
        Remove-AllSession
    }

    AfterAll {
        Remove-AllSession
    }

    It 'gives a session of that name' {
        $session = New-CSharpSession -Name Work
        $session | Should -BeOfType ([AsyncCSharp.CSharpSession])
        $session.Name | Should -BeExactly 'Work'
        $session.CellsRun | Should -Be 0
        "$session" | Should -Be 'Work'
    }

    It 'takes the name first' {
        (New-CSharpSession Work).Name | Should -Be 'Work'
    }

    It 'finds a name' {
        $a = New-CSharpSession
        $b = New-CSharpSession
        $a.Name | Should -Not -BeNullOrEmpty
        $a.Name | Should -Not -Be $b.Name
        Invoke-CSharpCell '1' -Session $a.Name | Should -Be 1
    }

    It 'has a state of its own' {
        $a = New-CSharpSession A
        $b = New-CSharpSession B
        Invoke-CSharpCell 'int x = 1;' -Session $a
        Invoke-CSharpCell 'int x = 2;' -Session $b
        Invoke-CSharpCell 'x' -Session $a | Should -Be 1
        Invoke-CSharpCell 'x' -Session $b | Should -Be 2
    }

    It 'refuses a name that is there, in any case' {
        $null = New-CSharpSession Work
        $e = { New-CSharpSession WORK } | Should -Throw -PassThru -ErrorId 'SessionExists,AsyncCSharp.Commands.NewCSharpSessionCommand'
        $e.CategoryInfo.Category | Should -Be 'ResourceExists'
        $e.Exception.Message | Should -BeLike '*WORK*'
        @(Get-CSharpSession Work) | Should -HaveCount 1
    }

    It 'takes -Using' {
        $session = New-CSharpSession -Using System.Text, System.Globalization
        Invoke-CSharpCell 'new StringBuilder(CultureInfo.InvariantCulture.Name + "ok").ToString()' -Session $session | Should -Be 'ok'
    }

    It 'keeps -Using over a reset' {
        $session = New-CSharpSession -Using System.Globalization
        Invoke-CSharpCell '1' -Session $session | Should -Be 1
        Reset-CSharpSession $session
        Invoke-CSharpCell 'CultureInfo.InvariantCulture.Name.Length' -Session $session | Should -Be 0
    }

    It 'takes -Reference' {
        $session = New-CSharpSession -Reference System.Xml.Linq
        Invoke-CSharpCell 'new System.Xml.Linq.XElement("a").Name.LocalName' -Session $session | Should -Be 'a'
    }

    It 'refuses a wrong -Reference and makes no session' {
        $e = { New-CSharpSession Wrong -Reference No.Such.Assembly } | Should -Throw -PassThru -ErrorId 'ReferenceNotFound,AsyncCSharp.Commands.NewCSharpSessionCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.Exception.Message | Should -BeLike '*No.Such.Assembly*'
        @(Get-CSharpSession | Where-Object Name -EQ Wrong) | Should -HaveCount 0
    }

    It 'takes -Runner' {
        $session = New-CSharpSession -Runner ThreadPool
        (Get-AutoAwait -Session $session).Runner | Should -Be 'ThreadPool'
        (Get-AutoAwait).Runner | Should -Be 'EventLoop'
    }

    It 'refuses a wrong -Runner and makes no session' {
        $e = { New-CSharpSession Wrong -Runner NoSuchRunner } | Should -Throw -PassThru -ErrorId 'UnknownRunner,AsyncCSharp.Commands.NewCSharpSessionCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        @(Get-CSharpSession | Where-Object Name -EQ Wrong) | Should -HaveCount 0
    }

    It 'takes names with blanks and other letters' {
        $null = New-CSharpSession 'größe 日本'
        Invoke-CSharpCell '42' -Session 'größe 日本' | Should -Be 42
        Remove-CSharpSession 'größe 日本'
    }

    It 'takes the place of a session of the same name with -Force' {
        $first = New-CSharpSession Forced
        cs -Session Forced 'int kept = 1;'
        $second = New-CSharpSession forced -Force -TimeoutSeconds 5
        try {
            $first.State | Should -Be Removed
            Get-CSharpSession Forced | Should -Be $second
            @(Get-CSharpSession Forced) | Should -HaveCount 1
            { cs -Session Forced 'kept' } | Should -Throw -ErrorId 'CompilationFailed,*'
        } finally {
            Remove-CSharpSession Forced
        }
    }

    It 'leaves the session that is there where the new one cannot be made, or runs the command' {
        $first = New-CSharpSession Forced
        try {
            cs -Session Forced 'int kept = 1;'
            { New-CSharpSession Forced -Force -Using No.Such.Namespace } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.NewCSharpSessionCommand'
            cs -Session Forced 'kept' | Should -Be 1
            cs -Session Forced 'Shell.Invoke("try { New-CSharpSession Forced -Force } catch { $_.FullyQualifiedErrorId }")' |
                Should -Be 'SessionInUse,AsyncCSharp.Commands.NewCSharpSessionCommand'
            cs -Session Forced 'kept' | Should -Be 1
            Get-CSharpSession Forced | Should -Be $first
        } finally {
            Remove-CSharpSession Forced
        }
    }
}

Describe 'Get-CSharpSession' {
    BeforeEach {
        Remove-AllSession
        $null = New-CSharpSession Alpha
        $null = New-CSharpSession Beta
    }

    AfterAll {
        Remove-AllSession
    }

    It 'lists all' {
        (Get-CSharpSession).Name | Should -Be 'Alpha', 'Beta', 'Default'
    }

    It 'finds one, in any case' {
        (Get-CSharpSession alpha).Name | Should -BeExactly 'Alpha'
    }

    It 'takes wildcards and several names' {
        (Get-CSharpSession *ta).Name | Should -Be 'Beta'
        (Get-CSharpSession Alpha, B*).Name | Should -Be 'Alpha', 'Beta'
        @(Get-CSharpSession zz*) | Should -HaveCount 0
    }

    It 'gives the same object each time' {
        [object]::ReferenceEquals((Get-CSharpSession Alpha), (Get-CSharpSession Alpha)) | Should -BeTrue
    }

    It 'writes an error for a name that is not there, and goes on' {
        $found = Get-CSharpSession nowhere, Alpha -ErrorAction SilentlyContinue -ErrorVariable failures
        $found.Name | Should -Be 'Alpha'
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'SessionNotFound,AsyncCSharp.Commands.GetCSharpSessionCommand'
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'shows cells run, variables, assemblies and bytes' {
        Invoke-CSharpCell 'int x = 1; int y = 2;' -Session Alpha
        Invoke-CSharpCell 'x' -Session Alpha
        $session = Get-CSharpSession Alpha
        $session.CellsRun | Should -Be 2
        $session.Variables | Should -Be 2
        $session.Assemblies | Should -Be 1 -Because 'a cell that declares nothing holds nothing'
        $session.Bytes | Should -BeGreaterThan 500
        $session.HeldContexts | Should -Be 0
        $session.Runner | Should -Be 'EventLoop'
        $session.AutoAwait | Should -BeTrue
    }

    It 'shows that a session is busy while its cell runs' {
        "$(Invoke-CSharpCell 'Shell.Invoke("(Get-CSharpSession Alpha).State")[0].ToString()' -Session Alpha)" | Should -Be 'Busy'
        (Get-CSharpSession Alpha).State | Should -Be 'Ready'
    }

    It 'shows what its cells are compiled with' {
        $session = New-CSharpSession -Using System.Numerics
        try {
            cs -Session $session 'using System.Xml; using static System.Math; 1'
            $session.Usings | Should -Contain 'System.Linq'
            $session.Usings | Should -Contain 'System.Numerics'
            $session.Usings | Should -Contain 'System.Xml'
            $session.Usings | Should -Contain 'static System.Math'
            $session.References | Should -BeNullOrEmpty
            $library = Join-Path $TestDrive 'Listed.dll'
            Add-Type 'public class Listed { }' -OutputAssembly $library
            Add-CSharpReference -Path $library -Session $session
            $session.References | Should -Be (Get-Item $library).FullName
            $session.Packages | Should -BeNullOrEmpty
            Reset-CSharpSession $session
            cs -Session $session '1'
            $session.Usings | Should -Not -Contain 'System.Xml'
            $session.References | Should -BeNullOrEmpty
        } finally {
            Remove-CSharpSession $session
        }
    }
}

Describe 'A session that is not there' {
    It 'is an error of <Command>' -ForEach @(
        @{ Command = 'Invoke-CSharpCell'; Type = 'InvokeCSharpCellCommand'; Arguments = @{ Code = '1' } }
        @{ Command = 'Test-CSharpCell'; Type = 'TestCSharpCellCommand'; Arguments = @{ Code = '1' } }
        @{ Command = 'Get-CSharpVariable'; Type = 'GetCSharpVariableCommand'; Arguments = @{ } }
        @{ Command = 'Set-CSharpVariable'; Type = 'SetCSharpVariableCommand'; Arguments = @{ Name = 'x'; Value = 1 } }
        @{ Command = 'Add-CSharpReference'; Type = 'AddCSharpReferenceCommand'; Arguments = @{ Using = 'System.Text' } }
        @{ Command = 'Set-AutoAwait'; Type = 'SetAutoAwaitCommand'; Arguments = @{ Value = 'On' } }
        @{ Command = 'Get-AutoAwait'; Type = 'GetAutoAwaitCommand'; Arguments = @{ } }
    ) {
        $e = { & $Command @Arguments -Session nowhere } | Should -Throw -PassThru -ErrorId "SessionNotFound,AsyncCSharp.Commands.$Type"
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.TargetObject | Should -Be 'nowhere'
    }
}

Describe 'Nested cells' {
    BeforeEach {
        Remove-AllSession
    }

    It 'run in the same session' {
        Invoke-CSharpCell 'int x = 1;'
        Invoke-CSharpCell 'x = 2; Shell.Invoke("Invoke-CSharpCell ''x += 40;''"); x' | Should -Be 42
    }

    It 'run in another session' {
        $null = New-CSharpSession Inner
        Invoke-CSharpCell 'int x = 1; (int)Shell.Invoke("Invoke-CSharpCell ''int x = 42; x'' -Session Inner")[0].BaseObject + x' | Should -Be 43
    }

    It 'keep what the inner one declares' {
        Invoke-CSharpCell 'Shell.Invoke("Invoke-CSharpCell ''int inner = 5;''"); int outer = 6;'
        Invoke-CSharpCell 'inner * outer' | Should -Be 30
    }
}
