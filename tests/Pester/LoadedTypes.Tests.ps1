# Namespaces and extension methods of files that a cell loads: they are there for what comes after them, as from earlier cells.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Push-Location $TestDrive

    function Set-File([string]$Name, [string]$Text) { [IO.File]::WriteAllText("$TestDrive/$Name.csx", $Text) }
}

AfterAll {
    Pop-Location
}

Describe 'The types of a file that a cell loads' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'are there for the cell, also where the file has nothing else' {
        Set-File only 'namespace N { public static class C { public const int K = 41; public static int Next(int n) => n + 1; } }'
        Invoke-CSharpCell "#load `"only.csx`"`nN.C.Next(N.C.K)" | Should -Be 42
        Invoke-CSharpCell 'N.C.Next(1)' | Should -Be 2
    }

    It 'are there for extension methods' {
        Set-File only 'static class E { public static int Half(this int n) => n / 2; }'
        Invoke-CSharpCell "#load `"only.csx`"`n84.Half()" | Should -Be 42
    }

    It 'are there for a file that is loaded after it, and for one that loads it' {
        Set-File first 'namespace N { public class C { public int K = 40; } }'
        Set-File second 'namespace M { public class D : N.C { public int L = 2; } }'
        Set-File both "#load `"first.csx`"`n#load `"second.csx`"`nint Sum() { var d = new M.D(); return d.K + d.L; }"
        Invoke-CSharpCell "#load `"both.csx`"`nSum() + new M.D().L" | Should -Be 44
    }

    It 'are those of the last file that has them' {
        Set-File first 'namespace N { public static class C { public const int K = 1; } } int first = N.C.K;'
        Set-File second 'namespace N { public static class C { public const int K = 2; } } int second = N.C.K;'
        Invoke-CSharpCell "#load `"first.csx`"`n#load `"second.csx`"`n`$`"{first} {second} {N.C.K}`"" | Should -Be '1 2 2'
        Invoke-CSharpCell "#load `"first.csx`"`n`$`"{first} {second} {N.C.K}`"" | Should -Be '1 2 1'
    }

    It 'see the using directives of files before theirs' {
        Set-File first 'using System.Numerics;'
        Set-File second 'namespace N { public static class C { public static BigInteger Big => BigInteger.One + 41; } }'
        Invoke-CSharpCell "#load `"first.csx`"`n#load `"second.csx`"`n(int)N.C.Big" | Should -Be 42
    }

    It 'are there for Test-CSharpCell, which leaves nothing of them' {
        Set-File only 'namespace N { public static class C { public const int K = 41; } }'
        (Test-CSharpCell "#load `"only.csx`"`nN.C.K").IsValid | Should -BeTrue
        (Test-CSharpCell 'N.C.K').IsValid | Should -BeFalse
    }

    It 'are not there where the file does not come to run' {
        Set-File only 'namespace N { public static class C { public const int K = 41; } }'
        Set-File throwing 'throw new InvalidOperationException("before");'
        { Invoke-CSharpCell "#load `"throwing.csx`"`n#load `"only.csx`"`nN.C.K" } | Should -Throw -ErrorId 'CellFailed*'
        (Test-CSharpCell 'N.C.K').IsValid | Should -BeFalse
    }
}
