# Stops of all causes, at any moment.
@(
    @{
        Kind = 'a cell is stopped'
        Run  = {
            $session = Select-Session
            $stop = Select-One $StopKinds
            $milliseconds = Get-Chance 300
            Add-Note "$($stop.Kind), after $milliseconds ms, in $session"
            if ($stop.Before) { Invoke-Cell $stop.Before $session }
            $call = Start-Target 'param($code, $session, $more) cs $code -Session $session @more; "after"' $stop.Code, $session, ($stop.Runner ? @{ Runner = $stop.Runner } : @{})
            [Threading.Thread]::Sleep($milliseconds)
            Confirm-Quick (Stop-Target $call) "stopping '$($stop.Kind)'"
            $result = Complete-Target $call
            if ($result.Output[-1] -eq 'after') { throw "what follows '$($stop.Kind)' ran" }
        }
    }
    @{
        Kind = 'a cell times out'
        Run  = {
            $session = Select-Session
            $stop = Select-One $StopKinds
            $seconds = (1 + (Get-Chance 300)) / 1000
            Add-Note "$($stop.Kind), after $seconds s, in $session"
            if ($stop.Before) { Invoke-Cell $stop.Before $session }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $result = Invoke-TargetWhole 'param($code, $session, $seconds, $more) $null = cs $code -Session $session -TimeoutSeconds $seconds @more' $stop.Code, $session, $seconds, ($stop.Runner ? @{ Runner = $stop.Runner } : @{})
            Confirm-Quick $watch.ElapsedMilliseconds "the time of '$($stop.Kind)'"
            Confirm-ErrorId $result CellTimeout "'$($stop.Kind)'"
        }
    }
    @{
        Kind = 'a cell takes longer than its session allows'
        Run  = {
            $stop = Select-One $StopKinds.Where{ -not $_.Before -and -not $_.Runner }
            Add-Note $stop.Kind
            $session = Add-Session '-TimeoutSeconds 1'
            $result = Invoke-TargetWhole 'param($code, $session) $null = cs $code -Session $session' $stop.Code, $session
            Confirm-ErrorId $result CellTimeout "'$($stop.Kind)'"
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind = 'a cell ends because of what is downstream'
        Run  = {
            $code = Select-One 'while (true) Shell.WriteObject(1);', 'IEnumerable<int> H() { while (true) yield return 1; } H()', 'async IAsyncEnumerable<int> G() { while (true) { await Task.Yield(); yield return 1; } } G()', 'await Task.Run(() => { while (true) Shell.WriteObject(1); });', '_ = Task.Run(() => Shell.WriteObject(1)); new ManualResetEvent(false).WaitOne();', 'while (true) { try { Shell.WriteObject(1); } catch { } }'
            $end = Select-One "Select-Object -First 1", 'ForEach-Object { throw "downstream" }', "ForEach-Object { if (++`$n -ge 1) { break } }"
            Add-Note "$code | $end"
            # Under a loop, which delivers what a task writes while the cell blocks its thread.
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $result = Invoke-TargetWhole "param(`$code, `$session) foreach (`$once in 1) { cs `$code -Session `$session -Runner EventLoop | $end }" $code, (Select-Session)
            Confirm-Quick $watch.ElapsedMilliseconds $code
            if ("$($result.Errors)" -notin '', 'downstream') { throw "$($result.Errors)" }
        }
    }
    @{
        Kind = 'a job is stopped'
        Run  = {
            $session = Select-Session
            $stop = Select-One $StopKinds.Where{ -not $_.Before -and -not $_.Runner }
            $milliseconds = Get-Chance 200
            $how = Select-One 'Stop-Job $job; $job.State; Remove-Job $job', 'Remove-Job $job -Force; "Stopped"'
            Add-Note "$($stop.Kind), after $milliseconds ms, $how"
            $script = "param(`$code, `$milliseconds, `$session) `$job = cs `$code -Session `$session -AsJob; `$next = cs '42' -Session `$session -AsJob; [Threading.Thread]::Sleep(`$milliseconds); $how; `$next | Wait-Job | Receive-Job; Remove-Job `$next"
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $output = Invoke-Target $script $stop.Code, $milliseconds, $session
            Confirm-Quick ($watch.ElapsedMilliseconds - $milliseconds) "a stopped job of '$($stop.Kind)', and the next"
            Confirm-Equal $output 'Stopped 42' 'the states'
        }
    }
    @{
        Kind = 'a session is reset or removed under its job'
        Run  = {
            $session = Add-Session
            $stop = Select-One $StopKinds.Where{ -not $_.Before -and -not $_.Runner }
            Add-Note $stop.Kind
            $how = Select-One Reset, Remove
            $script = "param(`$code, `$session, `$milliseconds) `$job = cs `$code -Session `$session -AsJob; [Threading.Thread]::Sleep(`$milliseconds); $how-CSharpSession `$session -Confirm:`$false; `$job | Wait-Job -Timeout 20 | Out-Null; `$job.State; Remove-Job `$job -Force"
            if ((Invoke-Target $script $stop.Code, $session, (Get-Chance 200)) -notin 'Stopped', 'Failed', 'Completed') { throw 'the job goes on' }
            if ($how -eq 'Reset') { Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session }
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind = 'a finally block that sleeps does not hold the next cell'
        Run  = {
            $code = Select-One 'try { await Task.Delay(-1); } finally { Thread.Sleep(60000); }', 'async IAsyncEnumerable<int> G() { try { while (true) { await Task.Delay(1); yield return 1; } } finally { Thread.Sleep(60000); } } await foreach (var x in G()) { }', 'async Task F() { try { await Task.Delay(-1); } finally { Thread.Sleep(60000); } } await F();',
                'async Task F() { try { await Task.Delay(-1).ConfigureAwait(false); } finally { Thread.Sleep(60000); } } await F();', 'try { await Task.Delay(-1); } finally { await Task.Delay(60000); }', 'class D : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Yield(); Thread.Sleep(60000); } } await using var d = new D(); await Task.Delay(-1);'
            Add-Note $code
            $session = Select-Session
            $call = Start-Target 'param($code, $session) cs $code -Session $session' $code, $session
            [Threading.Thread]::Sleep(50 + (Get-Chance 200))
            Confirm-Quick (Stop-Target $call) $code
            $null = Complete-Target $call
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Confirm-Equal (Invoke-Cell 'await Task.Yield(); 1' $session) 1 'the next cell'
            Confirm-Quick $watch.ElapsedMilliseconds "the next cell after '$code'"
        }
    }
    @{
        Kind = 'a stop unwinds from the inside out'
        Run  = {
            Invoke-Cell 'var unwound = new System.Collections.Concurrent.ConcurrentQueue<string>(); sealed class Conn(System.Collections.Concurrent.ConcurrentQueue<string> log) : IDisposable { public bool Open = true; public void Dispose() { Open = false; log.Enqueue("closed"); } }'
            $wait = Select-One 'await Task.Delay(-1);', 'await Task.Delay(-1, CancellationToken);', 'while (true) await Task.Delay(1);', 'await new TaskCompletionSource().Task;', 'while (true) { await Task.Yield(); }'
            $between = Select-One 'await Work(c);', 'async Task Mid() { try { await Work(c); } finally { unwound.Enqueue("mid"); } } await Mid();'
            $code = "async Task Work(Conn c) { try { unwound.Enqueue(""begun""); $wait } finally { unwound.Enqueue(c.Open ? ""open"" : ""late""); } } using var c = new Conn(unwound); $between"
            Add-Note $code
            $log = (Invoke-Target 'Get-CSharpVariable unwound -ValueOnly')[0]
            $call = Start-Target 'param($code) cs $code' $code
            Confirm-Soon 'the cell has begun' { $call.Running.IsCompleted -or $log.Count -gt 0 }
            [Threading.Thread]::Sleep(20 + (Get-Chance 100))
            $took = Stop-Target $call
            Confirm-Quick $took $code
            $null = Complete-Target $call
            if ($took -gt 500) {
                Add-Note 'its time for cleaning up was over before it was done, on a machine that is busy'
                return
            }

            Confirm-Equal ((Invoke-Cell 'unwound.ToArray()') -join ' ') "begun open$($between -like '*mid*' ? ' mid' : '') closed" "the order of unwinding of '$code', stopped after $took ms"
        }
    }
    @{
        Kind = 'a cell that reads the console is stopped'
        Run  = {
            $session = Select-Session
            $code = Select-One 'Console.ReadLine()', 'await Task.Run(() => Console.ReadLine())', 'Console.In.ReadToEnd()'
            Add-Note $code
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $result = Invoke-TargetWhole 'param($code, $session) cs $code -Session $session -TimeoutSeconds 0.3' $code, $session
            Confirm-Quick $watch.ElapsedMilliseconds "the time of '$code'"
            Confirm-ErrorId $result CellTimeout "'$code'"
        }
    }
    @{
        Kind = 'the compiler is stopped'
        Run  = {
            $session = Select-Session
            $code = 'int Slow(Func<int, int> f) => 1; string Slow(Func<string, string> f) => ""; ' + 'Slow(a1 => ' + ((2..7).ForEach{ "Slow(a$_ => " } -join '') + 'a1' + (')' * 7) + ';'
            $call = Start-Target 'param($code, $session) cs $code -Session $session' $code, $session
            [Threading.Thread]::Sleep((Get-Chance 100))
            Confirm-Quick (Stop-Target $call) 'stopping the compiler'
            $null = Complete-Target $call
        }
    }
    @{
        Kind = 'the next wait of a thread is not interrupted'
        Run  = {
            $session = Select-Session
            $null = Invoke-TargetWhole 'param($session) cs "Thread.Sleep(60000);" -Session $session -TimeoutSeconds 0.02' $session
            Confirm-Equal (Invoke-Target '[Threading.Thread]::Sleep(30); "slept"') slept 'the wait of the thread'
            Confirm-Equal (Invoke-Cell 'Thread.Sleep(5); await Task.Run(() => Thread.Sleep(5)); 1' $session) 1 'the wait of the next cell'
        }
    }
)
