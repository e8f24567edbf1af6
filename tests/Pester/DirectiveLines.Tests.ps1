BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'The line of a directive' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'goes on behind a semicolon: <_>' -ForEach @(
        '#pragma warning disable CS0168; 5'
        '#pragma warning disable CS0168, CS0219; int unused; 5'
        '# pragma warning disable; 5'
        '#pragma warning restore CS0168;5'
        '#pragma checksum "a;b" "{406EA660-64CF-4C82-B6F0-42D48172A799}" "ab"; 5'
        '#nullable enable; string? none = null; 5'
        '#nullable disable warnings; 5'
        '#nullable enable; #pragma warning disable; 5'
        '#nullable enable; using System.Xml; new XmlDocument().Name.Length - 4'
        '#nullable enable; using var m = new MemoryStream(); await (Task.FromResult(5))'
        '#nullable enable; static class X { public static int F(this string? s) => 5; } "a".F()'
        '#nullable enable; #r "System.Text.Json"; 5'
        '#r "System.Text.Json"; #nullable enable; 5'
        "#define A; #if A`n5`n#endif"
        '#undef A; 5'
        '#line hidden; 5'
        '#line 7 "a;b"; 5'
        "#if true; 5`n#endif"
        "#if false`n4`n#else; 5`n#endif"
        "#if true`n#endif; 5"
        "#region a; b`n5`n#endregion"
        "#region; int five = 5;`n#endregion; five"
    ) {
        Invoke-CSharpCell $_ 3>&1 | Should -Be 5
        (Test-CSharpCell $_).IsValid | Should -BeTrue
    }

    It 'says what it does not know, and goes on' {
        $all = Invoke-CSharpCell '#pragma other; 5' 3>&1
        $all | Should -HaveCount 2
        $all[0] | Should -BeLike '*CS1633*'
        $all[1] | Should -Be 5
    }

    It 'is a comment''s behind two slashes' {
        Invoke-CSharpCell "#nullable enable // one; two`n5" | Should -Be 5
        Invoke-CSharpCell '#nullable enable; // one; two' | Should -BeNullOrEmpty
    }

    It 'has an error where something else follows: <_>' -ForEach @(
        '#nullable enable 5'
        '#define A 5'
        '#if true 5'
        '#line default 5'
    ) {
        { Invoke-CSharpCell $_ } | Should -Throw -ErrorId 'CompilationFailed,*'
    }

    It 'has errors at their places: <Code>' -ForEach @(
        @{ Code = '#nullable enable; Nope()'; Id = 'CS0103'; Column = 19 }
        @{ Code = '#nullable enable; 1 +; 2'; Id = 'CS1525'; Column = 22 }
        @{ Code = "#nullable enable; 1.ToString();`n#pragma warning disable; (Nope)"; Id = 'CS0103'; Line = 2; Column = 27 }
        @{ Code = '#nullable enable; namespace N { class C { Nope F; } }'; Id = 'CS0246'; Column = 43 }
    ) {
        $failure = { Invoke-CSharpCell $Code } | Should -Throw -ErrorId 'CompilationFailed,*' -PassThru
        $found = $failure.Exception.Diagnostics[0]
        $found.Id | Should -Be $Id
        $found.Line | Should -Be ($Line ?? 1)
        $found.Column | Should -Be $Column
        $found.SourceLine | Should -Be ($Code -split "`n")[$found.Line - 1]
    }

    It 'is one line to stack traces' {
        $failure = { Invoke-CSharpCell "#nullable enable; int one = 1;`n#pragma warning disable; throw new Exception(`"`$one`");" } | Should -Throw -ErrorId 'CellFailed,*' -PassThru
        $failure.Exception.StackTrace | Should -BeLike '*:line 2*'
    }
}

Describe 'A label at the top level' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'may have the last statement behind it: <Code>' -ForEach @(
        @{ Code = 'int n = 0; goto end; end: n = 5'; Use = 'n' }
        @{ Code = 'int n = 4; goto end; n = 7; end: end2: n++'; Use = 'n' }
        @{ Code = 'goto end; end: var n = 5'; Use = 'n' }
        @{ Code = 'goto end; end: int n = 2, m = 3;'; Use = 'n + m' }
        @{ Code = 'int k = 0; again: int n = k + 4; if (k++ == 0) goto again;'; Use = 'n' }
    ) {
        Invoke-CSharpCell $Code | Should -BeNullOrEmpty
        Invoke-CSharpCell $Use | Should -Be 5
    }
}

Describe 'The symbols of the framework' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'has <_>' -ForEach @(
        'NET'
        "NET$([Environment]::Version.Major)_0"
        "NET$([Environment]::Version.Major)_0_OR_GREATER"
        'NET5_0_OR_GREATER'
        'NET6_0_OR_GREATER'
        'NET8_0_OR_GREATER'
        'NET9_0_OR_GREATER'
        'NET10_0_OR_GREATER'
        'NETCOREAPP'
        'NETCOREAPP1_0_OR_GREATER'
        'NETCOREAPP2_1_OR_GREATER'
        'NETCOREAPP3_1_OR_GREATER'
        'TRACE'
        'RELEASE'
    ) {
        Invoke-CSharpCell "#if $_`n7`n#else`n8`n#endif" | Should -Be 7
        Invoke-CSharpCell "using var m = new MemoryStream();`n#if $_`n7`n#else`n8`n#endif" | Should -Be 7
        Invoke-CSharpCell "namespace N { static class C {`n#if $_`npublic const int V = 7;`n#else`npublic const int V = 8;`n#endif`n} } N.C.V" | Should -Be 7
    }

    It 'has no <_>' -ForEach @(
        'DEBUG'
        'NETFRAMEWORK'
        'NETSTANDARD'
        'NET48'
        'NET8_0'
        "NET$([Environment]::Version.Major + 1)_0_OR_GREATER"
    ) {
        Invoke-CSharpCell "#if $_`n7`n#else`n8`n#endif" | Should -Be 8
    }

    It 'decides about directives' {
        Invoke-CSharpCell "#if NETFRAMEWORK`n#r `"No.Such.Assembly`"`n#else`n#r `"System.Xml`"`n#endif`n7" | Should -Be 7
        { Invoke-CSharpCell "#if NET10_0_OR_GREATER`n#r `"No.Such.Assembly`"`n#endif`n7" } | Should -Throw -ErrorId 'ReferenceNotFound,*'
    }

    It 'are #undef''s' {
        Invoke-CSharpCell "#undef NET`n#if NET`n7`n#else`n8`n#endif" | Should -Be 8
    }
}
