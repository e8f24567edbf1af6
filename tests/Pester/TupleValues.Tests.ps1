BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'A tuple with names is a value' {
    BeforeAll {
        Reset-CSharpSession
        $one = Invoke-CSharpCell '(Name: "Ada", Age: 3)'
        $same = Invoke-CSharpCell '(Name: "Ada", Age: 3)'
        $other = Invoke-CSharpCell '(Name: "Ada", Age: 4)'
        $plain = Invoke-CSharpCell '("Ada", 3)'
    }

    It 'equal to another with the same elements' {
        $one -eq $same | Should -BeTrue
        $one -ne $other | Should -BeTrue
        $one | Should -Be $same
        $one -eq $plain | Should -BeTrue
        $plain -eq $one | Should -BeTrue
        $one -eq $null | Should -BeFalse
        $one -eq 'Ada' | Should -BeFalse
        3 -eq $one | Should -BeFalse
        $other, $one -contains $same | Should -BeTrue
        $same -in $other, $one | Should -BeTrue
        @($other, $one, $other).IndexOf($same) | Should -Be 1
    }

    It 'that can be a key' {
        $table = @{ $one = 'found' }
        $table[$same] | Should -BeExactly 'found'
        $table.ContainsKey($other) | Should -BeFalse
        $set = [System.Collections.Generic.HashSet[object]]::new()
        $set.Add($one) | Should -BeTrue
        $set.Add($same) | Should -BeFalse
    }

    It 'that is less or greater' {
        $one -lt $other | Should -BeTrue
        $other -ge $plain | Should -BeTrue
        $plain -le $one | Should -BeTrue
    }

    It 'by which commands sort, group and compare without being told by what' {
        $values = Invoke-CSharpCell 'new[] { (Name: "b", Age: 1), (Name: "a", Age: 2), (Name: "a", Age: 1), (Name: "b", Age: 1) }'
        ($values | Sort-Object | ForEach-Object { "$($_.Name)$($_.Age)" }) -join ' ' | Should -BeExactly 'a1 a2 b1 b1'
        @($values | Sort-Object -Unique).Count | Should -Be 3
        $values | Group-Object | Sort-Object Name | ForEach-Object Count | Should -Be 1, 1, 2
        @(Compare-Object $values $values[0..2]).Count | Should -Be 1
    }

    It 'of its own type for casts and parameters' {
        [ValueTuple[string, int]]$typed = $one
        $typed.Item1 | Should -BeExactly 'Ada'
        ($one -as [ValueTuple[string, int]]).GetType() | Should -Be ([ValueTuple[string, int]])
        function Get-Second([ValueTuple[string, int]]$Pair) { $Pair.Item2 }
        Get-Second $one | Should -Be 3
        function Get-Length([System.Runtime.CompilerServices.ITuple]$Tuple) { $Tuple.Item2 }
        Get-Length $one | Should -Be 3
        $one -is [System.Runtime.CompilerServices.ITuple] | Should -BeTrue
        $list = [System.Collections.Generic.List[ValueTuple[string, int]]]::new()
        $list.Add($one)
        $list[0].Item2 | Should -Be 3
        # By which of its ways PowerShell says so depends on what it has converted before.
        { [ValueTuple[int, int]]$one } | Should -Throw -ErrorId '*InvalidCast*'
    }

    It 'with the methods of a tuple, and its items by number' {
        $one.Equals($same) | Should -BeTrue
        $one.CompareTo($other) | Should -Be -1
        $one.GetHashCode() | Should -Be $same.GetHashCode()
        $one[0] | Should -BeExactly 'Ada'
        (Invoke-CSharpCell '(A: 1, B: (C: 2, D: 3))')[1].D | Should -Be 3
    }

    It 'with the text of a tuple' {
        "$one" | Should -BeExactly '(Ada, 3)'
        $one.ToString() | Should -BeExactly '(Ada, 3)'
        '{0}' -f $one | Should -BeExactly '(Ada, 3)'
        $one, $other -join ';' | Should -BeExactly '(Ada, 3);(Ada, 4)'
    }

    It 'of which a copy is another' {
        $value = Invoke-CSharpCell '(Name: "Ada", Age: 3)'
        $copy = $value.psobject.Copy()
        $copy.Age = 4
        $value.Age | Should -Be 3
        $copy.Item2 | Should -Be 4
        $copy | ConvertTo-Json -Compress | Should -BeExactly '{"Name":"Ada","Age":4}'
        Invoke-CSharpCell 'copy.Item2' -Variable @{ copy = $copy } | Should -Be 4
    }

    It 'that carries what is added to it' {
        $value = Invoke-CSharpCell '(Name: "Ada", Age: 3)' | Add-Member Town Ulm -PassThru
        $value | ConvertTo-Json -Compress | Should -BeExactly '{"Name":"Ada","Age":3,"Town":"Ulm"}'
        Invoke-CSharpCell '(string)value.Town + value.Name' -Variable @{ value = $value } | Should -BeExactly 'UlmAda'
        $value.psobject.Copy().Town | Should -BeExactly 'Ulm'
    }

    It 'with its names and nothing else where it is serialized' {
        $read = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($one))
        $read.psobject.Properties.Name | Should -Be 'Name', 'Age'
        $read.Age | Should -Be 3
    }

    It 'whose names are items where PowerShell does not tell them apart, or has them itself: <Code>' -ForEach @(
        @{ Code = '(a: 1, A: 2)'; Names = 'Item1', 'Item2'; Json = '{"Item1":1,"Item2":2}' }
        @{ Code = '(a: 1, A: 2, b: 3)'; Names = 'Item1', 'Item2', 'b'; Json = '{"Item1":1,"Item2":2,"b":3}' }
        @{ Code = '(item2: 1, b: 2)'; Names = 'Item1', 'b'; Json = '{"Item1":1,"b":2}' }
        @{ Code = '(psobject: 1, b: 2)'; Names = 'Item1', 'b'; Json = '{"Item1":1,"b":2}' }
    ) {
        $value = Invoke-CSharpCell $Code
        $value.psobject.Properties.Name | Should -Be $Names
        $value | ConvertTo-Json -Compress | Should -BeExactly $Json
        $value.Item2 | Should -Be 2
    }
}

Describe 'The names of tuples in PowerShell' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'are still there where a cell had them: <Name>' -ForEach @(
        @{ Name = 'an array'; Make = { Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }' }; Read = { $all[0] } }
        @{ Name = 'a list'; Make = { , [Collections.Generic.List[object]] (Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }') }; Read = { $all[0] } }
        @{ Name = 'a hashtable'; Make = { @{ a = Invoke-CSharpCell '(Name: "Ada", Age: 3)' } }; Read = { $all.a } }
        @{ Name = 'an array in a hashtable'; Make = { @{ a = @(Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }') } }; Read = { $all.a[0] } }
    ) {
        $all = & $Make
        Invoke-CSharpCell 'all.GetType().IsArray' -Variable all | Out-Null
        (& $Read).Age | Should -Be 3
        Invoke-CSharpCell 'Args[0].GetType().IsArray' -ArgumentList (, $all) | Out-Null
        (& $Read).Age | Should -Be 3
        , $all | Invoke-CSharpCell 'Input.GetType().IsArray' | Out-Null
        (& $Read).Age | Should -Be 3
        { Invoke-CSharpCell 'throw new TimeoutException();' -Variable all } | Should -Throw
        (& $Read).Age | Should -Be 3
        $global:specAll = $all
        Invoke-CSharpCell 'Shell.Invoke("$all = $specAll; & $args[0]", read)[0]' -Variable @{ all = $all; read = $Read } | ForEach-Object Age | Should -Be 3
    }

    It 'are there for what a cell has put into an array of such' {
        $all = Invoke-CSharpCell 'new[] { (Name: "Ada", Age: 3), (Name: "Bo", Age: 1) }'
        Invoke-CSharpCell 'Array.Sort(all, (a, b) => a.Age - b.Age); all[1] = ("Cy", 5);' -Variable all
        $all | ForEach-Object Name | Should -Be 'Bo', 'Cy'
        ($all | Where-Object Age -GT 4).Name | Should -BeExactly 'Cy'
    }

    It 'are those of each tuple where they are different' {
        $all = @((Invoke-CSharpCell '(A: 1, B: 2)'), (Invoke-CSharpCell '(C: 3, D: 4)'))
        Invoke-CSharpCell 'all.Sum(p => p.Item2)' -Variable all | Should -Be 6
        $all[0].B | Should -Be 2
        $all[1].D | Should -Be 4
    }

    It 'are those of variables of the session: <Code>' -ForEach @(
        @{ Code = 'var it = (Name: "Ada", Age: 3);'; Read = { $it } }
        @{ Code = '(string Name, int Age)? it = ("Ada", 3);'; Read = { $it } }
        @{ Code = 'var it = new[] { (Name: "Ada", Age: 3) };'; Read = { $it[0] } }
        @{ Code = 'var it = new List<(string Name, int Age)> { ("Ada", 3) };'; Read = { $it[0] } }
        @{ Code = 'var it = new Dictionary<string, (string Name, int Age)> { ["a"] = ("Ada", 3) };'; Read = { $it.a } }
        @{ Code = 'var it = new Dictionary<string, List<(string Name, int Age)>> { ["a"] = [("Ada", 3)] };'; Read = { $it.a[0] } }
        @{ Code = 'var it = new[] { (Name: "Ada", Age: 3) }.GroupBy(p => p.Age);'; Read = { @($it)[0][0] } }
        @{ Code = 'var it = Task.FromResult((Name: "Ada", Age: 3));'; Read = { $it | Receive-Task } }
        @{ Code = 'var it = (A: 1, B: 2, C: 3, D: 4, E: 5, F: 6, G: 7, H: 8, I: (Name: "Ada", Age: 3));'; Read = { $it.I } }
    ) {
        Invoke-CSharpCell $Code
        $it = Get-CSharpVariable it -ValueOnly
        (& $Read).Name | Should -BeExactly 'Ada'
        (& $Read).Age | Should -Be 3
        $it = (Get-CSharpVariable it).Value
        (& $Read).Age | Should -Be 3
    }
}

Describe 'The names of tuples in properties' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'of an anonymous type are there: <Code>' -ForEach @(
        @{ Code = 'new { Id = 1, At = (X: 2, Y: 3) }' }
        @{ Code = 'new[] { 1 }.Select(i => new { Id = i, At = (X: 2, Y: 3) })' }
        @{ Code = 'await Task.FromResult(new[] { new { Id = 1, At = (X: 2, Y: 3) } })' }
        @{ Code = 'var it = new { Id = 1, At = (X: 2, Y: 3) }; return it;' }
    ) {
        $value = Invoke-CSharpCell $Code
        $value.At.Y | Should -Be 3
        "$value" | Should -BeExactly '{ Id = 1, At = (2, 3) }'
        $value | ConvertTo-Json -Compress | Should -BeExactly '{"Id":1,"At":{"X":2,"Y":3}}'
        ($value | Where-Object { $_.At.X -eq 2 }).Id | Should -Be 1
        $value | Invoke-CSharpCell 'Input.Id' | Should -Be 1
    }

    It 'of an anonymous type are there within others, and in variables and on disk' {
        (Invoke-CSharpCell 'new { In = new { At = new[] { (X: 2, Y: 3) } } }').In.At[0].Y | Should -Be 3
        Invoke-CSharpCell 'var kept = new { At = (X: 2, Y: 3) };'
        (Get-CSharpVariable kept -ValueOnly).At.Y | Should -Be 3
        $command = "`$env:ASYNCCSHARP_CACHE = '$TestDrive/anonymous'; (Invoke-CSharpCell 'new { At = (X: 2, Y: 3) }').At.Y"
        (Invoke-ChildShell $command).Output.Trim() | Should -BeExactly '3'
        (Invoke-ChildShell $command).Output.Trim() | Should -BeExactly '3'
    }

    It 'of a type of the user''s are there, and the object is what it is: <Kind>' -ForEach @(
        @{ Kind = 'a record'; Code = 'record Thing(int Id, (int X, int Y) At, string Text); var it = new Thing(1, (2, 3), "t"); return it;' }
        @{ Kind = 'a class'; Code = 'class Thing { public int Id { get; set; } = 1; public (int X, int Y) At { get; set; } = (2, 3); public string Text = "t"; } var it = new Thing(); return it;' }
        @{ Kind = 'a field'; Code = 'class Thing { public int Id = 1; public (int X, int Y) At = (2, 3); public string Text = "t"; } var it = new Thing(); return it;' }
        @{ Kind = 'a record struct'; Code = 'record struct Thing(int Id, (int X, int Y) At, string Text); var it = new Thing(1, (2, 3), "t"); return it;' }
        @{ Kind = 'one of several'; Code = 'record Thing(int Id, (int X, int Y) At, string Text); var it = new Thing(1, (2, 3), "t"); return new[] { it };' }
    ) {
        $value = Invoke-CSharpCell $Code
        $value.At.Y | Should -Be 3
        $value.GetType().Name | Should -BeExactly 'Thing'
        $value.psobject.Properties.Name | Should -Be 'Id', 'At', 'Text'
        ($value | Select-Object Text, At).At.X | Should -Be 2
        $value | ConvertTo-Csv | Should -Be '"Id","At","Text"', '"1","(2, 3)","t"'
        $value -eq (Get-CSharpVariable it -ValueOnly) | Should -BeTrue
        (Get-CSharpVariable it -ValueOnly).At.Y | Should -Be 3
        Invoke-CSharpCell 'value.At.Y + value.GetType().Name' -Variable @{ value = $value } | Should -BeExactly '3Thing'
        $value | Invoke-CSharpCell 'Input.At.Y' | Should -Be 3
    }

    It 'of a type of the user''s can be set, as the others can' {
        $value = Invoke-CSharpCell 'class Thing { public int Id { get; set; } = 1; public (int X, int Y) At { get; set; } public int Fixed => 5; } var it = new Thing(); return it;'
        $value.At = Invoke-CSharpCell '(4, 5)'
        $value.Id = '7'
        Invoke-CSharpCell 'it.Id + it.At.Y' | Should -Be 12
        { $value.Fixed = 6 } | Should -Throw
        { $value.Id = 'x' } | Should -Throw -ExceptionType ([System.Management.Automation.SetValueException])
    }
}
