BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Invoke-CSharpCell' {
    BeforeEach {
        Reset-CSharpSession
    }

    Context '-Path' {
        It 'runs a file' {
            Set-Content "$TestDrive/answer.csx" "await Task.Delay(1);`n6 * 7" -NoNewline
            Invoke-CSharpCell -Path "$TestDrive/answer.csx" | Should -Be 42
        }

        It 'shares the session with cells' {
            Set-Content "$TestDrive/define.csx" 'int Twice(int x) => 2 * x;' -NoNewline
            Invoke-CSharpCell -Path "$TestDrive/define.csx"
            Invoke-CSharpCell 'Twice(21)' | Should -Be 42
        }

        It 'takes a path from the current location' {
            Set-Content "$TestDrive/here.csx" '"here"' -NoNewline
            $location = $ExecutionContext.SessionState.Path.CurrentLocation
            Set-Location $TestDrive
            try {
                Invoke-CSharpCell -Path here.csx | Should -Be 'here'
                Invoke-CSharpCell -Path ./here.csx | Should -Be 'here'
            }
            finally {
                Set-Location $location
            }
        }

        It 'takes a path of a PowerShell drive' {
            Set-Content "$TestDrive/drive.csx" '"drive"' -NoNewline
            Invoke-CSharpCell -Path TestDrive:/drive.csx | Should -Be 'drive'
        }

        It 'takes a path with brackets as it is' {
            Set-Content -LiteralPath "$TestDrive/a[1].csx" '"bracket"' -NoNewline
            Invoke-CSharpCell -Path "$TestDrive/a[1].csx" | Should -Be 'bracket'
        }

        It 'takes a file with a byte order mark' {
            [IO.File]::WriteAllText("$TestDrive/bom.csx", '"é"', [Text.UTF8Encoding]::new($true))
            Invoke-CSharpCell -Path "$TestDrive/bom.csx" | Should -BeExactly 'é'
        }

        It 'names the file in compile errors' {
            Set-Content "$TestDrive/wrong.csx" "int x = 1;`nx = nonsense;" -NoNewline
            $e = { Invoke-CSharpCell -Path "$TestDrive/wrong.csx" } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.Exception.Diagnostics[0].Cell | Should -BeLike '*wrong.csx'
            $e.Exception.Diagnostics[0].Line | Should -Be 2
        }

        It 'names the file in stack traces' {
            Set-Content "$TestDrive/throws.csx" "`n`nthrow new Exception(""x"");" -NoNewline
            $e = { Invoke-CSharpCell -Path "$TestDrive/throws.csx" } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.Exception.StackTrace | Should -Match 'throws\.csx:line 3'
        }

        It 'gives an error for a file that is not there' {
            $e = { Invoke-CSharpCell -Path "$TestDrive/missing.csx" } | Should -Throw -PassThru -ErrorId 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
            $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $e.Exception.Message | Should -BeLike '*missing.csx*'
        }

        It 'gives an error for a folder' {
            { Invoke-CSharpCell -Path "$TestDrive" } | Should -Throw -ErrorId 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        }

        It 'does not take -Code as well' {
            { Invoke-CSharpCell -Code '1' -Path x.csx } | Should -Throw -ErrorId 'AmbiguousParameterSet,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        }
    }
}

Describe 'A script file' {
    BeforeAll {
        Set-Content "$TestDrive/one.csx" '1 + 1'
        Set-Content "$TestDrive/two.csx" 'int two = 5; two * 2'
        Set-Content "$TestDrive/wrong.csx" 'int wrong = "a";'
        Push-Location $TestDrive
    }

    AfterAll { Pop-Location }

    It 'is meant by a text that is its path: <_>' -ForEach './one.csx', 'one.csx', ' ./one.csx ' {
        cs $_ | Should -Be 2
    }

    It 'is meant by its full path' {
        cs (Get-Item one.csx).FullName | Should -Be 2
    }

    It 'that is not there is said to be missing' {
        { cs ./none.csx } | Should -Throw -ErrorId 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'is not meant by C# that looks like one' {
        cs 'var none = new { csx = 5 };'
        cs 'none.csx' | Should -Be 5
        cs '// see ./one.csx' | Should -BeNullOrEmpty
    }

    It 'runs by the pipeline, each as a call of its own' {
        Get-Item one.csx, two.csx | cs | Should -Be 2, 10
        [pscustomobject]@{ Path = "$TestDrive/one.csx" } | cs | Should -Be 2
        Get-Item wrong.csx, one.csx | cs -ErrorAction SilentlyContinue -ErrorVariable failures | Should -Be 2
        $failures[0].FullyQualifiedErrorId | Should -Be 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        { Get-Item wrong.csx, one.csx | cs -ErrorAction Stop } | Should -Throw -ErrorId 'CompilationFailed,*'
        Get-Item one.csx, two.csx | cs -AsJob | Receive-Job -Wait -AutoRemoveJob | Sort-Object | Should -Be 2, 10
    }

    It 'comes as its path by the pipeline' {
        './one.csx', 'two.csx' | cs | Should -Be 2, 10
        $e = { '1 + 1' | cs } | Should -Throw -PassThru -ErrorId 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be ObjectNotFound
        $e.ErrorDetails.RecommendedAction | Should -BeLike '*cs $text*'
    }

    It 'has arguments behind it' {
        Set-Content "$TestDrive/arguments.csx" 'string.Join("|", args)'
        cs ./arguments.csx 5 x | Should -Be '5|x'
        cs -Path arguments.csx 5 'a b' --flag | Should -Be '5|a b|--flag'
        cs ./arguments.csx y -ArgumentList x | Should -Be 'x|y'
    }

    It 'has them, and a cell has none: <Command>' -ForEach @(
        @{ Command = { cs 1 + 1 }; Text = '+' }
        @{ Command = { cs '1' -Nothing 5 }; Text = '-Nothing' }
    ) {
        $e = { & $Command } | Should -Throw -PassThru -ErrorId 'UnexpectedArgument,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be InvalidArgument
        $e.Exception.Message | Should -BeLike "'$Text' is no parameter of cs*"
        $e.ErrorDetails.RecommendedAction | Should -BeLike "*quotes*"
    }

    It 'is Input where there is a cell' {
        Get-Item one.csx, two.csx | cs 'Input.Name' | Should -Be 'one.csx', 'two.csx'
        1, 2 | cs -Path one.csx | Should -Be 2, 2
    }
}
