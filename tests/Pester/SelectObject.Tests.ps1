BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Select-Object after a cell' {
    BeforeAll {
        Reset-CSharpSession
        cs @'
            var log = new List<string>();
            IEnumerable<int> Lazy(int n) { try { for (int i = 1; i <= n; i++) { log.Add("made " + i); yield return i; } } finally { log.Add("disposed"); } }
            async IAsyncEnumerable<int> Async(int n) { try { for (int i = 1; i <= n; i++) { await Task.Yield(); log.Add("made " + i); yield return i; } } finally { log.Add("disposed"); } }
            class Resource : IDisposable { public static int Disposed; public void Dispose() => Disposed++; }
            class AsyncResource : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Delay(1); Resource.Disposed++; } }
'@
        function Get-Log { cs 'string.Join(", ", log)' }
    }

    BeforeEach {
        cs 'log.Clear(); Resource.Disposed = 0;'
        $Error.Clear()
    }

    AfterEach {
        # An early end is no error, and what follows sees all that was there before.
        $Error | Should -BeNullOrEmpty
        cs 'await Task.Delay(1); Lazy(2).Sum()' | Should -Be 3
    }

    AfterAll {
        Reset-CSharpSession
    }

    It '<Name> of <Source> gives what PowerShell gives, and asks for no item too many' -ForEach @(
        foreach ($source in 'Lazy(5)', 'Async(5)') {
            @{ Source = $source; Name = '-First 3'; Options = @{ First = 3 }; Gives = 1, 2, 3; Made = 3 }
            @{ Source = $source; Name = '-First 3 -Wait'; Options = @{ First = 3; Wait = $true }; Gives = 1, 2, 3; Made = 5 }
            @{ Source = $source; Name = '-Skip 1 -First 2'; Options = @{ Skip = 1; First = 2 }; Gives = 2, 3; Made = 3 }
            @{ Source = $source; Name = '-Index 0, 2'; Options = @{ Index = 0, 2 }; Gives = 1, 3; Made = 3 }
            @{ Source = $source; Name = '-Skip 3'; Options = @{ Skip = 3 }; Gives = 4, 5; Made = 5 }
            @{ Source = $source; Name = '-Last 2'; Options = @{ Last = 2 }; Gives = 4, 5; Made = 5 }
            @{ Source = $source; Name = '-SkipLast 3'; Options = @{ SkipLast = 3 }; Gives = 1, 2; Made = 5 }
        }
    ) {
        cs $Source | Select-Object @Options | Should -Be $Gives
        Get-Log | Should -Be ((@(1..$Made | ForEach-Object { "made $_" }) + 'disposed') -join ', ')
    }

    It '-First ends <Kind>, whose cleaning up runs' -ForEach @(
        @{ Kind = 'a sync cell'; Code = 'try { Shell.WriteObject(1); } finally { log.Add("cancelled " + CancellationToken.IsCancellationRequested); } log.Add("went on");' }
        @{ Kind = 'an async cell'; Code = 'try { await Shell.WriteObjectAsync(1); await Task.Delay(60000); } finally { log.Add("cancelled " + CancellationToken.IsCancellationRequested); } log.Add("went on");' }
        @{ Kind = 'a cell that writes on another thread'; Code = 'try { await Task.Run(() => Shell.WriteObject(1)); await Task.Delay(60000); } finally { log.Add("cancelled " + CancellationToken.IsCancellationRequested); } log.Add("went on");' }
        @{ Kind = 'a cell that catches everything'; Code = 'try { while (true) { try { Shell.WriteObject(1); } catch { } } } finally { log.Add("cancelled " + CancellationToken.IsCancellationRequested); } ' }
    ) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        cs $Code | Select-Object -First 1 | Should -Be 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        Get-Log | Should -Be 'cancelled True'
    }

    It '-First disposes what the cell uses: <Code>' -ForEach @(
        @{ Code = 'using var r = new Resource(); Lazy(9)' }
        @{ Code = 'await using var r = new AsyncResource(); Async(9)' }
    ) {
        cs $Code | Select-Object -First 2 | Should -Be 1, 2
        cs 'Resource.Disposed' | Should -Be 1
    }

    It '-First ends the run over the objects of a pipeline' {
        1..1000 | cs 'log.Add("in " + Input); Input' | Select-Object -First 2 | Should -Be 1, 2
        Get-Log | Should -Be 'in 1, in 2'
    }

    It '-First ends a stream in the middle of the objects' {
        1..1000 | cs 'Lazy(Input)' | Select-Object -First 2 | Should -Be 1, 1
        Get-Log | Should -Be 'made 1, disposed, made 1, disposed'
    }

    It '-First ends a fan-out of <Kind> cells, and cancels what is under way' -ForEach @(
        @{ Kind = 'async'; Code = 'try { await Task.Delay(Input < 3 ? 1 : 60000); return Input; } finally { lock (log) log.Add("" + CancellationToken.IsCancellationRequested); }' }
        @{ Kind = 'sync'; Code = 'try { while (Input > 2) Thread.Sleep(1); return Input; } finally { while (Input > 2 && !CancellationToken.IsCancellationRequested) Thread.Yield(); lock (log) log.Add("" + CancellationToken.IsCancellationRequested); }' }
        @{ Kind = 'thread-pool'; Runner = 'ThreadPool'; Code = 'try { await Task.Delay(Input < 3 ? 1 : 60000); return Input; } finally { lock (log) log.Add("" + CancellationToken.IsCancellationRequested); }' }
    ) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $found = 1..1000 | cs $Code -ThrottleLimit 4 -Runner ($Runner ?? 'EventLoop') | Select-Object -First 2
        $found | Sort-Object | Should -Be 1, 2
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        Wait-Until { (cs 'lock (log) return log.Count;') -ge 4 }
        $ended = cs 'log'
        $ended | Should -Contain 'True'
        $ended.Count | Should -BeLessOrEqual 8
    }

    It '-First ends Receive-Task: <Way>' -ForEach @(
        @{ Way = 'a stream'; Run = { await (cs 'Async(9)' -NoAwait) | Select-Object -First 2 } }
        @{ Way = 'piped tasks'; Run = { 1..9 | ForEach-Object { [Threading.Tasks.Task]::FromResult($_) } | await | Select-Object -First 2 } }
        @{ Way = 'a task that hangs behind one that has ended'; Run = { cs 'new[] { Task.FromResult(1), Task.FromResult(2), new TaskCompletionSource<int>().Task }' -NoAwait | await | Select-Object -First 2 } }
    ) {
        & $Run | Should -Be 1, 2
    }

    It '-First ends the function that runs the cell, and the script goes on' {
        function Get-Doubled { param([Parameter(ValueFromPipeline)]$Value) process { cs 'Lazy(Input)' -InputObject $Value } end { cs 'log.Add("end block");' } }
        $(1..9 | Get-Doubled | Select-Object -First 3; 'after') | Should -Be 1, 1, 2, 'after'
        Get-Log | Should -Not -BeLike '*end block*'
    }

    It '-First inside of a cell ends the inner one only' {
        cs 'var inner = Shell.Invoke("cs ''Lazy(9)'' | Select-Object -First 2"); log.Add("outer"); inner' | Should -Be 1, 2
        Get-Log | Should -Be 'made 1, made 2, disposed, outer'
    }

    It 'picks properties of objects of a cell' {
        $picked = cs 'new { Name = "Ada", Born = 1815, Other = 0 }' | Select-Object Name, @{ Name = 'Age'; Expression = { 1852 - $_.Born } }
        $picked.PSObject.Properties.Name | Should -Be 'Name', 'Age'
        $picked.Age | Should -Be 37
        cs 'new[] { new { Name = "Ada" }, new { Name = "Alan" } }' | Select-Object -ExpandProperty Name | Should -Be 'Ada', 'Alan'
        cs 'new[] { 1, 2, 2, 1 }' | Select-Object -Unique | Should -Be 1, 2
    }
}
