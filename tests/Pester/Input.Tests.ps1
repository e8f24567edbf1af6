BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Input' {
    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'has the type of the first object' {
        cs 'string Type<T>(T value) => typeof(T).Name;'
        1 | cs 'Type(Input)' | Should -Be 'Int32'
        'a' | cs 'Input.Length' | Should -Be 1
        [Version]'1.2' | cs 'Input.Minor' | Should -Be 2
    }

    It 'has a type of the session: <Case>' -ForEach @(
        @{ Case = 'a record'; Make = 'new R(1, 2)'; Code = '(Input with { X = 3 }).ToString()'; Value = 'R { X = 3, Y = 2 }' }
        @{ Case = 'a private record'; Make = 'new Q(1)'; Code = '(Input with { Z = 3 }).ToString()'; Value = 'Q { Z = 3 }' }
        @{ Case = 'a nested type'; Make = 'new H.Pub(1)'; Code = '(Input with { W = 3 }).ToString()'; Value = 'Pub { W = 3 }' }
        @{ Case = 'a private nested type'; Make = 'H.Make()'; Code = 'Input.ToString()'; Value = 'In { V = 5 }' }
        @{ Case = 'a generic type'; Make = 'new Box<R>(new R(1, 2))'; Code = '(Input.V with { X = 3 }).X'; Value = 3 }
        @{ Case = 'a struct'; Make = 'new S { F = 1 }'; Code = '(Input with { F = 3 }).F'; Value = 3 }
        @{ Case = 'a list'; Make = 'new List<R> { new(1, 2) }'; Code = 'Input.Select(r => r with { X = 3 }).Sum(r => r.X)'; Value = 3 }
        @{ Case = 'a tuple'; Make = '(new R(1, 2), 5)'; Code = '(Input.Item1 with { X = 3 }).X'; Value = 3 }
        @{ Case = 'a type of a namespace'; Make = 'new Own.L(1)'; Code = '(Input with { X = 3 }).X'; Value = 3 }
        @{ Case = 'an enumeration'; Make = 'E.B'; Code = 'Input switch { E.A => 1, E.B => 3 }'; Value = 3 }
    ) {
        Reset-CSharpSession -Confirm:$false
        cs @'
public record R(int X, int Y); private record Q(int Z); record Box<T>(T V); struct S { public int F; } enum E { A, B }
class H { private record In(int V); public static object Make() => new In(5); public record Pub(int W); }
namespace Own { public record L(int X); }
'@ 3> $null
        $object = cs $Make -NoEnumerate
        , $object | cs $Code 3> $null | Should -Be $Value
        cs $Code -InputObject $object 3> $null | Should -Be $Value
        @($object, $object | cs $Code -ThrottleLimit 2 3> $null)[0] | Should -Be $Value
        , $object | cs $Code -AsJob | Receive-Job -Wait -AutoRemoveJob 3> $null | Should -Be $Value
    }

    It 'is checked by the compiler where it has a type of the session' {
        Reset-CSharpSession -Confirm:$false
        $object = cs 'record R(int X); new R(1)'
        { $object | cs 'Input.X.Nothing()' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'is dynamic where the name of its type means another by now' {
        Reset-CSharpSession -Confirm:$false
        $object = cs 'record R(int X); new R(1)'
        $object | cs 'record R(string Text); Input.X + new R("a").Text' | Should -Be 1a
        $object | cs 'Input.X + 1' | Should -Be 2
        $newer = cs 'new R("b")'
        $newer, $object | cs '((object)Input).ToString()' | Should -Be 'R { Text = b }', 'R { X = 1 }'
    }

    It 'is dynamic from the first object of another type on' {
        (1, 'a', 2.5, $null | cs '((object)Input)?.GetType().Name ?? "null"') -join ',' | Should -Be 'Int32,String,Double,null'
    }

    It 'keeps null apart from zero' {
        (1, $null | cs '((object)Input) is null') -join ',' | Should -Be 'False,True'
    }

    It 'has the properties of a PSCustomObject' {
        [pscustomobject]@{ Name = 'Ada'; Born = 1815 } | cs 'Input.Name + Input.Born' | Should -Be 'Ada1815'
    }

    It 'has members that were added to an object' {
        $object = [Version]'1.2'
        $object.PSObject.Properties.Add([psnoteproperty]::new('Extra', 5))
        $object | cs 'Input.Extra + Input.Minor' | Should -Be 7
    }

    It 'is null without a pipeline' {
        cs 'Input is null' | Should -BeTrue
    }

    It 'numbers one cell for a whole pipeline' {
        $before = (Get-CSharpSession Default).CellsRun
        $null = 1..5 | cs 'Input'
        (Get-CSharpSession Default).CellsRun | Should -Be ($before + 1)
    }

    It 'has the first result out before the second object is read' {
        $log = [Collections.Generic.List[string]]::new()
        1..3 | ForEach-Object { $log.Add("in$_"); $_ } | cs 'Input' | ForEach-Object { $log.Add("out$_") }
        $log -join ',' | Should -Be 'in1,out1,in2,out2,in3,out3'
    }

    It 'reads no further than downstream wants' {
        $seen = [Collections.Generic.List[int]]::new()
        foreach ($once in 1) {
            1..1000 | cs 'Input' | ForEach-Object { $seen.Add($_); if ($_ -eq 3) { break } }
        }

        $seen.Count | Should -Be 3
    }

    It 'is the object''s own in background work that <Kind> leaves behind' -ForEach @(
        @{ Kind = 'a sync cell'; Code = 'bag.Add(Task.Run(async () => { await gate.Task; return (int)Input * 10; })); Input' }
        @{ Kind = 'an async cell'; Code = 'await Task.Yield(); bag.Add(Task.Run(async () => { await gate.Task; return (int)Input * 10; })); return Input;' }
    ) {
        cs 'var gate = new TaskCompletionSource(); var bag = new List<Task<int>>();'
        (1..3 | cs $Code) -join ',' | Should -Be '1,2,3'
        (cs 'gate.SetResult(); await Task.WhenAll(bag)') -join ',' | Should -Be '10,20,30'
    }

    It 'leaves the cell''s context before downstream runs: <Code>' -ForEach @(
        @{ Code = 'Input' }
        @{ Code = 'await Task.Yield(); return Input;' }
        @{ Code = 'new[] { Input }' }
    ) {
        $output = 1..2 | cs $Code -InformationVariable routed | ForEach-Object {
            $null -eq [Threading.SynchronizationContext]::Current
            [Console]::Out.Write('')
        }

        $output -join ',' | Should -Be 'True,True'
        $routed | Should -BeNullOrEmpty
    }

    It 'disposes after the value of each object is out' {
        cs 'sealed class Noted(List<string> log) : IDisposable { public void Dispose() => log.Add("disposed"); }'
        cs 'var log = new List<string>();'
        $log = Get-CSharpVariable log -ValueOnly
        1..2 | cs 'using var noted = new Noted(log); Input' | ForEach-Object { $log.Add("out$_") }
        $log -join ',' | Should -Be 'out1,disposed,out2,disposed'
    }

    It 'keeps the variables of the last object' {
        1..3 | cs 'var latest = Input;'
        cs 'latest' | Should -Be 3
    }

    It 'may be taken by a cell that calls others which declare' {
        (1..3 | cs 'Shell.Invoke($"cs ''int nested{Input} = {Input} * 2;''"); Input + 1') -join ',' | Should -Be '2,3,4'
        cs 'nested1 + nested2 + nested3' | Should -Be 12
    }

    It 'keeps what a cell writes and its value in order' {
        (1..2 | cs 'Task.Run(() => Shell.WriteObject(Input * 10)).Wait(); Input') -join ',' | Should -Be '10,1,20,2'
    }

    It 'ends with downstream''s error, also where the value is the last thing that a cell gives' {
        $log = [Collections.Generic.List[int]]::new()
        { 1..5 | ForEach-Object { $log.Add($_); $_ } | cs 'Input' | ForEach-Object { if ($_ -eq 2) { throw 'enough' } } } | Should -Throw 'enough'
        $log -join ',' | Should -Be '1,2'
        cs '1 + 1' | Should -Be 2
    }

    It 'reports the failure of one object and goes on' {
        $items = 1..3 | cs '6 / (Input - 2)' -ErrorVariable failures -ErrorAction SilentlyContinue
        $items -join ',' | Should -Be '-6,6'
        $failures[0].FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $failures[0].TargetObject | Should -Be 2
    }
}

Describe 'Input and Args' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'Input is null without a pipeline' {
        Invoke-CSharpCell 'Input == null' | Should -BeTrue
    }

    It 'Input has the type of the object' {
        [DateTime]::new(2026, 1, 2) | Invoke-CSharpCell 'Input.AddDays(1).Day' | Should -Be 3
    }

    It 'Input is statically typed: a wrong member does not compile' {
        { 'text' | Invoke-CSharpCell 'Input.NoSuchMember' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'Input of a custom object has its properties' {
        [pscustomobject]@{ Name = 'a'; Size = 42 } | Invoke-CSharpCell '(int)Input.Size' | Should -Be 42
    }

    It 'Input may be used in lambdas and local functions' {
        5 | Invoke-CSharpCell 'Enumerable.Range(1, 3).Select(i => i * Input).Sum()' | Should -Be 30
        5 | Invoke-CSharpCell 'int F() => Input * 2; F()' | Should -Be 10
    }

    It 'a variable of the user''s called Input is the one meant' {
        Invoke-CSharpCell 'int Input = 5; Input + 1' | Should -Be 6
        Invoke-CSharpCell 'Input + 2' | Should -Be 7
    }

    It 'Args are the live objects' {
        $list = [Collections.Generic.List[int]]::new()
        Invoke-CSharpCell '((List<int>)Args[0]).Add(5);' -ArgumentList $list, 1
        $list[0] | Should -Be 5
    }

    It 'Args of a method of an earlier cell are the running cell''s' {
        Invoke-CSharpCell 'int Count() => Args.Count;' -ArgumentList 1
        Invoke-CSharpCell 'Count()' -ArgumentList 1, 2, 3 | Should -Be 3
    }
}

Describe 'What takes the place of a name that all cells have' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'is said: <Code>' -ForEach @(
        @{ Code = 'int Args = 5;'; Name = 'Args'; Column = 5 }
        @{ Code = '1.ToString(); record Shell(int A);'; Name = 'Shell'; Column = 22 }
        @{ Code = 'CancellationToken CancellationToken = default;'; Name = 'CancellationToken'; Column = 19 }
        @{ Code = 'void Progress() { }'; Name = 'Progress'; Column = 6 }
    ) {
        Invoke-CSharpCell $Code -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike "*(1,$Column)*the $Name that all cells have*Reset-CSharpSession*"
        (Test-CSharpCell $Code).Diagnostics.Severity | Should -Be 'Warning'
    }

    It 'is nothing that belongs to a method, a type or a call: <_>' -ForEach @(
        'void F(int Args) { } record R(int Shell) { public int Progress; }'
        'CancellationToken'
        'Args.Count'
    ) {
        Invoke-CSharpCell $_ -Variable @{ Progress = 1 } -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        @($warnings) -like '*all cells have*' | Should -BeNullOrEmpty
    }
}
