BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Invoke-CSharpCell -ThrottleLimit' {
    BeforeEach {
        Set-AutoAwait EventLoop
    }

    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'writes items as they end' {
        (1..3 | cs 'await Task.Delay((4 - Input) * 150); return Input;' -ThrottleLimit 3) -join ',' | Should -Be '3,2,1'
    }

    It 'writes items in order with -KeepOrder' {
        (1..3 | cs 'await Task.Delay((4 - Input) * 50); return Input;' -ThrottleLimit 3 -KeepOrder) -join ',' | Should -Be '1,2,3'
    }

    It 'keeps what a cell writes with its object under -KeepOrder' {
        $code = 'Shell.WriteObject(Input * 10); await Task.Delay((4 - Input) * 30); Shell.WriteObject(Input * 10 + 1);'
        (1..3 | cs $code -ThrottleLimit 3 -KeepOrder) -join ',' | Should -Be '10,11,20,21,30,31'
    }

    It 'keeps the items of streams with their object under -KeepOrder' {
        $code = 'async IAsyncEnumerable<int> S(int n) { for (int i = 0; i < 3; i++) { await Task.Delay(5); yield return n * 10 + i; } } S(Input)'
        (1..2 | cs $code -ThrottleLimit 2 -KeepOrder) -join ',' | Should -Be '10,11,12,20,21,22'
    }

    # The second one is told that its items are taken although they wait, since nothing else can be known of a thread that is blocked.
    It 'keeps each item of a stream under -KeepOrder, however long the object before it takes: <Runner>' -ForEach @(@{ Runner = 'EventLoop' }, @{ Runner = 'ThreadPool' }) {
        $code = 'async IAsyncEnumerable<int> S(int n) { if (n == 1) await Task.Delay(2500); for (int i = 0; i < 3; i++) { await Task.Delay(5); yield return n * 10 + i; } } S(Input)'
        (1..2 | cs $code -ThrottleLimit 2 -KeepOrder -Runner $Runner) -join ',' | Should -Be '10,11,12,20,21,22'
    }

    It 'has no more than the limit under way' {
        cs 'int now = 0; int most = 0;'
        $null = 1..40 | cs 'most = Math.Max(most, ++now); await Task.Delay(5); now--; return Input;' -ThrottleLimit 4
        cs 'most' | Should -Be 4
    }

    It 'runs async cells on one thread under <Runner>' -ForEach @(@{ Runner = 'EventLoop' }, @{ Runner = 'CellLoop' }) {
        Set-AutoAwait $Runner
        $threads = 1..20 | cs 'await Task.Delay(5); return Environment.CurrentManagedThreadId;' -ThrottleLimit 20
        @($threads | Sort-Object -Unique).Count | Should -Be 1
    }

    It 'works with a runner of the user' {
        Set-AutoAwait { param($Cell) $Cell.RunToCompletion() }
        (1..5 | cs 'await Task.Delay(5); return Input;' -ThrottleLimit 2 -KeepOrder) -join ',' | Should -Be '1,2,3,4,5'
    }

    It 'takes 10,000 waits at once' {
        $null = 1..10 | cs 'await Task.Delay(1); return Input;' -ThrottleLimit 10
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $items = 1..10000 | cs 'await Task.Delay(50); return Input;' -ThrottleLimit 10000
        $items.Count | Should -Be 10000
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
    }

    It 'runs synchronous cells at the same time' {
        cs 'var both = new Barrier(2);'
        (1..2 | cs 'both.SignalAndWait(20000)' -ThrottleLimit 2) -join ',' | Should -Be 'True,True'
    }

    It 'awaits a task that the cell gives' {
        (1..3 | cs 'Task.FromResult(Input * 2)' -ThrottleLimit 3 -KeepOrder) -join ',' | Should -Be '2,4,6'
    }

    It 'keeps no variables' {
        $null = 1..3 | cs 'var local = Input; await Task.Delay(1); return local;' -ThrottleLimit 3
        Get-CSharpVariable local* | Should -BeNullOrEmpty
    }

    It 'goes on after a failure, and names the object' {
        $items = 1..4 | cs 'if (Input == 2) throw new FormatException("two"); await Task.Delay(1); return Input;' -ThrottleLimit 4 -KeepOrder -ErrorVariable failures -ErrorAction SilentlyContinue
        $items -join ',' | Should -Be '1,3,4'
        $failures[0].FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $failures[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $failures[0].TargetObject | Should -Be 2
    }

    It 'cancels what is under way with -ErrorAction Stop' {
        cs 'int cancelled = 0;'
        $code = 'if (Input == 3) throw new FormatException("three"); try { await Task.Delay(60000, CancellationToken); } catch (OperationCanceledException) { Interlocked.Increment(ref cancelled); throw; } return 0;'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        { 1..3 | cs $code -ThrottleLimit 3 -ErrorAction Stop } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        cs 'cancelled' | Should -Be 2
    }

    It 'takes an input without end, and stops when downstream has enough' {
        $seen = [Collections.Generic.List[int]]::new()
        foreach ($once in 1) {
            & { $i = 0; while ($true) { (++$i) } } | cs 'await Task.Delay(1); return Input;' -ThrottleLimit 4 |
                ForEach-Object { $seen.Add($_); if ($seen.Count -eq 10) { break } }
        }

        $seen.Count | Should -Be 10
        cs '1 + 1' | Should -Be 2
    }

    It 'cancels and disposes what is under way when downstream has enough' {
        cs 'int cancelled = 0; int disposed = 0; sealed class Noted(Action action) : IDisposable { public void Dispose() => action(); }'
        $code = 'using var noted = new Noted(() => disposed++); if (Input == 1) return 1; try { await Task.Delay(60000, CancellationToken); } catch (OperationCanceledException) { cancelled++; throw; } return 0;'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        foreach ($once in 1) {
            & { 2..4; 1; 5..1000 } | cs $code -ThrottleLimit 4 | ForEach-Object { break }
        }

        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        cs 'cancelled' | Should -Be 3
        cs 'disposed' | Should -Be 4
    }

    It 'uses all cores for synchronous cells' {
        cs 'var all = new Barrier(Environment.ProcessorCount);'
        $threads = 1..[Environment]::ProcessorCount | cs 'all.SignalAndWait(20000) ? Environment.CurrentManagedThreadId : -1' -ThrottleLimit ([Environment]::ProcessorCount)
        $threads | Should -Not -Contain -1
        @($threads | Sort-Object -Unique).Count | Should -Be ([Environment]::ProcessorCount)
    }

    It 'takes any number of objects in bounded memory' {
        $null = 1..100 | cs 'await Task.Yield(); return new byte[10000];' -ThrottleLimit 8
        $before = [GC]::GetTotalMemory($true)
        $state = @{ Count = 0; Most = 0L }
        & { for ($i = 0; $i -lt 20000; $i++) { $i } } | cs 'await Task.Yield(); return new byte[10000];' -ThrottleLimit 8 -NoEnumerate | ForEach-Object {
            if (++$state.Count % 5000 -eq 0) { $state.Most = [Math]::Max($state.Most, [GC]::GetTotalMemory($true) - $before) }
        }

        $state.Count | Should -Be 20000
        $state.Most | Should -BeLessThan 20000000
    }

    It 'shows progress when the count is known and the work is long' {
        cs 'var held = new TaskCompletionSource();'
        $held = Get-CSharpVariable held -ValueOnly
        $job = 1..4 | cs 'if (Input == 4) await held.Task; return Input;' -ThrottleLimit 4 -AsJob
        Wait-Until { $job.Progress.Count -gt 0 }
        $held.SetResult()
        $null = $job | Wait-Job
        $first = $job.Progress[0]
        $first.Activity | Should -Be 'C# cell'
        $first.StatusDescription | Should -BeLike '3*4*'
        $first.PercentComplete | Should -Be 75
        $last = $job.Progress[$job.Progress.Count - 1]
        $last.ActivityId | Should -Be $first.ActivityId
        $last.RecordType | Should -Be 'Completed'
        Remove-Job $job
    }

    It 'shows no progress for <Kind>' -ForEach @(
        @{ Kind = 'short work'; Code = 'await Task.Yield(); return Input;'; Limit = 4 }
        @{ Kind = 'objects one at a time'; Code = 'if (Input == 1) await Task.Delay(1300); return Input;'; Limit = 1 }
    ) {
        $job = 1..4 | cs $Code -ThrottleLimit $Limit -AsJob | Wait-Job
        (Receive-Job $job -Keep) -join ',' | Should -Be '1,2,3,4'
        $job.Progress.Count | Should -Be 0
        Remove-Job $job
    }

    It 'is stopped at once, and what is under way is cancelled' {
        $shell = New-TestShell
        try {
            $cancelled = [Collections.Concurrent.ConcurrentBag[int]]::new()
            $null = $shell.AddScript({
                param($cancelled)
                $code = 'if (Input == 3) Shell.WriteObject("all"); try { await Task.Delay(60000, CancellationToken); } catch (OperationCanceledException) { cancelled.Add(Input); throw; } return 0;'
                1..1000 | cs $code -Variable @{ cancelled = $cancelled } -ThrottleLimit 3
            }).AddArgument($cancelled)
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
            Wait-Until { $output.Count -gt 0 }
            $output.Count | Should -Be 1
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 4
            $run.IsCompleted | Should -BeTrue
            ($cancelled.ToArray() | Sort-Object) -join ',' | Should -Be '1,2,3'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'is no further ahead of the pipeline than the limit' {
        $read = [Collections.Generic.List[int]]::new()
        $ahead = 1..50 | ForEach-Object { $read.Add($_); $_ } | cs 'await Task.Delay(1); return Input;' -ThrottleLimit 3 -KeepOrder | ForEach-Object { $read.Count - $_ }
        ($ahead | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 3
    }

    It 'may stand twice in a pipeline' {
        $items = 1..6 | cs 'await Task.Delay(3); return Input;' -ThrottleLimit 3 -KeepOrder | cs 'await Task.Delay(2); return Input * 2;' -ThrottleLimit 2 -KeepOrder
        $items -join ',' | Should -Be '2,4,6,8,10,12'
    }

    It 'has the types and usings of its cell for all objects from the first on' {
        foreach ($i in 1..30) {
            $cell = "using System.Globalization; static class Twice$i { public static int Double$i(this int n) => n * 2; } ((int)Input).Double$i() + CultureInfo.InvariantCulture.Name.Length"
            $items = 1..8 | cs $cell -ThrottleLimit 8 -KeepOrder -ErrorAction Stop
            $items -join ',' | Should -Be '2,4,6,8,10,12,14,16'
        }
    }
}
