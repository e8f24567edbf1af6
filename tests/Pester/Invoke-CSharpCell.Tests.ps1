BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Invoke-CSharpCell' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context 'parameters' {
        It 'takes -Code first' {
            Get-Command Invoke-CSharpCell | Should -HaveParameter Code -Type ([string]) -Mandatory
            Invoke-CSharpCell '6 * 7' | Should -Be 42
            Invoke-CSharpCell -Code '6 * 7' | Should -Be 42
        }

        It 'has the alias cs' {
            (Get-Command cs).ResolvedCommand.Name | Should -Be 'Invoke-CSharpCell'
            cs '6 * 7' | Should -Be 42
        }

        It 'takes lines, as Get-Content gives them, for one cell' {
            Set-Content "$TestDrive/lines.txt" 'int a = 40;', '', 'a + 2'
            cs (Get-Content "$TestDrive/lines.txt") | Should -Be 42
            (Test-CSharpCell (Get-Content "$TestDrive/lines.txt")).ReturnType | Should -Be 'int'
            Invoke-CSharpCell -Code 'int b = 1;', 'b' | Should -Be 1
        }

        It 'takes nothing for no cell: <Name>' -ForEach @(
            @{ Name = 'empty'; Text = '' }
            @{ Name = 'white space'; Text = " `r`n`t " }
        ) {
            @(Invoke-CSharpCell $Text) | Should -HaveCount 0
            (Get-CSharpSession Default).CellsRun | Should -Be 0
        }

        It 'runs a comment, which gives nothing' {
            @(Invoke-CSharpCell '// nothing to do') | Should -HaveCount 0
            @(Invoke-CSharpCell '/* nothing to do */') | Should -HaveCount 0
        }

        It 'counts the cells it takes, also those that fail' {
            Invoke-CSharpCell '1'
            { Invoke-CSharpCell 'nonsense' } | Should -Throw
            { Invoke-CSharpCell 'throw new Exception("x");' } | Should -Throw
            (Get-CSharpSession Default).CellsRun | Should -Be 3
        }

        It 'takes -Session as a name in any case' {
            $session = New-CSharpSession -Name InvokeByName
            try {
                Invoke-CSharpCell 'var here = 5;' -Session invokebyname
                Invoke-CSharpCell 'here' -Session InvokeByName | Should -Be 5
                { Invoke-CSharpCell 'here' } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            }
            finally {
                Remove-CSharpSession $session
            }
        }

        It 'takes -Session as an object' {
            $session = New-CSharpSession
            try {
                Invoke-CSharpCell 'var here = 5;' -Session $session
                Invoke-CSharpCell 'here' -Session $session | Should -Be 5
            }
            finally {
                Remove-CSharpSession $session
            }
        }

        It 'gives -ArgumentList as Args' {
            Invoke-CSharpCell '(int)Args[0] + ((string)Args[1]).Length' -ArgumentList 40, 'ab' | Should -Be 42
            Invoke-CSharpCell 'Args.Count' -ArgumentList 1, 2, 3 | Should -Be 3
        }

        It 'has empty Args without -ArgumentList' {
            Invoke-CSharpCell 'Args.Count' | Should -Be 0
        }

        It 'keeps a null in -ArgumentList' {
            Invoke-CSharpCell 'Args.Count == 2 && Args[0] is null' -ArgumentList $null, 1 | Should -BeTrue
        }

        It 'takes text with Windows line ends' {
            Invoke-CSharpCell "int a = 1;`r`nint b = 2;`r`na + b" | Should -Be 3
        }

        It 'takes a here-string of many lines' {
            $text = @'
                // a comment
                int Twice(int x)
                {
                    return x * 2;
                }

                var numbers = new[] { 1, 2, 3 };
                numbers.Select(Twice).Sum()
'@
            Invoke-CSharpCell $text | Should -Be 12
        }

        It 'takes text of all of Unicode' {
            Invoke-CSharpCell 'var größe = "日本 😀"; größe' | Should -BeExactly '日本 😀'
            Invoke-CSharpCell 'größe.Length' | Should -Be 5
        }
    }

    Context 'a pipeline' {
        It 'runs once for each object' {
            1..5 | Invoke-CSharpCell 'Input * 2' | Should -Be 2, 4, 6, 8, 10
        }

        It 'awaits for each object' {
            1..3 | Invoke-CSharpCell 'await Task.Delay(1); Input + 1' | Should -Be 2, 3, 4
        }

        It 'has objects of several types as dynamic' {
            'ab', 3, 'c' | Invoke-CSharpCell 'Input.ToString().Length' | Should -Be 2, 1, 1
        }

        It 'knows the type of the first object' {
            'abc' | Invoke-CSharpCell 'Input.Where(char.IsLetter).Count()' | Should -Be 3
        }

        It 'keeps the variables of the last object' {
            1..3 | Invoke-CSharpCell 'var last = Input;'
            Invoke-CSharpCell 'last' | Should -Be 3
        }

        It 'takes an object by -InputObject' {
            Invoke-CSharpCell 'Input.Length' -InputObject 'four' | Should -Be 4
        }

        It 'runs for no object of an empty pipeline' {
            @() | Invoke-CSharpCell 'Shell.SetVariable("ran", true); 1' | Should -BeNullOrEmpty
            $ran | Should -BeNullOrEmpty
        }

        It 'is one cell, whatever the number of objects' {
            1..5 | Invoke-CSharpCell 'Input'
            (Get-CSharpSession Default).CellsRun | Should -Be 1
        }

        It 'has null objects' {
            @('a', $null) | Invoke-CSharpCell 'Input is null' | Should -Be $false, $true
        }

        It 'goes on after an object that fails' {
            $values = 2, 0, 4 | Invoke-CSharpCell '8 / Input' -ErrorAction SilentlyContinue -ErrorVariable failures
            $values | Should -Be 4, 2
            $failures | Should -HaveCount 1
            $failures[0].FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $failures[0].TargetObject | Should -Be 0
        }
    }

    Context 'streams' {
        It 'puts Console output into the information stream, in order with the other output' {
            $all = Invoke-CSharpCell 'Console.WriteLine("one"); Shell.WriteObject(2); Console.WriteLine("three"); 4' 6>&1
            $all | ForEach-Object { "$_" } | Should -Be 'one', '2', 'three', '4'
            $all[0] | Should -BeOfType ([System.Management.Automation.InformationRecord])
        }

        It 'catches Console output with -InformationVariable' {
            Invoke-CSharpCell 'Console.WriteLine("one"); await Task.Delay(5); Console.WriteLine("two");' -InformationVariable lines 6>$null
            $lines | ForEach-Object { "$_" } | Should -Be 'one', 'two'
        }

        It 'catches Console.Error too' {
            Invoke-CSharpCell 'Console.Error.WriteLine("oops");' -InformationVariable lines 6>$null
            $lines | ForEach-Object { "$_" } | Should -Be 'oops'
        }

        It 'catches what other threads of the cell write' {
            Invoke-CSharpCell 'await Task.Run(() => Console.WriteLine("from the pool"));' -InformationVariable lines 6>$null
            $lines | ForEach-Object { "$_" } | Should -Be 'from the pool'
        }

        It 'makes one record of one line: <Code>' -ForEach @(
            @{ Code = 'Console.WriteLine(5);'; Text = '5' }
            @{ Code = 'Console.WriteLine("{0}-{1}", 1, 2);'; Text = '1-2' }
            @{ Code = 'Console.WriteLine((object)"x");'; Text = 'x' }
            @{ Code = 'Console.WriteLine(true);'; Text = 'True' }
        ) {
            Invoke-CSharpCell $Code -InformationVariable lines 6>$null
            $lines | Should -HaveCount 1
            "$($lines[0])" | Should -BeExactly $Text
        }

        It 'does not lose a last line without an end' {
            Invoke-CSharpCell 'Console.Write("half");' -InformationVariable lines 6>$null
            $lines | ForEach-Object { "$_" } | Should -Be 'half'
        }

        It 'says with -Verbose how long it took, whether it was async, and the runner' {
            $records = @(Invoke-CSharpCell 'await Task.Delay(1);' -Verbose 4>&1)
            $records | Should -HaveCount 1
            $records[0] | Should -BeOfType ([System.Management.Automation.VerboseRecord])
            $records[0].Message | Should -Match 'Cell\[1\].*(compiled|taken from the cache) in [\d.,]+ ms.*ran in [\d.,]+ ms.*\basync\b.*\bEventLoop\b'
            "$(Invoke-CSharpCell 'int x = 1;' -Verbose 4>&1)" | Should -Match '\bsync\b.*\bEventLoop\b'
        }

        It 'says nothing without -Verbose' {
            @(Invoke-CSharpCell '1' 4>&1) | Should -Be 1
        }

        It 'puts the compiler''s warnings into the warning stream' {
            $value = Invoke-CSharpCell "#warning look here`n42" -WarningVariable warnings -WarningAction SilentlyContinue
            $value | Should -Be 42
            $warnings | Should -HaveCount 1
            "$($warnings[0])" | Should -Match 'CS1030.*look here'
            $warnings[0].FullyQualifiedWarningId | Should -Be 'CS1030'
        }
    }
}
