BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'A failure that nobody can catch' {
    BeforeEach {
        $null = New-CSharpSession Failing
        $null = New-CSharpSession Innocent
    }

    AfterEach {
        'Failing', 'Innocent' | Remove-CSharpSession -Confirm:$false
    }

    # None of these has the execution context of its cell, by which the session would be known.
    It 'is told in its own session, whichever ran last: in <Kind>' -ForEach @(
        @{ Kind = 'a timer'; Code = 'var timer = new Timer(_ => throw new InvalidOperationException("lost"), null, Timeout.Infinite, Timeout.Infinite); void Fail() => timer.Change(1, Timeout.Infinite);' }
        @{ Kind = 'a pool work item'; Code = 'void Fail() => ThreadPool.UnsafeQueueUserWorkItem(_ => throw new InvalidOperationException("lost"), null);' }
        @{ Kind = 'a thread'; Code = 'void Fail() => new Thread(() => throw new InvalidOperationException("lost")).UnsafeStart();' }
        @{ Kind = 'a finalizer'; Code = 'class C { ~C() => throw new InvalidOperationException("lost"); } void Make() { new C(); new C(); } void Fail() { Make(); GC.Collect(); }' }
    ) {
        cs $Code -Session Failing
        $fail = cs 'Action fail = Fail; fail' -Session Failing
        cs 'int last = 1;' -Session Innocent
        $fail.Invoke()

        $told = @{ Innocent = ''; Failing = '' }
        Wait-Until {
            [GC]::Collect()
            foreach ($name in 'Failing', 'Innocent') { $told[$name] += cs ';' -Session $name 3>&1 }
            $told.Failing -or $told.Innocent
        }
        $told.Failing | Should -BeLike '*InvalidOperationException: lost*'
        $told.Innocent | Should -BeNullOrEmpty
    }

    # What has lived through collections is not looked at by those of young objects.
    It 'is told where the task has lived for long' {
        cs 'var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); async Task Fail() { await go.Task; throw new InvalidOperationException("lost"); } var task = new WeakReference(Fail()); Func<bool> isDone = () => task.Target is not Task { IsCompleted: false };' -Session Failing
        cs 'GC.Collect(); GC.Collect(); GC.Collect();' -Session Failing
        $isDone = Get-CSharpVariable isDone -ValueOnly -Session Failing
        (Get-CSharpVariable go -ValueOnly -Session Failing).SetResult()

        # A cell asks once for what was thrown before it: it must not ask while the task is still about to end.
        Wait-Until { $isDone.Invoke() }
        $told = @{ Failing = '' }
        Wait-Until { $told.Failing += cs ';' -Session Failing 3>&1; $told.Failing }
        $told.Failing | Should -BeLike '*InvalidOperationException: lost*'
    }

    It 'is not told in another runspace' {
        $other = New-TestShell
        try {
            cs 'var go = new ManualResetEventSlim(); ThreadPool.UnsafeQueueUserWorkItem(_ => { go.Wait(); throw new InvalidOperationException("lost"); }, null);' -Session Failing
            $go = Get-CSharpVariable go -ValueOnly -Session Failing
            $told = @{ Here = ''; There = Invoke-TestShell $other 'cs ";" 3>&1' }
            $go.Set()
            Wait-Until {
                $told.Here += cs ';' -Session Failing 3>&1
                $told.There += Invoke-TestShell $other 'cs ";" 3>&1'
                $told.Here -or $told.There
            }
            $told.Here | Should -BeLike '*InvalidOperationException: lost*'
            $told.There | Should -BeNullOrEmpty
        }
        finally {
            $other.Dispose()
        }
    }
}

Describe 'A failure of background code in a process that runs one command' {
    It 'is told before the end: <Label>' -ForEach @(
        @{ Label = 'async void'; Code = 'async void F() { await Task.Delay(10); throw new FormatException("lost"); } F(); await Task.Delay(100);' }
        @{ Label = 'a thread'; Code = 'var thread = new Thread(() => throw new FormatException("lost")); thread.Start(); thread.Join();' }
        @{ Label = 'a task that nobody awaits'; Code = '_ = Task.Run(() => throw new FormatException("lost")); Thread.Sleep(100);' }
    ) {
        $child = Invoke-ChildShell "$(Get-ImportText); cs '$Code'; 'end'"
        $child.Output | Should -Match '(?s)end.*WARNING: .*FormatException: lost \(Cell\[1\]:line 1\)'
        $child.ExitCode | Should -Be 0
    }
}

Describe 'A runner that fails' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'is RunnerFailed with what it threw, where the cell had not failed' {
        $e = { Invoke-CSharpCell -Runner { throw [ArgumentException]::new('broken') } 'await Task.Delay(1);' } |
            Should -Throw -PassThru -ErrorId 'RunnerFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        "$e" | Should -BeLike "*'ScriptBlock'*broken*"
    }

    It 'is RunnerFailed where it does not run the cell' {
        $e = { Invoke-CSharpCell -Runner { 7 } 'await Task.Delay(1); 1' } |
            Should -Throw -PassThru -ErrorId 'RunnerFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
    }

    It 'is RunnerFailed where it does not wait, and the cell is stopped' {
        Invoke-CSharpCell 'var ended = new TaskCompletionSource<string>();'
        { Invoke-CSharpCell -Runner { param($Cell) $null = $Cell.Start() } 'try { await Task.Delay(60_000, CancellationToken); } catch (OperationCanceledException) { ended.TrySetResult("cancelled"); throw; }' } |
            Should -Throw -ErrorId 'RunnerFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        Invoke-CSharpCell 'await ended.Task.WaitAsync(TimeSpan.FromSeconds(10))' | Should -Be 'cancelled'
    }

    It 'is the cell''s error where the cell failed, also in other words' {
        $runner = Invoke-CSharpCell 'new Func<CellContext, object?>(c => { try { return c.RunToCompletion(); } catch (Exception e) { throw new TimeoutException("in other words", e); } })'
        $e = { Invoke-CSharpCell -Runner $runner 'await Task.Delay(1); throw new ArgumentException("mine");' } |
            Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([TimeoutException])
        $e.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'may swallow the cell''s exception: what it returns is the value' {
        $runner = Invoke-CSharpCell 'new Func<CellContext, object?>(c => { try { return c.RunToCompletion(); } catch (Exception) { return "saved"; } })'
        Invoke-CSharpCell -Runner $runner 'await Task.Delay(1); throw new ArgumentException("mine");' | Should -Be 'saved'
    }

    It 'leaves the session usable' {
        { Invoke-CSharpCell -Runner { throw 'broken' } 'await Task.Delay(1);' } | Should -Throw
        Invoke-CSharpCell 'await Task.Delay(1); 4' | Should -Be 4
    }
}
