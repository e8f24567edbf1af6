BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'The names of a tuple' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'are properties of the objects: <Name>' -ForEach @(
        @{ Name = 'an array'; Run = { Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }' } }
        @{ Name = 'a query'; Run = { Invoke-CSharpCell 'new[] { 3, 1 }.Select(age => (Name: age == 3 ? "Ada" : "Bo", Age: age))' } }
        @{ Name = 'a variable'; Run = { Invoke-CSharpCell 'List<(string Name, int Age)> all = [("Ada", 3), ("Bo", 1)]; all' } }
        @{ Name = 'a variable of an earlier cell'; Run = { Invoke-CSharpCell 'List<(string Name, int Age)> all = [("Ada", 3), ("Bo", 1)];'; Invoke-CSharpCell 'all' } }
        @{ Name = 'inferred names'; Run = { Invoke-CSharpCell 'from Age in new[] { 3, 1 } let Name = Age == 3 ? "Ada" : "Bo" select (Name, Age)' } }
        @{ Name = 'a return statement'; Run = { Invoke-CSharpCell 'var all = new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }; return all;' } }
        @{ Name = 'a task'; Run = { Invoke-CSharpCell 'Task.FromResult(new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) })' } }
        @{ Name = 'an awaited expression'; Run = { Invoke-CSharpCell 'await Task.FromResult(new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) })' } }
        @{ Name = 'a task that PowerShell awaits'; Run = { Invoke-CSharpCell 'Task.FromResult(new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) })' -NoAwait | Receive-Task } }
        @{ Name = 'a stream'; Run = { Invoke-CSharpCell 'async IAsyncEnumerable<(string Name, int Age)> All() { yield return ("Ada", 3); await Task.Yield(); yield return ("Bo", 1); } All()' } }
        @{ Name = 'a stream that PowerShell reads'; Run = { Invoke-CSharpCell 'async IAsyncEnumerable<(string Name, int Age)> All() { yield return ("Ada", 3); await Task.Yield(); yield return ("Bo", 1); } All()' -NoAwait | Receive-Task } }
        @{ Name = 'a fan-out'; Run = { 3, 1 | Invoke-CSharpCell '(Name: Input == 3 ? "Ada" : "Bo", Age: Input)' -ThrottleLimit 2 -KeepOrder } }
        @{ Name = 'a pipeline'; Run = { 3, 1 | Invoke-CSharpCell '(Name: Input == 3 ? "Ada" : "Bo", Age: Input)' } }
        @{ Name = 'a job'; Run = { Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }' -AsJob | Receive-Job -Wait } }
        @{ Name = 'a method that gives nullable ones'; Run = { Invoke-CSharpCell '(string Name, int Age)? Of(int age) => (age == 3 ? "Ada" : "Bo", age); new[] { Of(3), Of(1) }' } }
    ) {
        $values = & $Run
        $values | Select-Object -ExpandProperty Name | Should -Be 'Ada', 'Bo'
        ($values | Where-Object Age -GT 2).Name | Should -Be 'Ada'
        Get-Job | Where-Object Name -Like 'CSharp*' | Remove-Job
    }

    It 'are all that is shown, and the items are found too' {
        $value = Invoke-CSharpCell '(Name: "Ada", Age: 3)'
        $value.psobject.Properties.Name | Should -Be 'Name', 'Age'
        $value | ConvertTo-Json -Compress | Should -BeExactly '{"Name":"Ada","Age":3}'
        $value | ConvertTo-Csv | Should -Be '"Name","Age"', '"Ada","3"'
        $value | Format-Table | Out-String | Should -Match 'Name\s+Age'
        $value.Item1 | Should -BeExactly 'Ada'
        $value.Item2 | Should -Be 3
    }

    It 'are those of nested tuples too' {
        $value = Invoke-CSharpCell '(Who: (First: "Ada", Last: "L"), At: new[] { (X: 1, Y: 2) }, "rest")'
        $value.Who.Last | Should -BeExactly 'L'
        $value.At[0].Y | Should -Be 2
        $value.Item3 | Should -BeExactly 'rest'
        $value.psobject.Properties.Name | Should -Be 'Who', 'At', 'Item3'
        $value | ConvertTo-Json -Compress -Depth 4 | Should -BeExactly '{"Who":{"First":"Ada","Last":"L"},"At":[{"X":1,"Y":2}],"Item3":"rest"}'
    }

    It 'are there for as many as there are' {
        $value = Invoke-CSharpCell '(A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, I: 9)'
        $value.H + $value.I | Should -Be 17
        $value.Item9 | Should -Be 9
    }

    It 'are kept with a cell on disk' {
        $folder = Join-Path $TestDrive cache
        $command = "`$env:ASYNCCSHARP_CACHE = '$folder'; (Invoke-CSharpCell 'new[] { (Name: `"Ada`", Age: 3) }' -Verbose 4> `$null | Where-Object Age -gt 2).Name"
        (Invoke-ChildShell $command).Output.Trim() | Should -BeExactly 'Ada'
        (Invoke-ChildShell $command).Output.Trim() | Should -BeExactly 'Ada'
    }

    It 'come back to C# as a tuple' {
        $value = Invoke-CSharpCell '(Name: "Ada", Age: 3)'
        $value.Age = 4
        Invoke-CSharpCell '(((string Name, int Age))Args[0]).Age' -ArgumentList $value | Should -Be 4
        $value | Invoke-CSharpCell 'Input.Item1 + Input.Item2' | Should -BeExactly 'Ada4'
    }

    It 'are in a collection that is written whole, which stays what it is: <Code>' -ForEach @(
        @{ Code = 'new List<(string Name, int Age)> { ("Ada", 3) }'; Type = 'List`1' }
        @{ Code = 'new[] { (Name: "Ada", Age: 3) }'; Type = 'ValueTuple`2[]' }
        @{ Code = 'new HashSet<(string Name, int Age)> { ("Ada", 3) }'; Type = 'HashSet`1' }
        @{ Code = 'new Queue<(string Name, int Age)>([("Ada", 3)])'; Type = 'Queue`1' }
        @{ Code = 'new (string Name, int Age)[,] { { ("Ada", 3) } }'; Type = 'ValueTuple`2[,]' }
    ) {
        $value = Invoke-CSharpCell "var all = $Code; return all;" -NoEnumerate
        $value.GetType().Name | Should -BeExactly $Type
        $value | ForEach-Object Name | Should -BeExactly 'Ada'
        ($value | Where-Object Age -GT 2).Age | Should -Be 3
        $(foreach ($item in $value) { $item.Name }) | Should -BeExactly 'Ada'
        $value.Name | Should -BeExactly 'Ada'
        $value.Where{ $_.Age -gt 2 }.Name | Should -BeExactly 'Ada'
        Invoke-CSharpCell 'ReferenceEquals(value, all)' -Variable @{ value = $value } | Should -BeTrue
    }

    It 'are what a list that is written whole gives, which can be changed' {
        $value = Invoke-CSharpCell 'List<(string Name, int Age)> all = [("Ada", 3)]; return all;' -NoEnumerate
        $value -is [System.Collections.Generic.List[ValueTuple[string, int]]] | Should -BeTrue
        $value.Add((Invoke-CSharpCell '(Name: "Bo", Age: 1)'))
        Invoke-CSharpCell 'all.Add(("Cy", 5));'
        $value[0] = Invoke-CSharpCell '("Eve", 9)'
        $value.Count | Should -Be 3
        $value[0].Name | Should -BeExactly 'Eve'
        $value[-1].Name | Should -BeExactly 'Cy'
        $value[1, 2].Name | Should -Be 'Bo', 'Cy'
        Invoke-CSharpCell 'string.Concat(all.Select(p => p.Name))' | Should -BeExactly 'EveBoCy'
        (Invoke-CSharpCell 'new Queue<(int A, int B)>([(1, 2)])' -NoEnumerate).Dequeue().B | Should -Be 2
        $task = Invoke-CSharpCell 'Task.FromResult(new List<(int A, int B)> { (1, 2) })' -NoAwait
        ($task | Receive-Task -NoEnumerate)[0].B | Should -Be 2
    }

    It 'are those of a sequence that is written whole, as it is read' {
        $value = Invoke-CSharpCell 'var all = Enumerable.Range(1, 3).Select(i => (Name: "n" + i, Age: i)); return all;' -NoEnumerate
        $value | Where-Object Age -GT 2 | ForEach-Object Name | Should -BeExactly 'n3'
        Invoke-CSharpCell 'ReferenceEquals(value, all)' -Variable @{ value = $value } | Should -BeTrue
    }

    It 'are in collections within a tuple, which are those of C#' {
        $value = Invoke-CSharpCell 'var team = (Who: "x", All: new List<(string Name, int Age)> { ("Ada", 3) }); return team;'
        $value.All[0].Name | Should -BeExactly 'Ada'
        $value.All.Add((Invoke-CSharpCell '("Bo", 1)'))
        $value.All[0] = Invoke-CSharpCell '("Cy", 5)'
        Invoke-CSharpCell 'team.All.Count' | Should -Be 2
        Invoke-CSharpCell 'team.All[0].Name' | Should -BeExactly 'Cy'
        ($value.All | Where-Object Age -GT 2).Name | Should -BeExactly 'Cy'
        Invoke-CSharpCell 'ReferenceEquals(all, team.All)' -Variable @{ all = $value.All } | Should -BeTrue
        $value | ConvertTo-Json -Compress -Depth 3 | Should -BeExactly '{"Who":"x","All":[{"Name":"Cy","Age":5},{"Name":"Bo","Age":1}]}'
    }

    It 'are in groups, which have their keys: <Code>' -ForEach @(
        @{ Code = 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1), (Name: "Cy", Age: 3) }.GroupBy(p => p.Age)'; Key = { $_.Key } }
        @{ Code = 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1), (Name: "Cy", Age: 3) }.ToLookup(p => p.Age)'; Key = { $_.Key } }
        @{ Code = 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1), (Name: "Cy", Age: 3) }.GroupBy(p => (Years: p.Age, Odd: true))'; Key = { $_.Key.Years } }
        @{ Code = 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1), (Name: "Cy", Age: 3) }.GroupBy(p => p.Age).ToList()'; Key = { $_.Key } }
    ) {
        $groups = Invoke-CSharpCell $Code
        $groups | ForEach-Object $Key | Should -Be 3, 1
        $groups | ForEach-Object Count | Should -Be 2, 1
        $groups[0] | ForEach-Object Name | Should -Be 'Ada', 'Cy'
        $groups[0][1].Name | Should -BeExactly 'Cy'
        Invoke-CSharpCell '((dynamic)Args[0]).GetType().Name' -ArgumentList (, $groups[0]) | Should -BeLike 'Grouping*'
    }

    It 'of keys are there where the items of a group have none' {
        $groups = Invoke-CSharpCell 'new[] { 1, 2, 3 }.GroupBy(i => (Odd: i % 2 == 1, Big: false))'
        ($groups | Where-Object { $_.Key.Odd }) | Should -Be 1, 3
    }

    It 'are in pairs of keys and values' {
        $pairs = Invoke-CSharpCell 'new Dictionary<string, (string Name, int Age)> { ["b"] = ("Bo", 1), ["a"] = ("Ada", 3) }.OrderBy(p => p.Key)'
        $pairs | ForEach-Object Key | Should -Be 'a', 'b'
        ($pairs | Where-Object { $_.Value.Age -gt 2 }).Value.Name | Should -BeExactly 'Ada'
        $pairs[0] | ConvertTo-Json -Compress | Should -BeExactly '{"Key":"a","Value":{"Name":"Ada","Age":3}}'
        Invoke-CSharpCell 'pair.Value.Item2' -Variable @{ pair = $pairs[0] } | Should -Be 3
        (Invoke-CSharpCell 'KeyValuePair.Create((X: 1, Y: 2), "v")').Key.Y | Should -Be 2
    }

    It 'are in a dictionary, which stays what it is: <Type>' -ForEach @(
        @{ Type = 'Dictionary' }
        @{ Type = 'SortedDictionary' }
        @{ Type = 'System.Collections.Concurrent.ConcurrentDictionary' }
    ) {
        $value = Invoke-CSharpCell "var all = new $Type<string, (string Name, int Age)> { [`"a`"] = (`"Ada`", 3), [`"b`"] = (`"Bo`", 1) }; return all;"
        $value | Should -BeOfType ([System.Collections.IDictionary])
        $value.GetType().Name | Should -Match 'Dictionary`2$'
        $value['a'].Name | Should -BeExactly 'Ada'
        $value.b.Age | Should -Be 1
        $value['a', 'b'].Name | Should -Be 'Ada', 'Bo'
        ($value.Values | Where-Object Age -GT 2).Name | Should -BeExactly 'Ada'
        $value['c'] = Invoke-CSharpCell '("Cy", 5)'
        $value.c.Name | Should -BeExactly 'Cy'
        $value['nobody'] | Should -BeNullOrEmpty
        Invoke-CSharpCell 'all.Count' | Should -Be 3
        Invoke-CSharpCell 'ReferenceEquals(value, all)' -Variable @{ value = $value } | Should -BeTrue
    }

    It 'are in a dictionary within a dictionary or a tuple, and in keys' {
        (Invoke-CSharpCell 'new Dictionary<string, Dictionary<int, (int A, int B)>> { ["x"] = new() { [7] = (1, 2) } }').x[7].B | Should -Be 2
        (Invoke-CSharpCell '(Map: new Dictionary<string, (int A, int B)> { ["x"] = (1, 2) }, Size: 0)').Map.x.B | Should -Be 2
        (Invoke-CSharpCell 'new Dictionary<string, List<(int A, int B)>> { ["x"] = [(1, 2)] }').x[0].B | Should -Be 2
        $keyed = Invoke-CSharpCell 'new Dictionary<(int X, int Y), string> { [(1, 2)] = "found" }'
        $keyed.Keys | ForEach-Object Y | Should -Be 2
        $keyed[(Invoke-CSharpCell '(X: 1, Y: 2)')] | Should -BeExactly 'found'
    }

    It 'of a tuple without names are the items'' own' {
        $value = Invoke-CSharpCell '(1, "a")'
        $value.GetType().Name | Should -Be 'ValueTuple`2'
    }
}

Describe 'The names of a tuple are known to C# when it comes back' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'as a variable' {
        $one = Invoke-CSharpCell '(Name: "Ada", Age: 3)'
        Invoke-CSharpCell 'one.Name + one.Age' -Variable one | Should -BeExactly 'Ada3'
        Invoke-CSharpCell 'x.Age' -Variable @{ x = $one } | Should -Be 3
        Invoke-CSharpCell 'one.Item2' -Variable one | Should -Be 3
        $e = { Invoke-CSharpCell 'one.Nobody' -Variable one } | Should -Throw -PassThru -ErrorId 'CompilationFailed,*'
        $e.Exception.Diagnostics[0].Message | Should -BeLike "*'(string Name, int Age)'*"
    }

    It 'as the input: <Name>' -ForEach @(
        @{ Name = 'one'; Run = { Invoke-CSharpCell '(Name: "Ada", Age: 3)' | Invoke-CSharpCell 'Input.Name' }; Expected = 'Ada' }
        @{ Name = 'several'; Run = { Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }' | Invoke-CSharpCell 'Input.Age' }; Expected = 3, 1 }
        @{ Name = 'a fan-out'; Run = { Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }' | Invoke-CSharpCell 'Input.Age' -ThrottleLimit 2 -KeepOrder }; Expected = 3, 1 }
        @{ Name = 'a job'; Run = { Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }' | Invoke-CSharpCell 'Input.Age' -AsJob | Receive-Job -Wait }; Expected = 3, 1 }
        @{ Name = 'other names'; Run = { Invoke-CSharpCell '(A: 1, B: 2)' | Invoke-CSharpCell 'Input.A'; Invoke-CSharpCell '(C: 1, D: 2)' | Invoke-CSharpCell 'Input.C' }; Expected = 1, 1 }
        @{ Name = 'an array'; Run = { , (Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }') | Invoke-CSharpCell 'Input.Sum(p => p.Age)' }; Expected = 4 }
    ) {
        & $Run | Should -Be $Expected
        Get-Job | Where-Object Name -Like 'CSharp*' | Remove-Job
    }

    It 'in a collection: <Code>' -ForEach @(
        @{ Value = 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }'; Code = 'all.Sum(p => p.Age)' }
        @{ Value = 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }'; Code = 'int Total((string Name, int Age)[] people) => people.Sum(p => p.Age); Total(all)' }
        @{ Value = 'new List<(string Name, int Age)> { ("Ada", 3), ("Bo", 1) }'; Code = 'all.Sum(p => p.Age) + all.Count - 2'; Whole = $true }
        @{ Value = 'new Dictionary<string, (string Name, int Age)> { ["a"] = ("Ada", 3), ["b"] = ("Bo", 1) }'; Code = 'all["a"].Age + all.Values.Min(p => p.Age)' }
        @{ Value = '(Of: new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }, Kind: "x")'; Code = 'all.Of.Sum(p => p.Age)' }
        @{ Value = '(A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 1, I: (J: 2, K: 3))'; Code = 'all.H + all.I.K' }
    ) {
        $all = Invoke-CSharpCell "var value = $Value; return value;" -NoEnumerate:([bool]$Whole)
        Invoke-CSharpCell $Code -Variable all | Should -Be 4
    }

    It 'as a variable of the session' {
        Set-CSharpVariable one (Invoke-CSharpCell '(Name: "Ada", Age: 3)')
        Invoke-CSharpCell 'one.Age' | Should -Be 3
        (Get-CSharpVariable one -ValueOnly).Name | Should -BeExactly 'Ada'
        (Set-CSharpVariable two (Invoke-CSharpCell '(Name: "Ada", Age: 3)') -PassThru).Value.Name | Should -BeExactly 'Ada'
    }
}
