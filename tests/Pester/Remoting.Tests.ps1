BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

BeforeDiscovery {
    $noPwsh = -not (Get-Command pwsh -CommandType Application -ErrorAction Ignore)
}

Describe 'Cells in other runspaces and processes' {
    BeforeAll {
        function RoundTrip($Value) {
            [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Value))
        }
    }

    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'run in ForEach-Object -Parallel, each runspace with sessions of its own' {
        $module = (Get-Module AsyncCSharp).Path
        $items = 1..3 | ForEach-Object -Parallel { Import-Module $using:module; cs 'var own = Input; await Task.Delay(5); own * 2' -InputObject $_ }
        ($items | Sort-Object) -join ',' | Should -Be '2,4,6'
    }

    It 'refuse a session of another runspace' {
        $session = New-CSharpSession Foreign
        $module = (Get-Module AsyncCSharp).Path
        $id = 1 | ForEach-Object -Parallel { Import-Module $using:module; try { cs '1' -Session $using:session } catch { $_.FullyQualifiedErrorId } }
        $id | Should -Be 'SessionBusy,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'give records that survive serialization as property bags' {
        $copy = RoundTrip (cs 'record Person(string Name, int Born); new Person("Ada", 1815)')
        $copy.Name | Should -Be 'Ada'
        $copy.Born | Should -Be 1815
    }

    It 'give anonymous objects that survive serialization' {
        $copy = RoundTrip (cs 'new { X = 1, Items = new[] { 1, 2 } }')
        $copy.X | Should -Be 1
        $copy.Items -join ',' | Should -Be '1,2'
    }

    It 'give tuples, dictionaries and collections that survive serialization' {
        $copy = RoundTrip (cs '(1, "a")')
        $copy.Item1 | Should -Be 1
        $copy.Item2 | Should -Be 'a'
        $table = RoundTrip (cs 'new Dictionary<string, int> { ["one"] = 1 }')
        $table['one'] | Should -Be 1
        $list = RoundTrip (cs 'new List<Version> { new(1, 2) }' -NoEnumerate)
        $list[0].Minor | Should -Be 2
    }

    It 'give objects of the module that survive serialization' {
        $session = RoundTrip (Get-CSharpSession Default)
        $session.Name | Should -Be 'Default'
        $failure = try { cs 'nowhere' } catch { $_ }
        (RoundTrip $failure).FullyQualifiedErrorId | Should -Be 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'run in ForEach-Object -Parallel without being imported, where the module is on PSModulePath' {
        $before = $env:PSModulePath
        $env:PSModulePath = [IO.Path]::GetFullPath("$PSScriptRoot/../../out")
        try {
            1 | ForEach-Object -Parallel { Invoke-CSharpCell 'await Task.Delay(1); return 6 * 7;' } | Should -Be 42
        }
        finally {
            $env:PSModulePath = $before
        }
    }
}

# PowerShell's own remoting, over the standard streams of a process that this host starts: Start-Job would only work in pwsh.
Describe 'Cells in a pwsh (skipped where none is on PATH)' -Skip:$noPwsh {
    BeforeAll {
        $instance = [Management.Automation.Runspaces.PowerShellProcessInstance]::new()
        $instance.Process.StartInfo.FileName = @(Get-Command pwsh -CommandType Application)[0].Source
        $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null, $instance)
        $runspace.Open()
        function Invoke-There([string] $Script) {
            $shell = [powershell]::Create()
            try {
                $shell.Runspace = $runspace
                $shell.AddScript($Script).Invoke()
                $shell.Streams.Error | Should -BeNullOrEmpty
            }
            finally {
                $shell.Dispose()
            }
        }

        # pwsh's own Roslyn first: ours must not get in its way.
        $null = Invoke-There 'Add-Type -TypeDefinition "public static class BesideCells { public static int One => 1; }"'
        $null = Invoke-There "Import-Module '$((Get-Module AsyncCSharp).Path)'"
    }

    AfterAll {
        $runspace.Dispose()
    }

    It 'run there, and their values come back as property bags' {
        $value = Invoke-There '$PID; cs "await Task.Delay(1); new { X = 5 }"'
        $value[0] | Should -Not -Be $PID
        $value[1].X | Should -Be 5
    }

    It 'run beside the Roslyn of pwsh' {
        (Invoke-There '[BesideCells]::One; cs "public class Here { public static int Two => 2; } Here.Two"; Add-Type -PassThru -TypeDefinition "public static class AfterCells { }" | ForEach-Object Name') -join ',' |
            Should -Be '1,2,AfterCells'
    }

    It 'are ended by Select-Object -First: <Code>' -ForEach @(
        @{ Code = "1..10 | cs 'Input'" }
        @{ Code = "1..10000 | cs 'await Task.Delay(1); return Input;' -ThrottleLimit 4 -KeepOrder" }
        @{ Code = "cs 'IEnumerable<int> Lazy() { try { for (int i = 1; ; i++) yield return i; } finally { disposed++; } } int disposed = 0; Lazy()'"; Disposed = 1 }
        @{ Code = "cs 'async IAsyncEnumerable<int> Async() { try { for (int i = 1; ; i++) { await Task.Yield(); yield return i; } } finally { disposed++; } } int disposed = 0; Async()'"; Disposed = 1 }
    ) {
        (Invoke-There "$Code | Select-Object -First 3") -join ',' | Should -Be '1,2,3'
        if ($Disposed) {
            Invoke-There "cs 'disposed'" | Should -Be $Disposed
        }
    }
}
