BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Script blocks as callbacks' {
    BeforeAll {
        $factor = 2
        $double = [Func[int, int]] { param($x) $x * $factor }
    }

    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'runs on the pipeline thread when another thread calls it' {
        cs 'await Task.Run(() => f(21))' -Variable @{ f = $double } | Should -Be 42
    }

    It 'throws the same on any thread: <Way>' -ForEach @(
        @{ Way = 'the pipeline thread'; Code = 'f(1)' }
        @{ Way = 'another thread'; Code = 'await Task.Run(() => f(1))' }
        @{ Way = 'a thread of its own'; Code = 'Exception caught = null; var t = new Thread(() => { try { f(1); } catch (Exception e) { caught = e; } }); t.Start(); while (t.IsAlive) { await Task.Delay(5); } if (caught != null) throw caught;' }
        @{ Way = 'a job'; Code = 'f(1)'; Job = $true }
    ) {
        $failing = [Func[int, int]] { param($x) throw [IO.InvalidDataException]::new('from the block') }
        $text = "string name = ""none""; try { $Code; } catch (Exception e) { name = e.GetType().Name; } return name;"
        $result = cs $text -Variable @{ f = $failing } -AsJob:([bool]$Job)
        $result = $Job ? ($result | Receive-Job -Wait -AutoRemoveJob:$false) : $result
        $result | Should -BeExactly 'InvalidDataException'
        Get-Job | Where-Object Name -Like 'CSharp*' | Remove-Job
    }

    It 'is a compile error that says what to do, where it is called and is no delegate' {
        { cs 'g(2)' -Variable @{ g = { param($x) $x * 2 } } } | Should -Throw -ErrorId 'CompilationFailed*' -ExpectedMessage '*CS1955*`[Func`[int, int`]`]*Invoke*'
        { cs 'string s = ""; s(2)' } | Should -Throw -ErrorId 'CompilationFailed*' -ExpectedMessage "*CS1955*like a method.*"
        cs 'g.Invoke(2)[0].BaseObject' -Variable @{ g = { param($x) $x * 2 } } | Should -Be 4
    }

    It 'is a compile error that says what to do, where it is object for the cell: <_>' -ForEach 'Args[0](2)', 'h["f"](2)', 'object f = Args[0]; f(2)', 'Shell.GetVariable("f")(2)', '((object)Args[0])()' {
        $e = { cs $_ -Variable @{ h = @{ f = { 1 } } } -ArgumentList { 1 } } | Should -Throw -PassThru -ErrorId 'CompilationFailed,*'
        $e.Exception.Diagnostics[0].Message | Should -BeLike '*script block*((Func<int, int>)Args`[0`])(2)*'
    }

    It 'may be within <Place>, and be called on other threads' -ForEach @(
        @{ Place = 'an array'; Value = { , @(1, [Func[int, int]]{ param($x) $x + 1 }) }; Get = '(Func<int, int>)((object[])v)[1]' }
        @{ Place = 'an array of delegates'; Value = { , [Func[int, int][]]({ param($x) $x + 1 }, { param($x) $x + 1 }) }; Get = '((Func<int, int>[])v)[1]' }
        @{ Place = 'a list of delegates'; Value = { $l = [Collections.Generic.List[Func[int, int]]]::new(); $l.Add({ param($x) $x + 1 }); , $l }; Get = '((List<Func<int, int>>)v)[0]' }
        @{ Place = 'a dictionary of delegates'; Value = { $d = [Collections.Generic.Dictionary[string, Func[int, int]]]::new(); $d['f'] = { param($x) $x + 1 }; $d }; Get = '((Dictionary<string, Func<int, int>>)v)["f"]' }
        @{ Place = 'a hashtable'; Value = { @{ f = [Func[int, int]]{ param($x) $x + 1 } } }; Get = '(Func<int, int>)((System.Collections.Hashtable)v)["f"]' }
        @{ Place = 'an array in a hashtable'; Value = { @{ f = @(, [Func[int, int]]{ param($x) $x + 1 }) } }; Get = '(Func<int, int>)((object[])((System.Collections.Hashtable)v)["f"])[0]' }
        @{ Place = 'a custom object'; Value = { [pscustomobject]@{ F = [Func[int, int]]{ param($x) $x + 1 } } }; Get = '(Func<int, int>)((dynamic)v).F' }
        @{ Place = 'an object of a class of PowerShell'; Value = { & ([scriptblock]::Create('class SpecHolder { [Func[int, int]]$F }; $o = [SpecHolder]::new(); $o.F = { param($x) $x + 1 }; $o')) }; Get = '(Func<int, int>)((dynamic)v).F' }
        @{ Place = 'an untyped property of such'; Value = { & ([scriptblock]::Create('class SpecHolder2 { $F }; $o = [SpecHolder2]::new(); $o.F = [Func[int, int]]{ param($x) $x + 1 }; $o')) }; Get = '(Func<int, int>)((dynamic)v).F' }
        @{ Place = 'an object of C#'; Value = { cs 'public class SpecHandlers { public Func<int, int> F { get; set; } } new SpecHandlers()' | ForEach-Object { $_.F = { param($x) $x + 1 }; $_ } }; Get = '(Func<int, int>)((dynamic)v).F' }
    ) {
        $v = & $Value
        cs "object v = o; var f = $Get; await Task.Run(() => f(4))" -Variable @{ o = $v } | Should -Be 5
        cs "object v = Args[0]; var f = $Get; await Task.Run(() => f(4))" -ArgumentList (, $v) | Should -Be 5
        , $v | cs "object v = Input; var f = $Get; await Task.Run(() => f(4))" | Should -Be 5
        cs "object v = Shell.GetVariable(`"v`"); var f = $Get; await Task.Run(() => f(4))" | Should -Be 5
        Set-CSharpVariable kept $v
        cs "object v = kept; var f = $Get; await Task.Run(() => f(4))" | Should -Be 5
        cs "object v = o; var f = $Get; f(4)" -Variable @{ o = $v } -AsJob | Receive-Job -Wait | Should -Be 5
        , $v | cs "object v = Input; var f = $Get; f(4)" -AsJob | Receive-Job -Wait | Should -Be 5
    }

    It 'may be within what a script block gives' {
        cs 'var g = (Func<int, int>)((object[])f())[0]; await Task.Run(() => g(4))' -Variable @{ f = [Func[object]] { , @(, [Func[int, int]] { param($x) $x + 1 }) } } | Should -Be 5
        cs 'var g = (Func<int, int>)((System.Collections.Hashtable)Shell.Invoke("@{ f = [Func[int, int]]{ param(`$x) `$x + 1 } }".Replace("`", ""))[0].BaseObject)["f"]; await Task.Run(() => g(4))' | Should -Be 5
    }

    It 'is what it was for PowerShell, where it was handed over within something' {
        $h = @{ f = [Func[int, int]] { param($x) $x + 1 } }
        $null = cs '1' -Variable h
        $h.f.Invoke(4) | Should -Be 5
        $h.f | Should -BeOfType ([Func[int, int]])
    }

    It 'may be called from many threads' {
        (cs 'Enumerable.Range(1, 4).AsParallel().AsOrdered().Select(x => f(x)).ToArray()' -Variable @{ f = $double }) -join ',' | Should -Be '2,4,6,8'
    }

    It 'comes by -ArgumentList' {
        cs 'var g = (Func<int, int>)Args[0]; await Task.Run(() => g(4))' -ArgumentList $double | Should -Be 8
    }

    It 'comes by Set-CSharpVariable' {
        Set-CSharpVariable kept $double
        cs 'await Task.Run(() => kept(5))' | Should -Be 10
    }

    It 'becomes an asynchronous function' {
        $async = [Func[int, Threading.Tasks.Task[int]]] { param($x) $x + 1 }
        cs 'await Task.Run(async () => await f(1))' -Variable @{ f = $async } | Should -Be 2
        cs 'await f(1)' -Variable @{ f = $async } | Should -Be 2
    }

    It 'may give a task itself' {
        $async = [Func[int, Threading.Tasks.Task[int]]] { param($x) [Threading.Tasks.Task]::FromResult($x) }
        cs 'await f(7)' -Variable @{ f = $async } | Should -Be 7
    }

    It 'becomes an action' {
        $log = [Collections.Generic.List[string]]::new()
        $add = [Action[string]] { param($s) $log.Add($s) }
        cs 'await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => add("t"))));' -Variable @{ add = $add }
        $log.Count | Should -Be 4
    }

    It 'is made from a script block by Shell.Callback' {
        cs 'Shell.Callback<Func<int, Task<string>>>((ScriptBlock)Args[0])(5)' -ArgumentList { param($x) "got $x" } | Should -Be 'got 5'
    }

    It 'throws into the caller' {
        $bad = [Func[int]] { throw 'oops' }
        { cs 'await Task.Run(() => bad())' -Variable @{ bad = $bad } } | Should -Throw 'oops'
    }

    It 'runs while Receive-Task waits' {
        $task = cs 'Task.Run(async () => { await Task.Delay(100); return f(3); })' -Variable @{ f = $double } -NoAwait
        await $task | Should -Be 6
    }

    It 'says so when there is no pipeline any more' {
        $task = cs 'Task.Run(async () => { await Task.Delay(30); return f(3); })' -Variable @{ f = $double } -NoAwait
        while (-not $task.IsCompleted) { Start-Sleep -Milliseconds 5 }
        { await $task } | Should -Throw -ExceptionType ([InvalidOperationException])
    }

    It 'says so where <Label> blocks the pipeline thread until it is called, instead of waiting for ever' -ForEach @(
        @{ Label = 'a cell'; Runner = 'ThreadPool'; Code = 'Task.Run(() => f(3)).Result' }
        @{ Label = 'a cell of another runner'; Runner = 'AsyncEx'; Code = 'await Task.Yield(); Task.Run(() => f(3)).Wait();' }
        @{ Label = 'a parallel loop'; Runner = 'ThreadPool'; Code = 'int main = Environment.CurrentManagedThreadId; using var other = new ManualResetEventSlim(); Parallel.For(0, 2, i => { if (Environment.CurrentManagedThreadId == main) { other.Wait(); } else { other.Set(); f(i); } });' }
        @{ Label = 'a cell that waits for an asynchronous function'; Runner = 'ThreadPool'; Code = 'Task.Run(() => g(3)).Result' }
    ) {
        $async = [Func[int, Threading.Tasks.Task[int]]] { param($x) $x }
        $failure = { cs $Code -Runner $Runner -Variable @{ f = $double; g = $async } -TimeoutSeconds 60 } | Should -Throw -PassThru
        "$($failure.Exception)" | Should -BeLike '*InvalidOperationException: The cell blocks the pipeline thread*'
    }

    It 'works in a fan-out of synchronous cells' {
        (1..4 | cs 'f(Input)' -Variable @{ f = $double } -ThrottleLimit 4 -KeepOrder) -join ',' | Should -Be '2,4,6,8'
    }

    It 'takes a handler off an event in a later cell, and gives PowerShell its own delegate back' {
        $calls = [Collections.Generic.List[object]]::new()
        $handler = [EventHandler] { $calls.Add($args[0]) }
        Invoke-CSharpCell 'class Source { public event EventHandler Changed; public void Change() => Changed?.Invoke(this, EventArgs.Empty); } var source = new Source(); source.Changed += handler;' -Variable handler
        Invoke-CSharpCell 'source.Change();'
        Invoke-CSharpCell 'source.Changed -= handler; source.Change();' -Variable handler
        $calls | Should -HaveCount 1
        [object]::ReferenceEquals((Invoke-CSharpCell 'handler' -Variable handler), $handler) | Should -BeTrue
        Invoke-CSharpCell 'one == other' -Variable @{ one = $handler; other = $handler } | Should -BeTrue
    }

    It 'are called from another thread where a script has given the delegate' {
        Invoke-CSharpCell 'var twice = (Func<int, int>)Shell.Invoke("[Func[int, int]] { param($n) $n * 2 }")[0].BaseObject; await Task.Run(() => twice(2))' | Should -Be 4
    }
}
