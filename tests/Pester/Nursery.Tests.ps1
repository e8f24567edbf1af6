BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Nursery.<How>' -ForEach @(
    @{ How = 'RunAsync'; Head = 'await Nursery.RunAsync(async n => {'; Tail = '});' }
    @{ How = 'Open'; Head = 'await using (var n = Nursery.Open()) {'; Tail = '}' }
) {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
        Invoke-CSharpCell 'var log = new System.Collections.Concurrent.ConcurrentQueue<string>();'
    }

    It 'ends when all children have ended' {
        Invoke-CSharpCell "$Head
            n.StartSoon(async () => { await Task.Delay(60); log.Enqueue(`"slow`"); });
            n.StartSoon(async ct => { await Task.Delay(10, ct); log.Enqueue(`"fast`"); });
            await Task.Yield();
        $Tail
        log.Enqueue(`"end`");
        string.Join(' ', log)" | Should -Be 'fast slow end'
    }

    It 'starts children soon, not at once, and sync ones too' {
        Invoke-CSharpCell "$Head
            n.StartSoon(() => { log.Enqueue(`"sync`"); });
            n.StartSoon(ct => { log.Enqueue(`"token`" + ct.CanBeCanceled); });
            log.Enqueue(`"body`");
            await Task.CompletedTask;
        $Tail
        string.Join(' ', log)" | Should -Be 'body sync tokenTrue'
    }

    It 'throws a single failure as itself, and cancels the siblings' {
        $e = { Invoke-CSharpCell "$Head
            n.StartSoon(async () => { await Task.Delay(10); throw new ArgumentException(`"one`"); });
            n.StartSoon(async ct => { try { await Task.Delay(60_000, ct); } finally { log.Enqueue(`"cancelled`"); } });
            await Task.Yield();
        $Tail" } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([ArgumentException])
        $e.CategoryInfo.Category | Should -Be 'InvalidArgument'
        Invoke-CSharpCell 'log.Single()' | Should -Be 'cancelled'
    }

    It 'throws several as AggregateException' {
        $e = { Invoke-CSharpCell "$Head
            n.StartSoon(async () => { await Task.Delay(10); throw new ArgumentException(`"one`"); });
            n.StartSoon(async ct => { try { await Task.Delay(60_000, ct); } finally { throw new FormatException(`"two`"); } });
            await Task.Yield();
        $Tail" } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([AggregateException])
        ($e.Exception.InnerExceptions | ForEach-Object { $_.Message }) | Should -Be @('one', 'two')
    }

    It 'cancels the body through the cell''s own CancellationToken' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        { Invoke-CSharpCell "$Head
            n.StartSoon(async () => { await Task.Delay(10); throw new ArgumentException(`"one`"); });
            await Task.Delay(60_000, CancellationToken);
        $Tail" } | Should -Throw
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
        Invoke-CSharpCell 'CancellationToken.IsCancellationRequested' | Should -BeFalse
    }

    It 'lets a child start another while it ends' {
        Invoke-CSharpCell "$Head
            n.StartSoon(async () => { await Task.Delay(20); n.StartSoon(async () => { await Task.Delay(20); log.Enqueue(`"grandchild`"); }); });
            await Task.Yield();
        $Tail
        string.Join(' ', log)" | Should -Be 'grandchild'
    }

    It 'takes no child once it is closed' {
        $e = { Invoke-CSharpCell "Nursery? kept = null;
        $Head kept = n; await Task.Yield(); $Tail
        kept!.StartSoon(() => { });" } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([InvalidOperationException])
        $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
    }

    It 'cancels all children without an error' {
        Invoke-CSharpCell "$Head
            n.StartSoon(ct => Task.Delay(60_000, ct));
            await Task.Delay(10);
            n.Cancel();
        $Tail
        `"out`"" | Should -Be 'out'
    }

    It 'can be nested: the inner ends first, its failure cancels the outer' {
        $e = { Invoke-CSharpCell "$Head
            n.StartSoon(async ct => { try { await Task.Delay(60_000, ct); } finally { log.Enqueue(`"outer`"); } });
            n.StartSoon(() => Nursery.RunAsync(async inner => {
                inner.StartSoon(async ct => { try { await Task.Delay(60_000, ct); } finally { log.Enqueue(`"inner`"); } });
                await Task.Delay(20);
                throw new ArgumentException(`"deep`");
            }));
            await Task.Yield();
        $Tail" } | Should -Throw -PassThru
        $e.Exception | Should -BeOfType ([ArgumentException])
        Invoke-CSharpCell "string.Join(' ', log)" | Should -Be 'inner outer'
    }

    It 'cancels an inner nursery when the outer fails' {
        { Invoke-CSharpCell "$Head
            n.StartSoon(() => Nursery.RunAsync(async inner => {
                inner.StartSoon(async ct => { try { await Task.Delay(60_000, ct); } finally { log.Enqueue(`"inner`"); } });
                await Task.Yield();
            }));
            n.StartSoon(async () => { await Task.Delay(20); throw new ArgumentException(`"outer`"); });
            await Task.Yield();
        $Tail" } | Should -Throw
        Invoke-CSharpCell "string.Join(' ', log)" | Should -Be 'inner'
    }

    It 'works under <_> too' -ForEach 'ThreadPool', 'AsyncEx', 'CellLoop', 'Nursery' {
        Invoke-CSharpCell -Runner $_ "$Head
            for (int i = 0; i < 20; i++) { n.StartSoon(async ct => { await Task.Delay(5, ct); log.Enqueue(`"x`"); }); }
            await Task.Yield();
        $Tail
        log.Count" | Should -Be 20
    }

    It 'counts a timeout of the child''s own as a failure' {
        $e = { Invoke-CSharpCell "$Head
            n.StartSoon(async () => { using var own = new CancellationTokenSource(10); await Task.Delay(60_000, own.Token); });
            n.StartSoon(ct => Task.Delay(60_000, ct));
            await Task.Yield();
        $Tail" } | Should -Throw -PassThru
        $e.Exception | Should -BeOfType ([OperationCanceledException])
    }
}

Describe 'Nursery' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
        Invoke-CSharpCell 'var log = new System.Collections.Concurrent.ConcurrentQueue<string>();'
    }

    It 'gives what the body gave' {
        Invoke-CSharpCell 'await Nursery.RunAsync(async n => { n.StartSoon(() => Task.Delay(10)); await Task.Yield(); return 42; })' | Should -Be 42
    }

    It 'cancels the children when the body of RunAsync throws' {
        $e = { Invoke-CSharpCell 'await Nursery.RunAsync(async n => {
            n.StartSoon(async ct => { try { await Task.Delay(60_000, ct); } finally { log.Enqueue("cancelled"); } });
            await Task.Delay(20);
            throw new FormatException("body");
        });' } | Should -Throw -PassThru
        $e.Exception | Should -BeOfType ([FormatException])
        Invoke-CSharpCell 'log.Single()' | Should -Be 'cancelled'
    }

    It 'is cancelled from outside by a token' {
        $e = { Invoke-CSharpCell 'using var source = new CancellationTokenSource(20);
            await Nursery.RunAsync(n => { n.StartSoon(ct => Task.Delay(60_000, ct)); return Task.CompletedTask; }, source.Token);' } | Should -Throw -PassThru
        $e.Exception | Should -BeOfType ([OperationCanceledException])
    }

    It 'is cancelled when the cell is stopped, and the children end' {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("Invoke-CSharpCell 'await Nursery.RunAsync(async n => { n.StartSoon(async ct => { AppDomain.CurrentDomain.SetData(`"nursery-in`", 1); try { await Task.Delay(60_000, ct); } finally { AppDomain.CurrentDomain.SetData(`"nursery-out`", 1); } }); await Task.Yield(); });'")
            $null = $shell.BeginInvoke()
            Wait-Until { [AppDomain]::CurrentDomain.GetData('nursery-in') }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
            [AppDomain]::CurrentDomain.GetData('nursery-out') | Should -Be 1
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'owns an async void method that is called in it' {
        $e = { Invoke-CSharpCell 'async void Fire() { await Task.Delay(20); log.Enqueue("fired"); throw new ArgumentException("void"); }
            await Nursery.RunAsync(async n => { Fire(); await Task.Yield(); });' } | Should -Throw -PassThru
        $e.Exception | Should -BeOfType ([ArgumentException])
        Invoke-CSharpCell 'log.Single()' | Should -Be 'fired'
    }

    It 'is not there outside of one' {
        $e = { Invoke-CSharpCell 'Nursery.Current.Cancel();' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
    }

    It 'is Current inside' {
        Invoke-CSharpCell 'await Nursery.RunAsync(async n => { await Task.Yield(); return n == Nursery.Current; })' | Should -BeTrue
        Invoke-CSharpCell 'await using (var n = Nursery.Open()) { await Task.Yield(); log.Enqueue((n == Nursery.Current).ToString()); } log.Single()' | Should -Be 'True'
    }
}

Describe 'The runner Nursery' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait Nursery
        Invoke-CSharpCell 'var log = new System.Collections.Concurrent.ConcurrentQueue<string>();'
    }

    AfterAll { Set-AutoAwait EventLoop }

    It 'ends the cell when all that it started has ended' {
        Invoke-CSharpCell 'Nursery.Current.StartSoon(async ct => { await Task.Delay(50, ct); log.Enqueue("child"); }); await Task.Yield(); log.Enqueue("cell");'
        Invoke-CSharpCell "string.Join(' ', log)" | Should -Be 'cell child'
    }

    It 'does so for a cell without await' {
        Invoke-CSharpCell 'for (int i = 0; i < 3; i++) { Nursery.Current.StartSoon(async ct => { await Task.Delay(20, ct); log.Enqueue("child"); }); }'
        Invoke-CSharpCell 'log.Count' | Should -Be 3
    }

    It 'gives the cell''s value' {
        Invoke-CSharpCell 'Nursery.Current.StartSoon(() => Task.Delay(20)); await Task.Yield(); 42' | Should -Be 42
    }

    It 'cancels the siblings, and the cell, on the first failure' {
        $e = { Invoke-CSharpCell 'Nursery.Current.StartSoon(async () => { await Task.Delay(10); throw new ArgumentException("child"); });
            Nursery.Current.StartSoon(async ct => { try { await Task.Delay(60_000, ct); } finally { log.Enqueue("sibling"); } });
            await Task.Delay(60_000, CancellationToken);' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([ArgumentException])
        Invoke-CSharpCell 'log.Single()' | Should -Be 'sibling'
    }

    It 'opens one for each cell' {
        Invoke-CSharpCell 'var first = Nursery.Current;'
        Invoke-CSharpCell 'first == Nursery.Current' | Should -BeFalse
        $e = { Invoke-CSharpCell 'first.StartSoon(() => { });' } | Should -Throw -PassThru
        $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
    }
}
