BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Get-CSharpVariable' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'gives nothing in an empty session' {
        @(Get-CSharpVariable) | Should -HaveCount 0
    }

    It 'gives name, value and type' {
        Invoke-CSharpCell 'var numbers = new List<int> { 1, 2 };'
        $variable = Get-CSharpVariable numbers
        $variable | Should -BeOfType ([AsyncCSharp.CSharpVariable])
        $variable.Name | Should -BeExactly 'numbers'
        $variable.Type | Should -BeExactly 'List<int>'
        $variable.Value.Count | Should -Be 2
        "$variable" | Should -BeExactly 'List<int> numbers'
    }

    It 'writes the type <Type> as C# does' -ForEach @(
        @{ Declaration = 'int v = 1;'; Type = 'int' }
        @{ Declaration = 'int? v = 1;'; Type = 'int?' }
        @{ Declaration = 'string v = "";'; Type = 'string' }
        @{ Declaration = 'int[] v = { };'; Type = 'int[]' }
        @{ Declaration = 'int[,] v = { { 1 } };'; Type = 'int[,]' }
        @{ Declaration = 'int[][] v = { };'; Type = 'int[][]' }
        @{ Declaration = 'int[][,] v = { };'; Type = 'int[][,]' }
        @{ Declaration = 'List<int[,][]> v = new();'; Type = 'List<int[,][]>' }
        @{ Declaration = 'object v = 1;'; Type = 'object' }
        @{ Declaration = 'var v = new Dictionary<string, List<int>>();'; Type = 'Dictionary<string, List<int>>' }
        @{ Declaration = 'record P(int X); P v = new(1);'; Type = 'P' }
    ) {
        Invoke-CSharpCell $Declaration
        (Get-CSharpVariable v).Type | Should -BeExactly $Type
    }

    It 'lists all, and takes wildcards in any case' {
        Invoke-CSharpCell 'int one = 1; int two = 2; int other = 3;'
        (Get-CSharpVariable).Name | Sort-Object | Should -Be 'one', 'other', 'two'
        (Get-CSharpVariable O*).Name | Sort-Object | Should -Be 'one', 'other'
        @(Get-CSharpVariable zz*) | Should -HaveCount 0
    }

    It 'takes several names, and names by the pipeline' {
        Invoke-CSharpCell 'int one = 1; int two = 2; int other = 3;'
        (Get-CSharpVariable one, two).Value | Should -Be 1, 2
        ('two', 'other' | Get-CSharpVariable).Value | Should -Be 2, 3
    }

    It 'tells case apart where C# does' {
        Invoke-CSharpCell 'int a = 1; int A = 2;'
        (Get-CSharpVariable a).Value | Should -Be 1
        (Get-CSharpVariable A).Value | Should -Be 2
    }

    It 'gives the values with -ValueOnly' {
        Invoke-CSharpCell 'int one = 1; string two = "zwei";'
        Get-CSharpVariable one -ValueOnly | Should -BeExactly 1
        Get-CSharpVariable one, two -ValueOnly | Should -Be 1, 'zwei'
    }

    It 'gives the live object, not a copy' {
        Invoke-CSharpCell 'var list = new List<int>();'
        (Get-CSharpVariable list).Value.Add(5)
        Invoke-CSharpCell 'list[0]' | Should -Be 5
        [object]::ReferenceEquals((Get-CSharpVariable list).Value, (Get-CSharpVariable list).Value) | Should -BeTrue
    }

    It 'has null values' {
        Invoke-CSharpCell 'string s = null;'
        $variable = Get-CSharpVariable s
        $variable | Should -HaveCount 1
        $variable.Type | Should -Be 'string'
        $variable.Value | Should -BeNullOrEmpty
    }

    It 'writes an error for a name that is not there, and goes on' {
        Invoke-CSharpCell 'int one = 1;'
        $found = Get-CSharpVariable nothing, one -ErrorAction SilentlyContinue -ErrorVariable failures
        $found.Name | Should -Be 'one'
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'VariableNotFound,AsyncCSharp.Commands.GetCSharpVariableCommand'
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failures[0].TargetObject | Should -Be 'nothing'
    }

    It 'is about the session given' {
        $session = New-CSharpSession
        try {
            Invoke-CSharpCell 'int there = 1;' -Session $session
            (Get-CSharpVariable -Session $session).Name | Should -Be 'there'
            @(Get-CSharpVariable) | Should -HaveCount 0
        }
        finally {
            Remove-CSharpSession $session
        }
    }
}

Describe 'Set-CSharpVariable' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'declares a variable of the value''s type: <Type>' -ForEach @(
        @{ Value = 42; Type = 'int' }
        @{ Value = 'text'; Type = 'string' }
        @{ Value = 1.5; Type = 'double' }
        @{ Value = $true; Type = 'bool' }
        @{ Value = [DateTime]'2026-01-02'; Type = 'DateTime' }
        @{ Value = [int[]](1, 2); Type = 'int[]' }
        @{ Value = [Collections.Generic.List[string]]::new(); Type = 'List<string>' }
        @{ Value = @{ a = 1 }; Type = 'Hashtable' }
        @{ Value = [object[]](1, 'a'); Type = 'object[]' }
        @{ Value = [guid]::Empty; Type = 'Guid' }
        @{ Value = [DayOfWeek]::Friday; Type = 'DayOfWeek' }
    ) {
        Set-CSharpVariable v $Value
        (Get-CSharpVariable v).Type | Should -BeExactly $Type
    }

    It 'is usable with its type in the next cell' {
        Set-CSharpVariable when ([DateTime]::new(2026, 1, 2))
        Invoke-CSharpCell 'when.AddDays(1).Day' | Should -Be 3
        Set-CSharpVariable names ([string[]]('a', 'bc'))
        Invoke-CSharpCell 'names.Sum(n => n.Length)' | Should -Be 3
    }

    It 'gives nothing, and the variable with -PassThru' {
        @(Set-CSharpVariable v 1) | Should -HaveCount 0
        $variable = Set-CSharpVariable v 2 -PassThru
        $variable.Name | Should -Be 'v'
        $variable.Value | Should -Be 2
    }

    It 'sets a variable of a cell, which keeps its type' {
        Invoke-CSharpCell 'object o = 1; int Read() => (int)o;'
        Set-CSharpVariable o 42
        Invoke-CSharpCell 'Read()' | Should -Be 42
        (Get-CSharpVariable o).Type | Should -Be 'object'
    }

    It 'declares the variable anew where the value does not fit' {
        Invoke-CSharpCell 'int v = 1;'
        Set-CSharpVariable v 'text'
        Invoke-CSharpCell 'v.Length' | Should -Be 4
    }

    It 'takes null' {
        Set-CSharpVariable v $null
        Invoke-CSharpCell 'v == null' | Should -BeTrue
    }

    It 'keeps the object' {
        $list = [Collections.Generic.List[int]]::new()
        Set-CSharpVariable list $list
        Invoke-CSharpCell 'list.Add(7);'
        $list[0] | Should -Be 7
    }

    It 'takes a value by the pipeline' {
        42 | Set-CSharpVariable v
        Invoke-CSharpCell 'v' | Should -Be 42
    }

    It 'is about the session given' {
        $session = New-CSharpSession
        try {
            Set-CSharpVariable v 1 -Session $session
            @(Get-CSharpVariable) | Should -HaveCount 0
            Invoke-CSharpCell 'v' -Session $session | Should -Be 1
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'refuses the name "<_>"' -ForEach @('1x', 'a b', 'a-b', 'a.b', '$x') {
        $e = { Set-CSharpVariable $_ 1 } | Should -Throw -PassThru -ErrorId 'VariableNotSet,AsyncCSharp.Commands.SetCSharpVariableCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'takes the name "<_>"' -ForEach @('größe', '_x', 'x1', 'class', 'await', 'var', 'Input') {
        Set-CSharpVariable $_ 42
        Get-CSharpVariable $_ -ValueOnly | Should -Be 42
    }

    It 'takes a keyword as name, with @ in C#' {
        Set-CSharpVariable class 42
        Invoke-CSharpCell '@class' | Should -Be 42
    }

    It 'refuses to set a <Name>' -ForEach @(
        @{ Name = 'const'; Declaration = 'const int X = 1;' }
        @{ Name = 'readonly variable'; Declaration = 'readonly int X = 1;' }
    ) {
        Invoke-CSharpCell $Declaration
        { Set-CSharpVariable X 2 } | Should -Throw -ErrorId 'VariableNotSet,AsyncCSharp.Commands.SetCSharpVariableCommand'
        Invoke-CSharpCell 'X' | Should -Be 1
    }
}

Describe 'Remove-CSharpVariable' {
    BeforeEach {
        Reset-CSharpSession
        cs 'int one = 1, other = 2; string text = "a"; int Twice() => 2 * one; string Read() => text;'
    }

    It 'removes a variable from the list and from later cells' {
        Remove-CSharpVariable one
        (Get-CSharpVariable).Name | Should -Be 'other', 'text'
        (Get-CSharpSession Default).Variables | Should -Be 2
        { cs 'one' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand' -ExpectedMessage '*removed*'
        Get-CSharpVariable one -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'lets go of the value, and leaves methods that use it' {
        Remove-CSharpVariable one, text
        cs 'Twice()' | Should -Be 0
        cs 'Read()' | Should -BeNullOrEmpty
        cs 'var held = new object(); WeakReference weak = new(held);'
        Remove-CSharpVariable held
        Wait-Until { cs 'GC.Collect(); GC.WaitForPendingFinalizers(); !weak.IsAlive' }
        cs 'weak.IsAlive' | Should -BeFalse
    }

    It 'has methods find the default of its type: <Type>' -ForEach @(
        @{ Type = 'int?'; Value = '5'; Default = 'null' }
        @{ Type = 'DayOfWeek'; Value = 'DayOfWeek.Friday'; Default = 'default(DayOfWeek)' }
        @{ Type = '(int, string)'; Value = '(1, "a")'; Default = '(0, null)' }
    ) {
        cs "$Type typed = $Value; bool IsDefault() => typed == $Default;"
        cs 'IsDefault()' | Should -BeFalse
        Remove-CSharpVariable typed
        cs 'IsDefault()' | Should -BeTrue
    }

    It 'leaves the name free: <Label>' -ForEach @(
        @{ Label = 'for a cell'; Declare = { cs 'string one = "new";' } }
        @{ Label = 'for Set-CSharpVariable'; Declare = { Set-CSharpVariable one 'new' } }
    ) {
        Remove-CSharpVariable one
        & $Declare
        cs 'one.Length' | Should -Be 3
        Get-CSharpVariable one -ValueOnly | Should -Be 'new'
        Remove-CSharpVariable one
        { cs 'one' } | Should -Throw -ErrorId 'CompilationFailed,*'
    }

    It 'leaves the name free for a variable of a call' {
        Remove-CSharpVariable one
        cs 'one + 1' -Variable @{ one = 41 } | Should -Be 42
    }

    It 'takes wildcards, several names, and what Get-CSharpVariable gives' {
        Remove-CSharpVariable o*
        (Get-CSharpVariable).Name | Should -Be 'text'
        cs 'int p = 1, q = 2;'
        Get-CSharpVariable p, q | Remove-CSharpVariable
        (Get-CSharpVariable).Name | Should -Be 'text'
        Remove-CSharpVariable *
        Get-CSharpVariable | Should -BeNullOrEmpty
        Remove-CSharpVariable none*
    }

    It 'says which name is not there, and removes the others' {
        Remove-CSharpVariable nope, one -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -Be 'VariableNotFound,AsyncCSharp.Commands.RemoveCSharpVariableCommand'
        $failures[0].CategoryInfo.Category | Should -Be ObjectNotFound
        (Get-CSharpVariable).Name | Should -Be 'other', 'text'
    }

    It 'does nothing with -WhatIf' {
        Remove-CSharpVariable one -WhatIf
        cs 'one' | Should -Be 1
    }

    It 'removes from the session that is named, and from one in use on its own thread' {
        $other = New-CSharpSession
        try {
            cs -Session $other 'int one = 5;'
            Remove-CSharpVariable one -Session $other
            Get-CSharpVariable -Session $other | Should -BeNullOrEmpty
            cs 'one' | Should -Be 1
            cs 'Shell.Invoke("Remove-CSharpVariable other"); one' | Should -Be 1
            Get-CSharpVariable other -ErrorAction Ignore | Should -BeNullOrEmpty
        } finally {
            Remove-CSharpSession $other
        }
    }
}
