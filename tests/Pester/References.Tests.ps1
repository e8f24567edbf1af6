BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # Writes an assembly with one public class Name.Thing that has the static method Answer.
    function New-TestAssembly([string]$Folder, [string]$Name, [int]$Answer) {
        $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName]::new($Name), [object].Assembly)
        $type = $assembly.DefineDynamicModule($Name).DefineType("$Name.Thing", 'Public, Class')
        $method = $type.DefineMethod('Answer', 'Public, Static', [int], [type[]]@())
        $il = $method.GetILGenerator()
        $il.Emit([Reflection.Emit.OpCodes]::Ldc_I4, $Answer)
        $il.Emit([Reflection.Emit.OpCodes]::Ret)
        $null = $type.CreateType()
        $null = New-Item $Folder -ItemType Directory -Force
        $path = [IO.Path]::Combine($Folder, "$Name.dll")
        $assembly.Save($path)
        $path
    }
}

Describe '#r' {
    BeforeAll {
        $path = New-TestAssembly "$TestDrive/lib" SpecLib1 42
    }

    BeforeEach {
        Reset-CSharpSession
    }

    It 'takes a full path' {
        Invoke-CSharpCell "#r ""$path""`nSpecLib1.Thing.Answer()" | Should -Be 42
    }

    It 'is kept for later cells' {
        Invoke-CSharpCell "#r ""$path"""
        Invoke-CSharpCell 'SpecLib1.Thing.Answer()' | Should -Be 42
        Invoke-CSharpCell "using SpecLib1;`nThing.Answer()" | Should -Be 42
    }

    It 'takes a path from the current location' {
        $location = $ExecutionContext.SessionState.Path.CurrentLocation
        Set-Location "$TestDrive"
        try {
            Invoke-CSharpCell "#r ""lib/SpecLib1.dll""`nSpecLib1.Thing.Answer()" | Should -Be 42
        }
        finally {
            Set-Location $location
        }
    }

    It 'takes a path from the folder of the script file' {
        Set-Content "$TestDrive/uses.csx" "#r ""lib/SpecLib1.dll""`nSpecLib1.Thing.Answer()" -NoNewline
        Invoke-CSharpCell -Path "$TestDrive/uses.csx" | Should -Be 42
    }

    It 'takes the name of an assembly of the framework' {
        Invoke-CSharpCell "#r ""System.Xml.Linq""`nnew System.Xml.Linq.XElement(""a"").Name.LocalName" | Should -Be 'a'
    }

    It 'takes several, before usings' {
        $other = New-TestAssembly "$TestDrive/lib" SpecLib2 2
        Invoke-CSharpCell "#r ""$path""`n#r ""$other""`nusing SpecLib1;`nThing.Answer() + SpecLib2.Thing.Answer()" | Should -Be 44
    }

    # It refers to "netstandard", where nothing but the places of types is: cells without references go without it.
    It 'takes a library that was made for an older framework, after cells that refer to nothing' {
        $library = [IO.Path]::GetFullPath("$PSScriptRoot/../../out/AsyncCSharp/bin/engine/Mono.Cecil.dll")
        Invoke-CSharpCell 'int answer = 41;'
        Invoke-CSharpCell 'answer + 0' | Should -Be 41
        Invoke-CSharpCell "#r ""$library""`nMono.Cecil.ModuleDefinition.CreateModule(""spec"", Mono.Cecil.ModuleKind.Dll).Types.Count + answer" | Should -Be 42
        Invoke-CSharpCell 'new Mono.Cecil.ModuleParameters().Kind.ToString().Length + answer - 3' | Should -Be 41
        Invoke-CSharpCell 'answer + 1' | Should -Be 42
    }

    It 'may be given twice' {
        Invoke-CSharpCell "#r ""$path""`n#r ""$path"""
        Invoke-CSharpCell "#r ""$path""`nSpecLib1.Thing.Answer()" | Should -Be 42
    }

    It 'is an error for a file that is not there, and nothing has run' {
        $e = { Invoke-CSharpCell "#r ""no/such/file.dll""`nShell.SetVariable(""touched"", 1);" } | Should -Throw -PassThru -ErrorId 'ReferenceNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.Exception.Message | Should -BeLike '*no/such/file.dll*(Cell`[*`]:line 1)'
        $touched | Should -BeNullOrEmpty
    }

    It 'is an error for a file that is no assembly' {
        Set-Content "$TestDrive/text.dll" 'not an assembly' -NoNewline
        $e = { Invoke-CSharpCell "#r ""$TestDrive/text.dll""" } | Should -Throw -PassThru -ErrorId 'NotAnAssembly,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Message | Should -BeLike '*text.dll*'
    }

    It 'leaves the lines of diagnostics as they are' {
        $e = { Invoke-CSharpCell "#r ""$path""`n`nnonsense" } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Diagnostics[0].Line | Should -Be 3
        $e.Exception.Diagnostics[0].Column | Should -Be 1
    }

    It 'in a text or a comment is none' {
        Invoke-CSharpCell "var s = @""`n#r """"no.dll""""`n"";`n/*`n#r ""no.dll""`n*/`ns.Length > 3" | Should -BeTrue
    }

    It 'is forgotten by a reset' {
        Invoke-CSharpCell "#r ""$path"""
        Reset-CSharpSession
        { Invoke-CSharpCell 'SpecLib1.Thing.Answer()' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'loads the assembly''s own dependencies from beside it' {
        # AsyncEx lies in the engine's folder, and needs Nito.AsyncEx.Tasks and Nito.Disposables from there.
        $library = [IO.Path]::GetFullPath("$PSScriptRoot/../../out/AsyncCSharp/bin/engine/Nito.AsyncEx.Context.dll")
        Invoke-CSharpCell "#r ""$library""`nNito.AsyncEx.AsyncContext.Run(async () => { await Task.Yield(); return 42; })" | Should -Be 42
    }
}

Describe '#load' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'runs a file before the cell' {
        Set-Content "$TestDrive/defs.csx" "int Twice(int x) => 2 * x;`nvar base1 = 21;" -NoNewline
        Invoke-CSharpCell "#load ""$TestDrive/defs.csx""`nTwice(base1)" | Should -Be 42
    }

    It 'keeps what the file declares' {
        Set-Content "$TestDrive/defs2.csx" 'class Loaded { public int Size => 42; }' -NoNewline
        Invoke-CSharpCell "#load ""$TestDrive/defs2.csx"""
        Invoke-CSharpCell 'new Loaded().Size' | Should -Be 42
    }

    It 'takes usings of the file for the file' {
        Set-Content "$TestDrive/usings.csx" "using System.Globalization;`nstring Join() => CultureInfo.InvariantCulture.Name + ""ok"";" -NoNewline
        Invoke-CSharpCell "#load ""$TestDrive/usings.csx""`nJoin()" | Should -Be 'ok'
    }

    It 'takes a path from the folder of the file that loads' {
        $null = New-Item "$TestDrive/sub" -ItemType Directory -Force
        Set-Content "$TestDrive/sub/inner.csx" 'int inner = 40;' -NoNewline
        Set-Content "$TestDrive/sub/outer.csx" "#load ""inner.csx""`nint outer = inner + 2;" -NoNewline
        Invoke-CSharpCell "#load ""$TestDrive/sub/outer.csx""`nouter" | Should -Be 42
        Reset-CSharpSession
        Invoke-CSharpCell -Path "$TestDrive/sub/outer.csx"
        Invoke-CSharpCell 'outer' | Should -Be 42
    }

    It 'takes a path from the current location' {
        Set-Content "$TestDrive/local.csx" 'int local = 42;' -NoNewline
        $location = $ExecutionContext.SessionState.Path.CurrentLocation
        Set-Location "$TestDrive"
        try {
            Invoke-CSharpCell "#load ""local.csx""`nlocal" | Should -Be 42
        }
        finally {
            Set-Location $location
        }
    }

    It 'takes files that await' {
        Set-Content "$TestDrive/awaits.csx" 'await Task.Delay(5); var late = 42;' -NoNewline
        Invoke-CSharpCell "#load ""$TestDrive/awaits.csx""`nlate" | Should -Be 42
    }

    It 'loads a file once, however many ask for it in one cell' {
        Set-Content "$TestDrive/common.csx" 'Shell.WriteObject("loaded"); int common = 1;' -NoNewline
        Set-Content "$TestDrive/one.csx" "#load ""common.csx""`nint one = common;" -NoNewline
        Set-Content "$TestDrive/two.csx" "#load ""common.csx""`nint two = common + 1;" -NoNewline
        Invoke-CSharpCell "#load ""$TestDrive/one.csx""`n#load ""$TestDrive/two.csx""`none + two" | Should -Be 'loaded', 3
    }

    It 'does not go round in circles' {
        Set-Content "$TestDrive/a.csx" "#load ""b.csx""`nint a = 1;" -NoNewline
        Set-Content "$TestDrive/b.csx" "#load ""a.csx""`nint b = 2;" -NoNewline
        Invoke-CSharpCell "#load ""$TestDrive/a.csx""`na + b" | Should -Be 3
    }

    It 'names the file in its errors' {
        Set-Content "$TestDrive/bad.csx" "int ok = 1;`nnonsense;" -NoNewline
        $e = { Invoke-CSharpCell "#load ""$TestDrive/bad.csx""`n1" } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Diagnostics[0].Cell | Should -BeLike '*bad.csx'
        $e.Exception.Diagnostics[0].Line | Should -Be 2
    }

    It 'is an error for a file that is not there, and nothing has run' {
        $e = { Invoke-CSharpCell "#load ""no-such-file.csx""`nShell.SetVariable(""touched"", 1);" } | Should -Throw -PassThru -ErrorId 'LoadNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.Exception.Message | Should -BeLike '*no-such-file.csx*(Cell`[*`]:line 1)'
        $touched | Should -BeNullOrEmpty
    }
}

Describe 'Add-CSharpReference' {
    BeforeAll {
        $path = New-TestAssembly "$TestDrive/ref" SpecLib3 42
    }

    BeforeEach {
        Reset-CSharpSession
    }

    It 'gives nothing' {
        @(Add-CSharpReference $path) | Should -HaveCount 0
    }

    It 'takes -Path' {
        Add-CSharpReference -Path $path
        Invoke-CSharpCell 'SpecLib3.Thing.Answer()' | Should -Be 42
    }

    It 'takes several paths first' {
        $other = New-TestAssembly "$TestDrive/ref" SpecLib4 2
        Add-CSharpReference $path, $other
        Invoke-CSharpCell 'SpecLib3.Thing.Answer() + SpecLib4.Thing.Answer()' | Should -Be 44
    }

    It 'takes a path of a PowerShell drive' {
        Add-CSharpReference TestDrive:/ref/SpecLib3.dll
        Invoke-CSharpCell 'SpecLib3.Thing.Answer()' | Should -Be 42
    }

    It 'takes the names of assemblies that PowerShell brings along, whether it has loaded them or not' {
        $child = Invoke-ChildShell "$(Get-ImportText); Add-CSharpReference -AssemblyName Markdig.Signed, Microsoft.CodeAnalysis; cs 'typeof(Markdig.Markdown).Assembly' | ForEach-Object { [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name }"
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() | Should -Be 'Default'
    }

    It 'takes -AssemblyName' {
        Add-CSharpReference -AssemblyName System.Xml.Linq, System.Data.Common
        Invoke-CSharpCell 'new System.Xml.Linq.XElement("a").Name.LocalName' | Should -Be 'a'
    }

    It 'takes the name of an assembly that is loaded' {
        $name = [powershell].Assembly.GetName().Name
        Add-CSharpReference -AssemblyName $name
        Invoke-CSharpCell 'typeof(System.Management.Automation.Runspaces.Runspace).Name' | Should -Be 'Runspace'
    }

    It 'gives the very types that PowerShell has of a loaded assembly' {
        $loadedPath = New-TestAssembly "$TestDrive/ref" SpecLib5 5
        $assembly = [Reflection.Assembly]::LoadFrom([IO.Path]::GetFullPath($loadedPath))
        Add-CSharpReference $loadedPath
        [object]::ReferenceEquals((Invoke-CSharpCell 'typeof(SpecLib5.Thing)'), $assembly.GetType('SpecLib5.Thing')) | Should -BeTrue
    }

    It 'takes -Using' {
        Add-CSharpReference -Using System.Text, System.Globalization
        Invoke-CSharpCell 'new StringBuilder("ok").ToString() + CultureInfo.InvariantCulture.Name' | Should -Be 'ok'
    }

    It 'takes all together' {
        Add-CSharpReference -Path $path -AssemblyName System.Xml.Linq -Using SpecLib3, System.Xml.Linq
        Invoke-CSharpCell 'Thing.Answer() + new XElement("ab").Name.LocalName.Length' | Should -Be 44
    }

    It 'is about the session given' {
        $session = New-CSharpSession
        try {
            Add-CSharpReference $path -Session $session
            Invoke-CSharpCell 'SpecLib3.Thing.Answer()' -Session $session | Should -Be 42
            { Invoke-CSharpCell 'SpecLib3.Thing.Answer()' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'may come after cells, whose state stays' {
        Invoke-CSharpCell 'int x = 2;'
        Add-CSharpReference $path
        Invoke-CSharpCell 'SpecLib3.Thing.Answer() + x' | Should -Be 44
    }

    It 'names a file that is not there' {
        $e = { Add-CSharpReference -Path "$TestDrive/missing.dll" } | Should -Throw -PassThru -ErrorId 'ReferenceNotFound,AsyncCSharp.Commands.AddCSharpReferenceCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.Exception.Message | Should -BeLike '*missing.dll*'
    }

    It 'names an assembly that is not there' {
        $e = { Add-CSharpReference -AssemblyName No.Such.Assembly } | Should -Throw -PassThru -ErrorId 'ReferenceNotFound,AsyncCSharp.Commands.AddCSharpReferenceCommand'
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.TargetObject | Should -Be 'No.Such.Assembly'
    }

    It 'refuses a file that is no assembly' {
        Set-Content "$TestDrive/readme.dll" 'text' -NoNewline
        { Add-CSharpReference "$TestDrive/readme.dll" } | Should -Throw -ErrorId 'NotAnAssembly,AsyncCSharp.Commands.AddCSharpReferenceCommand'
        Invoke-CSharpCell '1 + 1' | Should -Be 2
    }

    It 'refuses the namespace "<_>", and the session is as it was' -ForEach @('No.Such.Namespace', 'a b;c', 'System; class X') {
        { Add-CSharpReference -Using $_ } | Should -Throw
        Invoke-CSharpCell '1 + 1' | Should -Be 2
    }
}
