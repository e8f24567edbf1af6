BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/StopCells.ps1"
}

Describe 'After a stop, while <Kind>' -ForEach @(
    # What the stopped cell is at in a finally block, and what of that is on another thread than the prompt's. None of it ends by itself
    # within the time that is waited for the next cell.
    @{ Kind = 'an async iterator sleeps'; Code = 'async IAsyncEnumerable<int> G() { try { while (true) { await Task.Delay(1); yield return 1; } } finally { Thread.Sleep(30000); } } await foreach (var x in G()) { }' }
    @{ Kind = 'an async iterator that is a value sleeps'; Code = 'async IAsyncEnumerable<int> G() { try { await Task.Delay(60000); yield return 1; } finally { Thread.Sleep(30000); } } G()' }
    @{ Kind = 'a method that is awaited sleeps'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { Thread.Sleep(30000); } } await F();' }
    @{ Kind = 'each of many methods sleeps'; Code = 'async Task F(int n) { try { if (n == 0) await Task.Delay(60000); else await F(n - 1); } finally { Thread.Sleep(30000); } } await F(30);' }
    @{ Kind = 'background work sleeps'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { Thread.Sleep(30000); } } _ = F(); await Task.Delay(60000);' }
    @{ Kind = 'background work sleeps again and again'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { while (true) { try { Thread.Sleep(30000); } catch (ThreadInterruptedException) { } } } } _ = F(); await Task.Delay(60000);' }
    @{ Kind = 'background work loops'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { while (true); } } _ = F(); await Task.Delay(60000);' }
    @{ Kind = 'background work waits for a lock'; Code = 'var o = new object(); new Thread(() => { lock (o) { try { Thread.Sleep(30000); } catch { } } }) { IsBackground = true }.Start(); async Task F() { try { await Task.Delay(60000); } finally { lock (o) { } } } _ = F(); await Task.Delay(60000);' }
    @{ Kind = 'background work waits for an event'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { new ManualResetEventSlim().Wait(); } } _ = F(); await Task.Delay(60000);' }
    @{ Kind = 'background work blocks on a task'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { Task.Delay(30000).Wait(); } } _ = F(); await Task.Delay(60000);' }
    @{ Kind = 'background work awaits'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { await Task.Delay(30000); } } _ = F(); await Task.Delay(60000);' }
    @{ Kind = 'async void sleeps'; Code = 'async void F() { try { await Task.Delay(60000); } finally { Thread.Sleep(30000); } } F(); await Task.Delay(60000);' }
    @{ Kind = 'a task on the pool sleeps'; Code = 'await Task.Run(() => { try { while (true); } finally { Thread.Sleep(30000); } });' }
    @{ Kind = 'an async task on the pool sleeps'; Code = 'await Task.Run(async () => { try { await Task.Delay(60000); } finally { Thread.Sleep(30000); } });' }
    @{ Kind = 'a sync cell sleeps'; Code = 'try { while (true); } finally { Thread.Sleep(30000); }' }
    @{ Kind = 'a callback of the token sleeps'; Code = 'CancellationToken.Register(() => Thread.Sleep(30000)); await Task.Delay(60000);' }
) {
    It 'the next cell starts, under <Runner>' -ForEach @(@{ Runner = 'EventLoop' }, @{ Runner = 'CellLoop' }, @{ Runner = 'ThreadPool' }) {
        $runspace = Open-Runspace -Runner $Runner
        try {
            (Invoke-In $runspace 'Invoke-CSharpCell "await Task.Yield(); keep"') | Should -Be 42
            $cell = Start-Cell $runspace $Code
            $cell.Running.IsCompleted | Should -BeFalse -Because "it is to be stopped ($($cell.Shell.Streams.Error.ReadAll()))"
            $null = $cell.Shell.BeginStop($null, $null)
            Wait-Until { $cell.Running.IsCompleted }
            $cell.Running.IsCompleted | Should -BeTrue -Because 'the prompt is to be back'
            $next = [powershell]::Create($runspace).AddScript('Invoke-CSharpCell "await Task.Yield(); keep"')
            $running = $next.BeginInvoke()
            Wait-Until { $running.IsCompleted }
            $running.IsCompleted | Should -BeTrue -Because 'the next cell is not kept'
            $next.EndInvoke($running) | Should -Be 42
        }
        finally {
            $null = $runspace.CloseAsync()
        }
    }
}

Describe 'A stop of a cell within a cell' {
    AfterEach {
        Reset-CSharpSession -Confirm:$false
    }

    It 'leaves waits of the outer one''s background work alone' {
        cs @'
            string slept = "no";
            var begin = new TaskCompletionSource();
            async Task Sleep() { await begin.Task; try { Thread.Sleep(900); slept = "yes"; } catch (ThreadInterruptedException) { slept = "interrupted"; } }
            var sleep = Sleep();
            _ = Task.Delay(300).ContinueWith(_ => begin.SetResult());
            Shell.Invoke("try { Invoke-CSharpCell 'await Task.Delay(60000);' -TimeoutSeconds 0.6 } catch { }");
            await sleep;
            slept
'@ | Should -Be 'yes'
    }
}

Describe 'The loop of a session that is gone' {
    It 'refuses what is sent to it' {
        $null = New-CSharpSession Gone
        $loop = cs 'SynchronizationContext.Current' -Session Gone
        Remove-CSharpSession Gone -Confirm:$false
        $answer = $null
        for ($i = 0; $i -lt 50 -and $answer -ne 'refused'; $i++) {
            $answer = cs @'
                var sending = Task.Run(() => { ((SynchronizationContext)Args[0]).Send(_ => { }, null); });
                try { await sending.WaitAsync(TimeSpan.FromSeconds(5)); return "sent"; }
                catch (InvalidOperationException) { return "refused"; }
                catch (TimeoutException) { return "hangs"; }
'@ -ArgumentList $loop
            $answer | Should -Not -Be 'hangs'
            Start-Sleep -Milliseconds 50
        }
        $answer | Should -Be 'refused'
    }
}
