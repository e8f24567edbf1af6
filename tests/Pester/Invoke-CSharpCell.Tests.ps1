BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Invoke-CSharpCell' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context 'parameters' {
        It 'takes -Code first' {
            Get-Command Invoke-CSharpCell | Should -HaveParameter Code -Type ([string]) -Mandatory
            Invoke-CSharpCell '6 * 7' | Should -Be 42
            Invoke-CSharpCell -Code '6 * 7' | Should -Be 42
        }

        It 'has the alias cs' {
            (Get-Command cs).ResolvedCommand.Name | Should -Be 'Invoke-CSharpCell'
            cs '6 * 7' | Should -Be 42
        }

        It 'takes nothing for no cell: <Name>' -ForEach @(
            @{ Name = 'empty'; Text = '' }
            @{ Name = 'white space'; Text = " `r`n`t " }
        ) {
            @(Invoke-CSharpCell $Text) | Should -HaveCount 0
            (Get-CSharpSession Default).CellsRun | Should -Be 0
        }

        It 'runs a comment, which gives nothing' {
            @(Invoke-CSharpCell '// nothing to do') | Should -HaveCount 0
            @(Invoke-CSharpCell '/* nothing to do */') | Should -HaveCount 0
        }

        It 'counts the cells it takes, also those that fail' {
            Invoke-CSharpCell '1'
            { Invoke-CSharpCell 'nonsense' } | Should -Throw
            { Invoke-CSharpCell 'throw new Exception("x");' } | Should -Throw
            (Get-CSharpSession Default).CellsRun | Should -Be 3
        }

        It 'takes -Session as a name in any case' {
            $session = New-CSharpSession -Name InvokeByName
            try {
                Invoke-CSharpCell 'var here = 5;' -Session invokebyname
                Invoke-CSharpCell 'here' -Session InvokeByName | Should -Be 5
                { Invoke-CSharpCell 'here' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            }
            finally {
                Remove-CSharpSession $session
            }
        }

        It 'takes -Session as an object' {
            $session = New-CSharpSession
            try {
                Invoke-CSharpCell 'var here = 5;' -Session $session
                Invoke-CSharpCell 'here' -Session $session | Should -Be 5
            }
            finally {
                Remove-CSharpSession $session
            }
        }

        It 'gives -ArgumentList as Args' {
            Invoke-CSharpCell '(int)Args[0] + ((string)Args[1]).Length' -ArgumentList 40, 'ab' | Should -Be 42
            Invoke-CSharpCell 'Args.Count' -ArgumentList 1, 2, 3 | Should -Be 3
        }

        It 'has empty Args without -ArgumentList' {
            Invoke-CSharpCell 'Args.Count' | Should -Be 0
        }

        It 'keeps a null in -ArgumentList' {
            Invoke-CSharpCell 'Args.Count == 2 && Args[0] is null' -ArgumentList $null, 1 | Should -BeTrue
        }

        It 'takes text with Windows line ends' {
            Invoke-CSharpCell "int a = 1;`r`nint b = 2;`r`na + b" | Should -Be 3
        }

        It 'takes a here-string of many lines' {
            $text = @'
                // a comment
                int Twice(int x)
                {
                    return x * 2;
                }

                var numbers = new[] { 1, 2, 3 };
                numbers.Select(Twice).Sum()
'@
            Invoke-CSharpCell $text | Should -Be 12
        }

        It 'takes text of all of Unicode' {
            Invoke-CSharpCell 'var größe = "日本 😀"; größe' | Should -BeExactly '日本 😀'
            Invoke-CSharpCell 'größe.Length' | Should -Be 5
        }
    }

    Context 'the value' {
        It 'awaits at top level' {
            $value = Invoke-CSharpCell 'await Task.Delay(10); 42'
            $value | Should -BeExactly 42
            $value | Should -BeOfType ([int])
        }

        It 'is the awaited expression' {
            Invoke-CSharpCell 'await Task.FromResult("done")' | Should -BeExactly 'done'
        }

        It 'is what await (x) gives' {
            Invoke-CSharpCell 'await (Task.FromResult(7))' | Should -Be 7
        }

        It 'is what a top-level return gives' {
            Invoke-CSharpCell 'if (1 < 2) return "early"; "late"' | Should -BeExactly 'early'
            Invoke-CSharpCell 'await Task.Yield(); return 5;' | Should -Be 5
        }

        It 'is a trailing assignment' {
            Invoke-CSharpCell 'int x; x = 5' | Should -Be 5
        }

        It 'is the live object, of its own type: <Code>' -ForEach @(
            @{ Code = '1L'; Type = 'System.Int64' }
            @{ Code = '1.5m'; Type = 'System.Decimal' }
            @{ Code = "'c'"; Type = 'System.Char' }
            @{ Code = '"text"'; Type = 'System.String' }
            @{ Code = 'true'; Type = 'System.Boolean' }
            @{ Code = '(byte)1'; Type = 'System.Byte' }
            @{ Code = 'new Uri("https://example.org")'; Type = 'System.Uri' }
            @{ Code = 'DayOfWeek.Friday'; Type = 'System.DayOfWeek' }
            @{ Code = 'new Dictionary<string, int> { ["a"] = 1 }'; Type = 'System.Collections.Generic.Dictionary`2[System.String,System.Int32]' }
            @{ Code = '(int?)3'; Type = 'System.Int32' }
            @{ Code = '(1, "a")'; Type = 'System.ValueTuple`2[System.Int32,System.String]' }
        ) {
            $value = Invoke-CSharpCell $Code
            $value.GetType().ToString() | Should -BeExactly $Type
        }

        It 'works with what PowerShell has: a delegate' {
            $f = Invoke-CSharpCell '(Func<int, int>)(x => x + 1)'
            $f.Invoke(41) | Should -Be 42
        }

        It 'awaits a trailing <Name>' -ForEach @(
            @{ Name = 'Task<T>'; Code = 'Task.Run(() => 42)' }
            @{ Name = 'ValueTask<T>'; Code = 'new ValueTask<int>(42)' }
            @{ Name = 'ValueTask<T> that suspends'; Code = 'async ValueTask<int> F() { await Task.Delay(5); return 42; } F()' }
            @{ Name = 'async method'; Code = 'async Task<int> F() { await Task.Delay(5); return 42; } F()' }
            @{ Name = 'task returned'; Code = 'return Task.FromResult(42);' }
            @{ Name = 'awaitable of a class of its own'; Code = 'class A { public System.Runtime.CompilerServices.TaskAwaiter<int> GetAwaiter() => Task.FromResult(42).GetAwaiter(); } new A()' }
            @{ Name = 'configured task'; Code = 'Task.FromResult(42).ConfigureAwait(false)' }
        ) {
            Invoke-CSharpCell $Code | Should -BeExactly 42
        }

        It 'takes apart what a trailing task of a collection gives' {
            @(Invoke-CSharpCell 'Task.FromResult(new[] { 1, 2, 3 })') | Should -Be 1, 2, 3
        }

        It 'waits for a trailing task without a result, which gives nothing' {
            @(Invoke-CSharpCell 'bool ready = false; async Task F() { await Task.Delay(20); ready = true; } F()') | Should -HaveCount 0
            Invoke-CSharpCell 'ready' | Should -BeTrue
        }

        It 'gives the task itself with -NoAwait' {
            $task = Invoke-CSharpCell 'Task.FromResult(42)' -NoAwait
            $task | Should -BeOfType ([Threading.Tasks.Task])
            $task.Result | Should -Be 42
        }

        It 'gives the task itself where AutoAwait is off' {
            Set-AutoAwait Off
            try {
                Invoke-CSharpCell 'Task.FromResult(42)' | Should -BeOfType ([Threading.Tasks.Task])
            }
            finally {
                Set-AutoAwait On
            }
        }
    }

    Context 'nothing and null' {
        It 'gives nothing for <Code>' -ForEach @(
            @{ Code = 'int x = 1;' }
            @{ Code = 'string s = null;' }
            @{ Code = 'Thread.Sleep(0)' }
            @{ Code = 'Thread.Sleep(0);' }
            @{ Code = 'new List<int>().Add(1)' }
            @{ Code = 'Math.Abs(-1);' }
            @{ Code = 'await Task.Delay(1)' }
            @{ Code = 'await Task.Delay(1);' }
            @{ Code = 'Task.CompletedTask' }
            @{ Code = 'default(ValueTask)' }
            @{ Code = 'class C { }' }
            @{ Code = 'int F() => 1;' }
            @{ Code = 'using System.Text;' }
            @{ Code = 'foreach (var i in new[] { 1, 2 }) { }' }
            @{ Code = 'return;' }
            @{ Code = 'return null;' }
            @{ Code = 'new int[0]' }
            @{ Code = ';' }
        ) {
            @(Invoke-CSharpCell $Code) | Should -HaveCount 0
        }

        It 'gives $null for <Code>' -ForEach @(
            @{ Code = '(string)null' }
            @{ Code = 'null' }
            @{ Code = 'default(int?)' }
            @{ Code = 'await Task.FromResult<string>(null)' }
            @{ Code = 'Task.FromResult<object>(null)' }
            @{ Code = 'string s = null; s' }
        ) {
            $values = @(Invoke-CSharpCell $Code)
            $values | Should -HaveCount 1
            ($null -eq $values[0]) | Should -BeTrue
        }

        It 'keeps the nulls of a collection' {
            $values = @(Invoke-CSharpCell 'new[] { "a", null, "b" }')
            $values | Should -HaveCount 3
            ($null -eq $values[1]) | Should -BeTrue
        }
    }

    Context 'enumeration' {
        It 'writes <Name> item by item' -ForEach @(
            @{ Name = 'an array'; Code = 'new[] { 1, 2, 3 }' }
            @{ Name = 'a list'; Code = 'new List<int> { 1, 2, 3 }' }
            @{ Name = 'a query'; Code = 'Enumerable.Range(1, 3)' }
            @{ Name = 'a set'; Code = 'new SortedSet<int> { 3, 1, 2 }' }
            @{ Name = 'an iterator'; Code = 'IEnumerable<int> F() { yield return 1; yield return 2; yield return 3; } F()' }
            @{ Name = 'an enumerator'; Code = 'new List<int> { 1, 2, 3 }.GetEnumerator()' }
            @{ Name = 'a span''s array'; Code = 'new ArraySegment<int>(new[] { 0, 1, 2, 3 }, 1, 3)' }
            @{ Name = 'an async stream'; Code = 'async IAsyncEnumerable<int> F() { for (int i = 1; i < 4; i++) { await Task.Yield(); yield return i; } } F()' }
        ) {
            @(Invoke-CSharpCell $Code) | Should -Be 1, 2, 3
        }

        It 'writes <Name> whole' -ForEach @(
            @{ Name = 'a string'; Code = '"abc"' }
            @{ Name = 'a dictionary'; Code = 'new Dictionary<int, int> { [1] = 1, [2] = 2 }' }
            @{ Name = 'a hashtable'; Code = 'new System.Collections.Hashtable { [1] = 1, [2] = 2 }' }
            @{ Name = 'an XML document'; Code = 'var d = new System.Xml.XmlDocument(); d.LoadXml("<a><b/><c/></a>"); d' }
            @{ Name = 'a tuple'; Code = '(1, 2)' }
        ) {
            @(Invoke-CSharpCell $Code) | Should -HaveCount 1
        }

        It 'takes only the outer collection apart' {
            $values = @(Invoke-CSharpCell 'new[] { new[] { 1, 2 }, new[] { 3 } }')
            $values | Should -HaveCount 2
            $values[0].GetType() | Should -Be ([int[]])
        }

        It 'writes a collection whole with -NoEnumerate' {
            $values = @(Invoke-CSharpCell 'new List<int> { 1, 2, 3 }' -NoEnumerate)
            $values | Should -HaveCount 1
            $values[0].GetType() | Should -Be ([System.Collections.Generic.List[int]])
        }

        It 'writes an empty collection whole with -NoEnumerate' {
            @(Invoke-CSharpCell 'new int[0]' -NoEnumerate) | Should -HaveCount 1
        }

        It 'is lazy: an item is in the pipeline before the next is made (<Name>)' -ForEach @(
            @{ Name = 'sync'; Code = 'IEnumerable<int> F() { for (int i = 1; i < 4; i++) { log.Add("make " + i); yield return i; } } F()' }
            @{ Name = 'async'; Code = 'async IAsyncEnumerable<int> F() { for (int i = 1; i < 4; i++) { await Task.Delay(1); log.Add("make " + i); yield return i; } } F()' }
        ) {
            $log = [Collections.Generic.List[string]]::new()
            Invoke-CSharpCell $Code -Variable log | ForEach-Object { $log.Add("take $_") }
            $log -join ', ' | Should -BeExactly 'make 1, take 1, make 2, take 2, make 3, take 3'
        }

        It 'disposes the sequence when the pipeline has enough (<Name>)' -ForEach @(
            @{ Name = 'sync'; Code = 'IEnumerable<int> F() { try { for (int i = 1; ; i++) { yield return i; } } finally { log.Add("disposed"); } } F()' }
            @{ Name = 'async'; Code = 'async IAsyncEnumerable<int> F() { try { for (int i = 1; ; i++) { await Task.Delay(1); yield return i; } } finally { log.Add("disposed"); } } F()' }
        ) {
            $log = [Collections.Generic.List[string]]::new()
            $taken = [Collections.Generic.List[int]]::new()
            do {
                Invoke-CSharpCell $Code -Variable log | ForEach-Object { $taken.Add($_); if ($_ -eq 3) { break } }
            } while ($false)
            $taken -join ',' | Should -BeExactly '1,2,3'
            Wait-Until { $log.Count -gt 0 }
            $log -join ',' | Should -BeExactly 'disposed'
            Invoke-CSharpCell '1 + 1' | Should -Be 2
        }

        It 'gives the items before an error in the middle of a sequence' {
            $items = [Collections.Generic.List[int]]::new()
            {
                Invoke-CSharpCell 'IEnumerable<int> F() { yield return 1; yield return 2; throw new FormatException("broken"); } F()' |
                    ForEach-Object { $items.Add($_) }
            } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $items -join ',' | Should -BeExactly '1,2'
        }
    }

    Context 'a pipeline' {
        It 'runs once for each object' {
            1..5 | Invoke-CSharpCell 'Input * 2' | Should -Be 2, 4, 6, 8, 10
        }

        It 'awaits for each object' {
            1..3 | Invoke-CSharpCell 'await Task.Delay(1); Input + 1' | Should -Be 2, 3, 4
        }

        It 'has objects of several types as dynamic' {
            'ab', 3, 'c' | Invoke-CSharpCell 'Input.ToString().Length' | Should -Be 2, 1, 1
        }

        It 'knows the type of the first object' {
            'abc' | Invoke-CSharpCell 'Input.Where(char.IsLetter).Count()' | Should -Be 3
        }

        It 'keeps the variables of the last object' {
            1..3 | Invoke-CSharpCell 'var last = Input;'
            Invoke-CSharpCell 'last' | Should -Be 3
        }

        It 'takes an object by -InputObject' {
            Invoke-CSharpCell 'Input.Length' -InputObject 'four' | Should -Be 4
        }

        It 'runs for no object of an empty pipeline' {
            @() | Invoke-CSharpCell 'Shell.SetVariable("ran", true); 1' | Should -BeNullOrEmpty
            $ran | Should -BeNullOrEmpty
        }

        It 'is one cell, whatever the number of objects' {
            1..5 | Invoke-CSharpCell 'Input'
            (Get-CSharpSession Default).CellsRun | Should -Be 1
        }

        It 'has null objects' {
            @('a', $null) | Invoke-CSharpCell 'Input is null' | Should -Be $false, $true
        }

        It 'goes on after an object that fails' {
            $values = 2, 0, 4 | Invoke-CSharpCell '8 / Input' -ErrorAction SilentlyContinue -ErrorVariable failures
            $values | Should -Be 4, 2
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $failures[0].TargetObject | Should -Be 0
        }
    }

    Context 'streams' {
        It 'puts Console output into the information stream, in order with the other output' {
            $all = Invoke-CSharpCell 'Console.WriteLine("one"); Shell.WriteObject(2); Console.WriteLine("three"); 4' 6>&1
            $all | ForEach-Object { "$_" } | Should -Be 'one', '2', 'three', '4'
            $all[0] | Should -BeOfType ([System.Management.Automation.InformationRecord])
        }

        It 'catches Console output with -InformationVariable' {
            Invoke-CSharpCell 'Console.WriteLine("one"); await Task.Delay(5); Console.WriteLine("two");' -InformationVariable lines 6>$null
            $lines | ForEach-Object { "$_" } | Should -Be 'one', 'two'
        }

        It 'catches Console.Error too' {
            Invoke-CSharpCell 'Console.Error.WriteLine("oops");' -InformationVariable lines 6>$null
            $lines | ForEach-Object { "$_" } | Should -Be 'oops'
        }

        It 'catches what other threads of the cell write' {
            Invoke-CSharpCell 'await Task.Run(() => Console.WriteLine("from the pool"));' -InformationVariable lines 6>$null
            $lines | ForEach-Object { "$_" } | Should -Be 'from the pool'
        }

        It 'makes one record of one line: <Code>' -ForEach @(
            @{ Code = 'Console.WriteLine(5);'; Text = '5' }
            @{ Code = 'Console.WriteLine("{0}-{1}", 1, 2);'; Text = '1-2' }
            @{ Code = 'Console.WriteLine((object)"x");'; Text = 'x' }
            @{ Code = 'Console.WriteLine(true);'; Text = 'True' }
        ) {
            Invoke-CSharpCell $Code -InformationVariable lines 6>$null
            $lines | Should -HaveCount 1
            "$($lines[0])" | Should -BeExactly $Text
        }

        It 'does not lose a last line without an end' {
            Invoke-CSharpCell 'Console.Write("half");' -InformationVariable lines 6>$null
            $lines | ForEach-Object { "$_" } | Should -Be 'half'
        }

        It 'says with -Verbose how long it took, whether it was async, and the runner' {
            $records = @(Invoke-CSharpCell 'await Task.Delay(1);' -Verbose 4>&1)
            $records | Should -HaveCount 1
            $records[0] | Should -BeOfType ([System.Management.Automation.VerboseRecord])
            $records[0].Message | Should -Match 'Cell\[1\].*(compiled|taken from the cache) in [\d.,]+ ms.*ran in [\d.,]+ ms.*\basync\b.*\bEventLoop\b'
            "$(Invoke-CSharpCell 'int x = 1;' -Verbose 4>&1)" | Should -Match '\bsync\b.*\bEventLoop\b'
        }

        It 'says nothing without -Verbose' {
            @(Invoke-CSharpCell '1' 4>&1) | Should -Be 1
        }

        It 'puts the compiler''s warnings into the warning stream' {
            $value = Invoke-CSharpCell "#warning look here`n42" -WarningVariable warnings -WarningAction SilentlyContinue
            $value | Should -Be 42
            $warnings | Should -HaveCount 1
            "$($warnings[0])" | Should -Match 'CS1030.*look here'
            $warnings[0].FullyQualifiedWarningId | Should -Be 'CS1030'
        }
    }

    Context '-Path' {
        It 'runs a file' {
            Set-Content "$TestDrive/answer.csx" "await Task.Delay(1);`n6 * 7" -NoNewline
            Invoke-CSharpCell -Path "$TestDrive/answer.csx" | Should -Be 42
        }

        It 'shares the session with cells' {
            Set-Content "$TestDrive/define.csx" 'int Twice(int x) => 2 * x;' -NoNewline
            Invoke-CSharpCell -Path "$TestDrive/define.csx"
            Invoke-CSharpCell 'Twice(21)' | Should -Be 42
        }

        It 'takes a path from the current location' {
            Set-Content "$TestDrive/here.csx" '"here"' -NoNewline
            $location = $ExecutionContext.SessionState.Path.CurrentLocation
            Set-Location $TestDrive
            try {
                Invoke-CSharpCell -Path here.csx | Should -Be 'here'
                Invoke-CSharpCell -Path ./here.csx | Should -Be 'here'
            }
            finally {
                Set-Location $location
            }
        }

        It 'takes a path of a PowerShell drive' {
            Set-Content "$TestDrive/drive.csx" '"drive"' -NoNewline
            Invoke-CSharpCell -Path TestDrive:/drive.csx | Should -Be 'drive'
        }

        It 'takes a path with brackets as it is' {
            Set-Content -LiteralPath "$TestDrive/a[1].csx" '"bracket"' -NoNewline
            Invoke-CSharpCell -Path "$TestDrive/a[1].csx" | Should -Be 'bracket'
        }

        It 'takes a file with a byte order mark' {
            [IO.File]::WriteAllText("$TestDrive/bom.csx", '"é"', [Text.UTF8Encoding]::new($true))
            Invoke-CSharpCell -Path "$TestDrive/bom.csx" | Should -BeExactly 'é'
        }

        It 'names the file in compile errors' {
            Set-Content "$TestDrive/wrong.csx" "int x = 1;`nx = nonsense;" -NoNewline
            $e = { Invoke-CSharpCell -Path "$TestDrive/wrong.csx" } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.Exception.Diagnostics[0].Cell | Should -BeLike '*wrong.csx'
            $e.Exception.Diagnostics[0].Line | Should -Be 2
        }

        It 'names the file in stack traces' {
            Set-Content "$TestDrive/throws.csx" "`n`nthrow new Exception(""x"");" -NoNewline
            $e = { Invoke-CSharpCell -Path "$TestDrive/throws.csx" } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.Exception.StackTrace | Should -Match 'throws\.csx:line 3'
        }

        It 'gives an error for a file that is not there' {
            $e = { Invoke-CSharpCell -Path "$TestDrive/missing.csx" } | Should -Throw -PassThru -ErrorId 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $e.Exception.Message | Should -BeLike '*missing.csx*'
        }

        It 'gives an error for a folder' {
            { Invoke-CSharpCell -Path "$TestDrive" } | Should -Throw -ErrorId 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        }

        It 'does not take -Code as well' {
            { Invoke-CSharpCell -Code '1' -Path x.csx } | Should -Throw -ErrorId 'AmbiguousParameterSet,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        }
    }

    Context 'the whole of C#' {
        It 'takes using var, disposed at the end of the cell' {
            $log = [Collections.Generic.List[string]]::new()
            Invoke-CSharpCell 'class D : IDisposable { public List<string> L; public void Dispose() => L.Add("disposed"); }'
            Invoke-CSharpCell 'using var d = new D { L = log }; log.Add("body"); d.L.Count' -Variable log | Should -Be 1
            $log -join ',' | Should -BeExactly 'body,disposed'
        }

        It 'takes await using var' {
            $log = [Collections.Generic.List[string]]::new()
            Invoke-CSharpCell 'class D : IAsyncDisposable { public List<string> L; public async ValueTask DisposeAsync() { await Task.Delay(1); L.Add("disposed"); } }'
            Invoke-CSharpCell 'await using var d = new D { L = log }; log.Add("body");' -Variable log
            $log -join ',' | Should -BeExactly 'body,disposed'
        }

        It 'takes await foreach' {
            Invoke-CSharpCell 'async IAsyncEnumerable<int> F() { await Task.Yield(); yield return 1; yield return 2; } int sum = 0; await foreach (var i in F()) sum += i; sum' | Should -Be 3
        }

        It 'takes patterns, collection expressions, raw strings and records' {
            Invoke-CSharpCell 'int[] a = [1, 2, 3]; a is [1, .., var last] ? last : 0' | Should -Be 3
            Invoke-CSharpCell 'record Point(int X, int Y); var p = new Point(1, 2); (p with { Y = 5 }).Y' | Should -Be 5
            Invoke-CSharpCell '"""a "quoted" word"""' | Should -BeExactly 'a "quoted" word'
        }

        It 'takes dynamic' {
            Invoke-CSharpCell 'dynamic d = "abc"; d.Length' | Should -Be 3
        }

        It 'takes linq queries' {
            Invoke-CSharpCell 'from i in Enumerable.Range(1, 5) where i % 2 == 1 select i * 10' | Should -Be 10, 30, 50
        }

        It 'imports <_>' -ForEach @(
            'System', 'System.IO', 'System.Linq', 'System.Collections.Generic', 'System.Net.Http', 'System.Threading',
            'System.Threading.Tasks', 'System.Management.Automation', 'AsyncCSharp'
        ) {
            $type = @{
                'System' = 'Uri'; 'System.IO' = 'Path'; 'System.Linq' = 'Enumerable'; 'System.Collections.Generic' = 'List<int>'
                'System.Net.Http' = 'HttpClient'; 'System.Threading' = 'Thread'; 'System.Threading.Tasks' = 'Task'
                'System.Management.Automation' = 'PSObject'; 'AsyncCSharp' = 'ICellRunner'
            }[$_]
            (Invoke-CSharpCell "typeof($type)").Namespace | Should -BeExactly $_
        }
    }
}

Describe 'A script file' {
    BeforeAll {
        Set-Content "$TestDrive/one.csx" '1 + 1'
        Set-Content "$TestDrive/two.csx" 'int two = 5; two * 2'
        Set-Content "$TestDrive/wrong.csx" 'int wrong = "a";'
        Push-Location $TestDrive
    }

    AfterAll { Pop-Location }

    It 'is meant by a text that is its path: <_>' -ForEach './one.csx', 'one.csx', ' ./one.csx ' {
        cs $_ | Should -Be 2
    }

    It 'is meant by its full path' {
        cs (Get-Item one.csx).FullName | Should -Be 2
    }

    It 'that is not there is said to be missing' {
        { cs ./none.csx } | Should -Throw -ErrorId 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'is not meant by C# that looks like one' {
        cs 'var none = new { csx = 5 };'
        cs 'none.csx' | Should -Be 5
        cs '// see ./one.csx' | Should -BeNullOrEmpty
    }

    It 'runs by the pipeline, each as a call of its own' {
        Get-Item one.csx, two.csx | cs | Should -Be 2, 10
        [pscustomobject]@{ Path = "$TestDrive/one.csx" } | cs | Should -Be 2
        Get-Item wrong.csx, one.csx | cs -ErrorAction SilentlyContinue -ErrorVariable failures | Should -Be 2
        $failures[0].FullyQualifiedErrorId | Should -Be 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        { Get-Item wrong.csx, one.csx | cs -ErrorAction Stop } | Should -Throw -ErrorId 'CompilationFailed,*'
        Get-Item one.csx, two.csx | cs -AsJob | Receive-Job -Wait -AutoRemoveJob | Sort-Object | Should -Be 2, 10
    }

    It 'comes as its path by the pipeline' {
        './one.csx', 'two.csx' | cs | Should -Be 2, 10
        $e = { '1 + 1' | cs } | Should -Throw -PassThru -ErrorId 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be ObjectNotFound
        $e.ErrorDetails.RecommendedAction | Should -BeLike '*cs $text*'
    }

    It 'has arguments behind it' {
        Set-Content "$TestDrive/arguments.csx" 'string.Join("|", args)'
        cs ./arguments.csx 5 x | Should -Be '5|x'
        cs -Path arguments.csx 5 'a b' --flag | Should -Be '5|a b|--flag'
        cs ./arguments.csx y -ArgumentList x | Should -Be 'x|y'
    }

    It 'has them, and a cell has none: <Command>' -ForEach @(
        @{ Command = { cs 1 + 1 }; Text = '+' }
        @{ Command = { cs '1' -Nothing 5 }; Text = '-Nothing' }
    ) {
        $e = { & $Command } | Should -Throw -PassThru -ErrorId 'UnexpectedArgument,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be InvalidArgument
        $e.Exception.Message | Should -BeLike "'$Text' is no parameter of cs*"
        $e.ErrorDetails.RecommendedAction | Should -BeLike "*quotes*"
    }

    It 'is Input where there is a cell' {
        Get-Item one.csx, two.csx | cs 'Input.Name' | Should -Be 'one.csx', 'two.csx'
        1, 2 | cs -Path one.csx | Should -Be 2, 2
    }
}
