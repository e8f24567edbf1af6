# What goes through the pipeline, in and out.
@(
    @{
        Kind = 'a stream is read to its end'
        Run  = {
            $count = 1 + (Get-Chance 200)
            $code = Select-One "Enumerable.Range(0, $count)", "IEnumerable<int> G() { for (int i = 0; i < $count; i++) yield return i; } G()",
                "async IAsyncEnumerable<int> G() { for (int i = 0; i < $count; i++) { if (i % 7 == 0) await Task.Yield(); yield return i; } } G()"
            Confirm-Equal (Invoke-Cell $code (Select-Session)).Count $count $code
        }
    }
    @{
        Kind = 'a stream is left early, and disposed'
        Run  = {
            $first = 1 + (Get-Chance 20)
            $async = Get-Chance 2
            Invoke-Cell 'int disposed = 0; IEnumerable<int> G() { try { while (true) yield return 1; } finally { disposed++; } } async IAsyncEnumerable<int> H() { try { while (true) { await Task.Yield(); yield return 1; } } finally { disposed++; } }'
            Confirm-Equal (Invoke-Target "cs '$($async ? 'H' : 'G')()' | Select-Object -First $first").Count $first 'what was taken'
            Confirm-Equal (Invoke-Cell 'disposed') 1 'the number of disposals'
        }
    }
    @{
        Kind = 'all streams, from many threads'
        Run  = {
            $code = 'Parallel.For(0, 20, i => { Shell.WriteObject(i); Shell.WriteWarning("w"); Shell.WriteInformation("i"); Shell.WriteVerbose("v"); Shell.WriteError("e"); Console.WriteLine("c"); }); await Task.Run(() => Shell.WriteObject(20));'
            $result = Invoke-TargetWhole 'param($code, $session) cs $code -Session $session -Verbose 3>&1 4>$null 6>$null' $code, (Select-Session)
            $warnings = @($result.Output.Where{ $_ -is [System.Management.Automation.WarningRecord] })
            Confirm-Equal "$($result.Output.Count - $warnings.Count) $($result.Errors.Where{ "$_" -eq 'e' }.Count) $($warnings.Where{ "$_" -eq 'w' }.Count)" '21 20 20' 'objects, errors and warnings'
        }
    }
    @{
        Kind = 'the console of a cell is the information stream'
        Run  = {
            $code = 'for (int i = 0; i < 30; i++) { Console.WriteLine("c" + i); Shell.WriteObject("o" + i); if (i % 10 == 0) await Task.Yield(); await Task.Run(() => Console.WriteLine("t")); }'
            $expected = (0..29).ForEach{ "c$_"; "o$_"; 't' }
            Confirm-Equal (Invoke-Target 'param($code, $session) (cs $code -Session $session 6>&1).ForEach{ "$_" }' $code, (Select-Session)) "$expected" 'the order'
        }
    }
    @{
        Kind = 'code downstream of a console write runs a cell that writes from a task'
        Run  = {
            $session = Select-Session
            $script = 'param($session) cs ''Console.WriteLine("a"); Console.WriteLine("a");'' 6>&1 | ForEach-Object { cs ''await Task.Run(() => Console.WriteLine("b"));'' -Session $session 6>&1 } | ForEach-Object { "$_" }'
            Confirm-Equal (Invoke-Target $script $session) 'b b' 'what the inner cells wrote'
        }
    }
    @{
        Kind = 'objects go through a cell'
        Run  = {
            $count = 1 + (Get-Chance 100)
            $sum = $count * ($count + 1)
            $script = "(1..$count | Invoke-CSharpCell '$(Select-One 'Input * 2', 'await Task.Yield(); return Input * 2;', 'Task.FromResult(Input * 2)')' | Measure-Object -Sum).Sum"
            Confirm-Equal (Invoke-Target $script) $sum $script
            Confirm-Equal (Invoke-Target '1, "a", 2.5, (Get-Date) | cs ''(string)Input.GetType().Name''') 'Int32 String Double DateTime' 'objects of several types'
        }
    }
    @{
        Kind = 'a fan-out'
        Run  = {
            $count = 1 + (Get-Chance 60)
            $limit = 2 + (Get-Chance 15)
            $keep = Get-Chance 2
            $body = Select-One 'Input', 'await Task.Delay(Input % 4); return Input;', 'await Task.Run(() => Input)', 'Thread.Sleep(Input % 3); return Input;'
            $runner = Select-One EventLoop, ThreadPool, CellLoop, Nursery
            $script = "1..$count | cs '$body' -ThrottleLimit $limit -Runner $runner $($keep ? '-KeepOrder' : '')"
            $output = @(Invoke-Target $script)
            if (-not $keep) { $output = @($output | Sort-Object) }
            Confirm-Equal "$output" "$(1..$count)" $script
        }
    }
    @{
        Kind = 'a fan-out in which some fail'
        Run  = {
            $result = Invoke-TargetWhole '1..30 | cs ''if (Input % 3 == 0) throw new FormatException(); await Task.Yield(); return Input;'' -ThrottleLimit 5'
            Confirm-Equal "$($result.Output.Count) $($result.Errors.Count)" '20 10' 'objects and errors'
            Confirm-Equal "$($result.Errors.TargetObject | Sort-Object)" '3 6 9 12 15 18 21 24 27 30' 'the objects of the errors'
        }
    }
    @{
        Kind = 'a fan-out is left early'
        Run  = {
            $limit = 2 + (Get-Chance 10)
            $take = 1 + (Get-Chance 10)
            $body = Select-One 'await Task.Delay(1); return Input;', 'Thread.Sleep(1); return Input;', 'if (Input > 20) await Task.Delay(-1, CancellationToken); return Input;'
            Confirm-Equal (Invoke-Target "1..100000 | cs '$body' -ThrottleLimit $limit | Select-Object -First $take").Count $take $body
        }
    }
    @{
        Kind = 'a writer that is faster than its reader'
        Run  = {
            $code = Select-One 'await Task.Run(async () => { for (int i = 0; i < 300; i++) await Shell.WriteObjectAsync(i); });', 'await Task.Run(() => { for (int i = 0; i < 300; i++) Shell.WriteObject(i); });', 'for (int i = 0; i < 300; i++) Shell.WriteObject(i);'
            Confirm-Equal (Invoke-Target 'param($code) $n = 0; cs $code | ForEach-Object { if ($n++ % 50 -eq 0) { [Threading.Thread]::Sleep(2) }; $_ } | Measure-Object | ForEach-Object Count' $code) 300 $code
        }
    }
    @{
        Kind = 'tasks are received'
        Run  = {
            $script = 'await ([Threading.Tasks.Task]::FromResult(1)); await (cs ''Task.Run(async () => { await Task.Delay(2); return 2; })'' -NoAwait)
                (cs ''new[] { Task.Delay(20).ContinueWith(_ => 3), Task.FromResult(4) }'' | await -KeepOrder) -join "+"
                cs ''new[] { Task.Delay(60000).ContinueWith(_ => 5), Task.Delay(1).ContinueWith(_ => 6) }'' | await -Any
                try { await (cs ''Task.Delay(60000)'' -NoAwait) -TimeoutSeconds 0.05 } catch { $_.FullyQualifiedErrorId -replace ",.*" }
                (cs ''async IAsyncEnumerable<int> G() { for (int i = 0; i < 10; i++) { await Task.Yield(); yield return i; } } G()'' -NoAwait -NoEnumerate | await | Measure-Object -Sum).Sum'
            Confirm-Equal (Invoke-Target $script) '1 2 3+4 6 TaskTimeout 45' 'what was received'
        }
    }
)
