BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'CompilationFailed' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'is a statement-terminating error with our exception' {
        $e = { Invoke-CSharpCell 'nonsense' } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ParserError'
        $e.Exception | Should -BeOfType ([AsyncCSharp.CSharpCompilationException])
        $e.Exception.Diagnostics | Should -HaveCount 1
    }

    It 'has id, message, line, column and length of each' {
        $e = { Invoke-CSharpCell "int a = 1;`n  var b = nonsense + a;" } | Should -Throw -PassThru
        $d = $e.Exception.Diagnostics[0]
        $d.Id | Should -BeExactly 'CS0103'
        $d.Severity | Should -Be 'Error'
        $d.Message | Should -BeLike "*'nonsense'*"
        $d.Cell | Should -BeExactly 'Cell[1]'
        $d.Line | Should -Be 2
        $d.Column | Should -Be 11
        $d.Length | Should -Be 8
        $d.SourceLine | Should -BeExactly '  var b = nonsense + a;'
        "$d" | Should -BeExactly "Cell[1](2,11): error CS0103: $($d.Message)"
    }

    It 'underlines the place in the source line' {
        $e = { Invoke-CSharpCell "int a = 1;`nvar b = nonsense + a;" } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Excerpt.Replace("`r", '') | Should -BeExactly "2 | var b = nonsense + a;`n  |         ~~~~~~~~"
        $e.Exception.Message | Should -BeLike '*CS0103*var b = nonsense + a;*~~~~~~~~*'
    }

    It 'has all errors, in the order of their places' {
        $e = { Invoke-CSharpCell "int a = first;`nint b = 1;`nint c = third;" } | Should -Throw -PassThru
        $e.Exception.Diagnostics.Line | Should -Be 1, 3
        $e.Exception.Message | Should -BeLike '*first*third*'
    }

    It 'numbers the cells' {
        Invoke-CSharpCell '1'
        $e = { Invoke-CSharpCell 'nonsense' } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Cell | Should -BeExactly 'Cell[2]'
    }

    It 'has the right place: <Name>' -ForEach @(
        @{ Name = 'a missing semicolon'; Code = "int a = 1`nint b = 2;"; Id = 'CS1002'; Line = 1; Column = 10 }
        @{ Name = 'a wrong type'; Code = 'int a = "text";'; Id = 'CS0029'; Line = 1; Column = 9 }
        @{ Name = 'a text without an end'; Code = 'var s = "text;'; Id = 'CS1010'; Line = 1; Column = 9 }
        @{ Name = 'after an await'; Code = "await Task.Delay(1);`nnonsense"; Id = 'CS0103'; Line = 2; Column = 1 }
        @{ Name = 'after a tab'; Code = "`tnonsense"; Id = 'CS0103'; Line = 1; Column = 2 }
        @{ Name = 'after letters outside of the first plane'; Code = 'var s = "😀"; nonsense'; Id = 'CS0103'; Line = 1; Column = 15 }
        @{ Name = 'with Windows line ends'; Code = "int a = 1;`r`n`r`nnonsense"; Id = 'CS0103'; Line = 3; Column = 1 }
        @{ Name = 'inside of a method'; Code = "void F()`n{`n    nonsense();`n}"; Id = 'CS0103'; Line = 3; Column = 5 }
        @{ Name = 'after a using'; Code = "using System.Text;`n nonsense"; Id = 'CS0103'; Line = 2; Column = 2 }
        @{ Name = 'a using of nothing'; Code = "using No.Such.Thing;"; Id = 'CS0246'; Line = 1; Column = 7 }
        @{ Name = 'in a cell with await (x)'; Code = "await (Task.CompletedTask);`n  nonsense"; Id = 'CS0103'; Line = 2; Column = 3 }
    ) {
        $e = { Invoke-CSharpCell $Code } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $d = $e.Exception.Diagnostics[0]
        $d.Id | Should -Be $Id
        $d.Line | Should -Be $Line
        $d.Column | Should -Be $Column
        $d.Length | Should -BeGreaterThan 0
    }

    It 'has the right place in a pipeline with Input' {
        $e = { 5 | Invoke-CSharpCell "using System.Text;`nInput + nonsense" } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Diagnostics[0].Line | Should -Be 2
        $e.Exception.Diagnostics[0].Column | Should -Be 9
    }

    It 'has the right place with -Variable' {
        $e = { Invoke-CSharpCell "v + nonsense" -Variable @{ v = 1 } } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Cell | Should -Be 'Cell[1]'
        $e.Exception.Diagnostics[0].Column | Should -Be 5
    }

    It 'is a plain compile error for <Name>' -ForEach @(
        @{ Name = 'PowerShell'; Code = 'Get-Process | Where-Object { $_.Id }' }
        @{ Name = 'a lone brace'; Code = '}' }
        @{ Name = 'a lone await'; Code = 'await' }
        @{ Name = 'two types of one name'; Code = 'class C { } class C { }' }
        @{ Name = 'two variables of one name'; Code = 'int x = 1; int x = 2;' }
        @{ Name = 'yield at top level'; Code = 'yield return 1;' }
        @{ Name = 'an unknown directive'; Code = '#nonsense' }
        @{ Name = 'a NUL'; Code = "int a`0 = 1;" }
        @{ Name = 'an unpaired surrogate'; Code = "int a$([char]0xD800) = 1;" }
    ) {
        { Invoke-CSharpCell $Code } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        Invoke-CSharpCell '1 + 1' | Should -Be 2
    }

    It 'can be caught' {
        $caught = try { Invoke-CSharpCell 'nonsense' } catch [AsyncCSharp.CSharpCompilationException] { 'caught' }
        $caught | Should -Be 'caught'
    }
}

Describe 'CellFailed' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'has the cell''s own exception' {
        $e = { Invoke-CSharpCell 'throw new FormatException("wrong format");' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.GetType() | Should -Be ([FormatException])
        $e.Exception.Message | Should -BeExactly 'wrong format'
    }

    It 'can be caught by the exception''s type' {
        $caught = try { Invoke-CSharpCell 'int.Parse("x")' } catch [FormatException] { 'caught' }
        $caught | Should -Be 'caught'
    }

    It 'has the exception of a class of the cell' {
        $e = { Invoke-CSharpCell 'class MyException : Exception { public int Code => 42; } throw new MyException();' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Code | Should -Be 42
    }

    It 'is CellFailed for a class that is called as one of PowerShell''s own: <_>' -ForEach @('ExitException', 'TerminateException', 'StopUpstreamCommandsException') {
        $e = { Invoke-CSharpCell "class $_ : Exception { public int Code => 42; } throw new $_();" } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Code | Should -Be 42
    }

    It 'is CellFailed where the exception has its own idea of its record: <_>' -ForEach @('throw new NotSupportedException()', 'null') {
        { cs "using System.Management.Automation; class Own : Exception, IContainsErrorRecord { public ErrorRecord ErrorRecord => $_; } throw new Own();" } |
            Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    # Of an error that ends the command PowerShell asks for the trace itself.
    It 'is CellFailed where the exception has its own idea of its trace' {
        cs 'class Traceless : Exception { public override string StackTrace => throw new NotSupportedException(); }'
        1, 2 | cs 'await Task.Yield(); throw new Traceless();' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -Be (@('CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand') * 2)
    }

    It 'is CellFailed where the code''s own #line names no cell' {
        { cs "#line 5 `"Cell[-3]`"`nthrow new Exception();" } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'is in the category of the exception: <Category> for <Code>' -ForEach @(
        @{ Code = 'throw new InvalidOperationException();'; Category = 'InvalidOperation' }
        @{ Code = 'throw new FileNotFoundException();'; Category = 'ObjectNotFound' }
        @{ Code = 'throw new KeyNotFoundException();'; Category = 'ObjectNotFound' }
        @{ Code = 'throw new ArgumentNullException("x");'; Category = 'InvalidArgument' }
        @{ Code = 'throw new TimeoutException();'; Category = 'OperationTimeout' }
        @{ Code = 'throw new UnauthorizedAccessException();'; Category = 'PermissionDenied' }
        @{ Code = 'throw new NotImplementedException();'; Category = 'NotImplemented' }
        @{ Code = 'throw new Exception();'; Category = 'NotSpecified' }
        @{ Code = 'int zero = 0; _ = 1 / zero;'; Category = 'InvalidOperation' }
    ) {
        $e = { Invoke-CSharpCell $Code } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be $Category
    }

    It 'names the cell and its line: <Name>' -ForEach @(
        @{ Name = 'a plain cell'; Code = "int x = 1;`n`nthrow new Exception(""x"");"; Line = 3 }
        @{ Name = 'before an await'; Code = "`nstring s = null; _ = s.Length;`nawait Task.Delay(1);"; Line = 2 }
        @{ Name = 'after an await'; Code = "await Task.Delay(1);`nawait Task.Yield();`nthrow new Exception(""x"");"; Line = 3 }
        @{ Name = 'with Windows line ends'; Code = "int x = 1;`r`n`r`nthrow new Exception(""x"");"; Line = 3 }
        @{ Name = 'in a method of the cell'; Code = "void F()`n{`n    throw new Exception(""x"");`n}`nF();"; Line = 3 }
        @{ Name = 'in a lambda'; Code = "Action a = () =>`n    throw new Exception(""x"");`na();"; Line = 2 }
        @{ Name = 'after a using'; Code = "using System.Text;`nthrow new Exception(""x"");"; Line = 2 }
        @{ Name = 'with await (x)'; Code = "await (Task.CompletedTask);`nthrow new Exception(""x"");"; Line = 2 }
    ) {
        $e = { Invoke-CSharpCell $Code } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.StackTrace | Should -Match ([regex]::Escape("Cell[1]:line $Line") + '\b')
        "$e" | Should -Match ([regex]::Escape("Cell[1]:line $Line") + '\b')
    }

    It 'names the earlier cell whose method threw' {
        Invoke-CSharpCell "void F()`n{`n    throw new Exception(""x"");`n}"
        $e = { Invoke-CSharpCell "`nF();" } | Should -Throw -PassThru
        $e.Exception.StackTrace | Should -Match 'Cell\[1\]:line 3\b'
        $e.Exception.StackTrace | Should -Match 'Cell\[2\]:line 2\b'
    }

    It 'takes the one exception out of an AggregateException' {
        $e = { Invoke-CSharpCell 'Task.Run(() => throw new FormatException("inner")).Wait();' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.GetType() | Should -Be ([FormatException])
    }

    It 'leaves an AggregateException of several as it is' {
        $e = { Invoke-CSharpCell 'Task.WaitAll(Task.Run(() => throw new FormatException()), Task.Run(() => throw new FormatException()));' } | Should -Throw -PassThru
        $e.Exception.GetType() | Should -Be ([AggregateException])
        $e.Exception.InnerExceptions | Should -HaveCount 2
    }

    It 'comes from a trailing task' {
        $e = { Invoke-CSharpCell 'Task.FromException(new FormatException("late"))' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Message | Should -Be 'late'
    }

    It 'comes from a cancelled task' {
        $e = { Invoke-CSharpCell 'await Task.FromCanceled(new CancellationToken(true));' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([OperationCanceledException])
        $e.CategoryInfo.Category | Should -Be 'OperationStopped'
    }

    It 'has the cell''s text as its target' {
        $e = { Invoke-CSharpCell 'throw new Exception("x");' } | Should -Throw -PassThru
        $e.TargetObject | Should -BeExactly 'throw new Exception("x");'
    }

    It 'does not disturb the session' {
        { Invoke-CSharpCell 'throw new Exception("x");' } | Should -Throw
        Invoke-CSharpCell 'await Task.Delay(1); 42' | Should -Be 42
        (Get-CSharpSession Default).State | Should -Be 'Ready'
    }

    It 'is CompilationFailed for a directive that a cell cannot have: <_>' -ForEach @('extern alias X', 'extern alias X;') {
        $e = { Invoke-CSharpCell $_ } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Diagnostics.Id | Should -Contain 'CS7015'
    }

    It 'is CompilationFailed where the compiler itself fails, and the session goes on' {
        $e = { Invoke-CSharpCell 'v: int Old() { return 1; }' } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Diagnostics[0].Line | Should -Be 1
        (Test-CSharpCell 'v: int Old() { return 1; }').IsValid | Should -BeFalse
        Invoke-CSharpCell '6 * 7' | Should -Be 42
    }

    It 'takes a cell that throws null' {
        { Invoke-CSharpCell 'throw null;' } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }
}

Describe 'At the prompt' {
    It 'a compile error shows message, line, column and the source line underlined' {
        $child = Invoke-ChildShell "$(Get-ImportText); Invoke-CSharpCell ""int a = 1;``nvar b = nonsense + a;"""
        $text = $child.Output + $child.Errors
        $text | Should -Match 'CS0103'
        $text | Should -Match ([regex]::Escape('Cell[1](2,9)'))
        $text | Should -Match '(?m)^\s*2 \| +var b = nonsense \+ a;\n\s*\| +~~~~~~~~\s*$'
        $lines = $text.Split("`n")
        $source = $lines.Where({ $_ -like '*var b = nonsense*' })[0]
        $marks = $lines.Where({ $_ -match '~~~~~~~~' })[0]
        $marks.IndexOf('~') | Should -Be $source.IndexOf('nonsense')
    }

    It 'a runtime error shows the message and the cell''s line' {
        $child = Invoke-ChildShell "$(Get-ImportText); Invoke-CSharpCell ""int a = 1;``nthrow new FormatException(``""wrong format``"");"""
        $text = $child.Output + $child.Errors
        $text | Should -Match 'wrong format'
        $text | Should -Match ([regex]::Escape('Cell[1]:line 2'))
    }
}

Describe 'A name that only PowerShell has a variable of' {
    It 'is said to be passed with -Variable' {
        $zip = 3
        $e = { cs 'zip + 1' } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Diagnostics[0].Message | Should -BeLike "The name 'zip' does not exist in the current context. PowerShell has a variable `$zip*-Variable zip*"
        $e = { cs 'nowhereAtAll + 1' } | Should -Throw -PassThru
        $e.Exception.Message | Should -Not -Match 'PowerShell'
    }

    It 'is said to be in another case, where the call passes it so' {
        $Zip = 3
        $e = { cs 'zip + 1' -Variable Zip } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -BeLike "The name 'zip' does not exist in the current context. The call passes 'Zip': *"
    }
}

Describe 'A cell that is written as for PowerShell, or for an IDE' {
    It 'is told what C# has: <Cell>' -ForEach @(
        @{ Cell = '$x + 1'; Id = 'CS1056'; Hint = 'Names in C# have no $: *-Variable*Input.' }
        @{ Cell = '_ * 2'; Id = 'CS0103'; Hint = 'The object from the pipeline is Input.' }
        @{ Cell = 'Write-Host "hi"'; Id = 'CS1002'; Hint = 'Write-Host is a command of PowerShell*Shell.Invoke.' }
        @{ Cell = '  Get-ChildItem'; Id = 'CS0103'; Hint = 'Get-ChildItem is a command of PowerShell*' }
        @{ Cell = 'cs "x + 1"'; Id = 'CS1002'; Hint = 'cs is a command of PowerShell*' }
        @{ Cell = '"abc".length'; Id = 'CS1061'; Hint = 'It is Length here: C# tells upper case from lower case in names.' }
        @{ Cell = 'new[] { 1 }.select(n => n)'; Id = 'CS1061'; Hint = 'It is Select here: *' }
        @{ Cell = 'Math.max(1, 2)'; Id = 'CS0117'; Hint = 'It is Max here: *' }
        @{ Cell = 'Console.WriteLine'; Id = 'CS8917'; Hint = 'WriteLine is a method here, and is called with parentheses: WriteLine().' }
    ) {
        $e = { 1 | cs $Cell } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception.Diagnostics[0].Id | Should -Be $Id
        $e.Exception.Diagnostics[0].Message | Should -BeLike "*. $Hint"
    }

    It 'is told of the namespace of a type: <Cell>' -ForEach @(
        @{ Cell = 'Regex.IsMatch("a", "a")'; Hint = 'Regex is there with using System.Text.RegularExpressions;' }
        @{ Cell = 'ConcurrentDictionary<int, int> d = new();'; Hint = 'ConcurrentDictionary is there with using System.Collections.Concurrent;' }
    ) {
        $e = { cs $Cell } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -BeLike "*. $Hint"
        $e = { cs $Cell.Replace('Re', 'Xe').Replace('Conc', 'Xonc') } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -Not -Match 'is there with'
    }

    It 'is told of the namespace of an extension method, where that is for the type' {
        $e = { cs 'new HttpClient().GetFromJsonAsync<int>("x")' } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -BeLike '*. GetFromJsonAsync is there with using System.Net.Http.Json;'
        foreach ($cell in '5.GetFromJsonAsync<int>("x")', 'new HttpClient().GetFromXsonAsync<int>("x")') {
            $e = { cs $cell } | Should -Throw -PassThru
            $e.Exception.Diagnostics[0].Message | Should -Not -Match 'is there with'
        }
    }

    It 'is told how to read a property that PowerShell adds' {
        $file = Get-Item $PSCommandPath
        $e = { cs 'file.BaseName' -Variable file } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -Match '\. BaseName is a property that PowerShell adds: PSObject\.AsPSObject\(file\)\.Properties\["BaseName"\]\.Value\.$'
        $e = { $file | cs 'Input.BaseName' -ErrorAction Stop } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -BeLike '*PSObject.AsPSObject(Input).*'
        $file | cs 'PSObject.AsPSObject(Input).Properties["BaseName"].Value' | Should -Be 'Errors.Tests'
        $e = { $file | cs '"x".BaseName' -ErrorAction Stop } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -Not -BeLike '*PSObject*'
    }

    It 'is told to say what is summed, where it is dynamic' {
        $rows = '{ "Price": 1.5 }', '{ "Price": 2 }' | ConvertFrom-Json
        foreach ($cell in 'rows.Sum(r => r.Price)', 'rows.Select(r => r.Price).Average()') {
            $e = { cs $cell -Variable rows } | Should -Throw -PassThru
            "$e" | Should -BeLike '*. Sum, Average, Min and Max take what is dynamic for an int: say what it is, as in x.Sum(r => (double)r.Price).*'
        }

        cs 'rows.Sum(r => (double)r.Price)' -Variable rows | Should -Be 3.5
    }

    It 'is told to say what an element is, where spans have the method' {
        $mixed = 1, 'a'
        $e = { cs 'mixed[1].ToUpper()' -Variable mixed } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -BeLike '*untyped here*'
    }

    It 'may have names that look like a command' {
        cs 'int Get = 3, Count = 2; Get-Count' | Should -Be 1
        $e = { cs 'int Get = 3; Get-Missing' } | Should -Throw -PassThru
        $e.Exception.Diagnostics[0].Message | Should -Not -Match 'PowerShell'
    }
}
