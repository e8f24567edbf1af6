# Cells that read from the console: they can be stopped, and what comes later is not lost by that.

BeforeDiscovery {
    $reads = @(
        'Console.ReadLine()', 'Console.Read()', 'Console.In.ReadLine()', 'Console.In.ReadToEnd()', 'Console.In.Peek()', 'Console.In.Read(new char[5], 0, 5)'
        'Console.In.ReadBlock(new char[5], 0, 5)', 'await Console.In.ReadLineAsync()', 'await Task.Run(() => Console.ReadLine())'
        'Console.OpenStandardInput().ReadByte()', 'await Console.OpenStandardInput().ReadAsync(new byte[1])'
        'new StreamReader(Console.OpenStandardInput()).ReadLine()', 'Func<string> f = Console.ReadLine; f()'
        'try { Console.ReadLine(); } catch { Console.ReadLine(); }'
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $import = Get-ImportText

    # Starts a shell that reads its commands from a pipe, as it is when the shell is driven by a program.
    function Start-PipedShell {
        $process = Start-ChildShell '-'
        $process.StandardInput.WriteLine("$import; `$null = cs '1'; 'ready'")
        Wait-Line $process 'ready' | Should -BeTrue
        $process
    }

    # Waits for a line that matches; false where the output ends before, or nothing comes in time.
    function Wait-Line([Diagnostics.Process]$Process, [string]$Pattern, [int]$Seconds = 60) {
        $script:lines = [Collections.Generic.List[string]]::new()
        while ($true) {
            $line = $Process.StandardOutput.ReadLineAsync()
            if (-not $line.Wait($Seconds * 1000) -or $null -eq $line.Result) { return $false }
            $script:lines.Add($line.Result)
            if ($line.Result -match $Pattern) { return $true }
        }
    }
}

Describe 'Input from a pipe' {
    BeforeAll {
        $shell = Start-PipedShell
    }

    AfterAll {
        $shell.Kill()
        $shell.WaitForExit()
    }

    It 'ends for a timeout, and the next cell runs: <_>' -ForEach $reads {
        # The limit is for the reading: the cell is compiled before.
        $shell.StandardInput.WriteLine("`$code = 'if (Args.Count > 0) { $_; }'; `$null = cs `$code")
        $shell.StandardInput.WriteLine("`$watch = [Diagnostics.Stopwatch]::StartNew(); try { cs `$code -ArgumentList 1 -TimeoutSeconds 0.5 } catch { `$_.FullyQualifiedErrorId }; cs '6 * 7'; `"took `$(`$watch.ElapsedMilliseconds)`"")
        Wait-Line $shell '^took (\d+)' | Should -BeTrue
        $lines -join ' ' | Should -Match 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand.*42 took'
        [int]($lines[-1] -replace '\D') | Should -BeLessThan 2500
    }

    It 'that comes after a stop is the shell''s' {
        $shell.StandardInput.WriteLine('cs ''Console.ReadLine()'' -TimeoutSeconds 1; ''stopped''')
        Wait-Line $shell 'stopped' | Should -BeTrue
        $shell.StandardInput.WriteLine('"the shell has $(1 + 1)"')
        Wait-Line $shell 'the shell has 2' | Should -BeTrue
    }

    It 'that has come in part before a stop is the next cell''s' {
        $shell.StandardInput.WriteLine('cs ''Console.ReadLine()'' -TimeoutSeconds 1; ''stopped''; cs ''Console.ReadLine()''')
        $shell.StandardInput.Write('first ')
        $shell.StandardInput.Flush()
        Wait-Line $shell 'stopped' | Should -BeTrue
        $shell.StandardInput.WriteLine('second')
        Wait-Line $shell 'first second' | Should -BeTrue
    }

    It 'is read by lines, characters and pieces, and no more of it than is asked for' {
        $shell.StandardInput.WriteLine('cs ''var l = Console.ReadLine(); var c = (char)Console.Read(); var p = (char)Console.In.Peek(); var b = new char[3]; int n = Console.In.Read(b, 0, 3); var rest = Console.ReadLine(); $"<{l}|{c}|{p}|{new string(b, 0, n)}|{rest}>"''')
        $shell.StandardInput.WriteLine('a line')
        $shell.StandardInput.WriteLine('abcdefg')
        $shell.StandardInput.WriteLine('"and then"')
        Wait-Line $shell '<a line\|a\|b\|bcd\|efg>' | Should -BeTrue
        Wait-Line $shell 'and then$' | Should -BeTrue
    }

    It 'has the ends of lines that there are' {
        $shell.StandardInput.WriteLine('cs ''string.Join("|", Enumerable.Range(0, 5).Select(_ => Console.ReadLine()))''')
        $shell.StandardInput.Write("unix`nwindows`r`nmac`r`n`nend`n")
        Wait-Line $shell 'unix\|windows\|mac\|\|end' | Should -BeTrue
    }

    It 'lets others print while a cell waits for it' {
        $shell.StandardInput.WriteLine('cs ''_ = Task.Run(async () => { await Task.Delay(200); Console.WriteLine("meanwhile"); }); Console.ReadLine()''')
        Wait-Line $shell 'meanwhile' | Should -BeTrue
        $shell.StandardInput.WriteLine('read it')
        Wait-Line $shell 'read it' | Should -BeTrue
    }
}

Describe 'Input that has an end' {
    It 'is read to it: <Label>' -ForEach @(
        @{ Label = 'lines'; Code = 'int n = 0; while (Console.ReadLine() is { } l) n += l.Length; n'; Expected = '500000' }
        @{ Label = 'all'; Code = 'Console.In.ReadToEnd().Length'; Expected = '510000' }
    ) {
        # As the last thing that the shell does: from there on its commands would be the cell's.
        $child = Invoke-ChildShell '-' -InputText "$import; cs '1'`n`$null = cs 'string s = Console.ReadLine();'; 'read ' + (cs '$Code')`nskipped`n$(('x' * 50 + "`n") * 10000)"
        $child.TimedOut | Should -BeFalse
        $child.Output | Should -Match "read $Expected"
    }
}

Describe 'A reader that somebody else has put there' {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"
        $null = cs '1'
        $before = [Console]::In
    }

    AfterEach { [Console]::SetIn($before) }

    It 'is read' {
        [Console]::SetIn([IO.StringReader]::new("one`ntwo`nthree"))
        cs 'Console.ReadLine() + (char)Console.Read() + Console.In.ReadToEnd()' | Should -Be "onetwo$([Environment]::NewLine)three"
        cs 'Console.ReadLine() is null' | Should -BeTrue
    }

    It 'is stopped, and what it gives later is the next cell''s, or anybody''s' {
        $null = cs 'class Slow : TextReader { public readonly System.Collections.Concurrent.BlockingCollection<string> Lines = new(); public override string ReadLine() => Lines.Take(); } var slow = new Slow(); Console.SetIn(slow);'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        { cs 'Console.ReadLine()' -TimeoutSeconds 0.5 } | Should -Throw -ErrorId 'CellTimeout,*'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2.5
        $null = cs 'slow.Lines.Add("late"); slow.Lines.Add("later"); slow.Lines.Add("last");'
        cs 'Console.ReadLine()' | Should -Be 'late'
        [Console]::In.ReadLine() | Should -Be 'later'
        cs 'Console.ReadLine()' | Should -Be 'last'
    }

    It 'is read by nobody but who asks' {
        $reader = [IO.StringReader]::new("one`ntwo")
        [Console]::SetIn($reader)
        $null = cs '1'
        [Console]::In.ReadLine() | Should -Be 'one'
        $reader.ReadLine() | Should -Be 'two'
    }
}
