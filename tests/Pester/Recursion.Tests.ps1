BeforeDiscovery {
    $endless = @(
        @{ Kind = 'a local function'; Code = 'int F(int n) => F(n + 1) + 1; F(0)' }
        @{ Kind = 'two methods'; Code = 'int F(int n) => G(n + 1) + 1; int G(int n) => F(n) + 1; F(0)' }
        @{ Kind = 'a lambda'; Code = 'Func<int, int> f = null; f = n => f(n + 1) + 1; f(0)' }
        @{ Kind = 'a generic method whose type grows'; Code = 'int F<T>(int n) => F<T>(n + 1) + 1; F<string>(0)' }
        @{ Kind = 'a property'; Code = 'class C { public int P => P + 1; } new C().P' }
        @{ Kind = 'a constructor'; Code = 'class C { C other; public C() { other = new C(); } } new C()' }
        @{ Kind = 'a field initializer'; Code = 'class C { C other = new C(); } new C()' }
        @{ Kind = 'ToString of a record that holds itself'; Code = 'record R { public R Self { get; set; } } var r = new R(); r.Self = r; r.ToString()' }
        @{ Kind = 'an operator'; Code = 'struct S { public static int operator +(S a, S b) => (a + b) + 1; } new S() + new S()' }
        @{ Kind = 'an iterator'; Code = 'IEnumerable<int> F() { foreach (var x in F()) yield return x; } F().First()' }
        @{ Kind = 'LINQ'; Code = 'int F(int n) => new[] { n }.Select(x => F(x + 1)).First() + 1; F(0)' }
        @{ Kind = 'Equals by the framework'; Code = 'class C { public override bool Equals(object o) => EqualityComparer<object>.Default.Equals(this, new C()); public override int GetHashCode() => 0; } new C().Equals(new C())' }
        @{ Kind = 'a task'; Code = 'int F(int n) => F(n + 1) + 1; await Task.Run(() => F(0))' }
        @{ Kind = 'a thread with a small stack'; Code = 'int F(int n) => F(n + 1) + 1; Exception e = null; var t = new Thread(() => { try { F(0); } catch (Exception x) { e = x; } }, 256 * 1024); t.Start(); t.Join(); throw e;' }
        @{ Kind = 'threads with stacks of all sizes at once, one after the other on the same addresses'; Code = 'int F(int n) => F(n + 1) + 1; var caught = new System.Collections.Concurrent.ConcurrentBag<Exception>(); for (int round = 0; round < 4; round++) { var threads = Enumerable.Range(0, 12).Select(i => new Thread(() => { for (int k = 0; k < 3; k++) try { F(0); } catch (Exception x) { caught.Add(x); } }, (192 + 64 * ((i + round * 5) % 12)) * 1024)).ToList(); threads.ForEach(t => t.Start()); threads.ForEach(t => t.Join()); } if (caught.Count != 144) throw new Exception("lost"); throw caught.First(x => x is InsufficientExecutionStackException);' }
        @{ Kind = 'async methods'; Code = 'async Task<int> F(int n) => await F(n + 1) + 1; await F(0)' }
        @{ Kind = 'async methods on the pool'; Code = 'async Task<int> F(int n) => await F(n + 1) + 1; await Task.Run(() => F(0))' }
        @{ Kind = 'a catch-all that goes on'; Code = 'int F(int n) { try { return F(n + 1) + 1; } catch (NotSupportedException) { return F(n); } } F(0)' }
        @{ Kind = 'a handler at each level that throws it again'; Code = 'int F(int n) { try { return F(n + 1) + 1; } catch { throw; } } F(0)' }
        @{ Kind = 'a handler at each level that throws it anew'; Code = 'int F(int n) { try { return F(n + 1) + 1; } catch (Exception e) { throw e; } } F(0)' }
        @{ Kind = 'a handler at each level that recurses'; Code = 'int F(int n) { try { return F(n + 1) + 1; } catch (InsufficientExecutionStackException) { return F(n + 1); } } F(0)' }
        @{ Kind = 'an async iterator that goes through itself'; Code = 'IAsyncEnumerable<int> g = null; async IAsyncEnumerable<int> G() { await foreach (var x in g) yield return x; } g = G(); await foreach (var x in g) { }' }
        @{ Kind = 'reflection'; Code = 'class C { public static int F() => (int)typeof(C).GetMethod("F").Invoke(null, null) + 1; } C.F()' }
        @{ Kind = 'DynamicInvoke'; Code = 'Func<int> f = null; f = () => (int)f.DynamicInvoke() + 1; f()' }
        @{ Kind = 'CreateInstance'; Code = 'class C { public C() { Activator.CreateInstance<C>(); } } new C()' }
        @{ Kind = 'Lazy'; Code = 'Lazy<int> L() => new Lazy<int>(() => L().Value); L().Value' }
    )
    # What the library, or the cell, makes of the exception on its way.
    $wrapped = @(
        @{ Kind = 'a handler at each level that wraps it'; Type = [Exception]; Code = 'int F(int n) { try { return F(n + 1) + 1; } catch (Exception e) { throw new Exception("x", e); } } F(0)' }
        @{ Kind = 'a handler with a filter at each level'; Type = [Exception]; Code = 'int F(int n) { try { return F(n + 1) + 1; } catch (Exception e) when (n >= 0) { throw new Exception("x", e); } } F(0)' }
        @{ Kind = 'CompareTo in Sort'; Type = [InvalidOperationException]; Code = 'class C : IComparable { public int CompareTo(object o) { Array.Sort(new[] { new C(), new C() }); return 0; } } Array.Sort(new[] { new C(), new C() });' }
        @{ Kind = 'a comparison in List.Sort'; Type = [InvalidOperationException]; Code = 'Comparison<int> c = null; c = (a, b) => { new List<int> { 1, 2 }.Sort(c); return 0; }; new List<int> { 1, 2 }.Sort(c);' }
        @{ Kind = 'static initializers of a generic type that grows'; Type = [TypeInitializationException]; Code = 'class C<T> { public static int X = C<List<T>>.X + 1; } C<int>.X' }
        @{ Kind = 'the message of an exception'; Type = [Exception]; Code = 'class E : Exception { public override string Message => Message; } throw new E();' }
    )
    # The nesting of the text, not of the run.
    $deep = @(
        @{ Kind = '10,000 parentheses'; Code = ('(' * 10000) + '1' + (')' * 10000); Value = 1 }
        @{ Kind = 'a sum of 20,000 terms'; Code = [string]::Join('+', [string[]]::new(20000).ForEach{ '1' }); Value = 20000 }
        @{ Kind = '5,000 blocks'; Code = ('{' * 5000) + '}' * 5000; Value = $null }
        @{ Kind = '1,200 lambdas'; Code = 'Func<object> f = ' + ('() => (Func<object>)(' * 1200) + '() => 1' + (')' * 1200) + ';'; Value = $null }
        @{ Kind = '3,000 unclosed parentheses'; Code = '(' * 3000; Value = $null }
        @{ Kind = '3,000 generic arguments'; Code = 'List<' * 3000; Value = $null }
        @{ Kind = '10,000 array initializers'; Code = 'object[] a = ' + ('new object[] {' * 10000) + '1' + ('}' * 10000) + ';'; Value = $null }
        @{ Kind = '2,000 array initializers'; Code = 'object[] b = ' + ('new object[] {' * 2000) + '1' + ('}' * 2000) + '; b.Length'; Value = 1 }
        @{ Kind = 'an array type of 10,000 ranks'; Code = 'int' + ('[]' * 10000) + ' a = null;'; Value = $null }
        @{ Kind = 'an array type of 200 ranks'; Code = 'int' + ('[]' * 200) + ' c = null; 7'; Value = 7 }
        @{ Kind = '3,000 calls in a chain'; Code = '"a"' + ('.Trim()' * 3000); Value = 'a' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Endless recursion' {
    It 'of <Kind> is an error, and the session lives' -ForEach $endless {
        $null = Invoke-CSharpCell 'int keep = 42;'

        $failure = { Invoke-CSharpCell $Code } | Should -Throw -PassThru

        $failure.Exception | Should -BeOfType ([InsufficientExecutionStackException])
        $failure.FullyQualifiedErrorId | Should -BeLike 'CellFailed,*'
        Invoke-CSharpCell 'keep' | Should -Be 42
        Reset-CSharpSession
    }

    It 'of <Kind> is an error, whatever becomes of the exception' -ForEach $wrapped {
        $null = Invoke-CSharpCell 'int keep = 42;'

        # Should -Throw and -BeOfType make a text of the exception, which of one of these cannot be done.
        $failure = try { Invoke-CSharpCell $Code } catch { $_ }

        $failure.Exception -is $Type | Should -BeTrue
        $failure.FullyQualifiedErrorId | Should -BeLike 'CellFailed,*'
        $failure.ErrorDetails.Message | Should -Not -BeNullOrEmpty
        Invoke-CSharpCell 'keep' | Should -Be 42
        Reset-CSharpSession
    }

    It 'can be caught where it began, on any thread' {
        $code = 'int F(int n) => F(n + 1) + 1; string Try() { try { F(0); return "no"; } catch (InsufficientExecutionStackException) { return "caught"; } }'
        Invoke-CSharpCell $code
        Invoke-CSharpCell 'Try()' | Should -Be 'caught'
        Invoke-CSharpCell 'await Task.Run(Try)' | Should -Be 'caught'
        Invoke-CSharpCell 'string s = null; var t = new Thread(() => s = Try(), 256 * 1024); t.Start(); t.Join(); s' | Should -Be 'caught'
    }

    It 'in a handler that returns a value ends there' {
        Invoke-CSharpCell 'int F(int n) { try { return F(n + 1); } catch (InsufficientExecutionStackException) { return n; } } F(0) > 1000' | Should -BeTrue
    }

    It 'is measured from where the cell begins, however deep that is' {
        function Invoke-Deep($Depth) { if ($Depth -eq 0) { Invoke-CSharpCell 'async Task<int> A() { await Task.Yield(); return 42; } await A()' } else { Invoke-Deep ($Depth - 1) } }
        Invoke-Deep 400 | Should -Be 42
    }

    # The threads of PowerShell's own runspaces have ten megabytes, more than a recursion gets. No code of a cell was on this one before.
    It 'is an error in a runspace that uses a thread of its host, with a stack of <_> KB' -ForEach 384, 1536 {
        $child = Invoke-ChildShell @"
            Add-Type @'
                using System.Management.Automation;
                using System.Management.Automation.Runspaces;
                using System.Threading;

                public static class Host
                {
                    public static string Run(string script, int bytes)
                    {
                        string said = null;
                        Thread thread = new(() =>
                        {
                            using Runspace runspace = RunspaceFactory.CreateRunspace();
                            runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
                            runspace.Open();
                            using PowerShell shell = PowerShell.Create(runspace);
                            said = string.Join(' ', shell.AddScript(script).Invoke());
                        }, bytes);
                        thread.Start();
                        thread.Join();
                        return said;
                    }
                }
'@
            [Host]::Run({
                $(Get-ImportText)
                Invoke-CSharpCell 'int F(int n) => F(n + 1) + 1; F(0)' -ErrorAction SilentlyContinue
                `$Error[0].Exception.GetType().Name
                Invoke-CSharpCell 'async Task<int> G(int n) => await G(n + 1) + 1; await G(0)' -ErrorAction SilentlyContinue
                `$Error[0].Exception.GetType().Name
                Invoke-CSharpCell '1 + 1'
            }, $_ * 1024)
"@
        $child.Output.Trim() | Should -Be 'InsufficientExecutionStackException InsufficientExecutionStackException 2'
        $child.ExitCode | Should -Be 0
    }

    It 'names the line' {
        $failure = { Invoke-CSharpCell "int F(int n)`n{`n    return F(n + 1) + 1;`n}`nF(0)" } | Should -Throw -PassThru

        $failure.ErrorDetails.Message | Should -Match 'Cell\[\d+\]:line [23]'
    }

    It 'leaves a trace that can be read, and no megabytes in $Error' {
        $failure = { Invoke-CSharpCell "int F(int n) => F(n + 1) + 1;`nF(0)" } | Should -Throw -PassThru

        $failure.Exception.StackTrace.Length | Should -BeLessThan 30000
        $failure.Exception.StackTrace | Should -Match 'frames of the recursion'
        $failure.Exception.StackTrace | Should -Match 'Cell\[\d+\]:line 2'
        [Diagnostics.StackTrace]::new($failure.Exception).FrameCount | Should -Be 0
    }

    It 'of async methods comes to its end within seconds' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        { Invoke-CSharpCell 'async Task<int> F(int n) => await F(n + 1) + 1; await F(0)' } | Should -Throw -ExceptionType ([InsufficientExecutionStackException])
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 15
    }

    It 'a deep one of async methods that ends is none' {
        Invoke-CSharpCell 'async Task<int> Depth(int n) => n == 0 ? 0 : await Depth(n - 1) + 1; await Depth(1500)' | Should -Be 1500
    }

    It 'a deep one that ends is none, through a library that throws again neither' {
        Invoke-CSharpCell 'var memo = new Lazy<int>[300]; for (int i = 0; i < 300; i++) { int n = i; memo[n] = new Lazy<int>(() => n == 0 ? 0 : memo[n - 1].Value + 1); } memo[299].Value' | Should -Be 299
    }

    It 'a deep one that ends is none, with calls that have returned at each level' {
        Invoke-CSharpCell 'int Depth(int n) { Activator.CreateInstance<List<int>>().Sort(); var l = new Lazy<int>(() => 1).Value; return n == 0 ? 0 : Depth(n - 1) + l; } Depth(3000)' | Should -Be 3000
    }

    It 'a deep one that ends is none' {
        Invoke-CSharpCell 'int Depth(int n) => n == 0 ? 0 : Depth(n - 1) + 1; Depth(5000)' | Should -Be 5000
    }
}

Describe 'Deep nesting in the text' {
    It 'of a cell that declares something leaves a session that compiles' {
        $session = New-CSharpSession
        try {
            Invoke-CSharpCell ('int a = 1; var deep = ' + ('a == 0 ? 1 : ' * 9900) + '2;') -Session $session
            Invoke-CSharpCell 'a + deep' -Session $session | Should -Be 3
            Invoke-CSharpCell 'await Task.Delay(1); var later = deep * 2; later' -Session $session | Should -Be 4
            (Test-CSharpCell 'later' -Session $session).IsValid | Should -BeTrue
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'of <Kind> works or does not compile' -ForEach $deep {
        try {
            $result = Invoke-CSharpCell $Code
            if ($null -ne $Value) { $result | Should -Be $Value }
        }
        catch {
            $_.FullyQualifiedErrorId | Should -BeLike 'CompilationFailed,*'
        }

        Invoke-CSharpCell '1 + 1' | Should -Be 2
    }
}
