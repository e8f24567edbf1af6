BeforeDiscovery {
    # Every kind of code that a cell can be in when it is to stop. Each is stopped three times in a row in one runspace.
    $kinds = @(
        @{ Kind = 'an await without the token'; Code = 'await Task.Delay(60000);' }
        @{ Kind = 'an await with the token'; Code = 'await Task.Delay(60000, CancellationToken);' }
        @{ Kind = 'an await of many'; Code = 'await Task.WhenAll(Task.Delay(60000), Task.Run(() => { while (true); }));' }
        @{ Kind = 'an await with ConfigureAwait'; Code = 'await Task.Delay(60000).ConfigureAwait(false);' }
        @{ Kind = 'an await of a ValueTask'; Code = 'async ValueTask F() { await Task.Delay(60000); } await F();' }
        @{ Kind = 'an await of an own awaiter'; Code = 'class A : System.Runtime.CompilerServices.INotifyCompletion { public A GetAwaiter() => this; public bool IsCompleted => false; public void GetResult() { } public void OnCompleted(Action a) { } } await new A();' }
        @{ Kind = 'an await in async recursion'; Code = 'async Task F(int n) { if (n == 0) await Task.Delay(60000); else await F(n - 1); } await F(1000);' }
        @{ Kind = 'await foreach over an async iterator'; Code = 'async IAsyncEnumerable<int> G() { while (true) { await Task.Yield(); yield return 1; } } await foreach (var x in G()) { }' }
        @{ Kind = 'an async iterator as value'; Code = 'async IAsyncEnumerable<int> G() { while (true) { await Task.Delay(1); yield return 1; } } G()' }
        @{ Kind = 'an async iterator whose disposal hangs'; Code = 'async IAsyncEnumerable<int> G() { try { while (true) { yield return 1; await Task.Delay(10); } } finally { await Task.Delay(60000); } } G()' }
        @{ Kind = 'an empty loop'; Code = 'while (true);' }
        @{ Kind = 'a loop with calls'; Code = 'long n = 0; while (true) { n = Math.Max(n, Environment.TickCount64); }' }
        @{ Kind = 'a do loop'; Code = 'do { } while (true);' }
        @{ Kind = 'a for loop in a local function'; Code = 'void F() { void G() { for (;;) { } } G(); } F();' }
        @{ Kind = 'a generic method'; Code = 'void F<T>(T x) { while (x is T); } F("a");' }
        @{ Kind = 'goto'; Code = 'again: goto again;' }
        @{ Kind = 'a loop that catches everything'; Code = 'while (true) { try { while (true); } catch { } }' }
        @{ Kind = 'a loop that catches Exception'; Code = 'while (true) { try { while (true); } catch (Exception) { } }' }
        @{ Kind = 'a loop that catches with a filter'; Code = 'while (true) { try { while (true); } catch (Exception e) when (e.Message.Length > 0) { } }' }
        @{ Kind = 'a loop that catches the cancellation'; Code = 'while (true) { try { while (true); } catch (OperationCanceledException) { } }' }
        @{ Kind = 'an async loop that catches everything'; Code = 'while (true) { try { await Task.Delay(10); } catch (Exception) { } }' }
        @{ Kind = 'a loop in catch'; Code = 'try { throw new Exception("x"); } catch { while (true); }' }
        @{ Kind = 'a loop in finally'; Code = 'try { throw new Exception("x"); } finally { while (true); }' }
        @{ Kind = 'a loop in a filter'; Code = 'bool L() { while (true); } try { throw new Exception("x"); } catch when (L()) { }' }
        @{ Kind = 'a recursion'; Code = 'int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(60)' }
        @{ Kind = 'LINQ over an iterator'; Code = 'IEnumerable<int> G() { while (true) yield return 1; } G().Count()' }
        @{ Kind = 'LINQ with a lambda'; Code = 'Enumerable.InfiniteSequence(0, 1).Where(x => x < 0).First()' }
        @{ Kind = 'a query'; Code = '(from x in Enumerable.InfiniteSequence(0, 1) where x < 0 select x).First()' }
        @{ Kind = 'PLINQ'; Code = 'ParallelEnumerable.Range(0, 4).Select(i => { while (true); return i; }).Sum()' }
        @{ Kind = 'a lazy value'; Code = 'IEnumerable<int> G() { while (true) yield return 1; } G()' }
        @{ Kind = 'SpinWait'; Code = 'SpinWait.SpinUntil(() => false);' }
        @{ Kind = 'a lambda of an earlier cell'; Before = 'Action stored = () => { while (true); };'; Code = 'stored();' }
        @{ Kind = 'a method of an earlier cell'; Before = 'void Loop() { while (true); }'; Code = 'Loop();' }
        @{ Kind = 'an instance constructor'; Code = 'class C { public C() { while (true); } } new C()' }
        @{ Kind = 'a property of a class'; Code = 'class C { public int P { get { while (true); } } } new C().P' }
        @{ Kind = 'Thread.Sleep'; Code = 'Thread.Sleep(60000);' }
        @{ Kind = 'Thread.Sleep and a catch-all'; Code = 'while (true) { try { Thread.Sleep(60000); } catch { } }' }
        @{ Kind = 'Wait'; Code = 'Task.Delay(60000).Wait();' }
        @{ Kind = 'Result'; Code = 'Task.Delay(60000).ContinueWith(_ => 1).Result' }
        @{ Kind = 'Result of the loop itself'; Code = 'async Task<int> F() { await Task.Delay(60000); return 1; } F().Result' }
        @{ Kind = 'WaitAll'; Code = 'Task.WaitAll([Task.Delay(60000), Task.Delay(60000)]);' }
        @{ Kind = 'a semaphore'; Code = 'new SemaphoreSlim(0).Wait();' }
        @{ Kind = 'an event'; Code = 'new ManualResetEvent(false).WaitOne();' }
        @{ Kind = 'Monitor.Wait'; Code = 'var o = new object(); lock (o) { Monitor.Wait(o); }' }
        @{ Kind = 'a blocking collection'; Code = 'new System.Collections.Concurrent.BlockingCollection<int>().Take()' }
        @{ Kind = 'Join'; Code = 'var t = new Thread(() => { while (true); }) { IsBackground = true }; t.Start(); t.Join();' }
        @{ Kind = 'a lock held by another'; Code = 'var o = new object(); var t = new Thread(() => { lock (o) { try { Thread.Sleep(20000); } catch { } } }) { IsBackground = true }; t.Start(); Thread.Sleep(50); lock (o) { }' }
        @{ Kind = 'a task that loops'; Code = 'await Task.Run(() => { while (true); });' }
        @{ Kind = 'a task that sleeps'; Code = 'await Task.Run(() => Thread.Sleep(3000));' }
        @{ Kind = 'Parallel.For'; Code = 'Parallel.For(0, 4, i => { while (true); });' }
        @{ Kind = 'Parallel.ForEachAsync'; Code = 'await Parallel.ForEachAsync(Enumerable.Range(0, 4), async (i, t) => { await Task.Delay(60000); });' }
        @{ Kind = 'threads of its own that loop'; Code = 'new Thread(() => { while (true); }) { IsBackground = true }.Start(); ThreadPool.QueueUserWorkItem(_ => { while (true); }); while (true);' }
        @{ Kind = 'async void'; Code = 'async void F() { while (true) { await Task.Delay(1); } } F(); await Task.Delay(60000);' }
        @{ Kind = 'PowerShell code'; Code = 'Shell.Invoke("while ($true) { }")' }
        @{ Kind = 'a cell in PowerShell code'; Code = 'Shell.Invoke("Invoke-CSharpCell ''while (true);''")' }
        @{ Kind = 'a waiting cell in PowerShell code'; Code = 'Shell.Invoke("Invoke-CSharpCell ''await Task.Delay(60000);''")' }
        @{ Kind = 'PowerShell code called by a task'; Code = 'await Task.Run(() => Shell.Invoke("while ($true) { }"));' }
        @{ Kind = 'WriteObject in a catch-all'; Code = 'while (true) { try { Shell.WriteObject(1); } catch { } }' }
        @{ Kind = 'WriteObject in a task'; Code = 'await Task.Run(() => { while (true) { try { Shell.WriteObjectAsync(1).Wait(); } catch { } } });' }
        @{ Kind = 'a finally that sleeps'; Code = 'try { await Task.Delay(60000); } finally { Thread.Sleep(60000); }' }
        @{ Kind = 'a finally that awaits'; Code = 'try { await Task.Delay(60000); } finally { await Task.Delay(60000); }' }
        @{ Kind = 'a Dispose that loops'; Code = 'class D : IDisposable { public void Dispose() { while (true); } } using var d = new D(); await Task.Delay(60000);' }
        @{ Kind = 'a loop under ThreadPool'; Runner = 'ThreadPool'; Code = 'await Task.Yield(); while (true);' }
        @{ Kind = 'a sleep under ThreadPool'; Runner = 'ThreadPool'; Code = 'await Task.Yield(); Thread.Sleep(3000);' }
        @{ Kind = 'a loop under CellLoop'; Runner = 'CellLoop'; Code = 'await Task.Yield(); while (true);' }
        @{ Kind = 'an await under Sync'; Runner = 'Sync'; Code = 'Task.Delay(60000).Wait();' }
    )
}

BeforeAll {
    $manifest = "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"
    Import-Module $manifest

    # A runspace with a session that has something to lose.
    function Open-Runspace([string]$Before, [string]$Runner) {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $null = Invoke-In $runspace 'param($manifest) Import-Module $manifest' $manifest
        $null = Invoke-In $runspace 'Invoke-CSharpCell "int keep = 42; var started = new ManualResetEventSlim();"'
        if ($Before) { $null = Invoke-In $runspace 'param($code) Invoke-CSharpCell $code' $Before }
        if ($Runner) { $null = Invoke-In $runspace 'param($runner) Set-AutoAwait $runner; Set-AutoAwait On' $Runner }
        $runspace
    }

    function Invoke-In([runspace]$Runspace, [string]$Script, $Argument) {
        $shell = [powershell]::Create()
        $shell.Runspace = $Runspace
        $null = $shell.AddScript($Script)
        if ($null -ne $Argument) { $null = $shell.AddArgument($Argument) }
        $shell.Invoke()
        $shell.Dispose()
    }

    # Starts a script that runs a cell which begins with "started.Set();", and gives it when it is there.
    function Start-Cell([runspace]$Runspace, [string]$Code, [string]$Script = 'param($code) Invoke-CSharpCell $code') {
        $started = Invoke-In $Runspace 'Invoke-CSharpCell "started.Reset();"; Get-CSharpVariable started -ValueOnly'
        $shell = [powershell]::Create()
        $shell.Runspace = $Runspace
        $null = $shell.AddScript($Script).AddArgument("started.Set(); $Code")
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
        for ($i = 0; $i -lt 500 -and -not $started.IsSet -and -not $running.IsCompleted; $i++) { [Threading.Thread]::Sleep(10) }
        [Threading.Thread]::Sleep(150)
        @{ Shell = $shell; Running = $running; Output = $output }
    }

    # Waits for the end and gives the milliseconds that it took, -1 where it does not come.
    function Measure-End($Cell, [scriptblock]$Stop) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        & $Stop
        if ($Cell.Running.AsyncWaitHandle.WaitOne(10000)) { $watch.ElapsedMilliseconds } else { -1 }
    }
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

Describe 'Causes of a stop' {
    BeforeDiscovery {
        $under = @(
            @{ Kind = 'an await'; Work = 'await Task.Delay(60000);' }
            @{ Kind = 'a loop'; Work = 'while (true);' }
            @{ Kind = 'a sleep'; Work = 'Thread.Sleep(60000);' }
            @{ Kind = 'a catch-all'; Work = 'while (true) { try { Thread.Sleep(10); } catch { } }' }
        )
    }

    BeforeEach {
        $runspace = Open-Runspace
    }

    AfterEach {
        $runspace.Dispose()
    }

    It 'an early end downstream ends <Kind> behind a WriteObject' -ForEach $under {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript('param($code) do { Invoke-CSharpCell $code | ForEach-Object { $_; break } } while ($false)')
        $null = $shell.AddArgument("try { Shell.WriteObject(7); } catch { } $Work")
        $shell.Invoke() | Should -Be 7
        $watch.ElapsedMilliseconds | Should -BeLessThan 5000
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42
    }

    It 'an early end downstream disposes an async iterator' {
        $code = 'async IAsyncEnumerable<int> G() { try { for (int i = 0; ; i++) { yield return i; await Task.Delay(1); } } finally { keep++; } } G()'
        $script = 'param($code) do { Invoke-CSharpCell $code | ForEach-Object { $_; if ($_ -ge 2) { break } } } while ($false)'
        (Invoke-In $runspace $script $code) -join ' ' | Should -Be '0 1 2'
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 43
    }

    It 'an error downstream with -ErrorAction Stop ends <Kind>' -ForEach $under {
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript('param($code) try { Invoke-CSharpCell $code | ForEach-Object { throw "enough" } } catch { "caught $_" }')
        $null = $shell.AddArgument("try { Shell.WriteObject(7); } catch { } $Work")
        $shell.Invoke() | Should -Be 'caught enough'
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42
    }

    It 'its own error with -ErrorAction Stop ends <Kind>' -ForEach $under {
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript('param($code) try { Invoke-CSharpCell $code -ErrorAction Stop } catch { "caught $_" }')
        $null = $shell.AddArgument("try { Shell.WriteError(`"enough`"); } catch { } $Work")
        $shell.Invoke() | Should -Be 'caught enough'
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42
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
        Measure-End $cell { $null = $runspace.CloseAsync() } | Should -BeIn (0..2000)
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
