BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'The variables of a call' {
    It 'have the names as they are asked for, whatever the case in PowerShell' {
        function Get-Limit([timespan]$TimeLimit = '0:00:05', [int]$Retry = 2) { cs 'timeLimit.Seconds + retry' -Variable timeLimit, retry }
        Get-Limit | Should -Be 7
        $script:Upper = 3
        cs 'upper' -Variable script:upper | Should -Be 3
    }

    BeforeEach {
        Reset-CSharpSession
    }

    Context 'Calls that overlap' {
        It 'keep their values when a callback runs a cell' {
            function Get-Double($n) { cs 'n * 2' -Variable @{ n = $n } }
            $f = [Func[int, int]] { param($i) Get-Double $i }
            cs 'Enumerable.Range(1, 4).Select(i => $"{n}-{f(i)}-{n}").ToArray()' -Variable @{ n = 77; f = $f } | Should -Be '77-2-77', '77-4-77', '77-6-77', '77-8-77'
        }

        It 'keep their values in nested cells' {
            cs 'int before = n; var inner = Shell.Invoke("cs ''n + 1'' -Variable @{ n = 10 }"); $"{before} {inner[0]} {n}"' -Variable @{ n = 1 } | Should -Be '1 11 1'
        }

        It 'keep their values in background work' {
            $tasks = 1..4 | ForEach-Object { cs 'Task.Run(async () => { await go.Task; return n * 2; })' -Variable @{ n = $_; go = ($script:go ??= [Threading.Tasks.TaskCompletionSource]::new()) } -NoAwait }
            $go.SetResult()
            $tasks | Receive-Task -KeepOrder | Should -Be 2, 4, 6, 8
        }

        It 'keep their values in jobs' {
            $jobs = 1..4 | ForEach-Object { cs 'await Task.Yield(); n * 2' -Variable @{ n = $_ } -AsJob }
            $jobs | Wait-Job -Timeout 30 | Receive-Job | Should -Be 2, 4, 6, 8
            $jobs | Remove-Job
        }

        It 'keep their values in code that a cell leaves in the session' {
            cs 'Func<int> first = () => n++; int Here() => n;' -Variable @{ n = 1 }
            cs 'Func<int> second = () => n++;' -Variable @{ n = 10 }
            cs '$"{first()} {second()} {first()} {second()} {Here()}"' | Should -Be '1 10 2 11 3'
        }

        It 'are shared by the objects of one call' {
            1..4 | cs 'n += Input; n' -Variable @{ n = 10 } | Should -Be 11, 13, 16, 20
            1, 'two', 3.5 | cs 'n++; n' -Variable @{ n = 10 } | Should -Be 11, 12, 13
        }
    }

    Context 'The session' {
        It 'does not have them after the call' {
            cs 'n' -Variable @{ n = 1 } | Should -Be 1
            { cs 'n' } | Should -Throw -ErrorId 'CompilationFailed,*' -ExceptionType ([AsyncCSharp.CSharpCompilationException])
            @(Get-CSharpVariable) | Should -HaveCount 0
        }

        It 'does not have them after a cell that declares something' {
            cs 'int twice = n * 2; int Add(int x) => n + x;' -Variable @{ n = 21 }
            (Get-CSharpVariable).Name | Should -Be 'twice'
            cs 'twice + Add(1)' | Should -Be 64
            { cs 'n' } | Should -Throw -ErrorId 'CompilationFailed,*'
            { cs 'int x = n;' } | Should -Throw -ErrorId 'CompilationFailed,*'
        }

        It 'keeps its own variable of the same name' {
            cs 'int n = 1; int Own() => n;'
            cs 'n = n + 1; int seen = n;' -Variable @{ n = 10 }
            cs '$"{n} {Own()} {seen}"' | Should -Be '1 1 11'
            cs 'n.Length' -Variable @{ n = 'text' } | Should -Be 4
            cs 'n' | Should -Be 1
        }

        It 'has what a cell declares by their names: <Code>' -ForEach @(
            @{ Code = 'var kept = new { n, other = n + 1 };'; Later = '$"{kept.n} {kept.other}"'; Expected = '5 6' }
            @{ Code = 'var kept = (n, m);'; Later = '$"{kept.n} {kept.m}"'; Expected = '5 7' }
            @{ Code = 'const string kept = nameof(n);'; Later = 'kept'; Expected = 'n' }
            @{ Code = 'record P(int n); var kept = new P(n: n) { n = n + 1 };'; Later = 'kept.n'; Expected = 6 }
            @{ Code = 'var kept = from i in Enumerable.Range(0, n) where i > 3 let n = i select n;'; Later = 'kept.Single()'; Expected = 4 }
            @{ Code = 'string kept = $"{n:000}{(n is int n2 ? n2 : 0)}"; { int m = n; kept += m; }'; Later = 'kept'; Expected = '00555' }
            @{ Code = 'int kept = F(out n); int F(out int n) { n = 9; return n; } kept += n;'; Later = 'kept'; Expected = 18 }
            @{ Code = 'using System.Globalization; int n = 3; int kept = n;'; Later = '$"{kept} {n}"'; Expected = '3 3' }
        ) {
            cs $Code -Variable @{ n = 5; m = 7 }
            cs $Later | Should -Be $Expected
            { cs 'm' } | Should -Throw -ErrorId 'CompilationFailed,*'
        }

        It 'has nothing of what a function of a module passes' {
            $module = New-Module -ScriptBlock {
                function Measure-Word($Text) { cs 'var words = text.Split(); words.Length' -Variable @{ text = $Text } }
            }
            cs 'string text = "mine";'
            & $module { Measure-Word 'one two three' } | Should -Be 3
            cs 'text' | Should -Be 'mine'
        }

        It 'has what a loaded file declares with them' {
            $file = Join-Path $TestDrive 'part.csx'
            Set-Content $file 'int FromFile() => n + 1; int once = n;'
            cs "#load `"$file`"`nint sum = FromFile() + n + once; sum" -Variable @{ n = 5 } | Should -Be 16
            cs 'FromFile() + once + sum' | Should -Be 27
            { cs 'n' } | Should -Throw -ErrorId 'CompilationFailed,*'
        }

        It 'takes a value of a type of its own' {
            cs 'class Thing { public int Size = 4; } var thing = new Thing();'
            $thing = cs 'thing'
            cs 't.Size' -Variable @{ t = $thing } | Should -Be 4
            cs 'int size = t.Size; class Thing { public int Other = 1; }' -Variable @{ t = $thing }
            cs 'size' | Should -Be 4
        }

        It 'finds it all again when it comes from the disk' {
            $script = "cs 'int twice = n * 2; int Add(int x) => n + x; var both = (n, twice);' -Variable @{ n = 21 }; cs 'n + Add(1)' -Variable @{ n = 0 }; " +
                "cs '`$`"{twice} {Add(1)} {both.n}`"'; try { cs 'n' } catch { 'none' }"
            $environment = @{ ASYNCCSHARP_CACHE = (Join-Path $TestDrive 'cache') }
            $command = "Import-Module '$manifest'; $script"
            $null = Invoke-ChildShell $command -Environment $environment
            (Invoke-ChildShell $command -Environment $environment).Output.Trim() -split "`n" | Should -Be '22', '42 22 21', 'none'
        }
    }

    Context 'Types' {
        It 'are those of the values now: <First>, then <Then>' -ForEach @(
            @{ First = $null; Then = 4; Code = 'v + 1'; Expected = 5 }
            @{ First = [pscustomobject]@{ A = 1 }; Then = [int[]](1, 2, 3); Code = 'v.Select(x => x * 2).Sum()'; Expected = 12 }
            @{ First = 'text'; Then = [Collections.Generic.List[int]](1, 2); Code = 'v.Sum()'; Expected = 3 }
            @{ First = [IO.MemoryStream]::new(); Then = [IO.StringReader]::new('abc'); Code = 'v.Peek()'; Expected = 97 }
            @{ First = [Exception]::new(); Then = [ArgumentException]::new('m', 'p'); Code = 'v.ParamName'; Expected = 'p' }
        ) {
            $null = cs 'v' -Variable @{ v = $First }
            cs $Code -Variable @{ v = $Then } | Should -Be $Expected
            Set-CSharpVariable s $First
            Set-CSharpVariable s $Then
            cs $Code.Replace('v', 's') | Should -Be $Expected
        }

        It 'of a variable of a cell are the cell''s' {
            cs 'object o = null; bool Has() => o != null;'
            Set-CSharpVariable o 4
            (Get-CSharpVariable o).Type | Should -Be 'object'
            cs 'Has()' | Should -BeTrue
        }

        It 'change and code that was compiled before sees the new value where it can' {
            Set-CSharpVariable o $null
            cs 'object Seen() => o;'
            Set-CSharpVariable o 4
            Set-CSharpVariable o 5
            cs 'o + (int)Seen()' | Should -Be 10
        }

        It 'are declared once for the same type' {
            Set-CSharpVariable o 4
            $null = cs '1'
            $before = (Get-CSharpSession Default).Assemblies
            2..20 | ForEach-Object { Set-CSharpVariable o $_ }
            (Get-CSharpSession Default).Assemblies | Should -Be $before
        }

        It 'are compiled once for the same names and types' {
            function Get-CellCount { [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -like 'Cell-*' }).Count }
            [GC]::Collect()
            $null = cs 'a + b' -Variable @{ a = 1; b = 2 }
            $before = Get-CellCount
            2..20 | ForEach-Object { cs 'a + b' -Variable @{ a = $_; b = $_ } } | Should -Be (2..20 | ForEach-Object { $_ * 2 })
            Get-CellCount | Should -BeLessOrEqual $before
        }
    }

    It 'take one name twice' {
        $n = 3
        cs 'n' -Variable n, n | Should -Be 3
    }
}

Describe 'Invoke-CSharpCell -Variable' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'says that a variable of PowerShell is not there' {
        $e = { Invoke-CSharpCell '1' -Variable zip } | Should -Throw -PassThru -ErrorId 'VariableNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Message | Should -BeLike "*PowerShell variable '`$zip'*-Variable*"
        $e.CategoryInfo.Category | Should -Be ObjectNotFound
        $e.TargetObject | Should -Be 'zip'
        $e.ErrorDetails.RecommendedAction | Should -BeLike '*hashtable*'
    }

    It 'takes a hashtable' {
        Invoke-CSharpCell 'a + b.Length' -Variable @{ a = 40; b = 'ab' } | Should -Be 42
    }

    It 'takes an ordered dictionary' {
        Invoke-CSharpCell 'a * b' -Variable ([ordered]@{ a = 6; b = 7 }) | Should -Be 42
    }

    It 'takes names of PowerShell variables' {
        $number = 40
        $text = 'ab'
        Invoke-CSharpCell 'number + text.Length' -Variable number, text | Should -Be 42
    }

    It 'takes a single name' {
        $number = 42
        Invoke-CSharpCell 'number' -Variable number | Should -Be 42
    }

    It 'sets them anew each time' {
        Invoke-CSharpCell 'v' -Variable @{ v = 1 } | Should -Be 1
        Invoke-CSharpCell 'v' -Variable @{ v = 'now a text' } | Should -Be 'now a text'
    }

    It 'hands over the live objects' {
        $list = [Collections.Generic.List[string]]::new()
        Invoke-CSharpCell 'list.Add("from C#");' -Variable list
        $list | Should -Be 'from C#'
    }

    It 'takes null' {
        Invoke-CSharpCell 'v is null' -Variable @{ v = $null } | Should -BeTrue
    }

    It 'takes an empty hashtable' {
        Invoke-CSharpCell '42' -Variable @{} | Should -Be 42
    }

    It 'is available to the compiler: a wrong member is a compile error' {
        { Invoke-CSharpCell 'v.NoSuchMember' -Variable @{ v = 'text' } } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'refuses a name without a variable' {
        $e = { Invoke-CSharpCell '1' -Variable no_such_variable_here } | Should -Throw -PassThru -ErrorId 'VariableNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'refuses a name that C# cannot write' {
        $e = { Invoke-CSharpCell '1' -Variable @{ 'a b' = 1 } } | Should -Throw -PassThru -ErrorId 'VariableNotSet,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $e.Exception.Message | Should -BeLike '*a b*'
    }

    It 'refuses what is neither' {
        $e = { Invoke-CSharpCell '1' -Variable 42 } | Should -Throw -PassThru -ErrorId 'InvalidVariableArgument,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }
}
