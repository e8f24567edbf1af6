BeforeDiscovery {
    $kinds = . "$PSScriptRoot/StopKinds.ps1"
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/StopCells.ps1"
}

Describe 'Stop' {
    It 'ends <Kind>' -ForEach $kinds {
        $runspace = Open-Runspace $Before $Runner
        try {
            $times = foreach ($i in 1..2) {
                $cell = Start-Cell $runspace $Code
                $cell.Running.IsCompleted | Should -BeFalse -Because "it is to be stopped ($($cell.Shell.Streams.Error.ReadAll()))"
                Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
                (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42
            }
            [Console]::WriteLine("stopped after $times ms")
            foreach ($time in $times) {
                $time | Should -BeGreaterOrEqual 0
                $time | Should -BeLessThan 2000
            }
        }
        finally {
            $runspace.Dispose()
        }
    }
}

Describe 'Library code that neither waits nor calls back' {
    # Bounded, so that the spec ends: nothing else would end it.
    It 'on the pipeline thread ends when it returns, and the session goes on' {
        $runspace = Open-Runspace
        $regex = 'new System.Text.RegularExpressions.Regex("^(a+)+$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(3)).IsMatch(new string((char)97, 60) + "!")'
        try {
            $cell = Start-Cell $runspace "$regex"
            $time = Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
            [Console]::WriteLine("stopped after $time ms")
            $time | Should -BeIn (1000..9999)
            $cell.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
            (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42
        }
        finally {
            $runspace.Dispose()
        }
    }
}

Describe 'The matrix of stops' {
    It 'runs in fresh processes' {
        $lines = & "$PSScriptRoot/../StopMatrix/Invoke-StopMatrix.ps1" -Times 1 -Kind 'a loop that catches everything'
        $lines | Should -HaveCount 1
        $lines | Should -BeLike 'a loop that catches everything * 0 of 1 failed*'
    }

    It 'has stops at random moments beside it' {
        $child = Invoke-ChildShell "& '$PSScriptRoot/../StopMatrix/Invoke-RandomStops.ps1' -Seconds 2" -Seconds 120
        [Console]::WriteLine($child.Output)
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -BeLike '* stops with seed *: 0 failed*'
    }
}

Describe 'Around a stop' {
    BeforeEach {
        $runspace = Open-Runspace
    }

    AfterEach {
        $runspace.Dispose()
    }

    It 'code that catches the cancellation can clean up' {
        $cell = Start-Cell $runspace 'try { await Task.Delay(60000, CancellationToken); } catch (OperationCanceledException) { keep = 1; Thread.Sleep(50); keep = 43; throw; }'
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 43
    }

    It 'finally blocks run to their end within their time, loops and awaits too' {
        $cell = Start-Cell $runspace 'try { while (true); } finally { for (int i = 0; i < 1000; i++) keep++; await Task.Delay(20); keep++; }'
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 1043
    }

    It 'a cell of variables keeps those that it had set' {
        $cell = Start-Cell $runspace 'int first = 1; while (true); int second = 2;'
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
        (Invoke-In $runspace 'Invoke-CSharpCell "first + second"') | Should -Be 1
    }

    It 'what another cell left in the background goes on' {
        $ticks = [int[]]::new(1)
        $null = Invoke-In $runspace 'param($ticks) Set-CSharpVariable ticks $ticks' $ticks
        $null = Invoke-In $runspace 'Invoke-CSharpCell "Task.Run(async () => { while (true) { ticks[0]++; await Task.Delay(5); } });"'
        $cell = Start-Cell $runspace 'while (true);'
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
        $before = $ticks[0]
        Start-Sleep -Milliseconds 300
        $ticks[0] | Should -BeGreaterThan $before
    }

    It 'nothing that follows runs, also where a script of the cell''s is stopped first' {
        foreach ($inner in 'cs ''await Task.Delay(-1)''', 'while (1) { }') {
            foreach ($i in 1..5) {
                $cell = Start-Cell $runspace "Shell.Invoke(""$inner""); keep = 1;" 'param($code) Invoke-CSharpCell $code; "after"'
                Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
                $cell.Output | Should -BeNullOrEmpty
                (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42
            }
        }
    }

    It 'background code that was stopped with it is no failure' {
        $late = 'async void Late() { while (true) await Task.Delay(1); } Late();'
        foreach ($i in 1..5) {
            $cell = Start-Cell $runspace "Shell.Invoke(""cs '$late await Task.Delay(-1);'"");"
            Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
            $cell = Start-Cell $runspace "$late await Task.Delay(-1);" 'param($code) Invoke-CSharpCell $code -TimeoutSeconds 0.2'
            Measure-End $cell { } | Should -BeGreaterOrEqual 0
            Start-Sleep -Milliseconds 50
            (Invoke-In $runspace 'Invoke-CSharpCell "keep" 3>&1') | Should -Be 42
        }
    }

    It 'a background wait that was interrupted with it is no failure' {
        $late = 'async void Late() { await Task.Yield(); Thread.Sleep(60000); } Late();'
        foreach ($i in 1..5) {
            $cell = Start-Cell $runspace "$late await Task.Delay(-1);"
            Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
            Start-Sleep -Milliseconds 50
            (Invoke-In $runspace 'Invoke-CSharpCell "keep" 3>&1') | Should -Be 42
        }
    }

    It 'a callback of a linked token that was stopped with it is no failure, and those that fail are all told' {
        $callbacks = 'linked.Token.Register(() => { while (true); }); foreach (var name in new[] { "one", "two" }) CancellationToken.Register(() => throw new Exception(name)); linked.Token.Register(() => throw new Exception("three"));'
        $cell = Start-Cell $runspace "using var linked = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken); $callbacks await Task.Delay(-1);"
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
        $told = [Collections.Generic.List[string]]::new()
        Wait-Until {
            foreach ($warning in @(Invoke-In $runspace 'Invoke-CSharpCell "keep" 3>&1') -match '^Background') { $told.Add(($warning -replace '.*Exception: (\w+) .*', '$1')) }
            $told.Count -ge 3
        }
        $told | Sort-Object | Should -Be 'one', 'three', 'two'
    }

    It 'the next wait of the thread is not interrupted' {
        foreach ($i in 1..5) {
            $cell = Start-Cell $runspace 'Thread.Sleep(60000);'
            $null = Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
            (Invoke-In $runspace '[Threading.Thread]::Sleep(120); "slept"') | Should -Be 'slept'
        }
    }
}

Describe 'Failures that nobody can catch' {
    It 'in <Kind> are reported by the next cell, and the process lives' -ForEach @(
        @{ Kind = 'a thread'; Code = 'new Thread(() => throw new InvalidOperationException("lost")).Start();' }
        @{ Kind = 'a pool work item'; Code = 'ThreadPool.QueueUserWorkItem(_ => throw new InvalidOperationException("lost"));' }
        @{ Kind = 'a timer'; Code = 'var timer = new Timer(_ => throw new InvalidOperationException("lost"), null, 1, -1);' }
        @{ Kind = 'async void'; Code = 'async void F() { await Task.Delay(1); throw new InvalidOperationException("lost"); } F();' }
        @{ Kind = 'async void on the pool'; Code = 'async void F() { await Task.Delay(1).ConfigureAwait(false); throw new InvalidOperationException("lost"); } F();' }
        @{ Kind = 'a finalizer'; Code = 'class C { ~C() => throw new InvalidOperationException("lost"); } void F() { new C(); } F(); F(); GC.Collect(); GC.WaitForPendingFinalizers();' }
    ) {
        Invoke-CSharpCell $Code
        $seen = @()
        for ($i = 0; $i -lt 100 -and -not $seen; $i++) {
            Start-Sleep -Milliseconds 20
            Invoke-CSharpCell ';' -WarningVariable seen -WarningAction SilentlyContinue
        }

        "$seen" | Should -BeLike '*InvalidOperationException: lost*'
    }
}

Describe 'A failure that nobody can catch' {
    It 'of a session that is gone does not end the process' {
        $child = Invoke-ChildShell @"
            $(Get-ImportText)
            `$null = New-CSharpSession Gone
            Invoke-CSharpCell 'var timer = new Timer(_ => { Thread.Sleep(300); throw new InvalidOperationException("lost"); }, null, 0, -1); Thread.Sleep(50);' -Session Gone
            Remove-CSharpSession Gone
            for (`$i = 0; `$i -lt 50; `$i++) { [GC]::Collect(); [Threading.Thread]::Sleep(20) }
            'alive'
"@
        $child.Output | Should -BeLike '*alive*' -Because $child.Errors
        $child.ExitCode | Should -Be 0
    }
}

Describe 'Finalizers that do not end' {
    It 'are ended by a stop, so that those of others run and the process ends' {
        $child = Invoke-ChildShell @"
            $(Get-ImportText)
            try { Invoke-CSharpCell 'class F { ~F() { while (true); } } void M() { for (int i = 0; i < 20; i++) new F(); } M(); GC.Collect(); GC.WaitForPendingFinalizers();' -TimeoutSeconds 0.5 } catch { `$_.FullyQualifiedErrorId }
            Invoke-CSharpCell 'class G { public static int Count; ~G() { Count++; } } void N() { for (int i = 0; i < 20; i++) new G(); } N();' -WarningAction SilentlyContinue
            for (`$i = 0; `$i -lt 500 -and (Invoke-CSharpCell 'G.Count' -WarningAction SilentlyContinue) -lt 19; `$i++) { [GC]::Collect(); [Threading.Thread]::Sleep(20) }
            Invoke-CSharpCell 'G.Count >= 19' -WarningAction SilentlyContinue
"@
        $child.Output | Should -Be "CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand`nTrue`n" -Because $child.Errors
        $child.TimedOut | Should -BeFalse
    }
}

# The runtime ends the process where anything comes out of such a handler.
Describe 'A handler of AppDomain.FirstChanceException' {
    It 'lives through <Kind>, and so does the process' -ForEach @(
        @{ Kind = 'a stop of a cell that catches everything'; Code = 'while (true) { try { int.Parse("x"); } catch { } }'; Is = 'CellTimeout' }
        @{ Kind = 'a stop of a cell that does not end to clean up'; Code = 'try { while (true); } finally { while (true); }'; Is = 'CellTimeout' }
        @{ Kind = 'the end of a finalizer'; Code = 'class F { ~F() { while (true); } } void M() => new F(); M(); GC.Collect(); GC.WaitForPendingFinalizers();'; Is = 'CellTimeout' }
        @{ Kind = 'a recursion that is too deep'; Code = 'int F(int n) => F(n + 1) + 1; F(0)'; Is = 'CellFailed' }
    ) {
        $child = Invoke-ChildShell @"
            $(Get-ImportText)
            Invoke-CSharpCell 'int told = 0; void Tell(object s, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e) { for (int i = 0; i < 3; i++) told++; } AppDomain.CurrentDomain.FirstChanceException += Tell;'
            try { Invoke-CSharpCell '$Code' -TimeoutSeconds $($Is -eq 'CellTimeout' ? 0.5 : 60) } catch { `$_.FullyQualifiedErrorId }
            Invoke-CSharpCell 'told > 0'
            Invoke-CSharpCell 'AppDomain.CurrentDomain.FirstChanceException -= Tell; told = 0; try { int.Parse("x"); } catch { } told'
"@
        $child.Output | Should -Be "$Is,AsyncCSharp.Commands.InvokeCSharpCellCommand`nTrue`n0`n" -Because $child.Errors
    }
}

Describe 'New-CSharpSession -NoStopChecks' {
    It 'still ends <Kind>' -ForEach @(
        @{ Kind = 'an await of the token'; Code = 'await Task.Delay(60000, CancellationToken);' }
        @{ Kind = 'a sleep'; Code = 'Thread.Sleep(60000);' }
    ) {
        $runspace = Open-Runspace
        try {
            $null = Invoke-In $runspace '$null = New-CSharpSession Hot -NoStopChecks'
            $cell = Start-Cell $runspace $Code 'param($code) Get-CSharpVariable started -ValueOnly | Set-CSharpVariable started -Session Hot; Invoke-CSharpCell $code -Session Hot'
            Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeGreaterOrEqual 0
        }
        finally {
            $runspace.Dispose()
        }
    }
}
