# pwsh has a Roslyn of its own beside pwsh.dll, which Add-Type loads into the default context: another version than ours.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $import = Get-ImportText
}

Describe 'Add-Type and cells in one process' {
    BeforeAll {
        # Every Roslyn of the process as "name version context", and the types that PowerShell code gets by the name of one.
        $list = @'
            foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {
                foreach ($assembly in $context.Assemblies) {
                    $name = $assembly.GetName()
                    if ($name.Name -like 'Microsoft.CodeAnalysis*') { "roslyn $($name.Name) $($name.Version) $($context.Name)" }
                }
            }
'@
        $seen = "'seen ' + [Microsoft.CodeAnalysis.CSharp.CSharpCompilation].Assembly.GetName().Version"
    }

    # The runtime finds compiled code of generic methods of the framework by name, whichever copy of Roslyn their types are of: images of ours
    # that have such code would hand it to the other copy.
    It 'a cell may have the very Roslyn that the module has' {
        $engine = Get-ChildItem (Split-Path $manifest) -Recurse -Filter Microsoft.CodeAnalysis.CSharp.dll | Select-Object -First 1
        $version = [Reflection.AssemblyName]::GetAssemblyName($engine.FullName).Version.ToString(3)
        $packages = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path $HOME .nuget/packages)
        $folders = "microsoft.codeanalysis.common/$version/lib/net10.0", "microsoft.codeanalysis.csharp/$version/lib/net10.0" | ForEach-Object { Join-Path $packages $_ }
        if (Test-Path $folders -PathType Container | Where-Object { -not $_ }) { Set-ItResult -Skipped -Because "Roslyn $version is not among the packages that NuGet has restored here" }
        $cell = @"
            #r "$($folders[0])/Microsoft.CodeAnalysis.dll"
            #r "$($folders[1])/Microsoft.CodeAnalysis.CSharp.dll"
            var tree = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("class C { int M() => 1; }");
            var compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("x", [tree], [Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
                new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
            compilation.Emit(new MemoryStream()).Success
"@
        $child = Invoke-ChildShell "$import`n(Invoke-CSharpCell '1 + 1')`n`$null = Test-CSharpCell 'async Task<int> F() => await Task.FromResult(1);'`nInvoke-CSharpCell @'`n$cell`n'@`nInvoke-CSharpCell '2 + 2'" -Environment @{ ASYNCCSHARP_COMPILER = 'inprocess' }
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\s+' | Should -Be 2, True, 4
    }

    It 'work, and each has a Roslyn of its own: <Order>' -ForEach @(
        @{ Order = 'Add-Type first'; Steps = 'type', 'import', 'cell', 'type', 'cell' }
        @{ Order = 'Add-Type between import and cell'; Steps = 'import', 'type', 'cell', 'type', 'cell' }
        @{ Order = 'the cell first'; Steps = 'import', 'cell', 'type', 'cell', 'type' }
    ) {
        $number = 0
        $script = foreach ($step in $Steps) {
            $number++
            switch ($step) {
                import { $import }
                type { "Add-Type 'public static class Added$number { public static int Value => $number; }'; ""type `$([Added$number]::Value)""" }
                cell { "'cell ' + (Invoke-CSharpCell 'await Task.Delay(1); record R(int X); new R($number).X')" }
            }
        }
        $child = Invoke-ChildShell ((@($script) + $seen + $list) -join "`n") -Environment @{ ASYNCCSHARP_COMPILER = 'inprocess' }
        $child.Errors | Should -BeNullOrEmpty
        $lines = $child.Output.Trim() -split '\n'
        $number = 0
        $expected = foreach ($step in $Steps) { $number++; if ($step -ne 'import') { "$step $number" } }
        $lines[0..3] | Should -Be $expected
        $lines | Should -Contain 'seen 5.0.0.0'
        $roslyns = $lines -like 'roslyn *'
        $roslyns | Should -HaveCount 4
        foreach ($name in 'Microsoft.CodeAnalysis', 'Microsoft.CodeAnalysis.CSharp') {
            $roslyns | Should -Contain "roslyn $name 5.0.0.0 Default"
            $own = @($roslyns -match "^roslyn $([regex]::Escape($name)) .* AsyncCSharp")
            $own | Should -HaveCount 1
            [version]$own[0].Split(' ')[2] | Should -BeGreaterThan ([version]'5.0.0.0')
        }
    }

    It 'leave the Roslyn of PowerShell to cells and scripts that want one' {
        $child = Invoke-ChildShell @"
            $import
            Invoke-CSharpCell '1'
            Add-CSharpReference -AssemblyName Microsoft.CodeAnalysis, Microsoft.CodeAnalysis.CSharp
            Invoke-CSharpCell 'Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseExpression("1 + 2").GetType().Assembly' | ForEach-Object {
                "`$(`$_.GetName().Version) `$([Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name)"
            }
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\n' | Should -Be '1', '5.0.0.0 Default'
    }
}

Describe 'Types of Add-Type' {
    BeforeAll {
        # A type stays for ever, and this file may run again in the same process.
        $name = "AddTypeSpec$([guid]::NewGuid().ToString('n'))"
        Add-Type -ReferencedAssemblies ([AsyncCSharp.ICellRunner].Assembly.Location) @"
            using System.Threading.Tasks;
            namespace $name {
                public class Animal { public int Legs { get; set; } = 4; public virtual string Sound => "silence"; }
                public interface IShape { int Sides { get; } }
                public static class Work {
                    public static int Twice(int value) => value * 2;
                    public static async Task<int> SoonAsync(int value) { await Task.Delay(1); return value; }
                }
                public class Runner : AsyncCSharp.ICellRunner {
                    public static int Runs;
                    public object Run(AsyncCSharp.CellContext cell) { Runs++; return cell.RunToCompletion(); }
                }
            }
"@
        $animal = "$name.Animal" -as [type]
        $shape = "$name.IShape" -as [type]
        $work = "$name.Work" -as [type]
        $runner = "$name.Runner" -as [type]
    }

    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Set-AutoAwait EventLoop
        Reset-CSharpSession
    }

    It 'come to a cell with their objects: <Way>' -ForEach @(
        @{ Way = 'as Input'; Run = { $animal::new() | Invoke-CSharpCell 'Input.Legs + 1' } }
        @{ Way = 'as -InputObject'; Run = { Invoke-CSharpCell 'Input.Legs + 1' -InputObject $animal::new() } }
        @{ Way = 'as -Variable'; Run = { Invoke-CSharpCell 'it.Legs + 1' -Variable @{ it = $animal::new() } } }
        @{ Way = 'as a session variable'; Run = { Set-CSharpVariable it $animal::new(); Invoke-CSharpCell 'it.Legs + 1' } }
        @{ Way = 'as an argument'; Run = { Invoke-CSharpCell '((dynamic)Args[0]).Legs + 1' -ArgumentList $animal::new() } }
    ) {
        & $Run | Should -Be 5
    }

    It 'are known to cells by their names: <Way>' -ForEach @(
        @{ Way = 'a full name'; Code = { "$name.Work.Twice(21)" } }
        @{ Way = 'a using directive'; Code = { "using $name; Work.Twice(21)" } }
        @{ Way = 'a cast and a new object'; Code = { "(($name.Animal)Args[0]).Legs + new $name.Animal { Legs = 38 }.Legs" } }
        @{ Way = 'a base type'; Code = { "class Cat : $name.Animal { } new Cat().Legs + 38" } }
        @{ Way = 'a type argument'; Code = { "new List<$name.Animal> { new() }.Sum(a => a.Legs) + 38" } }
    ) {
        Invoke-CSharpCell (& $Code) -ArgumentList $animal::new() | Should -Be 42
        Reset-CSharpSession
        (Test-CSharpCell (& $Code)).IsValid | Should -BeTrue
    }

    It 'are known to cells by name where they are in no namespace, enumerations and attributes too' {
        $plain = "Plain$([guid]::NewGuid().ToString('n'))"
        Add-Type "public class $plain { public int Size = 42; } public enum ${plain}Kind { One, Two } public class ${plain}MarkAttribute : System.Attribute { }"
        Invoke-CSharpCell "new $plain().Size" | Should -Be 42
        Invoke-CSharpCell "${plain}Kind.Two" | Should -Be Two
        Invoke-CSharpCell "[${plain}Mark] class Marked { } typeof(Marked).GetCustomAttributes(false).Length" | Should -Be 1
        { Invoke-CSharpCell "Not$plain.Size" } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'are known to a cell with variables of its call, the first time too' {
        $plain = "Plain$([guid]::NewGuid().ToString('n'))"
        Add-Type "public class $plain { public static int Size = 40; }"
        Reset-CSharpSession
        Invoke-CSharpCell "n + $plain.Size" -Variable @{ n = 2 } | Should -Be 42
        Invoke-CSharpCell "n += 3; n + $plain.Size" -Variable @{ n = 2 } | Should -Be 45
        Reset-CSharpSession
        Invoke-CSharpCell "int kept = n + $plain.Size; kept" -Variable @{ n = 2 } | Should -Be 42
        Invoke-CSharpCell 'kept' | Should -Be 42
    }

    It 'are known to cells by name where their assembly is referred to' {
        Add-CSharpReference -AssemblyName $work.Assembly.FullName -Using $name
        Invoke-CSharpCell 'Work.Twice(21)' | Should -Be 42
        Invoke-CSharpCell 'await Work.SoonAsync(5)' | Should -Be 5
        Invoke-CSharpCell 'Work.SoonAsync(6)' | Should -Be 6
    }

    It 'are what types of cells derive from' {
        Add-CSharpReference -AssemblyName $animal.Assembly.FullName -Using $name
        Invoke-CSharpCell 'class Dog : Animal, IShape { public override string Sound => "wuff " + Legs; public int Sides => 6; }'
        $dog = Invoke-CSharpCell 'new Dog { Legs = 3 }'
        $dog | Should -BeOfType $animal
        $dog | Should -BeOfType $shape
        $dog.Sound | Should -Be 'wuff 3'
        ($dog -as $shape).Sides | Should -Be 6
    }

    It 'take objects of cells as arguments, also by PowerShell''s conversion' {
        Invoke-CSharpCell 'class Holder { public int Value = 21; public static implicit operator int(Holder h) => h.Value; }'
        $work::Twice((Invoke-CSharpCell '21')) | Should -Be 42
        $work::Twice((Invoke-CSharpCell 'new Holder()')) | Should -Be 42
    }

    It 'give tasks that Receive-Task awaits' {
        await ($work::SoonAsync(7)) | Should -Be 7
    }

    It 'are runners, as object and by name' {
        $before = $runner::Runs
        Invoke-CSharpCell 'await Task.Delay(1); 5' -Runner $runner::new() | Should -Be 5
        Set-AutoAwait $runner.FullName
        Invoke-CSharpCell 'await Task.Delay(1); 6' | Should -Be 6
        $runner::Runs - $before | Should -Be 2
    }
}

Describe 'Add-Type and types of cells' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'do not get into each other''s way with the same name' {
        $name = "Same$([guid]::NewGuid().ToString('n'))"
        Invoke-CSharpCell "public class $name { public string From => ""cell""; }"
        Add-Type "public class $name { public string From => ""Add-Type""; }"
        (Invoke-CSharpCell "new $name()").From | Should -Be 'cell'
        ($name -as [type])::new().From | Should -Be 'Add-Type'
        ($name -as [type])::new() | Invoke-CSharpCell 'Input.From' | Should -Be 'Add-Type'
        (Invoke-CSharpCell "new $name()").From | Should -Be 'cell'
    }

    It 'are seen by PowerShell code as objects, not by name' {
        Invoke-CSharpCell 'public class OnlyInCells { public static int Made; public OnlyInCells() => Made++; }'
        'OnlyInCells' -as [type] | Should -BeNullOrEmpty
        $type = Invoke-CSharpCell 'typeof(OnlyInCells)'
        $type::new().GetType() | Should -Be $type
        $type::Made | Should -Be 1
    }
}
