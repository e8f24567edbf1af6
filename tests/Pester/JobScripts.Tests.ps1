BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What the job of a cell gives, or a text that says that it did not end.
    function Receive-Cell([string]$Code, [hashtable]$More = @{}) {
        $job = cs $Code @More -AsJob
        $null = Wait-Job $job -Timeout 20
        if ($job.State -eq 'Running') { Stop-Job $job; return 'still running' }
        Receive-Job $job -ErrorAction Stop
    }
}

Describe 'PowerShell code that a job calls' {
    AfterEach {
        Get-Job | Remove-Job -Force
        Get-CSharpSession | Where-Object Name -NE Default | Remove-CSharpSession
        Set-AutoAwait EventLoop
        Reset-CSharpSession
    }

    It 'may be a function' {
        function Get-Twice($x, $plus = 1) { $x * 2 + $plus }
        Receive-Cell 'f(4)' @{ Variable = @{ f = [Func[int, int]]${function:Get-Twice} } } | Should -Be 9
    }

    It 'may be a function with a param block, and a filter' {
        function Get-Twice { param($x) $x * 2 }
        filter Get-Next { $_ + 1 }
        $more = @{ Variable = @{ f = [Func[int, int]]${function:Get-Twice}; g = [Func[int, int]]${function:Get-Next} } }
        Receive-Cell 'f(4) + g(4)' $more | Should -Be 13
    }

    It 'may come from a variable of the session' {
        Set-CSharpVariable kept ([Func[int, int]] { param($x) $x * 3 })
        Receive-Cell 'kept(4)' | Should -Be 12
        Receive-Cell 'await Task.Run(() => kept(5))' | Should -Be 15
    }

    It 'may be several functions in one delegate' {
        $both = [Delegate]::Combine([Action[Collections.Generic.List[int]]] { param($l) $l.Add(1) }, [Action[Collections.Generic.List[int]]] { param($l) $l.Add(2) })
        Receive-Cell 'var l = new List<int>(); both(l); return l;' @{ Variable = @{ both = $both } } | Should -Be @(1, 2)
    }

    It 'has what its closure has captured, and keeps it from call to call' {
        $n = 40
        $add = [Func[int, int]] { param($x) $x + $n }.GetNewClosure()
        $sum = 0
        $count = [Func[int]] { ($script:sum += $n) }.GetNewClosure()
        $n = 0
        $more = @{ Variable = @{ add = $add; count = $count } }
        cs 'add(2)' @more | Should -Be 42
        Receive-Cell 'add(2)' $more | Should -Be 42
        Receive-Cell 'await Task.Run(() => add(3))' $more | Should -Be 43
        Receive-Cell 'new[] { count(), count() }' $more | Should -Be 40, 80
        Set-CSharpVariable kept $add
        Receive-Cell 'kept(4)' | Should -Be 44
    }

    It 'has that also within a collection or an object' {
        $k = 40
        $h = @{ f = [Func[int, int]] { param($x) $x + $k }.GetNewClosure(); a = @(, [Func[int, int]] { param($x) $x + $k + 1 }.GetNewClosure()) }
        $o = [pscustomobject]@{ F = $h.f }
        cs '((Func<int, int>)h["f"])(1) + ((Func<int, int>)((object[])h["a"])[0])(1) + ((Func<int, int>)o.F)(1)' -Variable h, o -AsJob | Receive-Job -Wait | Should -Be 124
        , $h | cs '((Func<int, int>)Input["f"])(2)' -AsJob | Receive-Job -Wait | Should -Be 42
        cs '((Func<int, int>)((object[])Args[0])[0])(2)' -ArgumentList (, $h.a) -AsJob | Receive-Job -Wait | Should -Be 43
    }

    It 'outlives the job that it was made in' {
        $null = Receive-Cell 'Shell.Invoke("Set-CSharpVariable made ([Func[int, int]] { param($x) $x * 7 })");'
        cs 'made(2)' | Should -Be 14
        cs 'await Task.Run(() => made(3))' | Should -Be 21
    }

    It 'runs in the job, and not where it was made, also in a cell within' {
        $thread = [Func[int]] { [Environment]::CurrentManagedThreadId }
        Set-CSharpVariable thread $thread
        $code = 'int job = Environment.CurrentManagedThreadId; var found = new List<int> { thread(), (int)Shell.Invoke("cs ''thread()'' -Session Default")[0].BaseObject }; found.All(t => t == job)'
        Receive-Cell $code | Should -BeTrue
    }

    It 'may be what runs the cell: <Kind>' -ForEach @(
        @{ Kind = 'a script block'; Runner = { param($Cell) $Cell.RunToCompletion() } }
        @{ Kind = 'a function'; Runner = [Func[AsyncCSharp.CellContext, object]] { param($Cell) $Cell.RunToCompletion() } }
        @{ Kind = 'an action'; Runner = [Action[AsyncCSharp.CellContext]] { param($Cell) $Cell.RunToCompletion() } }
    ) {
        $code = 'int before = Environment.CurrentManagedThreadId; await Task.Delay(1); return before == Environment.CurrentManagedThreadId;'
        cs $code -Runner $Runner | Should -BeTrue

        # Nobody serves the runspace that it was made in.
        $job = cs $code -Runner $Runner -AsJob
        $deadline = [DateTime]::UtcNow.AddSeconds(20)
        while ($job.State -eq 'Running' -and [DateTime]::UtcNow -lt $deadline) { [Threading.Thread]::Sleep(20) }
        Receive-Job $job -ErrorAction Stop | Should -BeTrue
    }

    It 'may be what runs the cell, from a variable of the session' {
        Set-CSharpVariable mine ([Func[AsyncCSharp.CellContext, object]] { param($Cell) $Cell.RunToCompletion() })
        $code = 'int before = Environment.CurrentManagedThreadId; await Task.Delay(1); return before == Environment.CurrentManagedThreadId && SynchronizationContext.Current is not null;'
        cs $code -Runner mine | Should -BeTrue
        Receive-Cell $code @{ Runner = 'mine' } | Should -BeTrue
    }

    It 'leaves no runspace on a thread of the pool' {
        $child = Invoke-ChildShell ("$(Get-ImportText); " + @'
            # The pool stands in for the threads of the jobs, which their cells block.
            $code = 'Task.WaitAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Shell.SetVariable("x", i))).ToArray());'
            $jobs = 1..12 | ForEach-Object { cs $code -AsJob -Runner ThreadPool -Session (New-CSharpSession) }
            $null = $jobs | Wait-Job -Timeout 60
            "jobs: $($jobs.State | Sort-Object -Unique)"
            $left = cs 'Enumerable.Range(0, 64).Select(_ => Task.Run(() => { Thread.Sleep(5); return System.Management.Automation.Runspaces.Runspace.DefaultRunspace; })).Select(t => t.Result).Count(r => r is not null)'
            "left: $left"
            $calls = cs 'await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => { try { return f(i) == i * 2; } catch { return false; } })))' -Variable @{ f = [Func[int, int]] { param($x) $x * 2 } }
            "calls: $(@($calls -eq $true).Count)"
'@) -Seconds 120
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -Be "jobs: Completed`nleft: 0`ncalls: 64`n"
    }

    It 'gives its turn on, whatever becomes of it: <Kind>' -ForEach @(
        @{ Kind = 'it fails'; Code = 'throw new Exception("x");'; More = @{} }
        @{ Kind = 'it does not compile'; Code = 'int x = "a";'; More = @{} }
        @{ Kind = 'its runner is none'; Code = 'await Task.Yield();'; More = @{ Runner = { } } }
        @{ Kind = 'its variables cannot be'; Code = '1'; More = @{ Variable = @{ f = [Func[int]] { 1 } } } }
        @{ Kind = 'PowerShell refuses what it writes'; Code = 'Shell.WriteInformation(null!);'; More = @{} }
        @{ Kind = 'its enumerator throws'; Code = 'IEnumerable<int> G() { yield return 1; throw new Exception("x"); } G()'; More = @{} }
    ) {
        $first = cs $Code @More -AsJob
        $second = cs '2' -AsJob
        $null = Wait-Job $first, $second -Timeout 20
        $second.State | Should -Be 'Completed'
        cs '3' | Should -Be 3
    }
}

Describe 'A job whose streams are watched by code that throws' {
    It 'gives its turn on, and ends nothing but itself' {
        $child = Invoke-ChildShell ("$(Get-ImportText); " + @'
            $go = [Threading.ManualResetEventSlim]::new()
            $job = cs 'go.Wait(20000); throw new Exception("x");' -Variable @{ go = $go } -AsJob
            cs 'job.Error.DataAdded += (_, _) => throw new FormatException("watched");' -Variable @{ job = $job } -Session (New-CSharpSession)
            $next = cs '2' -AsJob
            $go.Set()
            $null = $job, $next | Wait-Job -Timeout 20
            "$($job.State) $($next.State) $(cs '6 * 7' -WarningAction Ignore)"
'@)
        $child.ExitCode | Should -Be 0
        $child.Output | Should -Be "Failed Completed 42`n"
    }
}

Describe 'The runners of a runspace' {
    It 'may be listed, registered and removed by jobs and the prompt at the same time' {
        $jobs = foreach ($i in 1..4) {
            $code = "for (int i = 0; i < 40; i++) { Shell.Invoke(`"Register-CSharpRunner R$i-`" + i % 5 + `" EventLoop -Force; Get-CSharpRunner | Out-Null; Unregister-CSharpRunner R$i-`" + i % 5); }"
            cs $code -AsJob -Session (New-CSharpSession)
        }
        while ($jobs.State -contains 'Running') {
            foreach ($i in 1..20) {
                Register-CSharpRunner "P$i" ThreadPool -Force
                $null = TabExpansion2 'Set-AutoAwait ' 14
                Unregister-CSharpRunner "P$i"
            }
        }
        $jobs.State | Sort-Object -Unique | Should -Be 'Completed'
        $jobs.Error | Should -BeNullOrEmpty
        (Get-CSharpRunner).Name | Should -Not -BeLike '[PR]*[0-9]'
        $jobs | Remove-Job
    }

    It 'are registered once by many jobs that do not ask to replace' {
        $jobs = 1..6 | ForEach-Object { cs 'Shell.Invoke("try { Register-CSharpRunner Once EventLoop; 1 } catch { $_.FullyQualifiedErrorId }")' -AsJob -Session (New-CSharpSession) }
        $given = $jobs | Wait-Job | Receive-Job
        @($given -eq 1).Count | Should -Be 1
        @($given -like 'RunnerExists,*').Count | Should -Be 5
        Unregister-CSharpRunner Once
        $jobs | Remove-Job
    }

    AfterAll {
        Get-CSharpSession | Where-Object Name -NE Default | Remove-CSharpSession
    }
}
