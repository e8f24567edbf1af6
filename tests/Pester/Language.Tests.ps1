BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'The whole language at top level' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context 'the whole of C#' {
        It 'takes using var, disposed at the end of the cell' {
            $log = [Collections.Generic.List[string]]::new()
            Invoke-CSharpCell 'class D : IDisposable { public List<string> L; public void Dispose() => L.Add("disposed"); }'
            Invoke-CSharpCell 'using var d = new D { L = log }; log.Add("body"); d.L.Count' -Variable log | Should -Be 1
            $log -join ',' | Should -BeExactly 'body,disposed'
        }

        It 'takes await using var' {
            $log = [Collections.Generic.List[string]]::new()
            Invoke-CSharpCell 'class D : IAsyncDisposable { public List<string> L; public async ValueTask DisposeAsync() { await Task.Delay(1); L.Add("disposed"); } }'
            Invoke-CSharpCell 'await using var d = new D { L = log }; log.Add("body");' -Variable log
            $log -join ',' | Should -BeExactly 'body,disposed'
        }

        It 'takes await foreach' {
            Invoke-CSharpCell 'async IAsyncEnumerable<int> F() { await Task.Yield(); yield return 1; yield return 2; } int sum = 0; await foreach (var i in F()) sum += i; sum' | Should -Be 3
        }

        It 'takes patterns, collection expressions, raw strings and records' {
            Invoke-CSharpCell 'int[] a = [1, 2, 3]; a is [1, .., var last] ? last : 0' | Should -Be 3
            Invoke-CSharpCell 'record Point(int X, int Y); var p = new Point(1, 2); (p with { Y = 5 }).Y' | Should -Be 5
            Invoke-CSharpCell '"""a "quoted" word"""' | Should -BeExactly 'a "quoted" word'
        }

        It 'takes dynamic' {
            Invoke-CSharpCell 'dynamic d = "abc"; d.Length' | Should -Be 3
        }

        It 'takes linq queries' {
            Invoke-CSharpCell 'from i in Enumerable.Range(1, 5) where i % 2 == 1 select i * 10' | Should -Be 10, 30, 50
        }

        It 'imports <_>' -ForEach @(
            'System', 'System.IO', 'System.Linq', 'System.Collections.Generic', 'System.Net.Http', 'System.Threading',
            'System.Threading.Tasks', 'System.Management.Automation', 'AsyncCSharp'
        ) {
            $type = @{
                'System' = 'Uri'; 'System.IO' = 'Path'; 'System.Linq' = 'Enumerable'; 'System.Collections.Generic' = 'List<int>'
                'System.Net.Http' = 'HttpClient'; 'System.Threading' = 'Thread'; 'System.Threading.Tasks' = 'Task'
                'System.Management.Automation' = 'PSObject'; 'AsyncCSharp' = 'ICellRunner'
            }[$_]
            (Invoke-CSharpCell "typeof($type)").Namespace | Should -BeExactly $_
        }
    }

    Context 'await (x)' {
        It 'awaits in <_>' -ForEach @(
            'await (Task.FromResult(7))'
            'var t = Task.FromResult(7); await (t)'
            'var v = await (Task.FromResult(6)) + 1; v'
            'if (await (Task.FromResult(true))) { return 7; } return 0;'
            'await (Task<int>)Task.FromResult(7)'
            'await (Task.FromResult(7)).ConfigureAwait(false)'
            'int F(int n) => n; F(await (Task.FromResult(7)))'
        ) {
            Invoke-CSharpCell $_ | Should -Be 7
        }

        It 'is async for the detector' {
            (Test-CSharpCell 'var t = Task.CompletedTask; await (t);').IsAsync | Should -BeTrue
        }
    }

    Context 'using var' {
        It 'disposes at the end of the cell, in reverse order, and keeps the variables' {
            Invoke-CSharpCell 'var log = new List<string>(); sealed class D(string name, List<string> log) : IDisposable { public void Dispose() => log.Add(name); }'
            Invoke-CSharpCell 'using var a = new D("a", log); using D b = new D("b", log), c = new D("c", log); log.Count' | Should -Be 0
            Invoke-CSharpCell 'string.Join(" ", log)' | Should -Be 'c b a'
            Invoke-CSharpCell 'a is not null && b != c' | Should -BeTrue
        }

        It 'disposes after the value has been streamed' {
            Invoke-CSharpCell 'var log = new List<string>(); sealed class D(List<string> log) : IDisposable { public void Dispose() => log.Add("disposed"); }'
            Invoke-CSharpCell 'using var a = new D(log); IEnumerable<int> F() { yield return log.Count; yield return log.Count; } F()' | Should -Be 0, 0
            Invoke-CSharpCell 'log.Single()' | Should -Be 'disposed'
        }

        It 'disposes when the cell throws' {
            Invoke-CSharpCell 'var log = new List<string>(); sealed class D(List<string> log) : IDisposable { public void Dispose() => log.Add("disposed"); }'
            { Invoke-CSharpCell 'using var a = new D(log); throw new InvalidOperationException("mine");' } | Should -Throw 'mine'
            Invoke-CSharpCell 'log.Single()' | Should -Be 'disposed'
        }

        It 'takes null' {
            Invoke-CSharpCell 'using MemoryStream m = null; m is null' | Should -BeTrue
        }

        It 'awaits the disposal of await using var' {
            Invoke-CSharpCell 'var log = new List<string>(); sealed class D(List<string> log) : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Delay(1); log.Add("disposed"); } }'
            Invoke-CSharpCell 'await using var a = new D(log); log.Count' | Should -Be 0
            Invoke-CSharpCell 'log.Single()' | Should -Be 'disposed'
        }

        It 'keeps the lines and columns of diagnostics' {
            $failure = { Invoke-CSharpCell "using var m = new MemoryStream();`n  m.Foo();" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $diagnostic = $failure.Exception.Diagnostics[0]
            "$($diagnostic.Id) $($diagnostic.Line) $($diagnostic.Column) $($diagnostic.Length)" | Should -Be 'CS1061 2 5 3'
            $failure = { Invoke-CSharpCell 'using var m = new MemoryStream(); int x = "a";' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $failure.Exception.Diagnostics[0].SourceLine | Should -Be 'using var m = new MemoryStream(); int x = "a";'
        }
    }

    Context 'namespaces and extensions' {
        It 'declares a namespace for this cell and the next' {
            Invoke-CSharpCell "namespace N.Inner { public class C { public int V => 5; } class Hidden { public int W => 6; } }`nnew N.Inner.C().V" | Should -Be 5
            Invoke-CSharpCell 'new N.Inner.Hidden().W' | Should -Be 6
            Invoke-CSharpCell "using N.Inner;`nnew C().V" | Should -Be 5
        }

        It 'redefines what a namespace has' {
            Invoke-CSharpCell 'namespace N { class C { public int V => 1; } }'
            Invoke-CSharpCell 'var old = new N.C(); int between = 1;'
            Invoke-CSharpCell 'namespace N { class C { public int V => 2; } }'
            Invoke-CSharpCell 'new N.C().V' | Should -Be 2
            Invoke-CSharpCell 'int after = new N.C().V; after' | Should -Be 2
        }

        It 'means the newest of what was redefined from other namespaces, too' {
            foreach ($n in 1..8) {
                Invoke-CSharpCell "namespace S$n { class C { public int V = 1; } } int x = 1;"
                Invoke-CSharpCell "namespace S$n { class C { public int V = 2; } class D { public static int F(C c) => c.V; } } int y = 1;"
                Invoke-CSharpCell "namespace M$n { class E { public S$n.C V = new(); } } S$n.D.F(new M$n.E().V)" | Should -Be 2
            }
        }

        It 'declares extension methods' {
            Invoke-CSharpCell "static class Ext { public static int Twice(this int x) => x * 2; }`n3.Twice()" | Should -Be 6
            Invoke-CSharpCell '4.Twice()' | Should -Be 8
            Invoke-CSharpCell 'static class Ext { public static int Twice(this int x) => x * 20; }'
            Invoke-CSharpCell '4.Twice()' | Should -Be 80
        }

        It 'declares extension blocks' {
            Invoke-CSharpCell "static class Ext { extension(int x) { public int Thrice => x * 3; } }`n4.Thrice" | Should -Be 12
        }

        It 'sees the usings of earlier cells' {
            Invoke-CSharpCell 'using System.Globalization;'
            Invoke-CSharpCell "namespace N { class C { public CultureInfo B = CultureInfo.InvariantCulture; } }`nnew N.C().B.Name.Length" | Should -Be 0
        }

        It 'reports errors at their places' {
            $failure = { Invoke-CSharpCell "int a = 1;`nnamespace N {`n    class C { int F() => `"x`"; }`n}" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $diagnostic = $failure.Exception.Diagnostics[0]
            "$($diagnostic.Id) $($diagnostic.Line) $($diagnostic.Column)" | Should -Be 'CS0029 3 26'
        }
    }

    Context 'Span<T>' {
        It 'is a local of the cell: <_>' -ForEach @(
            'Span<int> s = stackalloc int[3]; s[1] = 7; s[1]'
            "ReadOnlySpan<char> s = `"1234567`";`ns.Length"
            "int Sum() { Span<int> s = stackalloc int[2]; s.Fill(3); int t = 1; foreach (int v in s) t += v; return t; }`nSum()"
            "int n = 7;`nSpan<int> s = [n];`ns[0]"
        ) {
            Invoke-CSharpCell $_ | Should -Be 7
        }

        It 'keeps the variables before it' {
            $null = Invoke-CSharpCell 'int before = 3; Span<int> s = stackalloc int[before]; s.Length'
            Invoke-CSharpCell 'before' | Should -Be 3
        }
    }

    Context 'with, at the end of a cell' {
        BeforeEach {
            Invoke-CSharpCell 'record R(int X, int Y) { public R Next; } struct P { public int X; } R r = new(1, 2); P p = default; var a = new { X = 1 }; (int X, int Y) t = (1, 2); R[] rs = [r]; var task = Task.FromResult(r); r.Next = r;' -WarningAction SilentlyContinue
        }

        It 'is the value of <_>' -ForEach @(
            'r with { X = 7 }'
            '(r with { X = 7 })'
            'p with { X = 7 }'
            'a with { X = 7 }'
            't with { X = 7 }'
            'r.Next with { X = 7 }'
            'r with { X = 5 } with { X = 7 }'
            'r with { } with { X = 7 }'
            'rs[0] with { X = 7 }'
            'r with { X = 7 } // a comment'
            "r with`n{`n    X = 7,`n    Y = 3,`n}"
            "r with { X = 7 }`n"
            'r with { X = rs.Select(i => i.X).Sum() + 6 }'
            'r with { X = (await task).X + 6 }'
            'r with { X = await (Task.FromResult(7)) }'
            'var seven = 7; r with { X = seven }'
            'R F() { return r; } r with { X = 7 }'
            'if (r.X == 1) { } r with { X = 7 }'
            'class C { } r with { X = 7 }'
            'await Task.Yield(); r with { X = 7 }'
            'using var m = new MemoryStream(); r with { X = 7 }'
            'namespace N { class C { } } r with { X = 7 }'
            'static class E { public static int Two(this int i) => 2; } r with { X = 5.Two() + 5 }'
            'Span<int> s = stackalloc int[7]; r with { X = s.Length }'
            "using System.Text;`nr with { X = 7 }"
            "#r `"System.Xml`"`nr with { X = 7 }"
            'await task with { X = 7 }'
        ) {
            (Invoke-CSharpCell $_).X | Should -Be 7
            (Test-CSharpCell $_).IsComplete | Should -BeTrue
        }

        It 'is the same in <Code>' -ForEach @(
            @{ Code = 'r with { X = 7 } == r'; Value = $false }
            @{ Code = 'r with { } == r'; Value = $true }
            @{ Code = 'r with { X = 7 } is { X: 7 } and not null'; Value = $true }
            @{ Code = 'r with { }'; Value = 'R { X = 1, Y = 2 }' }
        ) {
            Invoke-CSharpCell 'record R(int X, int Y); var r = new R(1, 2);'
            "$(Invoke-CSharpCell $Code)" | Should -Be "$Value"
        }

        It 'is no statement: <Code>' -ForEach @(
            @{ Code = 'r with { X = 7 };'; Column = 1 }
            @{ Code = 'var x = 1; r with { X = 7 };'; Column = 12 }
        ) {
            $failure = { Invoke-CSharpCell $Code } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike "*(1,$Column): error CS0201*"
        }

        It 'has errors at their places' {
            $failure = { Invoke-CSharpCell "int one = 1;`nr with { X = 7, Z = 8 }" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike '*(2,17): error CS0117*'
        }

        It 'goes on in the next line' {
            (Test-CSharpCell 'r with {').IsComplete | Should -BeFalse
            (Test-CSharpCell 'r with { X = 7,').IsComplete | Should -BeFalse
        }
    }

    It 'gives the compiler''s own error for what has no type by itself: <Code>' -ForEach @(
        @{ Code = '[.. new[] { 1 }, 2]'; Id = 'CS9176' }
        @{ Code = 'static x => x'; Id = 'CS8917' }
    ) {
        $failure = { Invoke-CSharpCell $Code } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
        $failure.Exception.Diagnostics.Id | Should -Be $Id
    }

    Context 'completeness' {
        It '<Text> is complete: <Complete>' -ForEach @(
            @{ Text = 'using var a = b;'; Complete = $true }
            @{ Text = 'await using var a = b;'; Complete = $true }
            @{ Text = '"""'; Complete = $false }
            @{ Text = '$"""a'; Complete = $false }
            @{ Text = 'await'; Complete = $false }
            @{ Text = 'var x = await T(1)'; Complete = $true }
            @{ Text = 'var x ='; Complete = $false }
            @{ Text = 'await foreach (var x in y) {'; Complete = $false }
            @{ Text = '/* and so on'; Complete = $false }
            @{ Text = '#if true'; Complete = $false }
            @{ Text = '"not ended'; Complete = $true }
            @{ Text = '1 + 1'; Complete = $true }
            @{ Text = 'namespace N {'; Complete = $false }
        ) {
            (Test-CSharpCell $Text).IsComplete | Should -Be $Complete
        }
    }

    It 'names the line in stack traces of <_>' -ForEach @(
        "using var m = new MemoryStream();`nthrow new InvalidOperationException(`"x`");"
        "var t = Task.CompletedTask; await (t);`nthrow new InvalidOperationException(`"x`");"
        "namespace N { static class C {`n public static void F() => throw new InvalidOperationException(`"x`"); } }`nN.C.F();"
        "Span<int> s = stackalloc int[1];`nif (s.Length == 1) throw new InvalidOperationException(`"x`");"
    ) {
        $failure = { Invoke-CSharpCell $_ } | Should -Throw 'x' -ErrorId 'CellFailed,*' -PassThru
        $failure.Exception.StackTrace | Should -Match 'Cell\[1\]:line 2'
    }
}
