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
}
