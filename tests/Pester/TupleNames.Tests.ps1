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
        @{ Name = 'written whole'; Run = { $all = Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }' -NoEnumerate; $all } }
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

    It 'of a tuple without names are the items'' own' {
        $value = Invoke-CSharpCell '(1, "a")'
        $value.GetType().Name | Should -Be 'ValueTuple`2'
    }
}
