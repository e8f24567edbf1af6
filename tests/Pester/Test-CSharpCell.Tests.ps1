BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Test-CSharpCell' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'gives a result for a good cell' {
        $result = Test-CSharpCell '1 + 1'
        $result | Should -BeOfType ([AsyncCSharp.CellTestResult])
        $result.IsValid | Should -BeTrue
        $result.IsComplete | Should -BeTrue
        $result.IsAsync | Should -BeFalse
        $result.ReturnType | Should -BeExactly 'int'
        $result.Diagnostics | Should -HaveCount 0
    }

    It 'does not run the cell' {
        $null = Test-CSharpCell 'Shell.SetVariable("touched", 1); throw new Exception("ran");'
        $touched | Should -BeNullOrEmpty
    }

    It 'leaves the session as it is' {
        $null = Test-CSharpCell 'int x = 1; class C { }'
        { Invoke-CSharpCell 'x' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        Reset-CSharpSession
        $null = Test-CSharpCell '1'
        (Get-CSharpSession Default).CellsRun | Should -Be 0
    }

    It 'knows the session' {
        Invoke-CSharpCell 'int x = 1;'
        (Test-CSharpCell 'x').IsValid | Should -BeTrue
        (Test-CSharpCell 'y').IsValid | Should -BeFalse
        $session = New-CSharpSession
        try {
            (Test-CSharpCell 'x' -Session $session).IsValid | Should -BeFalse
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'gives no error for a wrong cell, but diagnostics' {
        $result = Test-CSharpCell "int x = 1;`nx = nonsense + 1;" -ErrorAction Stop
        $result.IsValid | Should -BeFalse
        $result.IsComplete | Should -BeTrue
        $result.Diagnostics | Should -HaveCount 1
        $diagnostic = $result.Diagnostics[0]
        $diagnostic.Id | Should -Be 'CS0103'
        $diagnostic.Severity | Should -Be 'Error'
        $diagnostic.Message | Should -BeLike '*nonsense*'
        $diagnostic.Line | Should -Be 2
        $diagnostic.Column | Should -Be 5
        $diagnostic.Length | Should -Be 8
        $diagnostic.SourceLine | Should -BeExactly 'x = nonsense + 1;'
    }

    It 'lists all errors, in order' {
        $result = Test-CSharpCell "first();`n1;`nthird();"
        @($result.Diagnostics | Where-Object Severity -EQ Error).Line | Should -Be 1, 2, 3
    }

    It 'lists warnings of a good cell' {
        $result = Test-CSharpCell "#warning careful`n1"
        $result.IsValid | Should -BeTrue
        $result.Diagnostics[0].Severity | Should -Be 'Warning'
        $result.Diagnostics[0].Id | Should -Be 'CS1030'
    }

    It 'tests each text of a pipeline' {
        ('1', '(', 'nonsense' | Test-CSharpCell).IsValid | Should -Be $true, $false, $false
    }

    It 'takes an empty text' {
        $result = Test-CSharpCell ''
        $result.IsValid | Should -BeTrue
        $result.IsComplete | Should -BeTrue
        $result.ReturnType | Should -BeNullOrEmpty
    }

    Context 'IsAsync' {
        It 'is true for <Code>' -ForEach @(
            @{ Code = 'await Task.Delay(1)' }
            @{ Code = 'int x = await Task.FromResult(1);' }
            @{ Code = 'if (true) { await Task.Delay(1); }' }
            @{ Code = 'try { } finally { await Task.Delay(1); }' }
            @{ Code = 'await foreach (var i in (IAsyncEnumerable<int>)null) { }' }
            @{ Code = 'await using (new MemoryStream()) { }' }
            @{ Code = 'await using var m = new MemoryStream();' }
            @{ Code = 'await (Task.CompletedTask)' }
            @{ Code = 'await (Task.FromResult(1))' }
            @{ Code = '$"{await Task.FromResult(1)}"' }
            @{ Code = 'new[] { await Task.FromResult(1) }' }
        ) {
            $result = Test-CSharpCell $Code
            $result.IsValid | Should -BeTrue
            $result.IsAsync | Should -BeTrue
        }

        It 'is false for <Code>' -ForEach @(
            @{ Code = '1' }
            @{ Code = 'Task.Delay(1)' }
            @{ Code = 'async Task F() { await Task.Delay(1); }' }
            @{ Code = 'Func<Task> f = async () => await Task.Delay(1);' }
            @{ Code = 'class C { async Task F() { await Task.Delay(1); } }' }
            @{ Code = '"await x"' }
            @{ Code = '// await Task.Delay(1)' }
            @{ Code = "#if NEVER`nawait Task.Delay(1);`n#endif`n1" }
            @{ Code = 'int await = 1; await + 1' }
        ) {
            $result = Test-CSharpCell $Code
            $result.IsValid | Should -BeTrue
            $result.IsAsync | Should -BeFalse
        }

        It 'is false for invalid text: <Code>' -ForEach @(
            @{ Code = 'await (' }
            @{ Code = 'await nonsense +;' }
            @{ Code = 'await' }
        ) {
            $result = Test-CSharpCell $Code
            $result.IsValid | Should -BeFalse
            $result.IsAsync | Should -BeFalse
        }
    }

    Context 'ReturnType' {
        It 'is <Type> for <Code>' -ForEach @(
            @{ Code = '"a"'; Type = 'string' }
            @{ Code = 'new[] { 1 }'; Type = 'int[]' }
            @{ Code = 'new List<string>()'; Type = 'List<string>' }
            @{ Code = 'await Task.FromResult(1)'; Type = 'int' }
            @{ Code = 'Task.FromResult(1)'; Type = 'int' }
            @{ Code = 'new ValueTask<string>("")'; Type = 'string' }
        ) {
            (Test-CSharpCell $Code).ReturnType | Should -BeExactly $Type
        }

        It 'is null for <Code>' -ForEach @(
            @{ Code = 'int x = 1;' }
            @{ Code = 'int x = 1' }
            @{ Code = 'Console.WriteLine()' }
            @{ Code = 'await Task.Delay(1)' }
            @{ Code = 'Task.CompletedTask' }
            @{ Code = 'class C { }' }
        ) {
            $result = Test-CSharpCell $Code
            $result.IsValid | Should -BeTrue
            ($null -eq $result.ReturnType) | Should -BeTrue
        }
    }

    Context 'IsComplete' {
        It 'is false for <Code>' -ForEach @(
            @{ Code = 'int F() {' }
            @{ Code = 'if (true) {' }
            @{ Code = 'foreach (var i in new[] { 1 })' }
            @{ Code = 'Math.Max(1,' }
            @{ Code = 'var x =' }
            @{ Code = '1 +' }
            @{ Code = 'class C' }
            @{ Code = 'new List<int> {' }
            @{ Code = '/* a comment' }
            @{ Code = 'var s = @"text' }
            @{ Code = 'var s = """' }
        ) {
            $result = Test-CSharpCell $Code
            $result.IsComplete | Should -BeFalse
            $result.IsValid | Should -BeFalse
        }

        It 'is true for <Code>, right or wrong' -ForEach @(
            @{ Code = '1' }
            @{ Code = 'int x = 1;' }
            @{ Code = 'int x = 1' }
            @{ Code = '// a comment' }
            @{ Code = 'nonsense' }
            @{ Code = 'int x = "text";' }
            @{ Code = ')' }
            @{ Code = 'class C { }' }
            @{ Code = 'await Task.Delay(1)' }
            @{ Code = 'using var m = new MemoryStream();' }
        ) {
            (Test-CSharpCell $Code).IsComplete | Should -BeTrue
        }
    }

    It 'tests script files: <Label>' -ForEach @(
        @{ Label = 'a path'; Command = { Test-CSharpCell -Path "$folder/good.csx", "$folder/bad.csx" } }
        @{ Label = 'wildcards'; Command = { Test-CSharpCell -Path "$folder/*.csx" | Sort-Object IsValid -Descending } }
        @{ Label = 'files of the pipeline'; Command = { Get-Item "$folder/good.csx", "$folder/bad.csx" | Test-CSharpCell } }
    ) {
        $folder = Join-Path $TestDrive 'scripts'
        $null = New-Item -ItemType Directory $folder -Force
        Set-Content "$folder/part.txt" 'int part = 1;'
        Set-Content "$folder/good.csx" "#load `"part.txt`"`npart + 1"
        Set-Content "$folder/bad.csx" "int one = 1;`nint two = `"a`";"
        $results = & $Command
        $results | ForEach-Object { Split-Path $_.Path -Leaf } | Should -Be 'good.csx', 'bad.csx'
        $results.IsValid | Should -Be $true, $false
        "$($results[1].Diagnostics)" | Should -BeLike '*bad.csx(2,11): error CS0029:*'
        $results[1].Diagnostics[0].Line | Should -Be 2
        (Test-CSharpCell '1').Path | Should -BeNullOrEmpty
    }

    It 'takes a script file as it is run: <Name>' -ForEach @(
        @{ Name = 'a.csx'; Code = 'int n = int.Parse(Args[0]); args.Length + n' }
        @{ Name = 'first.csx'; Code = "#!/usr/bin/env dotnet-script`n#load `"counts.txt`"`nWriteLine(Count()); using var m = new MemoryStream();" }
        @{ Name = 'objects.csx'; Code = 'Args[0] is int n ? n : 0' }
        @{ Name = 'statements.cs'; Code = "#!/usr/bin/env dotnet`n#:property Nullable=enable`nConsole.WriteLine(args.Length); return args.Length;" }
        @{ Name = 'main.cs'; Code = 'namespace Demo; class Program { static int Main(string[] args) => args.Length; }' }
        @{ Name = 'args.txt'; Code = 'string.Join("", args)' }
    ) {
        Set-Content "$TestDrive/counts.txt" 'int Count() => args.Length + Args.Count;'
        Set-Content "$TestDrive/$Name" $Code
        $result = Test-CSharpCell -Path "$TestDrive/$Name"
        "$($result.Diagnostics)" | Should -BeNullOrEmpty
        $result.IsValid | Should -BeTrue
        { Invoke-CSharpCell -Path "$TestDrive/$Name" -ArgumentList 7 6> $null } | Should -Not -Throw
    }

    It 'names what is wrong with a script that has arguments' {
        Set-Content "$TestDrive/wrong.csx" "var a = args;`nint n = Args[0];"
        (Test-CSharpCell -Path "$TestDrive/wrong.csx").Diagnostics.Id | Should -Be CS0029
    }

    It 'has the arguments of a program in a cell, as a run has' {
        (Test-CSharpCell 'args.Length').ReturnType | Should -Be int
        (Test-CSharpCell 'args.Nothing').Diagnostics.Id | Should -Be CS0103
    }

    It 'goes on with the other files where one asks for what is not there: <Name>' -ForEach @(
        @{ Name = 'a directive'; Text = '#:project a.csproj'; Id = 'DirectiveNotSupported' }
        @{ Name = 'a file'; Text = '#load "nope.csx"'; Id = 'LoadNotFound' }
        @{ Name = 'an assembly'; Text = '#r "nope.dll"'; Id = 'ReferenceNotFound' }
        @{ Name = 'nothing, but is missing'; Text = $null; Id = 'PathNotFound' }
    ) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive $Id)
        $files = 'a.csx', 'b.csx', 'c.csx' | ForEach-Object { "$folder/$_" }
        Set-Content $files[0] '1'
        if ($Text) {
            Set-Content $files[1] $Text
        }
        Set-Content $files[2] '2'
        $byName = Test-CSharpCell -Path $files -ErrorVariable named -ErrorAction SilentlyContinue
        $byName.Path | Should -Be $files[0, 2]
        $named | Should -HaveCount 1
        $named[0].FullyQualifiedErrorId | Should -Be "$Id,AsyncCSharp.Commands.TestCSharpCellCommand"
        { Test-CSharpCell -Path $files -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        { Test-CSharpCell -Path $files[1] } | Should -Throw -ErrorId "$Id,*"
        if ($Text) {
            $piped = Get-ChildItem $folder | Test-CSharpCell -ErrorVariable found -ErrorAction SilentlyContinue
            $piped.Path | Should -Be $files[0, 2]
            $found[0].TargetObject | Should -Be $files[1]
            $wild = Test-CSharpCell -Path "$folder/*.csx" -ErrorAction SilentlyContinue
            $wild.Path | Should -Be $files[0, 2]
            $texts = '1', $Text, '2' | Test-CSharpCell -ErrorAction SilentlyContinue
            $texts.IsValid | Should -Be $true, $true
        }
    }

    It 'says which file is not there' {
        { Test-CSharpCell -Path "$TestDrive/nope.csx" } | Should -Throw -ErrorId 'PathNotFound,AsyncCSharp.Commands.TestCSharpCellCommand'
    }
}
