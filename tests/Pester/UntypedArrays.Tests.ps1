BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Arrays of PowerShell' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'have a type where a cell needs one: <Code>' -ForEach @(
        @{ Code = 'a.Sum()'; Value = { 1, 2, 3 }; Expected = 6 }
        @{ Code = 'a.Sum()'; Value = { cs 'new[] { 1, 2, 3 }' }; Expected = 6 }
        @{ Code = 'a.Select(x => x * 2).Max()'; Value = { 1..3 }; Expected = 6 }
        @{ Code = 'a.Select(x => x.Length).Sum()'; Value = { 'a', 'bc' }; Expected = 3 }
        @{ Code = 'string.Join(",", a.OrderBy(x => x.Length).Select(x => x.ToUpper()))'; Value = { 'abc', 'd' }; Expected = 'D,ABC' }
        @{ Code = 'a[0].Length + a[^1].Length + a[1..].Length + a.Length'; Value = { 'a', 'bc' }; Expected = 6 }
        @{ Code = 'a.Where(f => f.Exists).Select(f => f.Name).First()'; Value = { @(Get-Item $PSHOME) + @(Get-ChildItem $PSHOME -File | Select-Object -First 1) }; Expected = { Split-Path $PSHOME -Leaf } }
        @{ Code = 'a.Select(f => f.FullName.Length).Min() > 0'; Value = { @(Get-Item $PSHOME) + @(Get-ChildItem $PSHOME -File | Select-Object -First 1) }; Expected = $true }
        @{ Code = '(await Task.WhenAll(a)).Sum()'; Value = { 1..3 | ForEach-Object { cs 'Task.FromResult((int)Args[0])' -ArgumentList $_ -NoAwait } }; Expected = 6 }
        @{ Code = 'a.Select(p => p.Name).First()'; Value = { [pscustomobject]@{ Name = 'Ada' }, [pscustomobject]@{ Name = 'Alan' } }; Expected = 'Ada' }
        @{ Code = 'int Total(int[] xs) => xs.Length; Total(a)'; Value = { 1, 2, 3 }; Expected = 3 }
        @{ Code = 'Array.Sort(a); a.First() + a.Sum()'; Value = { 3, 1, 2 }; Expected = 7 }
        @{ Code = 'a.Select(x => x?.Length ?? 0).Sum()'; Value = { 'a', $null, 'bc' }; Expected = 3 }
        @{ Code = 'int s = a.Sum(); object o = a; var list = (System.Collections.IList)o; return list.Count + list.IndexOf(3) + s + (int)list[0];'; Value = { 1, 2, 3 }; Expected = 12 }
        @{ Code = 'a.Sum() is 6 && a is [1, .., 3] ? a.Contains(2) : false'; Value = { 1, 2, 3 }; Expected = $true }
    ) {
        $a = & $Value
        $wanted = if ($Expected -is [scriptblock]) { & $Expected } else { $Expected }
        foreach ($turn in 1, 2) { cs $Code -Variable a | Should -Be $wanted }
    }

    It 'have a type as Input: <Code>' -ForEach @(
        @{ Code = 'Input.Sum()'; Expected = 6, 3 }
        @{ Code = 'Input.Select(x => x * 2).First()'; Expected = 2, 2 }
        @{ Code = 'int Total(int[] xs) => xs.Length; Total(Input)'; Expected = 3, 2 }
    ) {
        (1, 2, 3), (1, 2) | cs $Code | Should -Be $Expected
        (1, 2, 3), (1, 2) | cs $Code -AsJob | Receive-Job -Wait | Should -Be $Expected
        (1, 2, 3), (1, 2) | cs $Code -ThrottleLimit 2 -KeepOrder | Should -Be $Expected
    }

    It 'are the arrays themselves: <Code>' -ForEach @(
        @{ Code = 'a[0] = 42;'; Expected = 42, 2, 1 }
        @{ Code = 'a[0] = a.Sum() * 7;'; Expected = 42, 2, 1 }
        @{ Code = 'Array.Sort(a);'; Expected = 1, 2, 3 }
        @{ Code = 'a[0] = a.Sum(); ((object[])a)[1] = 5;'; Expected = 6, 5, 1 }
    ) {
        $a = 3, 2, 1
        cs $Code -Variable a
        $a | Should -Be $Expected
    }

    It 'have what a cell changes that compiles only with an array of their type: <Code>' -ForEach @(
        @{ Code = 'Array.Sort(a, (x, y) => x - y);'; Expected = 1, 2, 3 }
        @{ Code = 'void Z(int[] q) => q[0] = 9; Z(a);'; Expected = 9, 2, 1 }
        @{ Code = 'void R(ref int q) => q = 9; R(ref a[1]);'; Expected = 3, 9, 1 }
        @{ Code = 'foreach (ref int q in a.AsSpan()) q *= 2;'; Expected = 6, 4, 2 }
        @{ Code = 'Array.Reverse(a); a.AsSpan(1).Fill(a.Sum());'; Expected = 1, 6, 6 }
        @{ Code = 'Interlocked.Add(ref a[2], 4); await Task.Yield(); Interlocked.Add(ref a[2], 4);'; Expected = 3, 2, 9 }
    ) {
        $a = 3, 2, 1
        cs $Code -Variable a
        "$a" | Should -Be "$Expected"
        $a = @(cs 'new[] { 3, 2, 1 }')
        cs $Code -Variable a -AsJob | Receive-Job -Wait
        "$a" | Should -Be "$Expected"
        $a = 3, 2, 1
        , $a | cs ($Code -creplace '\ba\b', 'Input')
        "$a" | Should -Be "$Expected"
        $arrays = @(3, 2, 1), @(3, 2, 1)
        $arrays | cs ($Code -creplace '\ba\b', 'Input') -ThrottleLimit 2
        "$($arrays[0]) $($arrays[1])" | Should -Be "$Expected $Expected"
    }

    It 'have what such a cell changed before it fails, and before PowerShell code runs that it calls' {
        $global:specArray = 'c', 'b', 'a'
        $a = $specArray
        { cs 'void Z(string[] q) => q[0] = "z"; Z(a); throw new Exception("boom");' -Variable a } | Should -Throw -ErrorId 'CellFailed,*'
        $a[0] | Should -Be 'z'
        cs 'void Z(string[] q) => q[0] = "y"; Z(a); Shell.WriteObject(Shell.Invoke("$specArray[0]; $specArray[1] = 5; $specArray[2] = \"x\"")[0]); a[2]' -Variable a | Should -Be 'y', 'x'
        "$a" | Should -Be 'y 5 x'
        cs 'IEnumerable<string> Q(string[] q) { q[0] = "w"; yield return q[0]; q[0] = "v"; yield return q[0]; } Q(a)' -Variable @{ a = ($b = 'p', 'q') } | ForEach-Object { "$_ $b" } |
            Should -Be 'w w q', 'v v q'
    }

    It 'are given back as themselves' {
        $a = 3, 2, 1
        [object]::ReferenceEquals((cs '_ = a.Sum(); a' -Variable a -NoEnumerate), $a) | Should -BeTrue
    }

    It 'show a typed cell what PowerShell sets later' {
        $a = 1, 2
        cs 'Func<int> total = () => a.Sum();' -Variable a
        $a[0] = 40
        cs 'total()' | Should -Be 42
        $a[0] = cs '50'
        cs 'total()' | Should -Be 52
    }

    It 'are object[] for a cell that compiles with that' {
        cs 'a.GetType().Name' -Variable @{ a = 1, 2 } | Should -Be 'Object[]'
        cs 'object[] o = a; o.Length' -Variable @{ a = 1, 2 } | Should -Be 2
        cs 'string.Format("{0}-{1}", a)' -Variable @{ a = 1, 2 } | Should -Be '1-2'
    }

    It 'of several types say what to do: <Code>' -ForEach @(
        @{ Code = 'a.Sum()'; Value = { 1, 'x' } }
        @{ Code = 'a.Select(x => x.Length)'; Value = { 1, 'x' } }
        @{ Code = 'a.Select(x => x * 2)'; Value = { 1, 'x' } }
        @{ Code = 'a.Sum()'; Value = { , [Collections.ArrayList](1, 2) } }
        @{ Code = 'Args.Sum()'; Value = { 1, 2 } }
        @{ Code = 'kept.Sum()'; Value = { 1, 2 } }
        @{ Code = 'int total = kept.Sum();'; Value = { 1, 2 } }
    ) {
        $a = & $Value
        Set-CSharpVariable kept (1, 'x')
        $e = { cs $Code -Variable a } | Should -Throw -PassThru -ErrorId 'CompilationFailed,*'
        $e.Exception.Diagnostics[0].Message | Should -BeLike '*PowerShell*.Cast<int>()*`[int`[`]`]*'
        "$e" | Should -BeLike '*.Cast<int>()*'
    }

    It 'have a type as variables of the session, for a cell that keeps nothing: <Code>' -ForEach @(
        @{ Code = 'kept.Sum()'; Expected = 6 }
        @{ Code = 'kept.Where(x => x > 1).Select(x => x * 2).Max()'; Expected = 6 }
        @{ Code = 'int Total(IEnumerable<int> xs) => xs.Sum(); return Total(kept);'; Expected = 6; Declares = $true }
        @{ Code = 'await Task.Yield(); return kept.Sum();'; Expected = 6 }
        @{ Code = 'kept[0] = kept.Sum(); return kept.Sum();'; Expected = 11 }
        @{ Code = 'kept.Sum() + names.Select(n => n.Length).Sum()'; Expected = 9 }
    ) {
        Set-CSharpVariable names ('a', 'bc')
        foreach ($turn in 1, 2) {
            Set-CSharpVariable kept (1, 2, 3)
            if ($Declares) { { cs $Code } | Should -Throw -ErrorId 'CompilationFailed,*' } else { cs $Code | Should -Be $Expected }
        }
    }

    It 'that are set anew are those for a cell that comes again' {
        foreach ($values in (1, 2), (3, 4), ('a', 'b')) {
            Set-CSharpVariable kept $values
            cs 'kept.Select(x => x).Last()' | Should -Be $values[1]
        }
        Set-CSharpVariable kept (1, 2)
        1..2 | cs 'kept.Sum() + Input' | Should -Be 4, 5
        cs 'kept.Sum()' -AsJob | Receive-Job -Wait -AutoRemoveJob | Should -Be 3
        Set-CSharpVariable kept (1, 'x')
        { cs 'kept.Sum()' } | Should -Throw -ErrorId 'CompilationFailed,*'
    }

    It 'of the session are those that a cell changes' {
        $array = 3, 1, 2
        Set-CSharpVariable kept $array
        cs 'kept[0] = kept.Sum();'
        $array[0] | Should -Be 6
        cs 'kept.GetType().Name' | Should -BeExactly 'Object[]'
    }

    It 'are not mentioned where there are none' {
        $e = { cs 'object o = 1; o.Length' } | Should -Throw -PassThru -ErrorId 'CompilationFailed,*'
        "$e" | Should -Not -BeLike '*PowerShell*'
    }

    It 'do not change the errors of a cell that does not compile' {
        $e = { cs 'a.Sum() + nonsense' -Variable @{ a = 1, 2 } } | Should -Throw -PassThru -ErrorId 'CompilationFailed,*'
        $e.Exception.Diagnostics.Id | Should -Contain 'CS0103'
    }
}
