BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Objects from C# in PowerShell' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'an anonymous type has its properties' {
        $value = Invoke-CSharpCell 'new { Name = "a", Size = 42 }'
        $value.Name | Should -BeExactly 'a'
        $value.Size | Should -BeExactly 42
        $value.name | Should -BeExactly 'a'
        $value.psobject.Properties.Name | Should -Be 'Name', 'Size'
    }

    It 'a record has its properties' {
        $value = Invoke-CSharpCell 'record Point(int X, int Y); new Point(1, 2)'
        $value.X | Should -Be 1
        $value.Y | Should -Be 2
        "$value" | Should -Be 'Point { X = 1, Y = 2 }'
    }

    It 'a record struct has its properties' {
        (Invoke-CSharpCell 'record struct Point(int X, int Y); new Point(1, 2)').Y | Should -Be 2
    }

    It 'a tuple has its items' {
        $value = Invoke-CSharpCell '(1, "two")'
        $value.Item1 | Should -Be 1
        $value.Item2 | Should -Be 'two'
    }

    It 'a class of a cell has its properties, fields and methods' {
        $value = Invoke-CSharpCell 'class Thing { public string Name { get; set; } = "n"; public int Size = 3; public int Twice(int x) => x * 2; } new Thing()'
        $value.Name | Should -Be 'n'
        $value.Size | Should -Be 3
        $value.Twice(21) | Should -Be 42
        $value.Name = 'changed'
        $value.Name | Should -Be 'changed'
    }

    It '<Name> works in Where-Object and ForEach-Object' -ForEach @(
        @{ Name = 'an anonymous type'; Code = 'new[] { 1, 2, 3 }.Select(i => new { Name = "n" + i, Size = i })' }
        @{ Name = 'a record'; Code = 'record R(string Name, int Size); new[] { 1, 2, 3 }.Select(i => new R("n" + i, i))' }
        @{ Name = 'a class'; Code = 'class C { public string Name { get; set; } public int Size { get; set; } } new[] { 1, 2, 3 }.Select(i => new C { Name = "n" + i, Size = i })' }
        @{ Name = 'a struct'; Code = 'struct S { public string Name { get; set; } public int Size { get; set; } } new[] { 1, 2, 3 }.Select(i => new S { Name = "n" + i, Size = i })' }
    ) {
        $values = Invoke-CSharpCell $Code
        ($values | Where-Object Size -GT 1).Name | Should -Be 'n2', 'n3'
        ($values | Where-Object { $_.Name -eq 'n2' }).Size | Should -Be 2
        $values | ForEach-Object Name | Should -Be 'n1', 'n2', 'n3'
        $values.Size | Should -Be 1, 2, 3
    }

    It 'an object of a cell comes back to C# as what it is' {
        Invoke-CSharpCell 'class Thing { public int Size = 42; }'
        $value = Invoke-CSharpCell 'new Thing()'
        Invoke-CSharpCell '((Thing)Args[0]).Size' -ArgumentList $value | Should -Be 42
        Invoke-CSharpCell 't is Thing' -Variable @{ t = $value } | Should -BeTrue
    }

    It 'objects of cells flow through a pipeline of cells' {
        Invoke-CSharpCell 'record P(string Name, int Size);'
        Invoke-CSharpCell 'new[] { new P("a", 1), new P("b", 2) }' | Invoke-CSharpCell '(int)Input.Size * 10' | Should -Be 10, 20
        Invoke-CSharpCell 'new[] { new { Size = 1 }, new { Size = 2 } }' | Invoke-CSharpCell '(int)Input.Size * 10' | Should -Be 10, 20
    }

    It 'a class of a cell is a type for PowerShell' {
        $type = Invoke-CSharpCell 'public class Thing { public int Size { get; set; } } typeof(Thing)'
        $type::new().Size | Should -Be 0
        ([Activator]::CreateInstance($type) -is $type) | Should -BeTrue
    }

    It 'equality of records works' {
        $a, $b = Invoke-CSharpCell 'record P(int X); new[] { new P(1), new P(1) }'
        $a -eq $b | Should -BeTrue
    }

    It 'an event and a delegate take script blocks' {
        $value = Invoke-CSharpCell 'class Button { public Action<int> Clicked; public void Click() => Clicked(42); } new Button()'
        $seen = [Collections.Generic.List[int]]::new()
        $value.Clicked = { param($x) $seen.Add($x) }
        $value.Click()
        $seen[0] | Should -Be 42
    }
}

Describe 'Objects from PowerShell in C#' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'a script block cast to a delegate is a delegate' {
        Invoke-CSharpCell 'f(21)' -Variable @{ f = [Func[int, int]] { param($x) $x * 2 } } | Should -Be 42
    }

    It 'an Action changes what the script sees' {
        $seen = [Collections.Generic.List[string]]::new()
        Invoke-CSharpCell 'tell("from C#");' -Variable @{ tell = [Action[string]] { param($x) $seen.Add($x) } }
        $seen[0] | Should -Be 'from C#'
    }

    It 'a predicate works in LINQ' {
        Invoke-CSharpCell 'Enumerable.Range(1, 6).Where(even)' -Variable @{ even = [Func[int, bool]] { param($x) $x % 2 -eq 0 } } | Should -Be 2, 4, 6
    }

    It 'a script block can be invoked' {
        Invoke-CSharpCell 'block.InvokeReturnAsIs(21)' -Variable @{ block = { param($x) $x * 2 } } | Should -Be 42
    }

    It 'a script block throws into the cell' {
        Invoke-CSharpCell 'try { f(1); return "not thrown"; } catch (Exception e) { return e.Message; }' -Variable @{ f = [Func[int, int]] { throw 'from PowerShell' } } | Should -BeLike '*from PowerShell*'
    }

    It 'a custom object has its properties, by dynamic' {
        Invoke-CSharpCell '(int)o.Size + ((string)o.Name).Length' -Variable @{ o = [pscustomobject]@{ Name = 'ab'; Size = 40 } } | Should -Be 42
    }

    It 'a custom object can be changed' {
        $o = [pscustomobject]@{ Size = 1 }
        Invoke-CSharpCell 'o.Size = 42;' -Variable o
        $o.Size | Should -Be 42
    }

    It 'a custom object in Args' {
        Invoke-CSharpCell 'dynamic o = Args[0]; (int)o.Size' -ArgumentList ([pscustomobject]@{ Size = 42 }) | Should -Be 42
    }

    It 'nested custom objects and arrays of them' {
        $o = [pscustomobject]@{ Items = @([pscustomobject]@{ Size = 40 }, [pscustomobject]@{ Size = 2 }) }
        Invoke-CSharpCell 'int sum = 0; foreach (dynamic i in o.Items) sum += (int)i.Size; sum' -Variable o | Should -Be 42
    }

    It 'a wrapped object is the object' {
        $wrapped = [psobject]::AsPSObject('text')
        Invoke-CSharpCell 'w.Length' -Variable @{ w = $wrapped } | Should -Be 4
        Invoke-CSharpCell 'Args[0] is string' -ArgumentList $wrapped | Should -BeTrue
        $wrapped | Invoke-CSharpCell 'Input.Length' | Should -Be 4
    }

    It 'an object with added members keeps them, by dynamic' {
        $wrapped = [psobject]::AsPSObject([Uri]'https://example.org')
        $wrapped.psobject.Properties.Add([psnoteproperty]::new('Extra', 42))
        Invoke-CSharpCell '(int)w.Extra' -Variable @{ w = $wrapped } | Should -Be 42
        Invoke-CSharpCell '(string)w.Host' -Variable @{ w = $wrapped } | Should -Be 'example.org'
    }

    It 'a hashtable is one' {
        Invoke-CSharpCell '(int)h["a"] + h.Count' -Variable @{ h = @{ a = 41 } } | Should -Be 42
    }

    It 'an object array is one' {
        Invoke-CSharpCell 'a.OfType<int>().Sum()' -Variable @{ a = 1, 'x', 41 } | Should -Be 42
    }

    It 'an error record and its exception' {
        $record = { throw [FormatException]::new('x') } | Should -Throw -PassThru
        Invoke-CSharpCell 'r.Exception is FormatException' -Variable @{ r = $record } | Should -BeTrue
    }

    It 'a PowerShell class' {
        class SpecThing { [int]$Size = 42; [int] Twice([int]$x) { return $x * 2 } }
        Invoke-CSharpCell '(int)t.Size + (int)t.Twice(2)' -Variable @{ t = [SpecThing]::new() } | Should -Be 46
    }

    It 'a PowerShell enum' {
        enum SpecColour { Red; Green }
        Invoke-CSharpCell 'c.ToString()' -Variable @{ c = [SpecColour]::Green } | Should -Be 'Green'
    }
}

Describe 'Default formatting' {
    BeforeAll {
        $child = Invoke-ChildShell @"
$(Get-ImportText)
'[anonymous]' | Out-Default; Invoke-CSharpCell 'new { Name = "anna", Size = 42 }' | Out-Default
'[record]' | Out-Default; Invoke-CSharpCell 'record Point(int Left, int Top); new Point(11, 22)' | Out-Default
'[tuple]' | Out-Default; Invoke-CSharpCell '(33, "two")' | Out-Default
'[class]' | Out-Default; Invoke-CSharpCell 'class Thing { public string Label { get; set; } = "mine"; } new[] { new Thing(), new Thing { Label = "yours" } }' | Out-Default
'[number]' | Out-Default; Invoke-CSharpCell '6 * 7' | Out-Default
'[list]' | Out-Default; Invoke-CSharpCell 'new List<string> { "x1", "x2" }' | Out-Default
'[dictionary]' | Out-Default; Invoke-CSharpCell 'new Dictionary<string, int> { ["key1"] = 55 }' | Out-Default
'[end]' | Out-Default
"@
        function Get-Shown([string]$Name) {
            if ($child.Output -match "(?s)\[$Name\]\n(.*?)\n\[") { $Matches[1].Trim() }
        }
    }

    It 'of an anonymous type is a table of its properties' {
        Get-Shown anonymous | Should -Match '(?s)^Name\s+Size\s*\n-+\s+-+\s*\nanna\s+42$'
    }

    It 'of a record is a table of its properties' {
        Get-Shown record | Should -Match '(?s)^Left\s+Top\s*\n[- ]+\n\s*11\s+22$'
    }

    It 'of a tuple has its items' {
        Get-Shown tuple | Should -Match '33'
        Get-Shown tuple | Should -Match 'two'
        Get-Shown tuple | Should -Match 'Item1'
    }

    It 'of a class has its properties' {
        Get-Shown class | Should -Match '(?s)^Label\s*\n-+\s*\nmine\s*\nyours$'
    }

    It 'of plain values is plain' {
        Get-Shown number | Should -BeExactly '42'
        Get-Shown list | Should -BeExactly "x1`nx2"
    }

    It 'of a dictionary has names and values' {
        Get-Shown dictionary | Should -Match 'key1\s+55'
    }

    It 'gives no errors' {
        $child.Errors.Trim() | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
    }
}
