BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

# PowerShell runs event actions between statements: a cell or Receive-Task that waits has them run meanwhile, as Wait-Event does.
Describe 'An event action' {
    BeforeEach {
        Reset-CSharpSession
        cs 'var done = new TaskCompletionSource<int>(); var timer = new System.Timers.Timer(30) { AutoReset = false }; async Task<int> Done() { await Task.Delay(1); return await done.Task; }'
        $done = cs 'done'
        $timer = cs 'timer'
        $action = Register-ObjectEvent $timer Elapsed -SourceIdentifier asynccsharp.timer -MessageData $done -Action { $Event.MessageData.TrySetResult(5) }
    }

    AfterEach {
        Unregister-Event asynccsharp.* -ErrorAction Ignore
        Get-Job | Where-Object PSJobTypeName -eq $null | Remove-Job -Force
        Set-AutoAwait EventLoop
    }

    AfterAll { Reset-CSharpSession }

    It 'runs while a cell waits: <Code>' -ForEach @(
        @{ Code = 'await done.Task' }
        @{ Code = 'return await Done();' }
        @{ Code = 'done.Task' }
        @{ Code = 'done.Task.Wait(); done.Task.Result' }
        @{ Code = 'Done().Result' }
        @{ Code = 'async IAsyncEnumerable<int> All() { yield return await done.Task; } All()' }
    ) {
        $timer.Start()
        cs $Code -TimeoutSeconds 20 -WarningAction SilentlyContinue | Should -Be 5
    }

    It 'runs while a cell waits under <_>' -ForEach 'CellLoop', 'Nursery', 'ThreadPool', 'AsyncEx' {
        Set-AutoAwait $_
        $timer.Start()
        cs 'await done.Task' -TimeoutSeconds 20 | Should -Be 5
    }

    It 'runs while cells at a time wait' {
        $timer.Start()
        1..3 | cs 'await done.Task' -ThrottleLimit 3 -TimeoutSeconds 20 | Should -Be 5, 5, 5
    }

    It 'runs while Receive-Task waits' {
        $timer.Start()
        Receive-Task $done.Task -TimeoutSeconds 20 | Should -Be 5
        $timer.Start()
        $done.Task, (cs 'Done()' -NoAwait) | Receive-Task -TimeoutSeconds 20 | Should -Be 5, 5
    }

    It 'runs while a nested cell, or Receive-Task in a cell''s script, waits' {
        $timer.Start()
        cs 'Shell.Invoke("cs ''await done.Task''")' -TimeoutSeconds 20 | Should -Be 5
        cs 'done = new TaskCompletionSource<int>(); Args' -ArgumentList 1 | Should -Be 1
        Unregister-Event asynccsharp.timer
        $null = Register-ObjectEvent $timer Elapsed -SourceIdentifier asynccsharp.timer -MessageData (cs 'done') -Action { $Event.MessageData.TrySetResult(6) }
        $timer.Start()
        cs 'Shell.Invoke("param($t) Receive-Task $t", Done())' -TimeoutSeconds 20 | Should -Be 6
    }

    It 'of an engine event runs too' {
        $null = Register-EngineEvent asynccsharp.engine -Action { $Event.MessageData.TrySetResult(7) }
        cs 'var task = Task.Delay(20); await task; Shell.Invoke("$null = New-Event asynccsharp.engine -MessageData $args[0]", done); await done.Task' -TimeoutSeconds 20 | Should -Be 7
    }

    It 'may run a cell of the session that waits' {
        Unregister-Event asynccsharp.timer
        $null = Register-ObjectEvent $timer Elapsed -SourceIdentifier asynccsharp.timer -Action { cs 'await Task.Delay(5); done.SetResult(8);' }
        $timer.Start()
        cs 'await done.Task' -TimeoutSeconds 20 | Should -Be 8
    }

    It 'that waits for a task of the loop gets it' {
        Unregister-Event asynccsharp.timer
        cs 'async Task<int> Soon() { await Task.Delay(20); return 9; }'
        $null = Register-ObjectEvent $timer Elapsed -SourceIdentifier asynccsharp.timer -MessageData (cs '(Done: done, Soon: (Func<Task<int>>)Soon)') -Action { $Event.MessageData.Item1.SetResult($Event.MessageData.Item2.Invoke().Result) }
        $timer.Start()
        cs 'await done.Task' -TimeoutSeconds 20 | Should -Be 9
    }

    It 'that is never raised does not keep the cell from its timeout' {
        { cs 'await done.Task' -TimeoutSeconds 0.3 } | Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        { Receive-Task $done.Task -TimeoutSeconds 0.3 } | Should -Throw -ErrorId 'TaskTimeout,AsyncCSharp.Commands.ReceiveTaskCommand'
    }

    It 'that fails leaves the cell alone' {
        Unregister-Event asynccsharp.timer
        $action = Register-ObjectEvent $timer Elapsed -SourceIdentifier asynccsharp.timer -MessageData $done -Action { $null = $Event.MessageData.TrySetResult(1); throw 'enough' }
        $timer.Start()
        cs 'await done.Task' -TimeoutSeconds 20 | Should -Be 1
    }
}

Describe 'An action of PowerShell.Exiting' {
    It 'may run cells of the sessions' {
        $shell = Invoke-ChildShell "$(Get-ImportText); cs 'int n = 41;'; `$null = Register-EngineEvent PowerShell.Exiting -Action { [Console]::WriteLine(""gives `$(cs 'n + 1') `$(cs 'await Task.Delay(5); 7')"") }; exit 3"
        $shell.TimedOut | Should -BeFalse
        $shell.Output | Should -Match 'gives 42 7'
        $shell.ExitCode | Should -Be 3
    }

    It 'may run cells that call PowerShell' {
        $shell = Invoke-ChildShell "$(Get-ImportText); function Get-Seven { 7 }; cs 'int n = 41;'; `$null = Register-EngineEvent PowerShell.Exiting -Action { [Console]::WriteLine(""gives `$(cs 'Shell.Invoke(""Get-Seven; `$args[0] + 1"", n)') `$(cs 'Shell.Invoke(""cs 8"")')"") }; exit 3"
        $shell.TimedOut | Should -BeFalse
        $shell.Output | Should -Match 'gives 7 42 8'
        $shell.ExitCode | Should -Be 3
    }

    It 'runs no cell where the language mode is not FullLanguage' {
        $shell = Invoke-ChildShell "$(Get-ImportText); `$null = Register-EngineEvent PowerShell.Exiting -Action { try { cs '5' } catch { [Console]::WriteLine(`$_.FullyQualifiedErrorId) } }; `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'"
        $shell.Output | Should -Not -Match '^5'
        $shell.TimedOut | Should -BeFalse
    }
}
