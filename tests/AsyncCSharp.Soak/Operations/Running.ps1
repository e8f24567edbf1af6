# Who runs cells: runners, nurseries, jobs, cells in cells, script blocks that cells call, work between cells.
@(
    @{
        Kind = 'a cell under each runner'
        Run  = {
            $runner = Select-One EventLoop, CellLoop, ThreadPool, Nursery, AsyncEx
            Add-Note $runner
            $code = 'int sum = 0; foreach (int i in Enumerable.Range(1, 5)) { await Task.Delay(1); sum += await Task.Run(() => i); } sum'
            Confirm-Equal (Invoke-Target 'param($code, $runner, $session) cs $code -Runner $runner -Session $session' $code, $runner, (Select-Session)) 15 $runner
            Confirm-Failure 'await Task.Delay(50);' CellSuspended (Select-Session) '-Runner Sync'
            Confirm-Equal (Invoke-Target 'cs ''await Task.FromResult(7)'' -Runner Sync') 7 'Sync'
        }
    }
    @{
        Kind = 'the runner of a session is changed'
        Run  = {
            $session = Select-Session
            $runner = Select-One EventLoop, CellLoop, ThreadPool, Nursery, AsyncEx
            Invoke-Target 'param($runner, $session) Set-AutoAwait $runner -Session $session' $runner, $session
            $Soak.Sessions[$session].Runner = $runner
            Confirm-Equal (Invoke-Cell 'await Task.Delay(1); await Task.Run(() => 3)' $session) 3 $runner
        }
    }
    @{
        Kind = 'a runner of the user'
        Run  = {
            $name = New-Name R
            $script = "Register-CSharpRunner $name { param(`$Cell) 1 + `$Cell.RunToCompletion() }; cs 'await Task.Yield(); 1' -Runner $name; Unregister-CSharpRunner $name
                cs 'await Task.Yield(); 1' -Runner { param(`$Cell) `$t = `$Cell.Start(); `$Cell.Wait(`$t); 2 + `$t.Result }; (Get-CSharpRunner $name -ErrorAction Ignore).Count"
            Confirm-Equal (Invoke-Target $script) '2 3 0' 'runners of the user'
        }
    }
    @{
        Kind = 'a nursery'
        Run  = {
            $children = 1 + (Get-Chance 30)
            $code = "int n = 0; await Nursery.RunAsync(async nursery => { for (int i = 0; i < $children; i++) nursery.StartSoon(async ct => { await Task.Delay(1, ct); Interlocked.Increment(ref n); }); await Task.Yield(); }); n"
            Confirm-Equal (Invoke-Target 'param($code, $runner) cs $code -Runner $runner' $code, (Select-One EventLoop, CellLoop, ThreadPool, Nursery, AsyncEx)) $children 'the children that ended'
        }
    }
    @{
        Kind = 'a child of a nursery fails'
        Run  = {
            Invoke-Cell 'int ended = 0;'
            $code = 'await Nursery.RunAsync(async n => { for (int i = 0; i < 5; i++) n.StartSoon(async ct => { try { await Task.Delay(60000, ct); } finally { Interlocked.Increment(ref ended); } }); n.StartSoon(async () => { await Task.Delay(2); throw new FormatException("child"); }); await Task.Yield(); });'
            $failure = Confirm-Failure $code CellFailed
            Confirm-Equal $failure.Exception.GetType().Name FormatException 'the exception'
            Confirm-Equal (Invoke-Cell 'ended') 5 'the siblings that ended before the cell'
        }
    }
    @{
        Kind = 'jobs in a queue'
        Run  = {
            $session = Select-Session
            $names = foreach ($i in 1..(1 + (Get-Chance 5))) { New-Name k }
            $code = Select-One 'int * = 1;', 'int * = 1; await Task.Delay(2);', 'await Task.Yield(); int * = 1;', 'int * = 1; Thread.Sleep(2);'
            $script = 'param($names, $code, $session) $jobs = foreach ($name in $names) { cs $code.Replace("*", $name) -Session $session -AsJob }; $null = $jobs | Wait-Job; ($jobs.State | Sort-Object -Unique) -join "+"; $jobs | Receive-Job; $jobs | Remove-Job'
            Confirm-Equal (Invoke-Target $script $names, $code, $session) Completed 'the states of the jobs'
            foreach ($name in $names) { $Soak.Sessions[$session].Variables[$name] = 1 }
        }
    }
    @{
        Kind = 'other cmdlets use a session while its jobs run'
        Run  = {
            $session = Select-Session
            $jobNames = foreach ($i in 1..(1 + (Get-Chance 6))) { New-Name k }
            $name = New-Name k
            $known = Select-Kept $session
            $script = @'
                param($jobNames, $name, $known, $session)
                $done = @()
                $jobs = foreach ($each in $jobNames) { cs "int $each = 1; await Task.Delay(3);" -Session $session -AsJob }
                foreach ($command in { Set-CSharpVariable $name 2 -Session $session }, { $null = Get-CSharpVariable $known -Session $session }, { $null = Test-CSharpCell "$known + 1" -Session $session }, { Add-CSharpReference -AssemblyName System.Xml.Linq -Session $session }, { $null = cs "$known + 1" -Session $session }) {
                    try { & $command; $done += "$command" }
                    catch { if ($_.FullyQualifiedErrorId -notlike 'SessionBusy,*') { "$command : $_" } }
                }
                $null = $jobs | Wait-Job
                $jobs | Where-Object State -NE Completed | ForEach-Object { "$($_.Error)" }
                $jobs | Remove-Job
                if (-not ($done -like '*Set-CSharpVariable*')) { Set-CSharpVariable $name 2 -Session $session }
'@
            Confirm-Equal (Invoke-Target $script $jobNames, $name, $known, $session) '' 'what went wrong'
            foreach ($each in $jobNames) { $Soak.Sessions[$session].Variables[$each] = 1 }
            $Soak.Sessions[$session].Variables[$name] = 2
        }
    }
    @{
        Kind = 'jobs that fail, write, and call script blocks'
        Run  = {
            $script = '$jobs = @((cs "throw new FormatException();" -AsJob), (cs "Shell.WriteObject(1); Shell.WriteWarning(`"w`"); Console.WriteLine(`"c`"); 2" -AsJob), (cs "(int)Shell.Invoke(`"3`")[0].BaseObject" -AsJob), (cs "await Task.Run(() => f(2))" -AsJob -Variable @{ f = [Func[int, int]] { param($x) $x * 2 } }))
                $null = $jobs | Wait-Job; $jobs.State -join "+"; "$($jobs[1].Output) $($jobs[1].Warning) $($jobs[2].Output) $($jobs[3].Output)"; $jobs | Remove-Job'
            Confirm-Equal (Invoke-Target $script) 'Failed+Completed+Completed+Completed 1 2 w 3 4' 'jobs'
        }
    }
    @{
        Kind = 'cells in cells'
        Run  = {
            $depth = 1 + (Get-Chance 6)
            $other = Select-Session
            $script = 'param($depth, $other) function Step($n) { if ($n -eq 0) { cs "1" -Session $other } else { cs "1 + f((int)Args[0])" -Variable @{ f = [Func[int, int]] { param($x) Step $x } } -ArgumentList ($n - 1) } } Step $depth
                cs "await Task.Yield(); int here = 1; Shell.Invoke(`"cs ''here += 5; await Task.Yield();''`"); here"'
            Confirm-Equal (Invoke-Target $script $depth, $other) "$($depth + 1) 6" 'nested cells'
        }
    }
    @{
        Kind = 'script blocks are called from everywhere'
        Run  = {
            $code = Select-One 'f(21)', 'await Task.Yield(); f(21)', 'await Task.Run(() => f(21))', 'await Task.Run(() => Enumerable.Range(0, 4).AsParallel().Select(_ => f(21)).Distinct().Single())', 'int r = 0; await Task.Run(() => Parallel.For(0, 3, _ => r = f(21))); r', 'await Task.Delay(1).ConfigureAwait(false); f(21)'
            $runner = Select-One EventLoop, CellLoop, ThreadPool, Nursery, AsyncEx
            Add-Note "$runner $code"
            Confirm-Equal (Invoke-Target 'param($code, $runner) cs $code -Runner $runner -Variable @{ f = [Func[int, int]] { param($x) $x * 2 } }' $code, $runner) 42 $code
        }
    }
    @{
        Kind = 'the loop is waited for by its own thread'
        Run  = {
            $code = Select-One 'async Task<int> F() { await Task.Delay(5); return 7; } F().Result', 'async Task<int> F() { await Task.Yield(); return 7; } await Task.Yield(); F().GetAwaiter().GetResult()', 'async Task<int> F() { await Task.Delay(5); return 7; } var t = F(); t.Wait(); t.Result'
            Confirm-Equal (Invoke-Target 'param($code, $runner) cs $code -Runner $runner' $code, (Select-One EventLoop, CellLoop, Nursery)) 7 $code
        }
    }
    @{
        Kind = 'the results of background work arrive'
        Run  = {
            $session = Select-Session
            $name = New-Name t
            $code = (Select-One 'var * = Task.Run(async () => { await Task.Delay(10); return 5; });', 'async Task<int> F_*() { await Task.Delay(5); await Task.Yield(); return 5; } var * = F_*();', 'var s_* = new TaskCompletionSource<int>(); async void F_*() { await Task.Delay(5); s_*.SetResult(5); } F_*(); var * = s_*.Task;').Replace('*', $name)
            Invoke-Cell $code $session
            # CellLoop runs nothing between its cells; here it is waited for by the cell.
            if ($Soak.Sessions[$session].Runner -ne 'CellLoop' -and (Get-Chance 2)) {
                # In the runspace that goes: call sites of script code that stays would keep the types that they have seen.
                if (-not (Invoke-Target 'param($name, $session) (Get-CSharpVariable $name -ValueOnly -Session $session).Wait(30000)' $name, $session)) { throw "$code does not end between the cells" }
            }
            Confirm-Equal (Invoke-Cell "await $name" $session) 5 $code
        }
    }
    @{
        Kind = 'background work prints beside a busy pipeline'
        Run  = {
            $count = 200 + (Get-Chance 2000)
            $code = Select-One "_ = Task.Run(async () => { for (int i = 0; i < $count; i++) Console.WriteLine(""b"" + i); });", "async void F() { for (int i = 0; i < $count; i++) { if (i % 100 == 0) await Task.Yield(); Console.WriteLine(""b"" + i); } } F();", "new Thread(() => { for (int i = 0; i < $count; i++) Console.Error.Write(""e""); }) { IsBackground = true }.Start();"
            $script = "param(`$code, `$session) cs `$code -Session `$session; 1..$count | ForEach-Object { `"f`$_`" } | Out-Host; cs 'for (int i = 0; i < 50; i++) Console.WriteLine(`"c`" + i);'"
            Invoke-Target $script $code, (Select-Session)
        }
    }
)
