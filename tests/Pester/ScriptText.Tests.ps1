BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'The text of a script' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context 'a first line for the shell (#!)' {
        It 'leaves the whole language to what follows: <_>' -ForEach @(
            'using var m = new MemoryStream(); 7'
            'using (var m = new MemoryStream()) { } 7'
            'var t = Task.FromResult(7); await (t)'
            'await using var m = new MemoryStream(); 7'
            'namespace N { class C { public int V => 7; } } new N.C().V'
            'static class X { public static int Plus(this int x) => x + 4; } 3.Plus()'
            'static class X { extension(int x) { public int More => x + 4; } } 3.More'
            'Span<int> s = stackalloc int[7]; s.Length'
            "#r `"System.Xml`"`nusing var m = new MemoryStream(); 7"
            "#nullable enable`nusing var m = new MemoryStream(); 7"
        ) {
            Invoke-CSharpCell "#!/usr/bin/env dotnet-script`n$_" | Should -Be 7
        }

        It 'may end in any way: <Name>' -ForEach @(
            @{ Name = 'CRLF'; Text = "#!/usr/bin/env dotnet-script`r`nusing var m = new MemoryStream(); 7" }
            @{ Name = 'CR'; Text = "#!/usr/bin/env dotnet-script`rusing var m = new MemoryStream(); 7" }
            @{ Name = 'byte order mark'; Text = "`u{FEFF}#!/usr/bin/env dotnet-script`nusing var m = new MemoryStream(); 7" }
            @{ Name = 'no interpreter'; Text = "#!`nusing var m = new MemoryStream(); 7" }
            @{ Name = 'a directive in it'; Text = "#!#r `"nuget: No.Such.Package`"`nusing var m = new MemoryStream(); 7" }
        ) {
            Invoke-CSharpCell $Text | Should -Be 7
        }

        It 'is nothing by itself' {
            Invoke-CSharpCell '#!/usr/bin/env dotnet-script' | Should -BeNullOrEmpty
        }

        It 'is taken from a file, and from one that is loaded' {
            $file = Join-Path $TestDrive 'a.csx'
            Set-Content $file "#!/usr/bin/env dotnet-script`nusing var m = new MemoryStream();`nint Seven() => 7;"
            Invoke-CSharpCell -Path $file | Should -BeNullOrEmpty
            Invoke-CSharpCell 'Seven()' | Should -Be 7
            Reset-CSharpSession
            Invoke-CSharpCell "#load `"$file`"`nSeven()" | Should -Be 7
        }

        It 'moves no line' {
            $failure = { Invoke-CSharpCell "#!/usr/bin/env dotnet-script`nusing var m = new MemoryStream(); int x = `"a`";" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike 'Cell`[1`](2,43): error CS0029:*'
        }

        It 'is complete, and async by what follows' {
            $found = Test-CSharpCell "#!/usr/bin/env dotnet-script`nusing var m = new MemoryStream(); await (Task.CompletedTask);"
            "$($found.IsValid) $($found.IsComplete) $($found.IsAsync)" | Should -Be 'True True True'
        }

        It 'is no directive in another line' {
            $failure = { Invoke-CSharpCell "int a = 1;`n#!/usr/bin/env dotnet-script" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $failure.CategoryInfo.Category | Should -Be 'ParserError'
            $failure.Exception.Diagnostics[0].Line | Should -Be 2
        }
    }

    Context 'without its last semicolon' {
        BeforeEach {
            Invoke-CSharpCell 'int a = 3; int[] arr = [1, 2]; void F() { } var t = Task.FromResult(5);'
        }

        It 'runs, and is complete: <_>' -ForEach @(
            'var x = 40'
            'var x = 40 // forty'
            'var x = 40 /* forty */'
            "var x = 40`n"
            "#region forty`nvar x = 40`n#endregion"
            "#if true`nvar x = 40`n#endif"
            'int x'
            'const int k = 5'
            'public int x = 5'
            'return a'
            'using System.Text'
            'using static System.Math'
            'using T = System.Int32'
            'using var m = new MemoryStream()'
            'await using var m = new MemoryStream()'
            'var x = await t'
            'var x = await (t)'
            'int G() => 5'
            'static int G() => 5'
            'int P => 5'
            'int P { get; set; } = 5'
            'record R(int X)'
            'delegate void D()'
            'do a++; while (a < 0)'
            'if (a == 3) a = 5'
            'foreach (var i in arr) F()'
            'var x = a switch { _ => 1 }'
            'Func<int> g = () => 5'
            'var x = """raw"""'
            'namespace N { class C { } } var x = new N.C()'
            'Span<int> s = stackalloc int[3]'
        ) {
            $found = Test-CSharpCell $_
            "$($found.IsValid) $($found.IsComplete)" | Should -Be 'True True'
            { Invoke-CSharpCell $_ } | Should -Not -Throw
        }

        It 'runs, and is complete, where only brackets follow: <Code>' -ForEach @(
            @{ Code = '{ Console.WriteLine(7) }' }
            @{ Code = 'if (a == 3) { return 7 }' }
            @{ Code = 'if (a == 3) { if (a > 0) { return 7 } } // seven' }
            @{ Code = 'int G() { return a + 4 }'; Then = 'G()' }
            @{ Code = 'async Task<int> G() { await Task.Yield(); return 7 }'; Then = 'G()' }
            @{ Code = 'var f = () => { return 7 }'; Then = 'f()' }
            @{ Code = 'Func<int> f = () => { return 7 };'; Then = 'f()' }
            @{ Code = "var q = arr.Take(1).Select(x => {`n    return x + 6`n})"; Then = 'q' }
            @{ Code = 'arr.Take(1).Select(x => { return x + 6 })' }
            @{ Code = 'await Task.Run(() => { return 7 })' }
            @{ Code = 'foreach (var i in arr) { a += i * 2 - 1 }'; Then = 'a' }
            @{ Code = 'while (true) { a = 7; break }'; Then = 'a' }
            @{ Code = 'switch (a) { default: return 7 }' }
            @{ Code = 'using (var m = new MemoryStream()) { a = 7 }'; Then = 'a' }
            @{ Code = 'class P { public int X => 7 }'; Then = 'new P().X' }
            @{ Code = 'record P(int A) { public int X { get { return A } } }'; Then = 'new P(7).X' }
            @{ Code = 'interface I { int G() }'; Then = 'typeof(I).GetMethods().Length + 6' }
            @{ Code = 'abstract class P { public abstract int G() }'; Then = 'typeof(P).GetMethod("G").Name.Length + 6' }
            @{ Code = 'static class X { public static int Seven(this int i) { return 7 } }'; Then = '1.Seven()' }
            @{ Code = 'namespace N { class P { public int X = 7 } }'; Then = 'new N.P().X' }
        ) {
            $found = Test-CSharpCell $Code
            "$($found.IsValid) $($found.IsComplete)" | Should -Be 'True True'
            "$(Invoke-CSharpCell $Code 6>&1; if ($Then) { Invoke-CSharpCell $Then })" | Should -Be 7
        }

        It 'has the places of the user in such a text' {
            $failure = { Invoke-CSharpCell "int b = 1;`nvoid H() { nothing() }" } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike '*(2,12): error CS0103*'
            Invoke-CSharpCell "void G(int n) {`n    if (n < 0) { }`n    throw new FormatException(`"mine`")`n}"
            $failure = { Invoke-CSharpCell 'G(1)' } | Should -Throw 'mine' -ErrorId 'CellFailed,*' -PassThru
            $failure.Exception.StackTrace | Should -Match 'Cell\[\d+\]:line 3'
        }

        It 'declares, and gives no value' {
            Invoke-CSharpCell 'var x = 40' | Should -BeNullOrEmpty
            Invoke-CSharpCell 'x + 2' | Should -Be 42
            Invoke-CSharpCell 'record R(int X)'
            Invoke-CSharpCell 'new R(5).X' | Should -Be 5
            Invoke-CSharpCell 'using Text = System.Text.StringBuilder'
            Invoke-CSharpCell 'namespace N { class C { public Text T = new("x"); } } new N.C().T.Length' | Should -Be 1
        }

        It 'throws what it throws' {
            $failure = { Invoke-CSharpCell 'throw new FormatException("mine")' } | Should -Throw 'mine' -ErrorId 'CellFailed,*' -PassThru
            $failure.Exception | Should -BeOfType FormatException
        }

        It 'says what is wrong with the rest, at its place' {
            $failure = { Invoke-CSharpCell 'int x = nothing' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike '*(1,9): error CS0103:*'
        }

        It 'is an error where a semicolon would be a body, or is not all that is missing: <_>' -ForEach @(
            'while (true)'
            'for (;;)'
            'if (a == 3)'
            'foreach (var i in arr)'
            'class C'
            'void G()'
            'int x ='
            'var x = (5'
            'var x = 5 var y = 6'
            "var x = 5`nvar y = 6"
            '{ a = 1 a = 2 }'
            'if (a == 3) { while (true) }'
            'class P { void G() }'
            'if (a == 3) { a = 1 } else { a = 2 }'
            'Func<int> f = () => { return 1 }; f()'
            'var x = new[] { 1, 2'
        ) {
            (Test-CSharpCell $_).IsValid | Should -BeFalse
            { Invoke-CSharpCell $_ } | Should -Throw -ErrorId 'CompilationFailed,*'
        }

        It 'may go on in the next line: <_>' -ForEach @(
            'class C'
            'record R'
            'namespace N'
            'void G()'
            'if (a == 3)'
            'while (true)'
            'int x ='
        ) {
            (Test-CSharpCell $_).IsComplete | Should -BeFalse
        }
    }

    Context 'what follows a directive on its line' {
        BeforeAll {
            $file = Join-Path $TestDrive 'seven.csx'
            Set-Content $file 'int Seven() => 7;'
            $other = Join-Path $TestDrive 'eight.csx'
            Set-Content $other 'int Eight() => 8;'
        }

        It 'is the cell, behind a semicolon: <Code>' -ForEach @(
            @{ Code = '#r "System.Xml"; 7' }
            @{ Code = '#r "System.Xml" ; 7' }
            @{ Code = '#r "System.Xml";7' }
            @{ Code = '  #r "System.Xml"; using System.Xml; var d = new XmlDocument(); return d is null ? 0 : 7' }
            @{ Code = '#r "System.Xml"; using var m = new MemoryStream(); 7' }
            @{ Code = '#r "System.Xml"; #r "System.Net.Http"; 7' }
            @{ Code = '#r "System.Xml"; // a comment' + "`n7" }
            @{ Code = '#r "System.Xml"; /* a' + "`ncomment */ 7" }
            @{ Code = '#r "System.Xml";' + "`n7" }
            @{ Code = '#r "System.Xml"; var s = """' + "`n  1234567`n  " + '"""; s.Length' }
            @{ Code = '#r "System.Xml"; #load "seven.csx"; Seven()'; Files = $true }
            @{ Code = '#load "seven.csx"; Seven()'; Files = $true }
            @{ Code = '#load "seven.csx"; #load "eight.csx"; Eight() - Seven() + 6'; Files = $true }
        ) {
            Push-Location $TestDrive
            try {
                Invoke-CSharpCell $Code | Should -Be 7
            }
            finally {
                Pop-Location
            }
        }

        It 'is left as it is where it says nothing: <_>' -ForEach @(
            '#r "System.Xml"'
            '#r "System.Xml";'
            '#r "System.Xml" // a comment'
            '#r "System.Xml"; // a comment'
            '#r "System.Xml" //; a comment'
        ) {
            Invoke-CSharpCell $_ | Should -BeNullOrEmpty
            Invoke-CSharpCell "$_`n7" | Should -Be 7
        }

        It 'is an error without a semicolon: <Code>' -ForEach @(
            @{ Code = '#r "System.Xml" 7'; Column = 17 }
            @{ Code = '#r "System.Xml" "b"'; Column = 17 }
            @{ Code = '#r "System.Xml", 7'; Column = 16 }
            @{ Code = '#r "System.Xml" using System.Xml;'; Column = 17 }
            @{ Code = '#r "System.Xml" /* a comment */'; Column = 17 }
            @{ Code = '#load "seven.csx" Seven()'; Column = 19 }
            @{ Code = '#r "System.Xml"; #r "System.Net.Http" 7'; Column = 39 }
        ) {
            $failure = { Invoke-CSharpCell $Code } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            $failure.CategoryInfo.Category | Should -Be 'ParserError'
            "$($failure.Exception.Diagnostics[0])" | Should -BeLike "Cell*(1,$Column): error CS1025:*"
        }

        It 'keeps its place' {
            $failure = { Invoke-CSharpCell '#r "System.Xml"; nothing' } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
            "$($failure.Exception.Diagnostics)" | Should -BeLike 'Cell`[1`](1,18): error CS0103:*'
        }

        It 'does not hide that the directive is wrong' {
            { Invoke-CSharpCell '#r "No.Such.Assembly"; 7' } | Should -Throw -ErrorId 'ReferenceNotFound,*' -ExpectedMessage '*line 1*'
        }

        It 'is found by Test-CSharpCell' {
            $found = Test-CSharpCell '#r "System.Xml"; await Task.FromResult(7)'
            "$($found.IsValid) $($found.IsComplete) $($found.IsAsync) $($found.ReturnType)" | Should -Be 'True True True int'
        }
    }
}
