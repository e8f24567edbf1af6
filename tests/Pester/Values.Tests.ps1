BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'What a cell gives' {
    BeforeEach {
        Reset-CSharpSession
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
            @{ Code = 'if (DateTime.Now.Year > 1) return; 42' }
            @{ Code = 'await Task.Yield(); if (DateTime.Now.Year > 1) { return; } Task.FromResult(42)' }
            @{ Code = 'foreach (var i in new[] { 1 }) { if (i == 1) return; } Enumerable.Range(1, 2)' }
            @{ Code = 'return null;' }
            @{ Code = 'new int[0]' }
            @{ Code = ';' }
        ) {
            @(Invoke-CSharpCell $Code) | Should -HaveCount 0
        }

        It 'gives nothing for the objects that are left by return, with <_>' -ForEach @{}, @{ ThrottleLimit = 2; KeepOrder = $true }, @{ NoEnumerate = $true } {
            $given = @(1..4 | Invoke-CSharpCell 'Action none = () => { return; }; if (Input < 3) return; Input' @_)
            $given | Should -Be 3, 4
            $given | Should -HaveCount 2
        }

        It 'gives $null for <Code>' -ForEach @(
            @{ Code = 'if (DateTime.Now.Year > 1) return null; 42' }
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
}
