# Cells that fail, and must not take anything with them.
@(
    @{
        Kind = 'a cell does not compile'
        Run  = {
            $code = Select-One 'int broken = ;', 'undeclared + 1', 'int text = "a";', 'class {', 'return return;', 'foreach', '"', '}', 'await;', 'static int', 'goto nowhere;', '1 = 2;', 'using System IO;'
            Confirm-Failure $code CompilationFailed (Select-Session)
        }
    }
    @{
        Kind = 'a cell has many errors'
        Run  = {
            $failure = Confirm-Failure ('undeclared;' * 1500) CompilationFailed (Select-Session)
            Confirm-Equal $failure.Exception.Diagnostics.Count 3000 'the number of diagnostics'
            if ("$failure".Length -gt 200000) { throw "the message has $("$failure".Length) characters" }
        }
    }
    @{
        Kind = 'a cell throws'
        Run  = {
            $code = Select-One 'throw new FormatException("x");', 'object o = null; o.ToString()', 'int zero = 0; 1 / zero', 'async Task F() { await Task.Delay(1); throw new InvalidOperationException(); } await F();',
                'await Task.Run(() => throw new TimeoutException());', 'Task.FromException(new ArgumentException())', 'IEnumerable<int> G() { yield return 1; throw new IOException(); } G()',
                'async IAsyncEnumerable<int> G() { await Task.Yield(); yield return 1; throw new IOException(); } G()', 'Parallel.For(0, 4, i => throw new Exception("p"));', 'new int[1].Single(i => i > 0)', 'class E : Exception { } throw new E();'
            Confirm-Failure $code CellFailed (Select-Session)
        }
    }
    @{
        Kind = 'a cell throws after it has set variables'
        Run  = {
            $session = Select-Session
            $name = New-Name k
            Confirm-Failure "int $name = 5; await Task.Yield(); throw new Exception(""late"");" CellFailed $session
            $Soak.Sessions[$session].Variables[$name] = 5
        }
    }
    @{
        Kind = 'what is asked for is not there'
        Run  = {
            $nothing = New-Name X
            foreach ($case in @(
                    @{ Script = "Invoke-CSharpCell 1 -Session $nothing"; Id = 'SessionNotFound' }
                    @{ Script = "Remove-CSharpSession $nothing"; Id = 'SessionNotFound' }
                    @{ Script = "Get-CSharpVariable $nothing"; Id = 'VariableNotFound' }
                    @{ Script = "Set-AutoAwait $nothing"; Id = 'UnknownRunner' }
                    @{ Script = "Add-CSharpReference -Path ./$nothing.dll"; Id = 'ReferenceNotFound' }
                    @{ Script = "Invoke-CSharpCell '#r `"$nothing.dll`"'"; Id = 'ReferenceNotFound' }
                    @{ Script = "New-CSharpSession $(Select-Session)"; Id = 'SessionExists' }
                )) {
                $result = Invoke-TargetWhole $case.Script
                Confirm-ErrorId $result $case.Id $case.Script
            }
        }
    }
    @{
        Kind = 'AutoAwait is off'
        Run  = {
            $session = Select-Session
            Invoke-Target 'param($session) Set-AutoAwait Off -Session $session' $session
            Confirm-Failure 'await Task.Delay(1);' AutoAwaitOff $session
            Confirm-Equal (Invoke-Cell '6 * 7' $session) 42 'a cell without await'
            Invoke-Target 'param($session) Set-AutoAwait On -Session $session' $session
        }
    }
    @{
        Kind = 'an endless recursion'
        Run  = {
            $code = Select-One 'int F(int n) => F(n + 1) + 1; F(0)', 'Func<int, int> f = null; f = n => f(n + 1) + 1; f(0)', 'class C { public int P => P + 1; } new C().P', 'IEnumerable<int> F() { foreach (var x in F()) yield return x; } F().First()',
                'int F(int n) { try { return F(n + 1) + 1; } catch { throw; } } F(0)', 'int F(int n) => F(n + 1) + 1; await Task.Run(() => F(0))', 'record R { public R Self { get; set; } } var r = new R(); r.Self = r; r.ToString()',
                'Lazy<int> L() => new Lazy<int>(() => L().Value); L().Value', 'class C { public C() { Activator.CreateInstance<C>(); } } new C()'
            Add-Note $code
            $failure = Confirm-Failure $code CellFailed (Select-Session)
            Confirm-Equal $failure.Exception.GetType().Name InsufficientExecutionStackException $code
        }
    }
    @{
        Kind   = 'an endless recursion of async methods'
        Weight = 0.2
        Run    = {
            $failure = Confirm-Failure 'async Task<int> F(int n) => await F(n + 1) + 1; await F(0)' CellFailed (Select-Session)
            Confirm-Equal $failure.Exception.GetType().Name InsufficientExecutionStackException 'the exception'
        }
    }
    @{
        Kind   = 'a text that nests deep'
        Weight = 0.3
        Run    = {
            $depth = 500 + (Get-Chance 3000)
            Confirm-Equal (Invoke-Cell (('(' * $depth) + '1' + (')' * $depth)) (Select-Session)) 1 "$depth parentheses"
        }
    }
    @{
        Kind = 'an exception that nobody can catch'
        Run  = {
            $session = Select-Session
            $mark = New-Name lost
            $code = (Select-One 'new Thread(() => throw new InvalidOperationException("*")).Start();',
                'ThreadPool.QueueUserWorkItem(_ => throw new InvalidOperationException("*"));',
                'ThreadPool.UnsafeQueueUserWorkItem(_ => throw new InvalidOperationException("*"), null);',
                'var timer = new Timer(_ => throw new InvalidOperationException("*"), null, 1, -1);',
                'async void F() { await Task.Delay(1); throw new InvalidOperationException("*"); } F();',
                'async void F() { await Task.Delay(1).ConfigureAwait(false); throw new InvalidOperationException("*"); } F();',
                'class C { ~C() => throw new InvalidOperationException("*"); } void F() { new C(); } F(); F(); GC.Collect(); GC.WaitForPendingFinalizers();').Replace('*', $mark)
            Add-Note "$code in $session under $($Soak.Sessions[$session].Runner)"
            # Under a nursery it is the cell's own error. CellLoop runs what is left behind only while a cell waits.
            $first = Invoke-TargetWhole 'param($code, $session) cs $code -Session $session 3>&1' $code, $session
            Confirm-Soon "the next cell tells of '$code'" {
                $more = Invoke-TargetWhole 'param($session) [GC]::Collect(); cs "await Task.Yield();" -Session $session 3>&1' $session
                "$($first.Output) $($first.Errors) $($more.Output)" -like "*$mark*"
            }
        }
    }
    @{
        Kind = 'an assertion of a library that was built for debugging'
        Run  = {
            $session = Add-Session
            Invoke-TargetWhole 'param($code, $session) cs $code -Session $session' "#r ""$($Soak.Folder)/SoakSecond.dll""`nSoakSecond.Assert.That(false);", $session
            Confirm-Equal (Invoke-Cell '1 + 1' $session) 2 'a cell after the assertion'
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
            $Soak.Sessions.Remove($session)
        }
    }
)
