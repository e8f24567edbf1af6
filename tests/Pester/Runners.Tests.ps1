BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Built-in runners' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    AfterAll { Set-AutoAwait EventLoop }

    It '<_> runs an async cell and gives its value' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx' {
        Set-AutoAwait $_
        Invoke-CSharpCell 'await Task.Delay(5); 5' | Should -Be 5
    }

    It '<_> runs a sync cell and awaits a trailing task' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx' {
        Set-AutoAwait $_
        Invoke-CSharpCell '6 * 7' | Should -Be 42
        Invoke-CSharpCell 'Task.Delay(5).ContinueWith(_ => 43)' | Should -Be 43
    }

    It '<Label> gives the cell''s own exception: <Code>' -ForEach (@(
        @{ Label = 'A script block'; Runner = { { param($Cell) $Cell.RunToCompletion() } } }
        @{ Label = 'One that rethrows'; Runner = { { param($Cell) try { $Cell.RunToCompletion() } catch { throw } } } }
        @{ Label = 'One that waits'; Runner = { { param($Cell) $task = $Cell.Start(); $Cell.Wait($task); $task.Result } } }
        @{ Label = 'A delegate of a script block'; Runner = { [Func[AsyncCSharp.CellContext, object]] { param($Cell) $Cell.RunToCompletion() } } }
        @{ Label = 'A delegate without a result'; Runner = { [Action[AsyncCSharp.CellContext]] { param($Cell) $Cell.RunToCompletion() } } }
    ) | ForEach-Object {
            @{ Label = $_.Label; Runner = $_.Runner; Code = 'throw new KeyNotFoundException("mine");'; Type = 'KeyNotFoundException'; Category = 'ObjectNotFound'; Says = 'mine (*' }
            @{ Label = $_.Label; Runner = $_.Runner; Code = 'throw new Mute();'; Type = 'Mute'; Category = 'NotSpecified'; Says = 'Mute*FormatException*' }
            @{ Label = $_.Label; Runner = $_.Runner; Code = 'throw new MuteEnd();'; Type = 'MuteEnd'; Category = 'OperationStopped'; Says = 'MuteEnd*FormatException*' }
        }) {
        Invoke-CSharpCell @'
            public class Mute : Exception { public override string Message => throw new FormatException("own"); }
            public class MuteEnd : OperationCanceledException { public override string Message => throw new FormatException("own"); }
'@
        $e = { Invoke-CSharpCell -Runner (& $Runner) "await Task.Yield(); $Code" } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.GetType().Name | Should -Be $Type
        $e.CategoryInfo.Category | Should -Be $Category
        "$e" | Should -BeLike $Says
    }

    It 'A runner that is a script keeps what it throws itself' {
        $e = { Invoke-CSharpCell -Runner { param($Cell) try { $Cell.RunToCompletion() } catch { throw 'of the runner' } } 'await Task.Yield(); throw new InvalidOperationException();' } |
            Should -Throw -PassThru
        "$e" | Should -BeLike 'of the runner*'
    }

    It '<_> gives the cell''s own exception' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx', 'Sync' {
        $e = { Invoke-CSharpCell -Runner $_ 'await Task.CompletedTask; throw new ArgumentException("mine");' } |
            Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([ArgumentException])
        $e.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It '<_> stays on the pipeline thread, under a synchronization context' -ForEach 'EventLoop', 'CellLoop', 'Nursery', 'AsyncEx' {
        Invoke-CSharpCell -Runner $_ @'
            int before = Environment.CurrentManagedThreadId;
            var context = SynchronizationContext.Current;
            await Task.Delay(5);
            await Task.Run(() => { });
            context is not null && context == SynchronizationContext.Current && before == Environment.CurrentManagedThreadId
'@ | Should -BeTrue
    }

    It 'script blocks made into delegates work after an await under <_>' -ForEach 'EventLoop', 'CellLoop', 'Nursery', 'AsyncEx' {
        $double = [Func[int, int]] { param($n) $n * 2 }
        Invoke-CSharpCell -Runner $_ -Variable @{ f = $double } 'await Task.Delay(5); f(21)' | Should -Be 42
    }

    It 'ThreadPool has no synchronization context, before and after an await' {
        Invoke-CSharpCell -Runner ThreadPool 'bool before = SynchronizationContext.Current is null; await Task.Delay(5); before && SynchronizationContext.Current is null && Thread.CurrentThread.IsThreadPoolThread' |
            Should -BeTrue
        Invoke-CSharpCell -Runner ThreadPool 'SynchronizationContext.Current is null' | Should -BeTrue
    }

    It 'starts every cell on the pipeline thread, also under <_>' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx', 'Sync' {
        $here = [Environment]::CurrentManagedThreadId
        Invoke-CSharpCell -Runner $_ 'int id = Environment.CurrentManagedThreadId; await Task.CompletedTask; id' | Should -Be $here
    }

    It 'Sync runs what does not suspend, and nothing else' {
        Invoke-CSharpCell -Runner Sync 'await Task.FromResult(7)' | Should -Be 7
        $e = { Invoke-CSharpCell -Runner Sync 'await Task.Delay(50); 1' } |
            Should -Throw -PassThru -ErrorId 'CellSuspended,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
        Invoke-CSharpCell 'await Task.Delay(5); 2' | Should -Be 2
    }

    It 'Sync ends the pipeline with the first cell that suspends' {
        { 1..3 | Invoke-CSharpCell -Runner Sync 'await Task.Delay(50); Input' -ErrorAction SilentlyContinue } |
            Should -Throw -ErrorId 'CellSuspended,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'AsyncEx loads its library when a cell runs under it, and not before' {
        $shell = New-TestShell
        try {
            # The library may be there from another test; a new context for each cell is what can be seen.
            $null = $shell.AddScript("Set-AutoAwait AsyncEx; 1..2 | ForEach-Object { Invoke-CSharpCell 'await Task.Delay(1); SynchronizationContext.Current!.GetHashCode()' }")
            $contexts = $shell.Invoke()
            $contexts.Count | Should -Be 2
            $contexts[0] | Should -Not -Be $contexts[1]
        }
        finally {
            $shell.Dispose()
        }

        [AppDomain]::CurrentDomain.GetAssemblies().Where{ $_.GetName().Name -eq 'Nito.AsyncEx.Context' }.Count | Should -Be 1
    }

    It 'stops a cell that waits under <_>' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx' {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("Invoke-CSharpCell -Runner $_ 'AppDomain.CurrentDomain.SetData(`"stop-$_`", 1); await Task.Delay(60_000, CancellationToken);'")
            $run = $shell.BeginInvoke()
            Wait-Until { [AppDomain]::CurrentDomain.GetData("stop-$_") }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
            $run.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'Set-AutoAwait with a runner of the user''s' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    AfterAll { Set-AutoAwait EventLoop }

    It 'takes a script block' {
        $script:seen = $null
        Set-AutoAwait { param($Cell) $script:seen = $Cell.Code; $Cell.RunToCompletion() }
        Invoke-CSharpCell 'await Task.Delay(1); 3' | Should -Be 3
        $script:seen | Should -BeExactly 'await Task.Delay(1); 3'
    }

    It 'takes a delegate' {
        $delegate = Invoke-CSharpCell 'new Func<CellContext, object?>(c => (int)c.RunToCompletion()! + 1)'
        Set-AutoAwait $delegate
        Invoke-CSharpCell 'await Task.Delay(1); 3' | Should -Be 4
    }

    It 'takes a delegate that gives nothing: the value is the cell''s' {
        Set-AutoAwait ([Action[AsyncCSharp.CellContext]] { param($c) $null = $c.RunToCompletion() })
        Invoke-CSharpCell 'await Task.Delay(1); 3' | Should -Be 3
    }

    It 'takes an ICellRunner, and the name of a type declared in a cell' {
        Invoke-CSharpCell 'public class Plus : ICellRunner { public object? Run(CellContext cell) => (int)cell.RunToCompletion()! + 10; }'
        Set-AutoAwait (Invoke-CSharpCell 'new Plus()')
        Invoke-CSharpCell 'await Task.Delay(1); 3' | Should -Be 13
        Set-AutoAwait EventLoop
        Set-AutoAwait Plus
        (Get-AutoAwait).Runner | Should -Be 'Plus'
        Invoke-CSharpCell 'await Task.Delay(1); 4' | Should -Be 14
    }

    It 'takes the name of a type inside of another' {
        Invoke-CSharpCell 'public class Box { public class Inside : ICellRunner { public object? Run(CellContext cell) => "in"; } }'
        Set-AutoAwait Box.Inside
        (Get-AutoAwait).Runner | Should -Be 'Box.Inside'
    }

    It 'takes the name of a variable, also if a registered runner differs only by case' {
        Invoke-CSharpCell 'Func<CellContext, object?> twice = c => (int)c.RunToCompletion()! * 2;'
        Set-AutoAwait twice
        Invoke-CSharpCell 'await Task.Delay(1); 21' | Should -Be 42
    }

    It 'takes the name of a method' {
        Invoke-CSharpCell 'object? Thrice(CellContext c) => (int)c.RunToCompletion()! * 3;'
        Set-AutoAwait Thrice
        Invoke-CSharpCell 'await Task.Delay(1); 14' | Should -Be 42
    }

    It 'takes a registered runner before a variable of that name' {
        Invoke-CSharpCell 'Func<CellContext, object?> ThreadPool = c => "variable";'
        Set-AutoAwait ThreadPool
        Invoke-CSharpCell 'await Task.Delay(1); 1' | Should -Be 1
    }

    It 'takes what Get-CSharpRunner gives' {
        Set-AutoAwait (Get-CSharpRunner CellLoop)
        (Get-AutoAwait).Runner | Should -Be 'CellLoop'
    }

    It 'changes nothing for <Label>' -ForEach @(
        @{ Label = 'an unknown name'; Value = 'nowhere' }
        @{ Label = 'a number'; Value = 5 }
        @{ Label = 'null'; Value = $null }
        @{ Label = 'a type that is no runner'; Value = 'System.String' }
        @{ Label = 'a variable that holds none'; Value = 'number' }
    ) {
        Invoke-CSharpCell 'int number = 5;'
        Set-AutoAwait CellLoop
        Set-AutoAwait Off
        $e = { Set-AutoAwait $Value } | Should -Throw -PassThru -ErrorId 'UnknownRunner,AsyncCSharp.Commands.SetAutoAwaitCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        "$(Get-AutoAwait)" | Should -BeExactly 'AutoAwait is `Off`, and set to use `CellLoop`'
    }

    It 'changes nothing for a type whose constructor fails' {
        Invoke-CSharpCell 'public class Broken : ICellRunner { public Broken() => throw new ArgumentException("no"); public object? Run(CellContext cell) => null; }'
        $e = { Set-AutoAwait Broken } | Should -Throw -PassThru -ErrorId 'RunnerFailed,AsyncCSharp.Commands.SetAutoAwaitCommand'
        $e.Exception | Should -BeOfType ([ArgumentException])
        $e.CategoryInfo.Category | Should -Be 'InvalidArgument'
        (Get-AutoAwait).Runner | Should -Be 'EventLoop'
    }
}

Describe 'Invoke-CSharpCell -Runner' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'is for that call only' {
        Invoke-CSharpCell -Runner ThreadPool 'await Task.Yield(); SynchronizationContext.Current is null' | Should -BeTrue
        (Get-AutoAwait).Runner | Should -Be 'EventLoop'
        Invoke-CSharpCell 'await Task.Yield(); SynchronizationContext.Current is null' | Should -BeFalse
    }

    It 'turns AutoAwait on for the call where it is off' {
        Set-AutoAwait Off
        Invoke-CSharpCell -Runner EventLoop 'await Task.Delay(1); 1' | Should -Be 1
        Invoke-CSharpCell -Runner On 'await Task.Delay(1); 2' | Should -Be 2
        (Get-AutoAwait).Enabled | Should -BeFalse
    }

    It 'turns AutoAwait off for the call with <_>' -ForEach 'Off', $false {
        $e = { Invoke-CSharpCell -Runner $_ 'await Task.Delay(1);' } | Should -Throw -PassThru -ErrorId 'AutoAwaitOff,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ParserError'
        Invoke-CSharpCell -Runner $_ 'Task.FromResult(5)' | Should -BeOfType ([System.Threading.Tasks.Task])
    }

    It 'runs nothing for an unknown runner' {
        $cells = (Get-CSharpSession Default).CellsRun
        $e = { Invoke-CSharpCell -Runner nowhere 'int declared = 1;' } | Should -Throw -PassThru -ErrorId 'UnknownRunner,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        (Get-CSharpSession Default).CellsRun | Should -Be $cells
    }

    It 'CellLoop for one call holds the background until the next cell' {
        Invoke-CSharpCell 'int n = 0; async Task Count() { while (n < 1000) { n++; await Task.Delay(5); } }'
        Invoke-CSharpCell -Runner CellLoop '_ = Count(); await Task.Delay(30);'
        $held = (Get-CSharpVariable n -ValueOnly)
        Start-Sleep -Milliseconds 100
        Get-CSharpVariable n -ValueOnly | Should -Be $held
        Invoke-CSharpCell '1' | Should -Be 1
        Wait-Until { (Get-CSharpVariable n -ValueOnly) -ne $held }
        Get-CSharpVariable n -ValueOnly | Should -BeGreaterThan $held
    }
}
