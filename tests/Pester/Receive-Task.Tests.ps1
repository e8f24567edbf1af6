BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Receive-Task' {
    BeforeAll {
        cs @'
async Task<int> After(int ms, int value) { await Task.Delay(ms); return value; }
async Task<int> Fails(int ms) { await Task.Delay(ms); throw new FormatException("bad"); }
async Task Nothing() => await Task.Delay(5);
int disposed = 0;
async IAsyncEnumerable<int> Count(int n, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token = default)
{
    try
    {
        for (int i = 1; i <= n; i++) { await Task.Delay(2, token); yield return i; }
    }
    finally { disposed++; }
}
class Once : System.Threading.Tasks.Sources.IValueTaskSource<int>, System.Threading.Tasks.Sources.IValueTaskSource
{
    public int Taken;
    public int GetResult(short token) => ++Taken == 1 ? 42 : throw new InvalidOperationException("twice");
    void System.Threading.Tasks.Sources.IValueTaskSource.GetResult(short token) => GetResult(token);
    public System.Threading.Tasks.Sources.ValueTaskSourceStatus GetStatus(short token) => System.Threading.Tasks.Sources.ValueTaskSourceStatus.Succeeded;
    public void OnCompleted(Action<object> continuation, object state, short token, System.Threading.Tasks.Sources.ValueTaskSourceOnCompletedFlags flags) => continuation(state);
}
class Awaitable { public System.Runtime.CompilerServices.TaskAwaiter<string> GetAwaiter() => Task.FromResult("pattern").GetAwaiter(); }
'@
    }

    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'has the alias await' {
        (Get-Command await).ResolvedCommandName | Should -Be 'Receive-Task'
    }

    It 'gives the result of a task' {
        await ([Threading.Tasks.Task]::FromResult(42)) | Should -Be 42
    }

    It 'waits for a task that anybody made' {
        $file = "$TestDrive/a.txt"
        Set-Content $file 'text' -NoNewline
        await ([IO.File]::ReadAllTextAsync($file)) | Should -Be 'text'
    }

    It 'gives nothing for <Name>' -ForEach @(
        @{ Name = 'a task without result'; Code = 'Task.Delay(1)' }
        @{ Name = 'an async method without result'; Code = 'Nothing()' }
        @{ Name = 'a ValueTask'; Code = 'new ValueTask(Task.Delay(1))' }
    ) {
        @(await (cs $Code -NoAwait)).Count | Should -Be 0
    }

    It 'gives the result of <Name>' -ForEach @(
        @{ Name = 'a ValueTask<T>'; Code = 'new ValueTask<string>("pattern")' }
        @{ Name = 'an awaitable pattern'; Code = 'new Awaitable()' }
    ) {
        await (cs $Code -NoAwait) | Should -Be 'pattern'
    }

    It 'consumes <Kind> once' -ForEach @(
        @{ Kind = 'a ValueTask<T>'; Type = 'ValueTask<int>'; Expected = '42' }
        @{ Kind = 'a ValueTask'; Type = 'ValueTask'; Expected = '' }
    ) {
        cs 'var source = new Once();'
        (await (cs "new $Type(source, 0)" -NoAwait)) -join ',' | Should -Be $Expected
        cs 'source.Taken' | Should -Be 1
    }

    It 'waits for an awaitable that has not ended: <Code>' -ForEach @(
        @{ Code = 'Task.Yield()'; Expected = '' }
        @{ Code = 'After(20, 6).ConfigureAwait(false)'; Expected = '6' }
        @{ Code = 'new ValueTask<int>(After(20, 7))'; Expected = '7' }
    ) {
        (await (cs $Code -NoAwait)) -join ',' | Should -Be $Expected
    }

    It 'has the exception of <Code>' -ForEach @(
        @{ Code = 'new ValueTask<int>(Fails(5))' }
        @{ Code = 'Fails(5).ConfigureAwait(false)' }
    ) {
        { await (cs $Code -NoAwait) } | Should -Throw -ErrorId 'TaskFailed,AsyncCSharp.Commands.ReceiveTaskCommand' -ExceptionType ([FormatException])
    }

    It 'takes awaitables of several kinds from one pipeline' {
        $values = & { cs 'After(30, 1)' -NoAwait; cs 'new ValueTask<int>(2)' -NoAwait; cs 'Count(2)' -NoAwait -NoEnumerate; cs 'Task.Delay(5)' -NoAwait } | await -KeepOrder
        $values -join ',' | Should -Be '1,2,1,2'
    }

    It 'ends with the exception of a stream, after what the stream gave' {
        $stream = cs 'async IAsyncEnumerable<int> Breaks() { yield return 1; await Task.Delay(2); throw new FormatException("bad"); } Breaks()' -NoAwait -NoEnumerate
        $items = [Collections.Generic.List[int]]::new()
        { await $stream | ForEach-Object { $items.Add($_) } } | Should -Throw -ErrorId 'TaskFailed,AsyncCSharp.Commands.ReceiveTaskCommand' -ExceptionType ([FormatException])
        $items -join ',' | Should -Be '1'
    }

    It 'counts the time for all tasks, and gives what has ended' {
        $tasks = cs 'new[] { After(5, 1), After(60000, 2) }' -NoAwait
        $items = [Collections.Generic.List[int]]::new()
        { await $tasks -TimeoutSeconds 0.5 | ForEach-Object { $items.Add($_) } } | Should -Throw -ErrorId 'TaskTimeout,AsyncCSharp.Commands.ReceiveTaskCommand'
        $items -join ',' | Should -Be '1'
    }

    It 'takes a result that is a collection apart, and not with -NoEnumerate' {
        @(await ([Threading.Tasks.Task]::FromResult([int[]](1, 2, 3)))).Count | Should -Be 3
        @(await ([Threading.Tasks.Task]::FromResult([int[]](1, 2, 3))) -NoEnumerate).Count | Should -Be 1
    }

    It 'writes results as they end' {
        $tasks = cs 'new[] { After(300, 1), After(5, 2), After(120, 3) }' -NoAwait
        (await $tasks) -join ',' | Should -Be '2,3,1'
    }

    It 'writes results in order with -KeepOrder' {
        $tasks = cs 'new[] { After(60, 1), After(5, 2), After(30, 3) }' -NoAwait
        ($tasks | await -KeepOrder) -join ',' | Should -Be '1,2,3'
    }

    It 'writes the first to end with -Any' {
        $tasks = cs 'new[] { After(60000, 1), After(5, 2) }' -NoAwait
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $tasks | await -Any | Should -Be 2
        $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
    }

    It 'streams an IAsyncEnumerable' {
        (await (cs 'Count(4)' -NoAwait -NoEnumerate)) -join ',' | Should -Be '1,2,3,4'
    }

    It 'disposes each stream that it has asked for items once: <Label>' -ForEach @(
        @{ Label = 'where none has begun but the first'; Streams = 'new Counted(false), new Counted(false)'; Receive = { $made | Receive-Task -KeepOrder | Select-Object -First 1 | Should -Be 1 } }
        @{ Label = 'where one fails'; Streams = 'new Counted(true)'; Receive = { { $made | Receive-Task } | Should -Throw -ErrorId 'TaskFailed,AsyncCSharp.Commands.ReceiveTaskCommand' } }
        @{ Label = 'where one fails, in order'; Streams = 'new Counted(true)'; Receive = { { $made | Receive-Task -KeepOrder } | Should -Throw -ErrorId 'TaskFailed,AsyncCSharp.Commands.ReceiveTaskCommand' } }
    ) {
        cs @'
            class Counted(bool fails) : IAsyncEnumerable<int>, IAsyncEnumerator<int>
            {
                public int Disposed;
                public int Current { get; private set; }
                public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken token) => this;
                public async ValueTask<bool> MoveNextAsync() { await Task.Yield(); return fails ? throw new FormatException() : ++Current < 3; }
                public ValueTask DisposeAsync() { Disposed++; return default; }
            }
'@
        $made = @(cs "new[] { $Streams }")
        & $Receive
        $made.Disposed | Should -Be (@(1) * $made.Count)
    }

    It 'disposes a stream that is left early' {
        $before = cs 'disposed'
        $stream = cs 'Count(1000000)' -NoAwait -NoEnumerate
        foreach ($once in 1) {
            await $stream | ForEach-Object { if ($_ -eq 3) { break } }
        }

        cs 'disposed' | Should -Be ($before + 1)
    }

    It 'ends the statement with the exception of a single task' {
        $failure = { await (cs 'Fails(5)' -NoAwait) } |
            Should -Throw -ErrorId 'TaskFailed,AsyncCSharp.Commands.ReceiveTaskCommand' -ExceptionType ([FormatException]) -PassThru
        $failure.CategoryInfo.Category | Should -Be 'InvalidData'
    }

    It 'goes on after the failure of one of several' {
        $tasks = cs 'new[] { Fails(5), After(20, 7) }' -NoAwait
        $result = await $tasks -ErrorVariable failures -ErrorAction SilentlyContinue
        $result | Should -Be 7
        $failures[0].FullyQualifiedErrorId | Should -Be 'TaskFailed,AsyncCSharp.Commands.ReceiveTaskCommand'
        [object]::ReferenceEquals($failures[0].TargetObject, $tasks[0]) | Should -BeTrue
    }

    It 'has the failure of <Label> as its error' -ForEach @(
        @{ Label = 'a task whose exception has no message'; Code = 'Task.FromException(new Mute())' }
        @{ Label = 'an awaiter that is not to be had'; Code = 'new NoAwaiter()' }
        @{ Label = 'an enumerator that is not to be had'; Code = 'new NoStream()' }
        @{ Label = 'a collection that fails'; Code = 'new NoItems()' }
    ) {
        Invoke-CSharpCell @'
            public class Mute : Exception { public override string Message => throw new FormatException("own"); }
            public class NoAwaiter { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => throw new Mute(); }
            public class NoStream : IAsyncEnumerable<int> { public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken token) => throw new Mute(); }
            public class NoItems : System.Collections.IEnumerable { public System.Collections.IEnumerator GetEnumerator() => throw new Mute(); }
'@
        $value = (Invoke-CSharpCell "new Lazy<object>(() => $Code)").Value
        $failure = { Receive-Task $value } | Should -Throw -ErrorId 'TaskFailed,AsyncCSharp.Commands.ReceiveTaskCommand' -PassThru
        $failure.Exception.GetType().Name | Should -Be 'Mute'
        $failure.CategoryInfo.Category | Should -Be 'NotSpecified'
        "$failure" | Should -BeLike 'Mute*FormatException*'
    }

    It 'receives the others where one has no awaiter' {
        $values = cs 'public class Lost { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() => throw new KeyNotFoundException("lost"); } new object[] { new Lost(), Task.FromResult(7) }' -NoAwait
        await $values -ErrorVariable failures -ErrorAction SilentlyContinue | Should -Be 7
        $failures.FullyQualifiedErrorId | Should -Be 'TaskFailed,AsyncCSharp.Commands.ReceiveTaskCommand'
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'has any time with a limit of 0' {
        await (cs 'Task.Delay(300).ContinueWith(_ => 5)' -NoAwait) -TimeoutSeconds 0 | Should -Be 5
    }

    It 'has an error of its own for a cancelled task' {
        $failure = { await (cs 'Task.FromCanceled<int>(new CancellationToken(true))' -NoAwait) } |
            Should -Throw -ErrorId 'TaskCanceled,AsyncCSharp.Commands.ReceiveTaskCommand' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'OperationStopped'
    }

    It 'has an error of its own for a timeout' {
        $failure = { await ([Threading.Tasks.Task]::Delay(60000)) -TimeoutSeconds 0.05 } |
            Should -Throw -ErrorId 'TaskTimeout,AsyncCSharp.Commands.ReceiveTaskCommand' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a number'; Value = 5 }
        @{ Name = 'null'; Value = $null }
    ) {
        { await $Value } | Should -Throw -ErrorId 'NotAwaitable,AsyncCSharp.Commands.ReceiveTaskCommand'
    }

    It 'is stopped at once' {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("'ready'; await ([Threading.Tasks.Task]::Delay(60000))")
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
            Wait-Until { $output.Count -gt 0 }
            $output.Count | Should -Be 1
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
            $run.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'stops <Name> that loops' -ForEach @(
        @{ Name = 'a stream'; Code = 'async IAsyncEnumerable<int> G() { yield return 1; while (true); } G()' }
        @{ Name = 'a stream with a catch-all'; Code = 'async IAsyncEnumerable<int> G() { yield return 1; while (true) { try { while (true); } catch { } } } G()' }
        @{ Name = 'an awaitable'; Code = 'class Loops { public System.Runtime.CompilerServices.TaskAwaiter GetAwaiter() { while (true); } } new Loops()' }
    ) {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("`$value = cs '$Code' -NoAwait -NoEnumerate; 1; await `$value")
            $output = [Management.Automation.PSDataCollection[psobject]]::new()
            $run = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $output)
            Wait-Until { $output.Count -gt 0 }
            Start-Sleep -Milliseconds 300
            $run.IsCompleted | Should -BeFalse
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $null = $shell.BeginStop($null, $null)
            $run.AsyncWaitHandle.WaitOne(10000) | Should -BeTrue
            $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
            $shell.Commands.Clear()
            $shell.AddScript('cs "6 * 7"').Invoke() | Should -Be 42
        }
        finally {
            $null = $shell.BeginStop($null, $null)
        }
    }

    It 'times out a stream that loops, and what comes after it goes on' {
        $stream = cs 'async IAsyncEnumerable<int> Loops() { yield return 1; while (true); } Loops()' -NoAwait -NoEnumerate
        $seen = [Collections.Generic.List[object]]::new()
        { Receive-Task $stream -TimeoutSeconds 0.3 | ForEach-Object { $seen.Add((cs 'int n = 0; for (int i = 0; i < 1000; i++) n++; n')) } } |
            Should -Throw -ErrorId 'TaskTimeout,AsyncCSharp.Commands.ReceiveTaskCommand'
        $seen | Should -Be 1000
        cs '6 * 7' | Should -Be 42
    }

    It 'says that the time is up, and not that the stream was canceled, whichever clock is first' {
        cs 'async IAsyncEnumerable<int> LoopsOn() { yield return 1; while (true); }'
        foreach ($i in 1..20) {
            $stream = cs 'LoopsOn()' -NoAwait -NoEnumerate
            { Receive-Task $stream -TimeoutSeconds (0.01 + $i * 0.0007) } | Should -Throw -ErrorId 'TaskTimeout,AsyncCSharp.Commands.ReceiveTaskCommand'
        }
    }

    It 'says so once when several streams loop' {
        $streams = cs 'async IAsyncEnumerable<int> LoopsToo() { yield return 1; while (true); } new[] { LoopsToo(), LoopsToo() }' -NoAwait
        { $streams | Receive-Task -TimeoutSeconds 0.2 -ErrorVariable failures -ErrorAction SilentlyContinue; $failures } |
            Should -Throw -ErrorId 'TaskTimeout,AsyncCSharp.Commands.ReceiveTaskCommand'
        $failures | Should -HaveCount 1
    }

    It 'times out a collection that loops' {
        $tasks = cs 'IEnumerable<Task<int>> Loop() { yield return Task.FromResult(1); while (true); } Loop()' -NoAwait -NoEnumerate
        { Receive-Task $tasks -TimeoutSeconds 0.3 } | Should -Throw -ErrorId 'TaskTimeout,AsyncCSharp.Commands.ReceiveTaskCommand'
    }

    It 'brings a task of a CellLoop session to its end' {
        $session = New-CSharpSession -Runner CellLoop
        $task = cs 'async Task<int> F() { await Task.Delay(10); return 9; } F()' -Session $session -NoAwait
        await $task | Should -Be 9
        Remove-CSharpSession $session -Confirm:$false
    }
}
