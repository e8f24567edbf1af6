BeforeDiscovery {
    $kinds = . "$PSScriptRoot/StopKinds.ps1"
}

BeforeAll {
    $manifest = "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"
    Import-Module $manifest

    . "$PSScriptRoot/StopCells.ps1"
}

Describe 'Stop' {
    It 'ends <Kind>' -ForEach $kinds {
        $runspace = Open-Runspace $Before $Runner
        try {
            $times = foreach ($i in 1..3) {
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
}

Describe 'Causes of a stop' {
    BeforeDiscovery {
        $under = @(
            @{ Kind = 'an await'; Work = 'await Task.Delay(60000);' }
            @{ Kind = 'a loop'; Work = 'while (true);' }
            @{ Kind = 'a sleep'; Work = 'Thread.Sleep(60000);' }
            @{ Kind = 'a catch-all'; Work = 'while (true) { try { Thread.Sleep(10); } catch { } }' }
        )

        # What each cause is: a script around the cell that starts the watch when the cause is there, and what it gives.
        $write = 'try { Shell.WriteObject(7); } catch { }'
        $asJob = '$started = Get-CSharpVariable started -ValueOnly; $job = Invoke-CSharpCell $code -AsJob; $null = $started.Wait(20000); [Threading.Thread]::Sleep(100); $watch.Start();'
        $causes = @(
            @{ Cause = 'an early end downstream'; First = $write; Gives = 7
                Script = 'do { Invoke-CSharpCell $code | ForEach-Object { $watch.Start(); $_; break } } while ($false)' }
            @{ Cause = 'an error downstream'; First = $write; Gives = 'caught enough'
                Script = 'try { Invoke-CSharpCell $code | ForEach-Object { $watch.Start(); throw "enough" } } catch { "caught $_" }' }
            @{ Cause = 'its own error with -ErrorAction Stop'; First = '((System.Diagnostics.Stopwatch)Args[0]).Start(); try { Shell.WriteError("enough"); } catch { }'; Gives = 'caught enough'
                Script = 'try { Invoke-CSharpCell $code -ArgumentList $watch -ErrorAction Stop } catch { "caught $_" }' }
            @{ Cause = '-TimeoutSeconds'; Limit = 1000; Gives = 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
                Script = '$watch.Start(); try { Invoke-CSharpCell $code -TimeoutSeconds 1 } catch { $_.FullyQualifiedErrorId }' }
            @{ Cause = 'the time limit of the session'; Limit = 1000; Gives = 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
                Script = '$null = New-CSharpSession Limited -TimeoutSeconds 1; $code = $code.Replace("started.Set();", ""); $watch.Start(); try { Invoke-CSharpCell $code -Session Limited } catch { $_.FullyQualifiedErrorId }' }
            @{ Cause = 'Stop-Job'; Gives = 'Stopped'; Script = "$asJob Stop-Job `$job; `$job.State" }
            @{ Cause = 'Reset-CSharpSession'; Forgets = $true; Gives = $true
                Script = "$asJob Reset-CSharpSession -Confirm:`$false; `$null = Wait-Job `$job -Timeout 20; `$job.State -in 'Stopped', 'Failed'" }
            @{ Cause = 'Remove-CSharpSession'; Forgets = $true; Gives = $true
                Script = "$asJob Remove-CSharpSession Default -Confirm:`$false; `$null = Wait-Job `$job -Timeout 20; `$job.State -in 'Stopped', 'Failed'" }
            @{ Cause = 'Remove-Module'; Forgets = $true; Gives = $true
                Script = "$asJob Remove-Module AsyncCSharp; `$null = Wait-Job `$job -Timeout 20; `$job.State -in 'Stopped', 'Failed'" }
        )
        $table = foreach ($cause in $causes) {
            foreach ($kind in $under) {
                $row = @{ Limit = 0; First = ''; Forgets = $false }
                foreach ($part in $cause, $kind) {
                    foreach ($key in $part.Keys) { $row[$key] = $part[$key] }
                }
                $row
            }
        }
    }

    BeforeEach {
        $runspace = Open-Runspace
    }

    AfterEach {
        $runspace.Dispose()
    }

    It '<Cause> ends <Kind>' -ForEach $table {
        $watch = [Diagnostics.Stopwatch]::new()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript("param(`$code, `$watch) $Script").AddArgument("$First started.Set(); $Work").AddArgument($watch)
        $result = $shell.Invoke()
        # The clock of timers is coarser than the stopwatch: a limit may seem to come some milliseconds early.
        $time = $watch.ElapsedMilliseconds - $Limit
        [Console]::WriteLine("stopped after $time ms")
        $result | Should -Be $Gives
        $time | Should -BeLessThan 2000
        if (-not $Forgets) { (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42 }
    }

    It 'an early end downstream disposes an async iterator' {
        $code = 'async IAsyncEnumerable<int> G() { try { for (int i = 0; ; i++) { yield return i; await Task.Delay(1); } } finally { keep++; } } G()'
        $script = 'param($code) do { Invoke-CSharpCell $code | ForEach-Object { $_; if ($_ -ge 2) { break } } } while ($false)'
        (Invoke-In $runspace $script $code) -join ' ' | Should -Be '0 1 2'
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 43
    }

    It '<Command> ends what an earlier cell left running' -ForEach @(
        @{ Command = 'Reset-CSharpSession'; Script = 'Reset-CSharpSession' }
        @{ Command = 'Remove-CSharpSession'; Script = 'Remove-CSharpSession Default' }
        @{ Command = 'Remove-Module'; Script = 'Remove-Module AsyncCSharp' }
        @{ Command = 'a closing runspace'; Script = '' }
    ) {
        $ticks = [int[]]::new(4)
        $null = Invoke-In $runspace 'param($ticks) Invoke-CSharpCell "" ; Set-CSharpVariable ticks $ticks' $ticks
        $null = Invoke-In $runspace ('Invoke-CSharpCell "' +
            'Task.Run(async () => { while (true) { ticks[0]++; await Task.Delay(5); } });' +
            'Task.Run(() => { while (true) { ticks[1]++; try { Thread.Sleep(5); } catch { } } });' +
            'async void F() { while (true) { ticks[2]++; await Task.Delay(5); } } F();' +
            'new Thread(() => { while (true) { ticks[3]++; Thread.Sleep(5); } }) { IsBackground = true }.Start();"')
        [Threading.Thread]::Sleep(300)
        foreach ($tick in $ticks) { $tick | Should -BeGreaterThan 0 }

        if ($Script) { $null = Invoke-In $runspace $Script } else { $runspace.Close() }
        [Threading.Thread]::Sleep(1000)
        $before = "$ticks"
        [Threading.Thread]::Sleep(300)
        "$ticks" | Should -Be $before
    }

    It 'a closing runspace ends <Kind>' -ForEach $under {
        $cell = Start-Cell $runspace $Work
        $time = Measure-End $cell { $null = $runspace.CloseAsync() }
        [Console]::WriteLine("stopped after $time ms")
        $time | Should -BeIn (0..1999)
    }

    It 'the module can be removed and imported again' {
        $null = Invoke-In $runspace 'Remove-Module AsyncCSharp'
        $null = Invoke-In $runspace 'param($manifest) Import-Module $manifest' $manifest
        (Invoke-In $runspace 'Invoke-CSharpCell "6 * 7"') | Should -Be 42
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
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeIn (0..2000)
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 43
    }

    It 'finally blocks run to their end within their time, loops and awaits too' {
        $cell = Start-Cell $runspace 'try { while (true); } finally { for (int i = 0; i < 1000; i++) keep++; await Task.Delay(20); keep++; }'
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeIn (0..2000)
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 1043
    }

    It 'a cell of variables keeps those that it had set' {
        $cell = Start-Cell $runspace 'int first = 1; while (true); int second = 2;'
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeIn (0..2000)
        (Invoke-In $runspace 'Invoke-CSharpCell "first + second"') | Should -Be 1
    }

    It 'what another cell left in the background goes on' {
        $ticks = [int[]]::new(1)
        $null = Invoke-In $runspace 'param($ticks) Set-CSharpVariable ticks $ticks' $ticks
        $null = Invoke-In $runspace 'Invoke-CSharpCell "Task.Run(async () => { while (true) { ticks[0]++; await Task.Delay(5); } });"'
        $cell = Start-Cell $runspace 'while (true);'
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeIn (0..2000)
        $before = $ticks[0]
        [Threading.Thread]::Sleep(300)
        $ticks[0] | Should -BeGreaterThan $before
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
            [Threading.Thread]::Sleep(20)
            Invoke-CSharpCell ';' -WarningVariable seen -WarningAction SilentlyContinue
        }

        "$seen" | Should -BeLike '*InvalidOperationException: lost*'
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
            Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeIn (0..2000)
        }
        finally {
            $runspace.Dispose()
        }
    }
}
