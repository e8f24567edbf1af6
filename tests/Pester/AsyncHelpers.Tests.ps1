# Every case of IPython's tests/test_async_helpers.py, in C#.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Reset-CSharpSession
    Set-AutoAwait EventLoop
    Invoke-CSharpCell @'
Task<int> foo() => Task.FromResult(1);
async IAsyncEnumerable<int> items() { await Task.Yield(); yield return 1; yield return 2; }
class Thing : IAsyncDisposable, IDisposable { public ValueTask DisposeAsync() => default; public void Dispose() { } }
Task<int> t = foo();
'@
}

AfterAll {
    Reset-CSharpSession
    Set-AutoAwait EventLoop
}

Describe 'should_be_async' {
    It 'is true for <Code>' -ForEach @(
        @{ Code = 'await t' }
        @{ Code = 'await foo()' }
        @{ Code = 'await foo();' }
        @{ Code = 'var x = await t;' }
        @{ Code = 'int x = 1 + await t;' }
        @{ Code = 'await foreach (var i in items()) { }' }
        @{ Code = 'await using (new Thing()) { }' }
        @{ Code = 'await using var thing = new Thing();' }
        @{ Code = 'if (true) { await t; }' }
        @{ Code = 'if (await t == 1) { }' }
        @{ Code = 'if (false) { } else { await t; }' }
        @{ Code = 'while (true) { await t; break; }' }
        @{ Code = 'while (await t == 0) { }' }
        @{ Code = 'for (int i = 0; i < 1; i++) { await t; }' }
        @{ Code = 'foreach (var i in new[] { 1 }) { await t; }' }
        @{ Code = 'do { await t; } while (false);' }
        @{ Code = 'switch (await t) { default: break; }' }
        @{ Code = 'switch (1) { default: await t; break; }' }
        @{ Code = 'try { await t; } catch { }' }
        @{ Code = 'try { } catch { await t; }' }
        @{ Code = 'try { } finally { await t; }' }
        @{ Code = 'using (new Thing()) { await t; }' }
        @{ Code = '{ await t; }' }
        @{ Code = 'if (true) while (true) { for (;;) { if (true) while (true) { await t; break; } break; } break; }' }
        @{ Code = '$"{await t}"' }
        @{ Code = 'from i in await Task.FromResult(new[] { 1 }) select i' }
        @{ Code = 'Math.Abs(await t)' }
        @{ Code = 'await await Task.FromResult(t)' }
        @{ Code = 'await (t)' }
        @{ Code = 'var x = await (t);' }
        @{ Code = 'return await foo();' }
        @{ Code = '(await t)' }
        @{ Code = 'await Task.Yield();' }
        @{ Code = 'await new ValueTask<int>(1)' }
    ) {
        $test = Test-CSharpCell $Code
        "$($test.Diagnostics | Where-Object Severity -eq Error)" | Should -BeNullOrEmpty
        $test.IsAsync | Should -BeTrue
    }

    It 'is false for <Code>' -ForEach @(
        @{ Code = 'false' }
        @{ Code = '5' }
        @{ Code = 'async Task<int> f() { return await foo(); }' }
        @{ Code = 'Func<Task<int>> f = async () => await foo();' }
        @{ Code = 'Func<Task<int>> f = async delegate { return await foo(); };' }
        @{ Code = 'class C { async Task<int> M(Task<int> t) => await t; }' }
        @{ Code = '{ async Task<int> local() => await foo(); }' }
        @{ Code = '"await x"' }
        @{ Code = '@"await x"' }
        @{ Code = '"""await x"""' }
        @{ Code = '// await x' }
        @{ Code = '/* await x */ 5' }
        @{ Code = "#if false`nawait x;`n#endif" }
        @{ Code = 'int await = 1;' }
        @{ Code = 'nameof(Task)' }
        @{ Code = 'return foo();' }
        @{ Code = 'foo()' }
        @{ Code = '"\ud800"' }
        @{ Code = '' }
        @{ Code = '   ' }
    ) {
        (Test-CSharpCell $Code).IsAsync | Should -BeFalse
    }

    It 'is false for invalid text: <Code>' -ForEach @(
        @{ Code = 'await' }
        @{ Code = 'await t +' }
        @{ Code = 'await 5' }
        @{ Code = 'await nothing' }
        @{ Code = 'this is no code; await t' }
    ) {
        $test = Test-CSharpCell $Code
        $test.IsValid | Should -BeFalse
        $test.IsAsync | Should -BeFalse
    }

    It 'takes a lone surrogate for what it is' {
        { Test-CSharpCell "`"$([char]0xD800)`"; await t" } | Should -Not -Throw
    }
}

Describe 'Top-level shells' {
    It 'runs await in <Label>' -ForEach @(
        @{ Label = 'basic'; Shell = '{0};' }
        @{ Label = 'if'; Shell = 'if (true) {{ {0}; }}' }
        @{ Label = 'while'; Shell = 'while (true) {{ {0}; break; }}' }
        @{ Label = 'try'; Shell = 'try {{ {0}; }} catch {{ throw; }}' }
        @{ Label = 'except'; Shell = 'try {{ throw new Exception(); }} catch (Exception) {{ {0}; }}' }
        @{ Label = 'finally'; Shell = 'try {{ }} finally {{ {0}; }}' }
        @{ Label = 'for'; Shell = 'for (int i = 0; i < 1; i++) {{ {0}; }}' }
        @{ Label = 'nested'; Shell = 'if (true) {{ while (true) {{ {0}; break; }} }}' }
        @{ Label = 'deep-nested'; Shell = 'if (true) {{ while (true) {{ for (;;) {{ if (true) {{ while (true) {{ for (;;) {{ {0}; break; }} break; }} }} break; }} break; }} }}' }
        @{ Label = 'using'; Shell = 'using (new Thing()) {{ {0}; }}' }
        @{ Label = 'switch'; Shell = 'switch (1) {{ case 1: {0}; break; }}' }
        @{ Label = 'catch when'; Shell = 'try {{ throw new Exception(); }} catch (Exception e) when (e is not null) {{ {0}; }}' }
    ) {
        Invoke-CSharpCell ('int got = 0; ' + ($Shell -f 'got = await foo()') + ' got') | Should -Be 1
    }

    It 'runs return in <Label>' -ForEach @(
        @{ Label = 'basic'; Shell = '{0};' }
        @{ Label = 'if'; Shell = 'if (true) {{ {0}; }}' }
        @{ Label = 'while'; Shell = 'while (true) {{ {0}; }}' }
        @{ Label = 'try'; Shell = 'try {{ {0}; }} finally {{ }}' }
        @{ Label = 'catch'; Shell = 'try {{ throw new Exception(); }} catch {{ {0}; }}' }
        @{ Label = 'for'; Shell = 'for (;;) {{ {0}; }}' }
        @{ Label = 'after an await'; Shell = 'await foo(); {0};' }
    ) {
        Invoke-CSharpCell ($Shell -f 'return 5') | Should -Be 5
    }

    It 'has no await in a lock' {
        $test = Test-CSharpCell 'lock (t) { await t; }'
        $test.IsValid | Should -BeFalse
        $test.Diagnostics.Id | Should -Contain 'CS1996'
    }
}

Describe 'Errors of syntax' {
    It 'has no <Label>' -ForEach @(
        @{ Label = 'await in a class body'; Code = 'class C { int x = await Task.FromResult(1); }' }
        @{ Label = 'await in a nested class body'; Code = 'class C { class D { int x = await Task.FromResult(1); } }' }
        @{ Label = 'yield at top level'; Code = 'yield return 1;' }
        @{ Label = 'yield in a top-level if'; Code = 'if (true) { yield return 1; }' }
        @{ Label = 'await in a sync local function'; Code = '{ int f() { return await Task.FromResult(1); } f(); }' }
        @{ Label = 'await in a sync method'; Code = 'int f() { return await Task.FromResult(1); }' }
        @{ Label = 'await in a sync lambda'; Code = 'Func<int> f = () => await Task.FromResult(1);' }
        @{ Label = 'return in a class body'; Code = 'class C { return 1; }' }
    ) {
        $e = { Invoke-CSharpCell $Code } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ParserError'
    }

    It 'has no error for <Label> in a function' -ForEach @(
        @{ Label = 'return'; Code = 'int f() { return 5; } f()' }
        @{ Label = 'yield'; Code = 'IEnumerable<int> f() { yield return 5; } f()' }
        @{ Label = 'await'; Code = 'async Task<int> f() { return await Task.FromResult(5); } f()' }
        @{ Label = 'await in a method of a class'; Code = 'class C { public async Task<int> M() => await Task.FromResult(5); } new C().M()' }
        @{ Label = 'await in an async lambda'; Code = 'Func<Task<int>> f = async () => await Task.FromResult(5); f()' }
        @{ Label = 'await in a closure'; Code = 'int n = 5; Func<Task<int>> f = async () => { await Task.Yield(); return n; }; f()' }
        @{ Label = 'yield in an async iterator'; Code = 'async IAsyncEnumerable<int> f() { await Task.Yield(); yield return 5; } f()' }
    ) {
        Invoke-CSharpCell $Code | Should -Be 5
    }
}

Describe 'nonlocal' {
    It 'a function of a later cell changes a variable of an earlier one' {
        Invoke-CSharpCell 'int counter = 1;'
        Invoke-CSharpCell 'void bump() { counter++; } bump(); bump();'
        Invoke-CSharpCell 'await Task.Yield(); bump(); counter' | Should -Be 4
    }

    It 'a closure keeps its variable across an await' {
        Invoke-CSharpCell 'int n = 1; Action more = () => n++; await Task.Yield(); more(); n' | Should -Be 2
    }
}

Describe 'Running' {
    It 'executes an await without output and without an error' {
        Invoke-CSharpCell 'await Task.Delay(1);' | Should -BeNullOrEmpty
    }

    It 'awaits again after AutoAwait was off' {
        Set-AutoAwait False
        { Invoke-CSharpCell 'await Task.Delay(1);' } | Should -Throw -ErrorId 'AutoAwaitOff,*'
        Set-AutoAwait True
        Invoke-CSharpCell 'await Task.FromResult(3)' | Should -Be 3
    }

    It 'takes 200 parentheses' {
        Invoke-CSharpCell ('(' * 200 + '1' + ')' * 200) | Should -Be 1
        Invoke-CSharpCell ('(' * 200 + 'await foo()' + ')' * 200) | Should -Be 1
        (Test-CSharpCell ('{' * 200 + 'await foo();' + '}' * 200)).IsAsync | Should -BeTrue
    }

    It 'is alive after 3,000 parentheses' {
        try { $null = Test-CSharpCell ('(' * 3000 + '1' + ')' * 3000) } catch { $null = $_ }
        Invoke-CSharpCell '1' | Should -Be 1
    }

    It 'can choose <_>' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx' {
        Set-AutoAwait $_
        "$(Get-AutoAwait)" | Should -BeExactly "AutoAwait is ``On``, and set to use ``$_``"
        Invoke-CSharpCell 'await Task.Delay(1); 4' | Should -Be 4
        Set-AutoAwait EventLoop
    }

    It 'gives a clear error for code that wants a loop, under <_>' -ForEach 'ThreadPool', 'Sync' {
        $e = { Invoke-CSharpCell -Runner $_ 'await Task.Factory.StartNew(() => 1, default, default, TaskScheduler.FromCurrentSynchronizationContext());' } |
            Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
        Invoke-CSharpCell -Runner EventLoop 'await Task.Factory.StartNew(() => 1, default, default, TaskScheduler.FromCurrentSynchronizationContext())' | Should -Be 1
    }

    It 'gives a clear error for code that waits, under Sync' {
        { Invoke-CSharpCell -Runner Sync 'await Task.Delay(50);' } | Should -Throw -ErrorId 'CellSuspended,*'
        Invoke-CSharpCell 'await foo()' | Should -Be 1
    }

    It 'keeps what a cell gives after an await (test_run_cell_await)' {
        Invoke-CSharpCell 'await Task.Delay(1); 10' | Should -Be 10
    }
}
