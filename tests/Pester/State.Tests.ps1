BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'State from cell to cell' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context 'declarations' {
        It 'keeps <Name>' -ForEach @(
            @{ Name = 'a variable'; Cells = 'int x = 41;', 'x + 1' }
            @{ Name = 'a var'; Cells = 'var x = 41;', 'x + 1' }
            @{ Name = 'several variables of one declaration'; Cells = 'int a = 40, b = 2;', 'a + b' }
            @{ Name = 'deconstructed variables'; Cells = 'var (a, b) = (40, 2);', 'a + b' }
            @{ Name = 'a variable of a cell that awaits'; Cells = 'var x = await Task.Run(() => 41);', 'x + 1' }
            @{ Name = 'a variable declared after an await'; Cells = 'await Task.Delay(5); int x = 41;', 'x + 1' }
            @{ Name = 'an out variable'; Cells = 'int.TryParse("42", out var x);', 'x' }
            @{ Name = 'a pattern variable'; Cells = 'object o = 42; var ok = o is int x;', 'x' }
            @{ Name = 'a variable of an anonymous type'; Cells = 'var x = new { Size = 42 };', 'x.Size' }
            @{ Name = 'a const'; Cells = 'const int X = 42;', 'X' }
            @{ Name = 'a readonly variable'; Cells = 'readonly int X = 42;', 'X' }
            @{ Name = 'a property'; Cells = 'int X => 42;', 'X' }
            @{ Name = 'a lambda'; Cells = 'Func<int, int> f = x => x * 2;', 'f(21)' }
            @{ Name = 'a lambda of natural type'; Cells = 'var f = (int x) => x * 2;', 'f(21)' }
            @{ Name = 'a method'; Cells = 'int F(int x) => x * 2;', 'F(21)' }
            @{ Name = 'a method with a body'; Cells = 'int F(int x) { return x * 2; }', 'F(21)' }
            @{ Name = 'a generic method'; Cells = 'T F<T>(T x) => x;', 'F(42)' }
            @{ Name = 'an async method'; Cells = 'async Task<int> F(int x) { await Task.Delay(1); return x * 2; }', 'await F(21)' }
            @{ Name = 'a static method'; Cells = 'static int F(int x) => x * 2;', 'F(21)' }
            @{ Name = 'a recursive method'; Cells = 'int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2);', 'F(9) + 8' }
            @{ Name = 'a method that uses a variable'; Cells = 'int k = 2; int F(int x) => x * k;', 'F(21)' }
            @{ Name = 'a class'; Cells = 'class C { public int Size => 42; }', 'new C().Size' }
            @{ Name = 'a generic class'; Cells = 'class C<T> { public T Value; }', 'new C<int> { Value = 42 }.Value' }
            @{ Name = 'a struct'; Cells = 'struct S { public int Size; }', 'new S { Size = 42 }.Size' }
            @{ Name = 'a record'; Cells = 'record P(int X, int Y);', 'new P(40, 2) is var (x, y) ? x + y : 0' }
            @{ Name = 'a record struct'; Cells = 'readonly record struct P(int X);', 'new P(42).X' }
            @{ Name = 'an enum'; Cells = 'enum E { A = 42 }', '(int)E.A' }
            @{ Name = 'an interface'; Cells = 'interface I { int Size { get; } }', 'class C : I { public int Size => 42; }', 'I i = new C(); i.Size' }
            @{ Name = 'a delegate type'; Cells = 'delegate int D(int x);', 'D d = x => x * 2; d(21)' }
            @{ Name = 'a class that inherits one of an earlier cell'; Cells = 'class A { public int Size = 42; }', 'class B : A { }', 'new B().Size' }
            @{ Name = 'a using'; Cells = 'using System.Globalization;', '42 + CultureInfo.InvariantCulture.Name' }
            @{ Name = 'a using static'; Cells = 'using static System.Math;', 'Max(42, 1)' }
            @{ Name = 'a using alias'; Cells = 'using Numbers = System.Collections.Generic.List<int>;', 'new Numbers { 42 }[0]' }
            @{ Name = 'a using with code after it'; Cells = "using System.Globalization;`nvar sb = 42 + CultureInfo.InvariantCulture.Name;", 'sb' }
        ) {
            foreach ($cell in $Cells) {
                $value = Invoke-CSharpCell $cell
            }
            $value | Should -Be 42
        }

        It 'keeps variables typed' {
            Invoke-CSharpCell 'var list = new List<int>();'
            Invoke-CSharpCell 'list.Add(1);'
            $e = { Invoke-CSharpCell 'list.Add("text");' } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.Exception.Diagnostics[0].Id | Should -Be 'CS1503'
            Invoke-CSharpCell 'list.Count' | Should -Be 1
        }

        It 'keeps the very object' {
            $first = Invoke-CSharpCell 'var o = new object(); o'
            [object]::ReferenceEquals($first, (Invoke-CSharpCell 'o')) | Should -BeTrue
        }

        It 'sees changes that later cells make' {
            Invoke-CSharpCell 'int x = 1; int Read() => x;'
            Invoke-CSharpCell 'x = 2;'
            Invoke-CSharpCell 'Read()' | Should -Be 2
            Invoke-CSharpCell 'x++; x' | Should -Be 3
        }

        It 'keeps what cells between declare nothing of' {
            Invoke-CSharpCell 'int x = 1;'
            foreach ($i in 1..20) { $null = Invoke-CSharpCell "x + $i" }
            Invoke-CSharpCell 'x' | Should -Be 1
        }

        It 'keeps the state over fifty declaring cells' {
            foreach ($i in 1..50) { Invoke-CSharpCell "int v$i = $i;" }
            Invoke-CSharpCell 'v1 + v25 + v50' | Should -Be 76
        }
    }

    Context 'redefinition' {
        It 'of <Name>' -ForEach @(
            @{ Name = 'a variable'; Cells = 'int x = 1;', 'int x = 42;', 'x' }
            @{ Name = 'a variable, by another type'; Cells = 'int x = 1;', 'string x = "42";', 'x' }
            @{ Name = 'a variable from itself'; Cells = 'var x = 21;', 'var y = x * 2; var x2 = y;', 'x2' }
            @{ Name = 'a method'; Cells = 'int F() => 1;', 'int F() => 42;', 'F()' }
            @{ Name = 'a method, by another return type'; Cells = 'int F() => 1;', 'string F() => "42";', 'F()' }
            @{ Name = 'a local function with a body'; Cells = 'int F() { return 1; }', 'int F() { return 42; }', 'F()' }
            @{ Name = 'a class'; Cells = 'class C { public int Size = 1; }', 'class C { public string Size = "42"; }', 'new C().Size' }
            @{ Name = 'a record'; Cells = 'record R(int A);', 'record R(string B);', 'new R("42").B' }
            @{ Name = 'a struct'; Cells = 'struct S { public int A; }', 'struct S { public int B; }', 'new S { B = 42 }.B' }
            @{ Name = 'an enum'; Cells = 'enum E { A }', 'enum E { A = 42 }', '(int)E.A' }
            @{ Name = 'a using alias'; Cells = 'using T = System.Int32;', 'using T = System.String;', 'T t = "42"; t' }
            @{ Name = 'a variable as a method'; Cells = 'int F = 1;', 'int F() => 42;', 'F()' }
            @{ Name = 'a using that is there already'; Cells = 'using System.Globalization;', 'using System.Globalization;', '42 + CultureInfo.InvariantCulture.Name' }
        ) {
            foreach ($cell in $Cells) {
                $value = Invoke-CSharpCell $cell
            }
            $value | Should -Be 42
        }

        It 'overloads a method of another cell' {
            Invoke-CSharpCell 'string F(int x) => "int";'
            Invoke-CSharpCell 'string F(string x) => "string";'
            Invoke-CSharpCell 'F(1) + F("")' | Should -Be 'intstring'
        }

        It 'leaves objects of the old class as they are' {
            Invoke-CSharpCell 'class C { public int Old = 1; } var c = new C();'
            Invoke-CSharpCell 'class C { public int New = 2; }'
            Invoke-CSharpCell 'c.Old' | Should -Be 1
            Invoke-CSharpCell 'new C().New' | Should -Be 2
        }

        It 'leaves methods with what they were made of' {
            Invoke-CSharpCell 'int x = 1; int Read() => x;'
            Invoke-CSharpCell 'int x = 2;'
            Invoke-CSharpCell 'Read()' | Should -Be 1
        }

        It 'lists the newest variable only' {
            Invoke-CSharpCell 'int x = 1;'
            Invoke-CSharpCell 'string x = "b";'
            $variables = @(Get-CSharpVariable x)
            $variables | Should -HaveCount 1
            $variables[0].Type | Should -Be 'string'
        }
    }

    Context 'after a failure' {
        It 'keeps the variables of a cell that throws, also the first one' {
            { Invoke-CSharpCell 'int x = 41; throw new InvalidOperationException("no");' } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            Invoke-CSharpCell 'x + 1' | Should -Be 42
        }

        It 'keeps those of an async cell that throws after an await, also the first one' {
            { Invoke-CSharpCell 'int x = 1; await Task.Delay(5); x = 42; throw new Exception("no");' } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            Invoke-CSharpCell 'x' | Should -Be 42
        }

        It 'keeps those of a later cell that throws' {
            Invoke-CSharpCell 'int a = 1;'
            { Invoke-CSharpCell 'a = 2; int b = 40; string s = null; _ = s.Length;' } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            Invoke-CSharpCell 'a + b' | Should -Be 42
        }

        It 'keeps the types and methods of a cell that throws' {
            { Invoke-CSharpCell 'class C { public int Size = 42; } int F() => new C().Size; throw new Exception("no");' } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            Invoke-CSharpCell 'F()' | Should -Be 42
            Invoke-CSharpCell 'new C().Size' | Should -Be 42
        }

        It 'has the default value where the cell did not come that far' {
            { Invoke-CSharpCell 'int a = 1; throw new Exception("no"); int b = 2;' } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            Invoke-CSharpCell 'a * 10 + b' | Should -Be 10
        }

        It 'is unchanged by a cell that does not compile' {
            Invoke-CSharpCell 'int x = 1;'
            { Invoke-CSharpCell 'x = 2; string x2 = 5;' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            Invoke-CSharpCell 'x' | Should -Be 1
            { Invoke-CSharpCell 'x2' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        }

        It 'goes on after any number of failures' {
            Invoke-CSharpCell 'int x = 42;'
            foreach ($i in 1..5) {
                try { Invoke-CSharpCell "int f$i = $i; throw new Exception();" } catch { $null = $_ }
                try { Invoke-CSharpCell '(((' } catch { $null = $_ }
            }
            Invoke-CSharpCell 'x + f1 - f5 + 4' | Should -Be 42
        }
    }

    Context 'background work' {
        It 'goes on between cells and is seen by later ones' {
            Invoke-CSharpCell 'int done = 0; async Task Work() { await Task.Delay(20); done = 1; } var work = Work();'
            Invoke-CSharpCell 'await work; done' | Should -Be 1
        }

        It 'reports what background code throws, as a warning of the next cell' {
            Invoke-CSharpCell 'async void Bad() { await Task.Delay(1); throw new FormatException("from the background"); } Bad();'
            $deadline = [DateTime]::UtcNow.AddSeconds(10)
            do {
                Invoke-CSharpCell '1' -WarningVariable warnings -WarningAction SilentlyContinue | Should -Be 1
            } while ($warnings.Count -eq 0 -and [DateTime]::UtcNow -lt $deadline)
            "$warnings" | Should -BeLike '*FormatException*from the background*'
        }
    }
}
