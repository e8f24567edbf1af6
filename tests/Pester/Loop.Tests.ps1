BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $blockedLoop = '*blocked the thread of its event loop*'

    # The cell's output, and apart from it the warnings that it gave about its loop.
    function Invoke-Blocking([string] $Code) {
        $output = @(Invoke-CSharpCell $Code 3>&1)
        [pscustomobject]@{
            Value = $output | Where-Object { $_ -isnot [System.Management.Automation.WarningRecord] }
            Warnings = @($output | Where-Object { $_ -is [System.Management.Automation.WarningRecord] -and "$_" -like $blockedLoop -and $_.FullyQualifiedWarningId -eq 'BlockedLoop' }).Count
        }
    }
}

Describe 'A cell that blocks its loop' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
        Invoke-CSharpCell 'async Task<int> Foo(int n = 4) { await Task.Delay(20); await Task.Yield(); return n; }'
    }

    AfterAll { Set-AutoAwait EventLoop }

    It 'finishes with one warning: <Code>' -ForEach @(
        @{ Code = 'Foo().Result'; Value = 4 }
        @{ Code = 'Foo().Wait(); 5'; Value = 5 }
        @{ Code = 'Foo().GetAwaiter().GetResult()'; Value = 4 }
        @{ Code = 'Task.WaitAll(Foo(), Foo()); 5'; Value = 5 }
        @{ Code = 'Task.WaitAny(Foo())'; Value = 0 }
        @{ Code = 'Foo(1).Result + Foo(2).Result + Foo(3).Result'; Value = 6 }
        @{ Code = 'await Task.Delay(1); Foo().Result'; Value = 4 }
        @{ Code = 'var s = new SemaphoreSlim(0); async Task Free() { await Task.Delay(20); s.Release(); } _ = Free(); s.Wait(); 5'; Value = 5 }
        @{ Code = 'var e = new ManualResetEvent(false); async Task Set() { await Task.Delay(20); e.Set(); } _ = Set(); e.WaitOne(); 5'; Value = 5 }
    ) {
        $result = Invoke-Blocking $Code
        $result.Value | Should -Be $Value
        $result.Warnings | Should -Be 1
    }

    It 'finishes where a continuation blocks again' {
        $result = Invoke-Blocking 'async Task<int> A() { await Task.Delay(10); return B().Result; } async Task<int> B() { await Task.Delay(10); return Foo(9).Result; } A().Result'
        $result.Value | Should -Be 9
        $result.Warnings | Should -Be 1
    }

    It 'finishes under <_> too' -ForEach 'CellLoop', 'Nursery' {
        Set-AutoAwait $_
        $result = Invoke-Blocking 'await Task.Yield(); Foo().Result'
        $result.Value | Should -Be 4
        $result.Warnings | Should -Be 1
    }

    It 'keeps the timeout of the wait' {
        $result = Invoke-Blocking 'var never = new TaskCompletionSource(); var watch = System.Diagnostics.Stopwatch.StartNew(); bool ended = never.Task.Wait(300); !ended && watch.ElapsedMilliseconds is >= 290 and < 5000'
        $result.Value | Should -BeTrue
        $result.Warnings | Should -Be 0
    }

    It 'warns again in the next cell' {
        (Invoke-Blocking 'Foo().Result').Warnings | Should -Be 1
        (Invoke-Blocking 'Foo().Result').Warnings | Should -Be 1
    }

    It 'keeps the exception of what it waits for' {
        $e = { Invoke-CSharpCell 'async Task Bad() { await Task.Delay(20); throw new ArgumentException("inner"); } Bad().Wait();' -WarningAction SilentlyContinue } |
            Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([ArgumentException])
    }
}

Describe 'Waits that are nobody''s fault' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
        Invoke-CSharpCell 'int ticks = 0; async Task Tick() { while (true) { await Task.Delay(10, CancellationToken); ticks++; } } void Hold(object gate, int ms) { using var held = new ManualResetEventSlim(); new Thread(() => { lock (gate) { held.Set(); Thread.Sleep(ms); } }).Start(); while (!held.IsSet) { Thread.Sleep(1); } }'
    }

    It 'gives no warning: <Label>' -ForEach @(
        @{ Label = 'lock'; Code = '_ = Tick(); object gate = new(); Hold(gate, 300); lock (gate) { } 5' }
        @{ Label = 'Lock'; Code = '_ = Tick(); var gate = new System.Threading.Lock(); bool held = false; new Thread(() => { lock (gate) { Volatile.Write(ref held, true); Thread.Sleep(300); } }).Start(); while (!Volatile.Read(ref held)) { Thread.Sleep(1); } lock (gate) { } 5' }
        @{ Label = 'Join'; Code = '_ = Tick(); var thread = new Thread(() => Thread.Sleep(300)); thread.Start(); thread.Join(); 5' }
        @{ Label = 'Join with a timeout'; Code = '_ = Tick(); var thread = new Thread(() => Thread.Sleep(300)); thread.Start(); thread.Join(10_000) ? 5 : 6' }
        @{ Label = 'Parallel.For'; Code = '_ = Tick(); Parallel.For(0, 4, i => Thread.Sleep(i == 3 ? 400 : 200)); 5' }
        @{ Label = 'Parallel.ForEach'; Code = '_ = Tick(); Parallel.ForEach(new[] { 1, 2, 3 }, i => Thread.Sleep(i * 100)); 5' }
        @{ Label = 'Sleep'; Code = '_ = Tick(); Thread.Sleep(200); 5' }
        @{ Label = 'a wait without work for the loop'; Code = 'Task.Run(() => Thread.Sleep(300)).Wait(); 5' }
    ) {
        $result = Invoke-Blocking $Code
        $result.Value | Should -Be 5
        $result.Warnings | Should -Be 0
    }

    It 'does not run the loop inside of a short wait' {
        $result = Invoke-Blocking 'bool ran = false; async Task Later() { await Task.Yield(); ran = true; } _ = Later(); Task.Run(() => Thread.Sleep(20)).Wait(); ran'
        $result.Value | Should -BeFalse
        $result.Warnings | Should -Be 0
    }
}

Describe 'Background work' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
        Invoke-CSharpCell 'int n = 0; async Task Count(int to) { while (n < to) { n++; await Task.Delay(5); } }'
    }

    AfterEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'goes on between cells under EventLoop, also when a sync cell started it' {
        Invoke-CSharpCell '_ = Count(20);'
        Wait-Until { (Get-CSharpVariable n -ValueOnly) -eq 20 }
        Get-CSharpVariable n -ValueOnly | Should -Be 20
    }

    It 'stands still between cells, and in sync cells, under CellLoop' {
        Set-AutoAwait CellLoop
        Invoke-CSharpCell '_ = Count(1000);'
        Invoke-CSharpCell 'n' | Should -Be 1
        Start-Sleep -Milliseconds 60
        Invoke-CSharpCell 'Thread.Sleep(60); n' | Should -Be 1
        Invoke-CSharpCell 'await Task.Delay(100); n' | Should -BeGreaterThan 1
        $held = Get-CSharpVariable n -ValueOnly
        Start-Sleep -Milliseconds 60
        Get-CSharpVariable n -ValueOnly | Should -Be $held
    }

    It 'goes on when the runner becomes EventLoop' {
        Set-AutoAwait CellLoop
        Invoke-CSharpCell '_ = Count(20);'
        Set-AutoAwait EventLoop
        Wait-Until { (Get-CSharpVariable n -ValueOnly) -eq 20 }
        Get-CSharpVariable n -ValueOnly | Should -Be 20
    }

    It 'never runs together with a cell of its session' {
        Invoke-CSharpCell 'int inside = 0, clashes = 0; async Task Busy() { for (int i = 0; i < 30; i++) { await Task.Yield(); if (Interlocked.Increment(ref inside) > 1) clashes++; Thread.SpinWait(20_000); Interlocked.Decrement(ref inside); } } _ = Busy(); _ = Busy();'
        foreach ($i in 1..20) {
            Invoke-CSharpCell 'if (Interlocked.Increment(ref inside) > 1) clashes++; Thread.SpinWait(20_000); Interlocked.Decrement(ref inside);'
        }

        Get-CSharpVariable clashes -ValueOnly | Should -Be 0
    }

    It 'is said to keep a cell waiting when it does not come back' {
        Invoke-CSharpCell 'async Task Hog() { await Task.Delay(1); AppDomain.CurrentDomain.SetData("hog", 1); Thread.Sleep(2500); } _ = Hog();'
        Wait-Until { [AppDomain]::CurrentDomain.GetData('hog') }
        $output = @(Invoke-CSharpCell '5' 3>&1)
        "$($output[0])" | Should -BeLike '*waits for background code*'
        $output[0].FullyQualifiedWarningId | Should -Be 'WaitsForBackground'
        $output[-1] | Should -Be 5
    }
}

Describe 'Exceptions of background work' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'are a warning of the next cell: <Label>' -ForEach @(
        @{ Label = 'async void'; Code = 'async void Fail() { await Task.Delay(5); done(); throw new ArgumentException("lost"); } Fail();' }
        @{ Label = 'a task that nobody awaits'; Code = 'async Task Fail() { await Task.Delay(5); done(); throw new ArgumentException("lost"); } _ = Fail();' }
        @{ Label = 'a task that fails at once'; Code = 'async Task Fail() { done(); throw new ArgumentException("lost"); } _ = Fail();' }
        @{ Label = 'Task.Run'; Code = '_ = Task.Run(() => { done(); throw new ArgumentException("lost"); });' }
    ) {
        [AppDomain]::CurrentDomain.SetData('failed', $null)
        Invoke-CSharpCell "void done() => AppDomain.CurrentDomain.SetData(`"failed`", 1); $Code"
        Wait-Until { [AppDomain]::CurrentDomain.GetData('failed') }
        $warnings = @()
        Wait-Until {
            $script:warnings = @(Invoke-CSharpCell '5' 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] })
            $script:warnings.Count -gt 0
        }
        $script:warnings.Count | Should -Be 1
        "$($script:warnings[0])" | Should -BeLike '*ArgumentException*lost*Cell`[1`]*'
        $script:warnings[0].FullyQualifiedWarningId | Should -Be 'BackgroundFailed'
        @(Invoke-CSharpCell '6' 3>&1) | Should -Be 6
    }

    It 'are none where the task is awaited later' {
        Invoke-CSharpCell 'async Task Fail() { await Task.Yield(); throw new ArgumentException("kept"); } var kept = Fail();'
        @(Invoke-CSharpCell '5' 3>&1) | Should -Be 5
        { Invoke-CSharpCell 'await kept;' } | Should -Throw -ErrorId 'CellFailed,*'
        @(Invoke-CSharpCell '6' 3>&1) | Should -Be 6
    }

    It 'are none where work is cancelled' {
        Invoke-CSharpCell 'var source = new CancellationTokenSource(); async void Waits() { await Task.Delay(60_000, source.Token); } Waits(); source.Cancel();'
        Start-Sleep -Milliseconds 50
        @(Invoke-CSharpCell '5' 3>&1) | Should -Be 5
    }

    It 'are reported in their own session' {
        $session = New-CSharpSession
        try {
            Invoke-CSharpCell -Session $session 'async void Fail() { throw new ArgumentException("theirs"); } Fail();'
            @(Invoke-CSharpCell '5' 3>&1) | Should -Be 5
            $script:theirs = @()
            Wait-Until { $script:theirs += @(Invoke-CSharpCell -Session $session '5' 3>&1 | Where-Object { "$_" -like '*theirs*' }); $script:theirs.Count }
            $script:theirs.Count | Should -Be 1
        }
        finally {
            Remove-CSharpSession $session
        }
    }
}

Describe 'The loop as a synchronization context' {
    BeforeAll {
        Invoke-CSharpCell 'var context = SynchronizationContext.Current;'
        $sends = 'int seen = 0; await Task.Run(() => context.Send(n => seen = Environment.CurrentManagedThreadId * (int)n, 1)); return seen;'
    }

    AfterAll { Reset-CSharpSession -Confirm:$false }

    It 'runs what another thread sends to it on the pipeline thread' {
        Invoke-CSharpCell $sends | Should -Be ([Environment]::CurrentManagedThreadId)
    }

    It 'gives the sender what its callback throws' {
        { Invoke-CSharpCell 'await Task.Run(() => context.Send(_ => throw new FormatException("sent"), null));' } |
            Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand' -ExceptionType ([FormatException])
    }

    It 'runs what is sent to it between cells' {
        Invoke-CSharpCell 'var sent = Task.Run(() => { int n = 0; context.Send(_ => n = 7, null); return n; });'
        Receive-Task (Get-CSharpVariable sent -ValueOnly) | Should -Be 7
    }
}
