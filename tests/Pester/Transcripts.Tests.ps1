BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

# A transcript is the host's, and a host has the input and output of its process: this needs one of its own.
Describe 'A transcript' {
    BeforeAll {
        $path = "$TestDrive/transcript.txt"
        $child = Invoke-ChildShell @"
            $(Get-ImportText)
            `$null = Start-Transcript '$path' -UseMinimalHeader
            cs 'await Task.Delay(1); "value " + 42'
            cs 'new { Name = "Ada", Born = 1815 }'
            cs 'Console.WriteLine("console line"); Console.Error.WriteLine("console error"); await Task.Delay(1); Console.WriteLine("after an await");'
            `$kept = cs 'Console.WriteLine("beside a value that is kept"); "kept value"'
            cs 'var thread = new Thread(() => Console.WriteLine("from a thread")); thread.Start(); thread.Join();'
            1..2 | cs 'Console.WriteLine("fan-out " + Input); await Task.Delay(1); return null;' -ThrottleLimit 2 | Out-Null
            cs 'Console.WriteLine("from a job");' -AsJob | Receive-Job -Wait
            cs 'Shell.WriteWarning("a warning"); Shell.WriteVerbose("said aloud"); Shell.WriteInformation("not shown", null);' -Verbose
            cs 'Shell.WriteError("soft error");'
            try { cs 'throw new FormatException("thrown");' } catch { Write-Host 'caught' }
            cs 'throw new FormatException("bad format");'
            cs 'nowhere'
            cs 'Progress.Report("not a line", 50);'
            await ([Threading.Tasks.Task]::FromResult('awaited'))
            (Get-AutoAwait | Out-String).Trim()
            'last'
            `$null = Stop-Transcript
            cs 'Console.WriteLine("too late"); "too late"'
"@
        $transcript = (Get-Content $path -Raw) -replace '\r'
        $lines = $transcript -split '\n' -replace '\x1b\[[0-9;]*m'
    }

    It 'has <What>' -ForEach @(
        @{ What = 'values'; Line = 'value 42' }
        @{ What = 'formatted objects'; Line = 'Ada  1815' }
        @{ What = 'console output'; Line = 'console line' }
        @{ What = 'the console''s error output'; Line = 'console error' }
        @{ What = 'console output after an await'; Line = 'after an await' }
        @{ What = 'console output beside a value that is not shown'; Line = 'beside a value that is kept' }
        @{ What = 'console output of another thread'; Line = 'from a thread' }
        @{ What = 'console output of a fan-out'; Line = 'fan-out 2' }
        @{ What = 'console output of a job'; Line = 'from a job' }
        @{ What = 'warnings'; Line = 'WARNING: a warning' }
        @{ What = 'verbose text that is shown'; Line = 'VERBOSE: said aloud' }
        @{ What = 'what Receive-Task gives'; Line = 'awaited' }
        @{ What = 'views'; Line = 'AutoAwait is `On`, and set to use `EventLoop`' }
        @{ What = 'the end'; Line = 'last' }
    ) {
        # Once: the host's own text and the transcript's must not both be written.
        @($lines -eq $Line) | Should -HaveCount 1
    }

    It 'has errors with the place in the cell' {
        $transcript | Should -BeLike '*soft error*'
        $transcript | Should -BeLike '*bad format (Cell`[*`]:line 1)*'
        $transcript | Should -BeLike '*error CS0103: The name ''nowhere'' does not exist*'
    }

    It 'has the errors that end a statement, as PowerShell notes them' {
        @($lines -match 'TerminatingError\(Invoke-CSharpCell\): "thrown \(Cell\[\d+\]:line 1\)') | Should -HaveCount 1
        @($lines -match 'TerminatingError\(Invoke-CSharpCell\): "Cell\[\d+\]\(1,1\): error CS0103') | Should -HaveCount 1
    }

    It 'has nothing that was not shown' {
        $transcript | Should -Not -BeLike '*kept value*'
        $transcript | Should -Not -BeLike '*not shown*'
        $transcript | Should -Not -BeLike '*not a line*'
        $transcript | Should -Not -BeLike '*too late*'
    }

    It 'keeps the order of what a cell writes' {
        $order = foreach ($line in 'value 42', 'console line', 'console error', 'after an await', 'from a thread', 'from a job', 'WARNING: a warning', 'last') { $lines.IndexOf($line) }
        $order | Should -Be ($order | Sort-Object)
    }

    It 'leaves the output of the process as it is' {
        foreach ($line in 'value 42', 'console line', 'after an await', 'from a job', 'caught', 'last') { @($child.Output -split '\n' -eq $line) | Should -HaveCount 1 -Because $line }
        $child.Output | Should -BeLike '*too late*too late*'
        $child.TimedOut | Should -BeFalse
    }
}

Describe 'Background work under a transcript' {
    It 'prints to the host, also when the transcript has been stopped meanwhile' {
        $child = Invoke-ChildShell @"
            $(Get-ImportText)
            `$null = Start-Transcript '$TestDrive/background.txt' -UseMinimalHeader
            cs 'var go = new SemaphoreSlim(0); async Task Print() { for (int i = 1; i <= 2; i++) { await go.WaitAsync(); Console.WriteLine("line " + i); } } var printing = Print();'
            cs 'go.Release();' | Out-Null
            `$null = Stop-Transcript
            cs 'go.Release(); await printing;'
            'end'
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\n' | Should -Be 'line 1', 'line 2', 'end'
    }
}
