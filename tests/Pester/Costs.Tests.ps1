# What is told of a cell with a great many faults stays readable and cheap, and the objects have all of it. Cost is counted in bytes
# that are allocated: they do not depend on how busy the machine is.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $before = $env:ASYNCCSHARP_CACHE
    $env:ASYNCCSHARP_CACHE = 'off'
    $null = Invoke-CSharpCell '1'

    # The error of a cell.
    function Get-Failure([string]$Code, [hashtable]$More = @{}) {
        try { $null = Invoke-CSharpCell $Code @More } catch { return $_ }
        throw 'The cell did not fail.'
    }

    # Megabytes that a script block allocates.
    function Measure-Allocation([scriptblock]$Script) {
        $start = [GC]::GetTotalAllocatedBytes()
        $null = & $Script
        ([GC]::GetTotalAllocatedBytes() - $start) / 1mb
    }
}

AfterAll {
    $env:ASYNCCSHARP_CACHE = $before
}

Describe 'Thousands of compile errors' {
    It 'cost little, and are all in the list: <Name>' -ForEach @(
        @{ Name = 'on one line'; Code = 'x();' * 4000; Count = 4000 }
        @{ Name = 'on lines of their own'; Code = "x();`n" * 4000; Count = 4000 }
        @{ Name = 'of syntax'; Code = 'if(;' * 4000; Count = 8000 }
    ) {
        # Of these 60 MB at most are the compiler's own.
        Measure-Allocation { $script:failure = Get-Failure $Code } | Should -BeLessThan 100
        $failure.FullyQualifiedErrorId | Should -BeLike 'CompilationFailed*'
        $failure.CategoryInfo.Category | Should -Be 'ParserError'
        $failure.Exception.Diagnostics | Should -HaveCount $Count
        $failure.Exception.Message.Length | Should -BeLessThan 100kb
        $failure.Exception.Message | Should -Match "and $("{0:N0}" -f ($Count - 100)) more"
        "$failure".Length | Should -BeLessThan 100kb
        $failure.TargetObject.LineText.Length | Should -BeLessThan 100kb
        $failure.TargetObject.LineText | Should -Match 'more\. The list Diagnostics has all of them\.$'
        $failure.Exception.Diagnostics[-1].Excerpt.Length | Should -BeLessThan 1kb
    }

    It 'are shown up to a hundred' {
        $failure = Get-Failure ("x();`n" * 101)
        @("$failure" -split "`n" -match ': error CS0103') | Should -HaveCount 100
        "$failure" | Should -Match '\.\.\. and 1 more\.'
        "$(Get-Failure ("x();`n" * 100))" | Should -Not -Match 'more'
    }

    It 'take the view of an error no time to speak of' {
        $failure = Get-Failure ('x();' * 4000)
        Measure-Allocation { ($failure | Out-String).Length | Should -BeLessThan 50kb } | Should -BeLessThan 100
    }

    It 'are tested as cheaply, and the view of the test is short' {
        $code = 'x();' * 4000
        Measure-Allocation { $script:tested = Test-CSharpCell $code } | Should -BeLessThan 100
        $tested.IsValid | Should -BeFalse
        $tested.Diagnostics | Should -HaveCount 4000
        $tested | Out-String | Should -Match "and $('{0:N0}' -f 3900) more"
        ($tested | Out-String).Length | Should -BeLessThan 50kb
    }

    It 'name a type up to where it is readable' {
        $failure = Get-Failure "var t = ($((1..600 | ForEach-Object { '1' }) -join ',')); t.x();"
        $failure.Exception.Diagnostics[0].Message | Should -BeLike "'(int, int, *... (*more characters)"
        $failure.Exception.Diagnostics[0].Message.Length | Should -BeLessThan 3kb
    }

    It 'share the text of their line' {
        $all = (Get-Failure ('x();' * 50)).Exception.Diagnostics
        [object]::ReferenceEquals($all[0].SourceLine, $all[49].SourceLine) | Should -BeTrue
        $all[49].Column | Should -Be 197
    }
}

Describe 'Thousands of warnings' {
    It 'are shown up to a hundred, with a count of the rest' {
        $code = (1..300 | ForEach-Object { "int Unused$_() { int u; return 0; }" }) -join ' '
        $warnings = @(Invoke-CSharpCell $code 3>&1)
        $warnings | Should -HaveCount 101
        $warnings[0] | Should -BeLike '*warning CS0168*'
        $warnings[100].FullyQualifiedWarningId | Should -Be 'MoreWarnings'
        $warnings[100] | Should -BeLike '*200 more warnings*'
        (Test-CSharpCell ($code -replace 'Unused', 'Other')).Diagnostics | Should -HaveCount 300
    }

    It 'take little room in the cache on disk, and come back from it' {
        $env:ASYNCCSHARP_CACHE = "$TestDrive/warnings"
        try {
            $code = "int Unused() { $((1..1000 | ForEach-Object { "int u$_;" }) -join ' ') return 0; } Unused()"
            $first, $second = foreach ($run in 1, 2) {
                Reset-CSharpSession
                , @(Invoke-CSharpCell $code -Verbose *>&1)
            }
            ($first | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }) | Should -HaveCount 101
            ($second -like '*taken from the cache*') | Should -HaveCount 1
            "$($second -notlike 'Cell*ms*')" | Should -Be "$($first -notlike 'Cell*ms*')"
            [IO.DirectoryInfo]::new("$TestDrive/warnings").GetFiles()[0].Length | Should -BeLessThan 500kb
        }
        finally {
            $env:ASYNCCSHARP_CACHE = 'off'
        }
    }
}

Describe 'A line of a megabyte' {
    It 'is shown around the place, which is underlined: <Name>' -ForEach @(
        @{ Name = 'at its beginning'; Code = 'zz(); var s = "' + 'a' * 1mb + '";'; Column = 1 }
        @{ Name = 'at its end'; Code = 'var s = "' + 'a' * 1mb + '"; zz();'; Column = 1048589 }
        @{ Name = 'longer than what is shown'; Code = 'int s = "' + 'a' * 1mb + '";'; Column = 9 }
    ) {
        $failure = Get-Failure $Code
        $diagnostic = $failure.Exception.Diagnostics[0]
        $diagnostic.Column | Should -Be $Column
        $diagnostic.SourceLine.Length | Should -Be $Code.Length
        $failure.Exception.Message.Length | Should -BeLessThan 1kb
        ($failure | Out-String).Length | Should -BeLessThan 2kb

        # The part that is underlined is what is meant.
        $line, $underline = $diagnostic.Excerpt -split "`r?`n"
        $start = $underline.IndexOf([char]'~')
        $line.Substring($start, [Math]::Min(2, $diagnostic.Length)) | Should -Be $Code.Substring($Column - 1, [Math]::Min(2, $diagnostic.Length))
        $line | Should -BeLike '*...*'
        $line.Length | Should -BeLessThan 250
        $underline.TrimEnd().Length | Should -Not -BeGreaterThan $line.Length
    }
}

Describe 'What a cell throws' {
    It 'has a message that is shown in part where it is of megabytes, and is whole in the exception' {
        $failure = Get-Failure 'throw new InvalidOperationException(new string(''a'', 20_000_000));'
        $failure.Exception.Message.Length | Should -Be 20000000
        $failure.ErrorDetails.Message.Length | Should -BeLessThan 20kb
        $failure.ErrorDetails.Message | Should -BeLike "*$('{0:N0}' -f 19990000) more characters*(Cell*"
        ($failure | Out-String).Length | Should -BeLessThan 20kb
    }

    It 'may be a hundred thousand exceptions at once, also from a cell that is compiled already' {
        $code = 'throw new AggregateException(Enumerable.Range(0, 100_000).Select(i => new Exception("number " + i)));'
        foreach ($run in 1, 2) {
            Measure-Allocation { $script:failure = Get-Failure $code } | Should -BeLessThan 150
            $failure.Exception.InnerExceptions | Should -HaveCount 100000
            $failure.ErrorDetails.Message.Length | Should -BeLessThan 20kb
        }
    }

    It 'may lie within any number of others' {
        $code = 'Exception e = new InvalidOperationException("innermost"); for (int i = 0; i < 200_000; i++) e = new {0}; throw e;'
        (Get-Failure ($code -f 'AggregateException(e)')).Exception.Message | Should -Be 'innermost'
        foreach ($run in 1, 2) {
            (Get-Failure ($code -f 'InvalidOperationException("outer", e)')).ErrorDetails.Message | Should -BeLike 'outer (Cell*'
        }
    }

    It 'is shown in part by the other cmdlets, too' {
        $task = [Threading.Tasks.Task]::FromException([Exception]::new('a' * 1mb))
        $failure = { Receive-Task $task } | Should -Throw -ErrorId 'TaskFailed*' -PassThru
        $failure.ErrorDetails.Message.Length | Should -BeLessThan 20kb

        $failure = { Invoke-CSharpCell 'await Task.Yield(); 1' -Runner { throw ('a' * 1mb) } } | Should -Throw -ErrorId 'RunnerFailed*' -PassThru
        $failure.ErrorDetails.Message.Length | Should -BeLessThan 20kb
    }

    It 'may have a message that cannot be had' {
        Invoke-CSharpCell 'class Mute : Exception { public override string Message => throw new Exception("no"); }'
        foreach ($run in 1, 2) {
            (Get-Failure 'throw new Mute();').ErrorDetails.Message | Should -BeLike 'Mute, whose message could not be had*'
        }

        $task = Invoke-CSharpCell 'Task.FromException(new Mute())' -NoAwait
        { Receive-Task $task } | Should -Throw -ErrorId 'TaskFailed*'
    }
}

Describe 'Thousands of failures in the background' {
    It 'are told up to a hundred, with a count of the rest' {
        Reset-CSharpSession
        $null = Invoke-CSharpCell @'
            var end = new CountdownEvent(5_000);
            for (int i = 0; i < 5_000; i++)
                _ = Task.Run(() => { end.Signal(); throw new InvalidOperationException(new string('a', 5_000)); });
            end.Wait();
'@ 3>&1
        $all = [Collections.Generic.List[object]]::new()
        $limit = [datetime]::UtcNow.AddSeconds(30)
        while ($all.Count -eq 0 -and [datetime]::UtcNow -lt $limit) {
            $all.AddRange(@(Invoke-CSharpCell '_ = 1;' 3>&1))
        }

        $all.Count | Should -Be 101
        $all[0].FullyQualifiedWarningId | Should -Be 'BackgroundFailed'
        $all[0].Message.Length | Should -BeLessThan 3kb
        $all[100].FullyQualifiedWarningId | Should -Be 'MoreBackgroundFailed'
    }

    It 'are told with the length of what is not shown of a message' {
        Reset-CSharpSession
        Invoke-CSharpCell 'new Thread(() => throw new InvalidOperationException(new string(''a'', 1_000_000))).Start();'
        Wait-Until { $script:warning = Invoke-CSharpCell '_ = 1;' 3>&1; $script:warning }
        $warning.Message | Should -BeLike "*$('{0:N0}' -f 998000) more characters*"
    }
}
