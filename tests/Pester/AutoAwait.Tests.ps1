BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Get-AutoAwait' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'is on with EventLoop in a new session' {
        $session = New-CSharpSession
        try {
            $state = Get-AutoAwait -Session $session
            $state.Enabled | Should -BeTrue
            $state.Runner | Should -BeExactly 'EventLoop'
            $state.Session | Should -BeExactly $session.Name
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'reads as a sentence' {
        "$(Get-AutoAwait)" | Should -BeExactly 'AutoAwait is `On`, and set to use `EventLoop`'
        Set-AutoAwait Off
        "$(Get-AutoAwait)" | Should -BeExactly 'AutoAwait is `Off`, and set to use `EventLoop`'
    }

    It 'gives a state that does not change with the session' {
        $before = Get-AutoAwait
        Set-AutoAwait Off
        $before.Enabled | Should -BeTrue
    }

    It 'names the session that is not there' {
        $e = { Get-AutoAwait -Session nowhere } | Should -Throw -PassThru -ErrorId 'SessionNotFound,AsyncCSharp.Commands.GetAutoAwaitCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}

Describe 'Set-AutoAwait' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    AfterAll {
        Set-AutoAwait EventLoop
    }

    It 'turns off with <Value>' -ForEach @(
        @{ Value = $false }
        @{ Value = 'Off' }
        @{ Value = 'off' }
        @{ Value = 'False' }
        @{ Value = 'FALSE' }
    ) {
        Set-AutoAwait ThreadPool
        Set-AutoAwait $Value
        (Get-AutoAwait).Enabled | Should -BeFalse
        (Get-AutoAwait).Runner | Should -Be 'ThreadPool' -Because 'the runner is kept'
    }

    It 'turns on with <Value>' -ForEach @(
        @{ Value = $true }
        @{ Value = 'On' }
        @{ Value = 'on' }
        @{ Value = 'True' }
        @{ Value = 'TRUE' }
    ) {
        Set-AutoAwait ThreadPool
        Set-AutoAwait Off
        Set-AutoAwait $Value
        (Get-AutoAwait).Enabled | Should -BeTrue
        (Get-AutoAwait).Runner | Should -Be 'ThreadPool' -Because 'the runner is kept'
    }

    It 'chooses a runner by name in any case: <_>' -ForEach @('ThreadPool', 'threadpool', 'EVENTLOOP', 'EventLoop') {
        Set-AutoAwait Off
        Set-AutoAwait $_
        (Get-AutoAwait).Enabled | Should -BeTrue
        (Get-AutoAwait).Runner | Should -Be $_
        (Get-AutoAwait).Runner | Should -BeIn 'ThreadPool', 'EventLoop'
    }

    It 'gives nothing, and the new state with -PassThru' {
        @(Set-AutoAwait ThreadPool) | Should -HaveCount 0
        $state = Set-AutoAwait Off -PassThru
        $state.Enabled | Should -BeFalse
        $state.Runner | Should -Be 'ThreadPool'
    }

    It 'takes -Enabled' {
        Set-AutoAwait -Enabled $false
        (Get-AutoAwait).Enabled | Should -BeFalse
        Set-AutoAwait -Enabled $true
        (Get-AutoAwait).Enabled | Should -BeTrue
    }

    It 'takes -Runner' {
        Set-AutoAwait -Runner ThreadPool
        (Get-AutoAwait).Runner | Should -Be 'ThreadPool'
    }

    It 'takes -Enabled and -Runner together' {
        Set-AutoAwait -Enabled $false -Runner ThreadPool
        (Get-AutoAwait).Enabled | Should -BeFalse
        (Get-AutoAwait).Runner | Should -Be 'ThreadPool'
    }

    It 'is about one session only' {
        $session = New-CSharpSession
        try {
            Set-AutoAwait Off -Session $session
            (Get-AutoAwait).Enabled | Should -BeTrue
            (Get-AutoAwait -Session $session.Name).Enabled | Should -BeFalse
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'refuses what is no runner, and changes nothing' {
        Set-AutoAwait ThreadPool
        Set-AutoAwait Off
        $e = { Set-AutoAwait NoSuchRunner } | Should -Throw -PassThru -ErrorId 'UnknownRunner,AsyncCSharp.Commands.SetAutoAwaitCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.Exception.Message | Should -BeLike '*NoSuchRunner*EventLoop*ThreadPool*'
        $e.TargetObject | Should -Be 'NoSuchRunner'
        (Get-AutoAwait).Enabled | Should -BeFalse
        (Get-AutoAwait).Runner | Should -Be 'ThreadPool'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a number'; Value = 42 }
        @{ Name = 'null'; Value = $null }
        @{ Name = 'an empty text'; Value = '' }
        @{ Name = 'a type that is no runner'; Value = 'System.String' }
    ) {
        { Set-AutoAwait $Value } | Should -Throw -ErrorId 'UnknownRunner,AsyncCSharp.Commands.SetAutoAwaitCommand'
        "$(Get-AutoAwait)" | Should -BeExactly 'AutoAwait is `On`, and set to use `EventLoop`'
    }

    It 'changes nothing where one of two named values is wrong' {
        { Set-AutoAwait -Enabled $false -Runner NoSuchRunner } | Should -Throw -ErrorId 'UnknownRunner,AsyncCSharp.Commands.SetAutoAwaitCommand'
        (Get-AutoAwait).Enabled | Should -BeTrue
    }

    It 'needs a value' {
        $set = (Get-Command Set-AutoAwait).ParameterSets.Where({ $_.Name -eq 'Value' })[0]
        $set.Parameters.Where({ $_.Name -eq 'Value' })[0].IsMandatory | Should -BeTrue
    }

    It 'survives a reset of the session' {
        Set-AutoAwait ThreadPool
        Reset-CSharpSession
        (Get-AutoAwait).Runner | Should -Be 'ThreadPool'
    }
}

Describe 'AutoAwait off' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
        Set-AutoAwait Off
    }

    AfterAll {
        Set-AutoAwait On
    }

    It 'refuses a cell with <Name>' -ForEach @(
        @{ Name = 'await'; Code = 'await Task.Delay(1); 1' }
        @{ Name = 'await foreach'; Code = 'async IAsyncEnumerable<int> F() { await Task.Yield(); yield return 1; } await foreach (var i in F()) { }' }
        @{ Name = 'await using'; Code = 'await using (new MemoryStream()) { }' }
        @{ Name = 'await using var'; Code = 'await using var m = new MemoryStream();' }
        @{ Name = 'await (x)'; Code = 'await (Task.CompletedTask)' }
    ) {
        $e = { Invoke-CSharpCell $Code } | Should -Throw -PassThru -ErrorId 'AutoAwaitOff,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ParserError'
        $e.Exception.Message | Should -BeLike '*Set-AutoAwait On*'
    }

    It 'refuses before anything of the cell has run' {
        { Invoke-CSharpCell 'Shell.SetVariable("touched", 1); int kept = 1; await Task.Delay(1);' } | Should -Throw -ErrorId 'AutoAwaitOff,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $touched | Should -BeNullOrEmpty
        @(Get-CSharpVariable) | Should -HaveCount 0
    }

    It 'runs a cell whose awaits are all inside of functions' {
        Invoke-CSharpCell 'async Task<int> F() { await Task.Delay(1); return 42; } var t = F(); t.Wait(5000)' | Should -BeTrue
    }

    It 'takes text that only looks like await' {
        Invoke-CSharpCell '/* await */ "await x"' | Should -Be 'await x'
    }

    It 'is turned on again as the message says' {
        Set-AutoAwait On
        Invoke-CSharpCell 'await Task.FromResult(42)' | Should -Be 42
    }
}

Describe 'The runner' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterEach {
        Set-AutoAwait EventLoop
    }

    It 'EventLoop keeps an async cell on the pipeline thread' {
        $ids = @(Invoke-CSharpCell 'int a = Environment.CurrentManagedThreadId; await Task.Delay(5); int b = Environment.CurrentManagedThreadId; await Task.Run(() => { }); new[] { a, b, Environment.CurrentManagedThreadId }')
        $ids | Should -HaveCount 3
        $ids | ForEach-Object { $_ | Should -Be ([Environment]::CurrentManagedThreadId) }
    }

    It 'EventLoop has a synchronization context, before and after an await' {
        Invoke-CSharpCell 'bool a = SynchronizationContext.Current != null; await Task.Delay(5); a && SynchronizationContext.Current != null' | Should -BeTrue
    }

    It 'EventLoop lets script blocks be called after an await' {
        Invoke-CSharpCell 'await Task.Delay(5); f(21)' -Variable @{ f = [Func[int, int]] { param($x) $x * 2 } } | Should -Be 42
    }

    It 'ThreadPool has no synchronization context' {
        Set-AutoAwait ThreadPool
        Invoke-CSharpCell 'bool a = SynchronizationContext.Current == null; await Task.Delay(5); a && SynchronizationContext.Current == null' | Should -BeTrue
    }

    It 'ThreadPool goes on on the pool' {
        Set-AutoAwait ThreadPool
        Invoke-CSharpCell 'await Task.Delay(20); Thread.CurrentThread.IsThreadPoolThread' | Should -BeTrue
    }

    It 'leaves no synchronization context behind' {
        $before = [Threading.SynchronizationContext]::Current
        $null = Invoke-CSharpCell 'await Task.Delay(1); 1'
        [object]::ReferenceEquals($before, [Threading.SynchronizationContext]::Current) | Should -BeTrue
    }

    It 'is not what commands downstream see' {
        Invoke-CSharpCell 'await Task.Delay(1); new[] { 1, 2 }' | ForEach-Object { $null -eq [Threading.SynchronizationContext]::Current } | Should -Be $true, $true
    }
}
