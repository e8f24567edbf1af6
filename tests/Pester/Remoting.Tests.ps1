BeforeAll {
    . "$PSScriptRoot/Common.ps1"
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
        ([Linq.Enumerable]::Order([int[]]$items)) -join ',' | Should -Be '2,4,6'
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

# PowerShell's own remoting, over the standard streams of another process of the shell that runs this one.
Describe 'Cells in a shell of their own' {
    BeforeAll {
        $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null)
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

        $null = Invoke-There "Import-Module '$((Get-Module AsyncCSharp).Path)'"
    }

    AfterAll {
        $runspace.Dispose()
    }

    It 'run there, and their values come back as property bags' {
        $value = Invoke-There '$PID; $PSHOME; cs "await Task.Delay(1); new { X = 5 }"'
        $value[0] | Should -Not -Be $PID
        $value[1] | Should -Be $PSHOME
        $value[2].X | Should -Be 5
    }

    It 'keep their session from call to call' {
        $null = Invoke-There 'cs "int count = 1;"'
        Invoke-There 'cs "await Task.Yield(); return ++count;"' | Should -Be 2
        Invoke-There 'Get-CSharpVariable count -ValueOnly' | Should -Be 2
    }

    It 'give objects of the module as property bags of their type: <Type>' -ForEach @(
        @{ Type = 'AutoAwaitInfo'; Script = 'Get-AutoAwait'; Property = 'Enabled'; Value = $true }
        @{ Type = 'CSharpSession'; Script = 'Get-CSharpSession Default'; Property = 'Name'; Value = 'Default' }
        @{ Type = 'CSharpRunner'; Script = 'Get-CSharpRunner Sync'; Property = 'Name'; Value = 'Sync' }
        @{ Type = 'CSharpVariable'; Script = 'Set-CSharpVariable it 5; Get-CSharpVariable it'; Property = 'Value'; Value = 5 }
        @{ Type = 'CSharpHistoryEntry'; Script = '$null = cs "42"; Get-CSharpHistory -Count 1'; Property = 'OutputCount'; Value = 1 }
        @{ Type = 'CellTestResult'; Script = 'Test-CSharpCell "1 +"'; Property = 'IsComplete'; Value = $false }
        @{ Type = 'CSharpCellMeasurement'; Script = 'Measure-CSharpCell "1" -Count 1'; Property = 'Runs'; Value = 1 }
    ) {
        $object = Invoke-There $Script
        $object.PSObject.TypeNames[0] | Should -Be "Deserialized.AsyncCSharp.$Type"
        $object.$Property | Should -Be $Value
    }

    It 'run for a script of this side that brings its values along' {
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $shell.AddScript('param($items, $factor) $items | cs "Input * (int)Args[0]" -ArgumentList $factor').AddArgument(@(1, 2, 3)).AddArgument(10).Invoke() | Should -Be 10, 20, 30
        $shell.Dispose()
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
