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

Describe 'Runspaces' {
    BeforeEach {
        Remove-AllSession
    }

    It 'say that a session object is one of another runspace' {
        $session = New-CSharpSession
        $shell = New-TestShell
        try {
            $e = { Invoke-TestShell $shell 'param($session) $ErrorActionPreference = "Stop"; Invoke-CSharpCell 1 -Session $session' @($session) } | Should -Throw -PassThru
            $record = $e.Exception.InnerException.ErrorRecord
            $record.FullyQualifiedErrorId | Should -Be 'SessionBusy,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $record.Exception.Message | Should -BeLike '*another runspace*'
            $record.ErrorDetails.RecommendedAction | Should -BeLike '*New-CSharpSession*'
        } finally {
            $shell.Runspace.Dispose()
            Remove-CSharpSession $session
        }
    }

    It 'have a Default session each' {
        $one = New-TestShell
        $two = New-TestShell
        try {
            Invoke-TestShell $one 'Invoke-CSharpCell "int x = 1;"'
            Invoke-TestShell $two 'Invoke-CSharpCell "int x = 2;"'
            Invoke-CSharpCell 'int x = 3;'
            Invoke-TestShell $one 'Invoke-CSharpCell x' | Should -Be 1
            Invoke-TestShell $two 'Invoke-CSharpCell x' | Should -Be 2
            Invoke-CSharpCell 'x' | Should -Be 3
        }
        finally {
            $one.Dispose()
            $two.Dispose()
        }
    }

    It 'do not see each other''s sessions and AutoAwait' {
        $other = New-TestShell
        try {
            $null = Invoke-TestShell $other 'New-CSharpSession Private; Set-AutoAwait Off'
            (Get-CSharpSession).Name | Should -Be 'Default'
            (Get-AutoAwait).Enabled | Should -BeTrue
        }
        finally {
            $other.Dispose()
        }
    }

    It 'may not use a session of another one' {
        $session = New-CSharpSession Mine
        $other = New-TestShell
        try {
            $e = Invoke-TestShell $other 'param($s) try { Invoke-CSharpCell 1 -Session $s } catch { $_ }' $session
            $e.FullyQualifiedErrorId | Should -Be 'SessionBusy,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.CategoryInfo.Category | Should -Be 'ResourceBusy'
            $e.Exception.Message | Should -BeLike '*Mine*'
        }
        finally {
            $other.Dispose()
        }
        Invoke-CSharpCell '42' -Session $session | Should -Be 42
    }

    It 'may not use a busy session of another one' {
        $session = New-CSharpSession Mine
        $code = 'var ids = Shell.Invoke("param($s) 1 | ForEach-Object -Parallel { $null = Import-Module $using:manifest; try { Invoke-CSharpCell 1 -Session $using:s } catch { $_.FullyQualifiedErrorId } }", Args[0]); (string)ids[0].BaseObject'
        Invoke-CSharpCell $code -Session $session -ArgumentList $session | Should -Be 'SessionBusy,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'compile their first cells at the same time' {
        # In a fresh process: what Roslyn fills in of shared metadata it fills in once.
        $child = Invoke-ChildShell @"
1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
    $(Get-ImportText)
    try {
        Invoke-CSharpCell 'int kept = 1; var list = new List<int> { 1, 2 };'
        `$null = 1..5 | Invoke-CSharpCell 'Input * 2'
        "sum `$(Invoke-CSharpCell 'kept + list.Sum()')"
    }
    catch {
        "`$_"
    }
}
"@
        ($child.Output.Trim() -split '\r?\n') | Should -Be @('sum 4', 'sum 4', 'sum 4', 'sum 4')
    }

    It 'run ten at once, each with its own Default session' {
        $results = 1..10 | ForEach-Object -ThrottleLimit 10 -UseNewRunspace -Parallel {
            Import-Module $using:manifest
            Invoke-CSharpCell "int mine = $_; class C { public int Size => mine2; static int mine2 = $_; }"
            $null = Invoke-CSharpCell 'await Task.Delay(50); mine += 100;'
            $value = Invoke-CSharpCell 'mine + new C().Size'
            [pscustomobject]@{ Index = $_; Value = $value; Cells = (Get-CSharpSession Default).CellsRun }
        }
        $results | Should -HaveCount 10
        foreach ($result in $results) {
            $result.Value | Should -Be (100 + 2 * $result.Index)
            $result.Cells | Should -Be 3
        }
    }

    It 'run at the same time, not one after another' {
        # Each waits for all four to be there: one at a time, they would wait for ever.
        $barrier = [Threading.Barrier]::new(4)
        $results = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            Invoke-CSharpCell '((Barrier)Args[0]).SignalAndWait(30000)' -ArgumentList $using:barrier
        }
        $results | Should -Be $true, $true, $true, $true
    }

    It 'take their sessions with them when they close' {
        $other = New-TestShell
        $session = Invoke-TestShell $other 'Invoke-CSharpCell "int x = 1;"; Get-CSharpSession Default'
        $other.Dispose()
        $other.Runspace.Dispose()
        Wait-Until { $session.State -eq 'Removed' }
        $session.State | Should -Be 'Removed'
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
