BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'An error that comes of how PowerShell''s values look in C#' {
    AfterAll { Reset-CSharpSession }

    It 'of the compiler says what to do: <Code>' -ForEach @(
        @{ Code = 'h["a"].Sum()'; Advice = '*((object`[`])x).Cast<int>()*' }
        @{ Code = 'Args[0].Sum()'; Advice = '*((object`[`])x).Cast<int>()*' }
        @{ Code = 'd.Sum(r => r.Sum())'; Advice = '*Cast<int>()*' }
        @{ Code = 'l.Select(x => x + 1)'; Advice = '*.Cast<int>()*' }
        @{ Code = 'd.SelectMany(r => r).Sum()'; Advice = '*.Cast<int>()*' }
        @{ Code = 'a.Count'; Advice = '*Count()*Length*' }
        @{ Code = 'a.Select(s)'; Advice = '*Func`[int, int`]*' }
        @{ Code = 'Task.Run(s)'; Advice = '*Func`[int, int`]*' }
        @{ Code = 'Func<int, int> g = s;'; Advice = '*Func`[int, int`]*' }
        @{ Code = 'h["f"](4)'; Advice = '*((Func<int, int>)*' }
        @{ Code = 'Shell.Invoke("Get-Item .")[0].Name'; Advice = "*'Name'*x.BaseObject*((dynamic)x).Name*" }
        @{ Code = 'int n = Shell.Invoke("1")[0];'; Advice = '*x.BaseObject*' }
        @{ Code = '(string)Shell.Invoke("1")[0]'; Advice = '*x.BaseObject*' }
        @{ Code = 'Math.Abs(Shell.Invoke("1")[0])'; Advice = '*x.BaseObject*' }
        @{ Code = 'Shell.Invoke("1")[0] + 1'; Advice = '*x.BaseObject*' }
    ) {
        $given = @{ h = @{ a = 1, 2, 3; f = [Func[int, int]] { 1 } }; d = @(1, 2), @(3, 4); a = 'x', 'y'; l = [Collections.ArrayList] (1, 2); s = { 1 } }
        $e = { cs $Code -Variable $given -ArgumentList (, (1, 2, 3)) } | Should -Throw -PassThru -ErrorId 'CompilationFailed,*'
        $e.Exception.Diagnostics[0].Message | Should -BeLike $Advice
        $e.Exception.Diagnostics[0].Message | Should -Not -MatchExactly '[^.] (What comes|A script block|A PSObject|\w+ is a method)' -Because 'what the compiler says is a sentence of its own'
    }

    It 'of run time says what to do: <Code>' -ForEach @(
        @{ Code = 'o.V.Sum()'; Advice = '*((object`[`])x).Cast<int>().Sum*' }
        @{ Code = '((int[])h["a"]).Sum()'; Advice = '*((object`[`])x).Cast<int>().ToArray()*' }
        @{ Code = '((int[])Args[0]).Sum()'; Advice = '*((object`[`])x).Cast<int>().ToArray()*' }
        @{ Code = 'o.F(4)'; Advice = '*o.F.Invoke(4)*((Func<int, int>)o.F)(4)*' }
    ) {
        $given = @{ h = @{ a = 1, 2, 3 }; o = [pscustomobject]@{ V = 1, 2, 3; F = [Func[int, int]] { param($x) $x + 1 } } }
        $e = { cs $Code -Variable $given -ArgumentList (, (1, 2, 3)) } | Should -Throw -PassThru -ErrorId 'CellFailed,*'
        "$e" | Should -BeLike $Advice
        "$e" | Should -Not -MatchExactly '[^.] (\w+ is an extension|An array of|A delegate or)'
    }

    It 'is as it was where C# alone is the cause: <Code>' -ForEach @(
        @{ Code = '(int[])(object)new object[1]' }
        @{ Code = 'dynamic x = 5; x.Nothing()' }
    ) {
        $e = { cs $Code } | Should -Throw -PassThru -ErrorId 'CellFailed,*'
        "$e" | Should -Not -BeLike '*dynamic*Say what*'
    }

    It 'has advice that is right' {
        $given = @{ h = @{ a = 1, 2, 3; f = [Func[int, int]] { param($x) $x * 2 } }; o = [pscustomobject]@{ V = 1, 2, 3; F = [Func[int, int]] { param($x) $x + 1 } } }
        cs '((object[])h["a"]).Cast<int>().Sum() + ((object[])o.V).Cast<int>().Sum()' -Variable $given | Should -Be 12
        cs '(int)Shell.Invoke("41")[0].BaseObject + ((dynamic)Shell.Invoke("[pscustomobject]@{ Name = 1 }")[0]).Name' | Should -Be 42
        cs 'o.F.Invoke(4) + ((Func<int, int>)o.F)(4) + ((Func<int, int>)h["f"])(4)' -Variable $given | Should -Be 18
    }
}

Describe 'An enumeration that a function or a script block declares' {
    AfterEach { Reset-CSharpSession }

    It 'has a name' {
        function Use-Inner { enum SpecInner { A; B }; $v = [SpecInner]::B; cs 'v == SpecInner.B' -Variable v; cs 'SpecInner.A' }
        $given = Use-Inner
        $given[0] | Should -BeTrue
        $given[1].GetType().Name | Should -Be 'SpecInner'
        "$($given[1])" | Should -Be 'A'
        & { enum SpecBlock { A; B }; $v = [SpecBlock]::B; cs 'v == SpecBlock.B' -Variable v } | Should -BeTrue
        enum SpecTest { A; B }
        cs '(SpecTest)Args[0] == SpecTest.B' -ArgumentList ([SpecTest]::B) | Should -BeTrue
        (cs 'SpecTest.A') -is [SpecTest] | Should -BeTrue
    }
}
