BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Extension classes that mention types of earlier cells' {
    BeforeEach {
        Reset-CSharpSession
        Invoke-CSharpCell 'record Item(int A);'
        Invoke-CSharpCell 'class Box<T> { public T Value { get; set; } }'
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'see them, in their cell and later: <Code>' -ForEach @(
        @{ Code = 'public static int F(this Item i) => i.A * 2;'; Use = 'new Item(4).F()'; Expected = 8 }
        @{ Code = 'internal static int F(this Item i) => i.A * 2;'; Use = 'X.F(new Item(4))'; Expected = 8 }
        @{ Code = 'public static T F<T>(this Box<T> b) => b.Value;'; Use = 'new Box<int> { Value = 8 }.F()'; Expected = 8 }
        @{ Code = 'public static Box<T> F<T>(this T v) where T : Item => new Box<T> { Value = v };'; Use = 'new Item(8).F().Value.A'; Expected = 8 }
        @{ Code = 'public static int F(this IEnumerable<Item> all) => all.Sum(i => i.A);'; Use = 'new[] { new Item(3), new Item(5) }.F()'; Expected = 8 }
        @{ Code = 'public static int F(this (Item One, Item[] More) t) => t.One.A + t.More.Length;'; Use = '(new Item(6), new Item[2]).F()'; Expected = 8 }
        @{ Code = 'public static int F(this string s, Item i) => s.Length + i.A;'; Use = '"abc".F(new Item(5))'; Expected = 8 }
        @{ Code = 'public static bool F(this Item i, out int twice, int by = 2, params int[] more) { twice = i.A * by; return true; }'; Use = 'new Item(4).F(out int t); t'; Expected = 8 }
        @{ Code = 'public static void F(this ref int i, in DateTime d, Item by) => i += by.A;'; Use = 'int n = 3; n.F(default, new Item(5)); n'; Expected = 8 }
        @{ Code = 'public static async Task<int> F(this Item i) { await Task.Yield(); return i.A; }'; Use = 'await new Item(8).F()'; Expected = 8 }
        @{ Code = 'public static IEnumerable<int> F(this Item i) { yield return i.A; yield return 3; }'; Use = 'new Item(5).F().Sum()'; Expected = 8 }
        @{ Code = 'extension(Item i) { public int F => i.A * 2; }'; Use = 'new Item(4).F'; Expected = 8 }
        @{ Code = 'extension(Item i) { public int F() => i.A * 2; public static Item Of(int a) => new(a); }'; Use = 'Item.Of(4).F()'; Expected = 8 }
        @{ Code = 'extension(Item) { public static Item operator +(Item a, Item b) => new(a.A + b.A); }'; Use = '(new Item(3) + new Item(5)).A'; Expected = 8 }
        @{ Code = 'extension<T>(Box<T> b) where T : struct { public T? F => b.Value; }'; Use = 'new Box<int> { Value = 8 }.F'; Expected = 8 }
        @{ Code = 'public class Pair { public Item I = new(8); } public static Pair F(this Item i) => new Pair();'; Use = 'new Item(1).F().I.A'; Expected = 8 }
    ) {
        Invoke-CSharpCell "var four = 4; static class X { $Code } $Use" | Should -Be $Expected
        Invoke-CSharpCell $Use | Should -Be $Expected
        Invoke-CSharpCell 'four' | Should -Be 4
        (Test-CSharpCell $Use).Diagnostics | Should -BeNullOrEmpty
    }

    It 'see types of their own cell with them, and may be several' {
        Invoke-CSharpCell @'
record Order(Item I, int N);
class Sack<T> { public T In { get; set; } }
static class One { public static int Total(this Order o) => o.I.Twice() * o.N; public static int Held(this Sack<Item> s) => s.In.A; }
[Obsolete] file static class Two { public static int Twice(this Item i) => i.A * 2; }
'@
        Invoke-CSharpCell 'new Order(new Item(5), 3).Total() + new Sack<Item> { In = new(7) }.Held()' | Should -Be 37
        Invoke-CSharpCell 'static class Three { public static int Six(this Order o) => o.I.Twice() * 3; } new Order(new Item(1), 1).Six()' | Should -Be 6
    }

    It 'see types by other names, and whatever these say of their access' {
        Invoke-CSharpCell 'using Items = System.Collections.Generic.List<Item>;'
        Invoke-CSharpCell 'private record Mine(int M); internal enum Kind { A, B } delegate int Calc(int i); readonly record struct Point(int X); class Outer { public class Inner { public int V = 9; } }'
        Invoke-CSharpCell @'
static class X
{
    public static int N(this Items all) => all.Count;
    public static int N(this Mine m) => m.M;
    public static int N(this Kind k) => (int)k;
    public static int N(this Calc c) => c(3);
    public static int N(this in Point p) => p.X;
    public static int N(this Outer.Inner i) => i.V;
}
'@
        Invoke-CSharpCell 'new Items { new(1) }.N() + new Mine(2).N() + Kind.B.N() + new Calc(i => i).N() + new Point(4).N() + new Outer.Inner().N()' | Should -Be 20
    }

    It 'take the place of those that they redefine, and earlier results stay: <First>, <Second>' -ForEach @(
        @{ First = 'public static int F(this Item i) => i.A;'; Second = 'public static string F(this Item i) => "new";' }
        @{ First = 'public static int F(this Item i) => i.A;'; Second = 'public static string F<T>(this T i) => "new";' }
        @{ First = 'public static int F<T>(this T i) => 3;'; Second = 'public static string F(this Item i) => "new";' }
        @{ First = 'extension(Item i) { public int F() => i.A; }'; Second = 'extension(Item i) { public string F() => "new"; }' }
    ) {
        Invoke-CSharpCell "static class X { $First }"
        Invoke-CSharpCell 'static class Y { public static int G(this Item i) => (int)(object)i.F(); }'
        Invoke-CSharpCell 'var before = new { V = new Item(3).F() }; int Old(Item i) => (int)(object)i.F();'
        Invoke-CSharpCell "static class X { $Second }"
        Invoke-CSharpCell 'new Item(3).F()' | Should -Be 'new'
        Invoke-CSharpCell "static class X { $Second } new Item(4).F()" | Should -Be 'new'
        Invoke-CSharpCell 'X.F(new Item(5)) + before.V + Old(new Item(3)) + new Item(3).G()' | Should -Be 'new333'
    }

    It 'are there from script files, and from the cache on disk' {
        $folder = Join-Path $TestDrive 'extensions'
        $null = New-Item -ItemType Directory $folder
        Set-Content "$folder/types.csx" 'record Part(int N);'
        Set-Content "$folder/more.csx" "#load ""types.csx""`nstatic class PartExtensions { public static int Twice(this Part p) => p.N * 2; }`nnew Part(4).Twice()"
        Invoke-CSharpCell -Path "$folder/more.csx" | Should -Be 8
        Invoke-CSharpCell 'new Part(5).Twice()' | Should -Be 10
        $command = {
            $env:ASYNCCSHARP_CACHE = "$folder/cache"
            Invoke-CSharpCell 'record Item(int A);'
            Invoke-CSharpCell 'static class X { public static int F(this Item i) => i.A; }'
            Invoke-CSharpCell 'static class X { public static int F(this Item i) => i.A * 2; }'
            Invoke-CSharpCell "new Item(4).F() + $addend"
        }
        foreach ($addend in 1, 1, 2) {
            (Invoke-ChildShell ("`$folder = '$folder'; `$addend = $addend; " + $command)).Output.Trim() | Should -Be "$(8 + $addend)"
        }
    }

    It 'see what -Variable gives in the cell that uses them, and not the session''s variables themselves' {
        $item = Invoke-CSharpCell 'new Item(6)'
        Invoke-CSharpCell -Variable item 'static class X { public static int F(this Item i) => i.A; } item.F()' | Should -Be 6
        Invoke-CSharpCell 'new Item(7).F()' | Should -Be 7
        Invoke-CSharpCell -Variable item 'static class X { public static int F(this Item i) => i.A * 2; } item.F()' | Should -Be 12
        Invoke-CSharpCell -Variable item 'item.F()' | Should -Be 12
        Invoke-CSharpCell 'int seven = 7;'
        $failure = { Invoke-CSharpCell 'static class Y { public static int G(this Item i) => seven; }' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
        $failure.Exception.Diagnostics[0].Id | Should -Be 'CS0103'
        $failure.Exception.Diagnostics[0].Message | Should -BeLike '*seven is a variable or a method of the session*as an argument*'
        $failure.Exception.Diagnostics[0].Column | Should -Be 54
    }

    It 'have errors, and lines of stack traces, at their places' {
        $failure = { Invoke-CSharpCell "1.ToString();`n  [Obsolete] public static class X { public static int F(this Item i) => i.Nope; }" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
        $failure.Exception.Diagnostics[0].Id | Should -Be 'CS1061'
        $failure.Exception.Diagnostics[0].Line | Should -Be 2
        $failure.Exception.Diagnostics[0].Column | Should -Be 76
        Invoke-CSharpCell "static class X`n{`n    public static int F(this Item i) =>`n        throw new InvalidOperationException(`"`$F`");`n}"
        $failure = { Invoke-CSharpCell 'new Item(1).F()' } | Should -Throw -ErrorId 'CellFailed,*' -PassThru
        $failure.Exception.StackTrace | Should -BeLike '*X.F(Item i) in Cell`[4`]:line 4*'
    }

    It 'can be stopped' {
        Invoke-CSharpCell 'static class X { public static void Forever(this Item i) { while (true) ; } }'
        { Invoke-CSharpCell 'new Item(1).Forever()' -TimeoutSeconds 0.5 } | Should -Throw -ErrorId 'CellTimeout,*'
    }

    It 'mean the newest type of a name: <Cells>' -ForEach @(
        @{ Cells = 'record Item(string S); static class X { public static string F(this Item i) => i.S; }', 'record Item(double D);', 'static class X { public static string F(this Item i) => $"{i.D}"; }'; Use = 'new Item(8).F()' }
        @{ Cells = 'class Box<T> { public T V; } static class X { public static T F<T>(this Box<T> b) => b.V; }', 'static class Y { public static T G<T>(this Box<T> b) => b.V; }'; Use = 'new Box<int> { V = 8 }.F(); new Box<int> { V = 8 }.G()' }
        @{ Cells = 'record Q(int A); static class X { public static int F(this Q q) => q.A; }', 'record Q(string A); static class X { public static int F(this Q q) => q.A.Length; }', 'int between = 1;', 'static class Y { public static int G(this Q q) => q.A.Length; }'; Use = 'new Q("12345678").G()' }
        @{ Cells = 'static class X { public static int F(this int i) => 1; }', 'static class X { public static int F(this int i) => 8; public static int F(this Item i) => 9; }'; Use = '1.F()' }
        @{ Cells = 'static class X { public static int F(this Item i) => 1; public static int G(this int i) => 2; }', 'static class X { public static int G(this int i) => 8; }'; Use = '1.G()' }
    ) {
        $Cells | ForEach-Object { Invoke-CSharpCell $_ -WarningAction SilentlyContinue }
        Invoke-CSharpCell $Use | Should -Be 8
    }

    It 'are an error in a namespace, which says what to write' {
        $failure = { Invoke-CSharpCell 'namespace N { static class X { public static int F(this Item i) => i.A; } }' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ParserError'
        $failure.Exception.Diagnostics[0].Message | Should -BeLike '*. Cell`[1`] declares Item, but *an extension class outside of any namespace*'
    }
}
