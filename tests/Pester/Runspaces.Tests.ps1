BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Remove-AllSession {
        Get-CSharpSession | Where-Object Name -NE 'Default' | Remove-CSharpSession
        Reset-CSharpSession
        Set-AutoAwait EventLoop
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

    It 'need no file system: <Script>' -ForEach @(
        @{ Script = "(Test-CSharpCell '1').IsValid"; Gives = $true }
        @{ Script = "(Measure-CSharpCell '1').Code"; Gives = '1' }
        @{ Script = '(New-CSharpSession -Name a).Name'; Gives = 'a' }
        @{ Script = 'Add-CSharpReference -AssemblyName System.Xml.Linq; 2'; Gives = 2 }
        @{ Script = "Invoke-CSharpCell '#r ""System.Xml.Linq""`nnew System.Xml.Linq.XElement(""a"").ToString()'"; Gives = '<a />' }
        @{ Script = "Invoke-CSharpCell 'await Task.Yield(); 7' -AsJob | Receive-Job -Wait -AutoRemoveJob"; Gives = 7 }
    ) {
        $state = [initialsessionstate]::CreateDefault2()
        $state.Providers.Clear()
        $state.ImportPSModule($manifest)
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $shell = [powershell]::Create()
        try {
            $shell.Runspace = $runspace
            $given = $shell.AddScript($Script).Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $given | Should -Be $Gives
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
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
