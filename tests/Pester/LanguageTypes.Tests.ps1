BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Types and members at top level' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context 'types of the cell beside it' {
        It 'sees them: <_>' -ForEach @(
            'record Item(int A); static class X { public static int Plus(this Item i) => i.A + 4; } new Item(3).Plus()'
            'static class X { public static int Plus(this Item i) => i.A + 4; } record Item(int A); new Item(3).Plus()'
            'record struct Item(int A); static class X { extension(Item i) { public int More => i.A + 4; } } new Item(3).More'
            'record Item(int A); namespace N { class C { public Item I = new(7); } } new N.C().I.A'
            'namespace N { class C { public Item I = new(7); } } record Item(int A) { public N.C Other; } new N.C().I.A'
            'enum E { A = 6, B } static class X { public static int N(this E e) => (int)e; } E.B.N()'
            'delegate int D(int x); static class X { public static int Call(this D d) => d(6); } D d = x => x + 1; d.Call()'
            'interface I { int V { get; } } class C : I { public int V => 7; } static class X { public static int W(this I i) => i.V; } new C().W()'
            'class Box<T> { public T V; } static class X { public static T Get<T>(this Box<T> b) => b.V; } new Box<int> { V = 7 }.Get()'
            'record A(B Inner); record B(int V); static class X { public static int W(this A a) => a.Inner.V; } new A(new B(7)).W()'
            'class C { internal int V = 4; public int P { get; internal set; } } static class X { public static int W(this C c) => c.V; } var c = new C { P = 3 }; c.V + c.P'
            'record Task(int Id); static class X { public static int N(this Task t) => t.Id; } new Task(7).N()'
            'record Item(int A); file static class X { public static int Plus(this Item i) => i.A + 4; } new Item(3).Plus()'
        ) {
            Invoke-CSharpCell $_ -WarningAction SilentlyContinue | Should -Be 7
        }

        It 'goes on with those that are not declared anew' {
            Invoke-CSharpCell 'record Item(int A); record Other(int B); static class X { public static int N(this Item i) => i.A; public static int N(this Other o) => o.B; }'
            Invoke-CSharpCell 'static class X { public static int N(this Item i) => i.A * 10; }'
            Invoke-CSharpCell 'new Item(3).N()' | Should -Be 30
            Invoke-CSharpCell 'int later = new Item(4).N(); later + new Other(2).B' | Should -Be 42
            Invoke-CSharpCell 'record Item(string A); static class X { public static int N(this Item i) => i.A.Length; }'
            Invoke-CSharpCell 'new Item("abc").N() + new Other(2).B' | Should -Be 5
        }

        It 'means what it has before what earlier cells have of the name: <Code>' -ForEach @(
            @{ Before = 'record Item(int A);'; Code = 'record Item(int A); static class X { public static int Plus(this Item i) => i.A + 4; } new Item(3).Plus()'; Later = 'new Item(3).Plus()' }
            @{ Before = 'static class X { public static int F(int i) => i; }'; Code = 'static class X { public static int F(this int i) => i + 4; } X.F(3)'; Later = 'X.F(3)' }
            @{ Before = 'int X = 5;'; Code = 'static class X { public static int F(this int i) => i + 4; } X.F(3)'; Later = 'X.F(3)' }
            @{ Before = 'int N = 5;'; Code = "using System.Net;`nnamespace N { public class C { public int V = 7; } } new N.C().V"; Later = 'new N.C().V' }
            @{ Before = 'using Item = System.String;'; Code = 'enum Item { A = 7 } static class X { public static int V(this Item i) => (int)i; } Item.A.V()'; Later = 'Item.A.V()' }
        ) {
            Invoke-CSharpCell $Before
            Invoke-CSharpCell $Code | Should -Be 7
            Invoke-CSharpCell $Later | Should -Be 7
            Invoke-CSharpCell "int later = $Later;"
            Invoke-CSharpCell 'later' | Should -Be 7
        }

        It 'gives way to what a later cell has of the name, and objects stay what they are' {
            Invoke-CSharpCell 'record Item(int A);'
            Invoke-CSharpCell 'Item first = new(1);'
            Invoke-CSharpCell 'record Item(int B); static class X { public static int Plus(this Item i) => i.B + 4; }'
            Invoke-CSharpCell 'Item second = new(2);'
            Invoke-CSharpCell 'record Item(int C);'
            Invoke-CSharpCell 'first.A + second.Plus() + new Item(3).C' | Should -Be 10
        }

        It 'sees types of earlier cells in a namespace: <Code>' -ForEach @(
            @{ Code = 'namespace N { class C { public Item I = new(7); } }'; Then = 'new N.C().I.A' }
            @{ Code = 'namespace N { class C { public Item I = new(7) } }'; Then = 'new N.C().I.A' }
            @{ Code = 'namespace N; public class C { public static int Plus(Item i) => i.A + 4; }'; Then = 'N.C.Plus(new(3))' }
            @{ Code = "namespace N.M.O`n{`n    class C { internal int Plus(Item i) => i.A + 4; }`n}"; Then = 'using N.M.O; new C().Plus(new Item(3))' }
            @{ Code = 'namespace N { class C { public int L = nameof(Item).Length + 3; } }'; Then = 'new N.C().L' }
            @{ Code = 'namespace N { class C { public Item.Inner I = new(); } }'; Then = 'new N.C().I.V' }
            @{ Code = 'namespace N { class C : List<Item> { } }'; Then = 'new N.C { new(7) }[0].A' }
            @{ Code = 'namespace N { class C : Box<int> { } }'; Then = 'new N.C { V = 7 }.V' }
            @{ Code = 'namespace N { interface I { Item Of(); } namespace M { record R(Item A) : I { public Item Of() => A; } } }'; Then = "using N.M;`nusing N;`nI i = new R(new(7)); i.Of().A" }
            @{ Code = 'namespace N { delegate int F(Item i); enum E { A = 7 } file class C { } }'; Then = 'N.F f = i => i.A; f(new((int)N.E.A))' }
            @{ Code = 'using var m = new MemoryStream(); namespace N { class C { public Item I = new(7); } } int own = new N.C().I.A; await (Task.CompletedTask);'; Then = 'own' }
        ) {
            Invoke-CSharpCell 'record Item(int A) { public class Inner { public int V = 7; } } class Box<T> { public T V; }' 3> $null
            (Test-CSharpCell $Code).IsValid | Should -BeTrue
            Invoke-CSharpCell $Code
            Invoke-CSharpCell '1'
            Invoke-CSharpCell $Then | Should -Be 7
        }

        It 'knows such a namespace as any other' {
            Invoke-CSharpCell 'record Item(int A);'
            Invoke-CSharpCell 'namespace N { class C { public Item I = new(3); } }'
            Invoke-CSharpCell 'using N;'
            Invoke-CSharpCell 'new C().I.A' | Should -Be 3
            Invoke-CSharpCell 'namespace M { class D { public N.C Other = new(); } }'
            Invoke-CSharpCell 'static class X { public static int Value(this N.C c) => c.I.A; }'
            Invoke-CSharpCell 'using D = M.D; new D().Other.Value()' | Should -Be 3
            Invoke-CSharpCell 'namespace N { class C { public Item I = new(30); } }'
            Invoke-CSharpCell 'new N.C().I.A + new M.D().Other.I.A' | Should -Be 33
            $failure = { Invoke-CSharpCell "namespace O {`n    class C {`n        public static void F(Item i) => throw new FormatException(`"mine`");`n    }`n}`nO.C.F(new(1));" } | Should -Throw 'mine' -ErrorId 'CellFailed,*' -PassThru
            $failure.Exception.StackTrace | Should -Match 'Cell\[\d+\]:line 3'
            $failure = { Invoke-CSharpCell "namespace O {`n    class C { public Item I; int F() => `"x`"; } }" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike '*(2,41): error CS0029:*'
        }

        It 'says which earlier cell has the type that it does not see: <_>' -ForEach @(
            'namespace N { static class X { public static int Plus(this Item i) => i.A + 4; } }'
            'namespace N { class C { public global::Item I; } }'
            'namespace N { using System.Xml; class C { public Item I; } }'
            'namespace System.N { class C { public Item I; } }'
            'namespace Old { class C { public Item I; } }'
            'namespace Session { class C { public Item I; } }'
        ) {
            Invoke-CSharpCell '1'
            Invoke-CSharpCell 'record Item(int A) { public class Inner; }'
            Invoke-CSharpCell 'namespace Old { class Kept { } }'
            Invoke-CSharpCell 'namespace Session { class Kept { public Item I = new(7); } }'
            $failure = { Invoke-CSharpCell $_ } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $failure.Exception.Diagnostics[0].Message | Should -BeLike '*. Cell`[2`] declares Item, but *Declare Item in the same cell*outside of any namespace*'
            $failure.Exception.Diagnostics[0].Column | Should -Be ($_.IndexOf('Item') + 1)
            (Test-CSharpCell $_).Diagnostics[0].Message | Should -BeLike '*Cell`[2`] declares Item*'
            Invoke-CSharpCell '_ = new Old.Kept(); new Session.Kept().I.A' | Should -Be 7
        }

        It 'says so of a generic type, and of a variable' {
            Invoke-CSharpCell 'class Box<T> { } int seven = 7;'
            { Invoke-CSharpCell 'namespace N { using System; class C { public Box<int> B; } }' } | Should -Throw -ErrorId 'CompilationFailed,*' -ExpectedMessage '*Cell`[1`] declares Box, but*'
            { Invoke-CSharpCell 'namespace N { class C { public int S => seven; } }' } | Should -Throw -ErrorId 'CompilationFailed,*' -ExpectedMessage '*seven is a variable or a method of the session, which*'
            $failure = { Invoke-CSharpCell 'namespace N { class C { public int S => eight; } }' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $failure.Exception.Message | Should -Not -BeLike '*of the session*'
        }

        It 'sees it outside of any class' {
            Invoke-CSharpCell 'record Item(int A);'
            Invoke-CSharpCell 'static int Plus(this Item i) => i.A + 4;'
            Invoke-CSharpCell 'new Item(3).Plus()' | Should -Be 7
        }

        It 'has types that are meant for their file: <_>' -ForEach @(
            'file class C { public int V => 7; } new C().V'
            'file sealed record R(int V); new R(7).V'
            'file static class G { public static int V = 7; } G.V'
            'file interface I { } file struct S : I { public int V => 7; } new S().V'
            'file enum E { A = 7 } (int)E.A'
            'namespace N { file class C { public int V => 7; } } new N.C().V'
            'file static class X { public static int Plus(this int i) => i + 4; } 3.Plus()'
            'using var m = new MemoryStream(); file class C { public int V => 7; } new C().V'
        ) {
            Invoke-CSharpCell $_ | Should -Be 7
        }
    }

    Context 'modifiers of script members' {
        It 'goes with what the script parser refuses: <_>' -ForEach @(
            'static int counter = 7; using var m = new MemoryStream(); counter'
            'static int counter = 3; Span<int> s = stackalloc int[4]; s.Length + counter'
            'readonly int r = 7; using var m = new MemoryStream(); r'
            'volatile int v = 7; using var m = new MemoryStream(); v'
            'static readonly Dictionary<string, int> d = new() { ["a"] = 7 }; await (Task.CompletedTask); d["a"]'
            'public static async Task<int> F() { await Task.Yield(); return 7; } using var m = new MemoryStream(); await (F())'
            "public static void Log(string text) => Console.Write(text);`nusing var m = new MemoryStream();`nLog(`"`");`n7"
            'private int F() => 7; internal static T G<T>(T t) where T : class => t; await using var m = new MemoryStream(); G("a").Length + F() - 1'
            'public static int F() => 3.Plus(); static class X { public static int Plus(this int i) => i + 4; } static int f = F(); f'
            'namespace N { class C { } } public static int F() { return 7; } F()'
            'Span<int> s = stackalloc int[3]; static int late = 4; public static int F(int n) => n; private const int None = 0; F(late) + s.Length + None'
            'Span<int> s = [7]; internal async static Task<int> F() { await Task.Yield(); return 3; } static readonly int four = 4; F().Result + four'
        ) {
            $found = Test-CSharpCell $_
            "$($found.Diagnostics)" | Should -BeNullOrEmpty
            Invoke-CSharpCell $_ 3> $null | Should -Be 7
        }

        It 'refuses them where no member is, at their places' {
            foreach ($code in 'using var m = new MemoryStream(); { static int z = 4; }', 'using var m = new MemoryStream(); if (true) { readonly int z = 4; }') {
                $failure = { Invoke-CSharpCell $code } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
                $failure.Exception.Diagnostics[0].Id | Should -Be CS0106
                $failure.Exception.Diagnostics[0].Column | Should -Be ($code.IndexOf('{') + 3)
            }
            $failure = { Invoke-CSharpCell 'using var m = new MemoryStream(); static int z = "a";' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike '*(1,50): error CS0029:*'
        }
    }

    It 'has constants of enumerations: <_>' -ForEach @(
        'class C { public const DayOfWeek D = DayOfWeek.Sunday; } (int)C.D + 7'
        'class C { public static int Of(DayOfWeek d = DayOfWeek.Saturday, DayOfWeek? e = DayOfWeek.Monday) => (int)d + (int)e!; } C.Of()'
        'class C { public const System.ComponentModel.EditorBrowsableState S = System.ComponentModel.EditorBrowsableState.Never; public const DateTimeKind K = DateTimeKind.Utc; } 6 + (int)C.S'
        'enum E : byte { A = 7 } class C { public const E Of = E.A; } (int)C.Of'
        'namespace N { public class C { public const System.DayOfWeek D = System.DayOfWeek.Sunday; } } (int)N.C.D + 7'
    ) {
        Invoke-CSharpCell $_ | Should -Be 7
    }

    It 'says nothing of generators where none was meant' {
        $failure = { Invoke-CSharpCell 'partial class P { public partial void F(); }' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
        "$($failure.Exception.Diagnostics)" | Should -BeLike '*CS8795*'
        "$($failure.Exception.Diagnostics)" | Should -Not -BeLike '*generator*'
    }

    Context 'references and ref structs' {
        BeforeEach {
            Invoke-CSharpCell 'int[] a = [1, 7, 3]; string s = "abc"; ref struct Rs(int x) { public int X = x; }'
        }

        It 'is a local of the cell: <_>' -ForEach @(
            'ref int r = ref a[1]; r'
            'ref int r = ref a[0]; r = 7; a[0]'
            'ref readonly int r = ref a[1]; r'
            'ref var r = ref a[1]; r'
            'scoped ref int r = ref a[1]; r'
            'int i = 1; ref int r = ref a[i]; r'
            'ref int F() => ref a[1]; ref int r = ref F(); r'
            'using var m = new MemoryStream(); ref int r = ref a[1]; r'
            'namespace N { class C { } } ref int r = ref a[1]; r'
            'ref int r = ref a[1]; int F() => 7; F()'
            'await Task.Yield(); ref int r = ref a[1]; r'
            'Rs rs = new Rs(7); rs.X'
            'Rs rs = new(7); rs.X'
            'var rs = new Rs(7); rs.X'
            'var e = a.AsSpan(1).GetEnumerator(); e.MoveNext(); e.Current'
            'var u = "abcdefg"u8; u.Length'
            'using System.Text.Json; var reader = new Utf8JsonReader("[7]"u8); reader.Read(); reader.Read(); reader.GetInt32()'
            'if (new Rs(7) is var rs) { } rs.X'
            'int n = 0; if (a.AsSpan() is { Length: > 1 } part) { n = part[1]; } n'
            'int n = 0; switch (new Rs(7)) { case { X: > 1 } rs: n = rs.X; break; } n'
            'int n = 0; while (n < 7 && new Rs(n + 1) is var rs) { n = rs.X; } n'
            'void Get(out Rs rs) => rs = new Rs(7); Get(out var got); got.X'
        ) {
            Invoke-CSharpCell $_ | Should -Be 7
            (Test-CSharpCell $_).IsValid | Should -BeTrue
        }

        It 'gives what is in a span: <Code>' -ForEach @(
            @{ Code = '"ab"u8'; Value = 97, 98 }
            @{ Code = '("ab"u8)'; Value = 97, 98 }
            @{ Code = 'a.AsSpan()'; Value = 1, 7, 3 }
            @{ Code = 'a.AsSpan(1)'; Value = 7, 3 }
            @{ Code = 's.AsSpan(1)'; Value = 'bc' }
            @{ Code = '(Span<int>)a'; Value = 1, 7, 3 }
            @{ Code = 'stackalloc int[2]'; Value = 0, 0 }
            @{ Code = 'stackalloc[] { 1, 2 }'; Value = 1, 2 }
            @{ Code = 'var u = "ab"u8; u'; Value = 97, 98 }
            @{ Code = 'Span<int> x = a; x[1..]'; Value = 7, 3 }
            @{ Code = 'await Task.Yield(); "ab"u8'; Value = 97, 98 }
            @{ Code = 'using var m = new MemoryStream(); "ab"u8'; Value = 97, 98 }
        ) {
            Invoke-CSharpCell $Code | Should -Be $Value
        }

        It 'gives an array of the items' {
            (Invoke-CSharpCell '"ab"u8' -NoEnumerate).GetType() | Should -Be ([byte[]])
            (Test-CSharpCell 'int i = 1; Span<int> x = a; x.Length').ReturnType | Should -Be 'int'
        }

        It 'says why another ref struct is no value: <Code>' -ForEach @(
            @{ Code = 'new Rs(7)'; Id = 'CS0029' }
            @{ Code = 'var rs = new Rs(7); rs'; Id = 'CS9244' }
        ) {
            $failure = { Invoke-CSharpCell $Code } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike "*$Id*Rs*cannot leave its cell*"
            "$($failure.Exception.Diagnostics)" | Should -Not -BeLike '*ValueOf*'
        }

        It 'is not there in the next cell' {
            Invoke-CSharpCell 'ref int r = ref a[1]; r = 5;'
            Invoke-CSharpCell 'a[1]' | Should -Be 5
            { Invoke-CSharpCell 'r' } | Should -Throw -ErrorId 'CompilationFailed,*'
        }
    }
}
