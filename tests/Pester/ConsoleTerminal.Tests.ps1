# The console of cells at a real terminal.

BeforeDiscovery {
    $noTerminal = $IsWindows -or $null -eq (Get-Command tmux -CommandType Application -ErrorAction Ignore)
    $reads = @(
        @{ Code = 'Console.ReadLine()' }
        @{ Code = 'Console.Read()' }
        @{ Code = 'Console.ReadKey(true)'; Text = '' }
        @{ Code = 'Func<bool, ConsoleKeyInfo> f = Console.ReadKey; f(true)'; Text = '' }
        @{ Code = 'Console.In.ReadToEnd()' }
        @{ Code = 'await Console.In.ReadLineAsync()' }
        @{ Code = 'await Task.Run(() => Console.ReadLine())' }
        @{ Code = 'Console.OpenStandardInput().ReadByte()' }
        @{ Code = 'while (true) { try { Console.ReadLine(); } catch { } }' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Child.ps1"
    . "$PSScriptRoot/Terminal.ps1"
}

Describe 'Cells at a terminal' -Skip:$noTerminal {
    BeforeAll {
        $terminal = Start-Terminal "$(Get-ImportText); `$null = cs '1'; `$n = 0; Set-PSReadLineOption -PredictionSource None; function prompt { 'at ' + ++`$global:n + '> ' }"
        $count = 1
    }

    AfterAll { Stop-Terminal $terminal }

    It 'end for Ctrl+C where they wait for input, and the next one runs: <Code>' -ForEach $reads {
        Send-Line $terminal "'go' + 'es'; cs '$Code'"
        Wait-Screen $terminal "cs '$([regex]::Escape($Code))'\s+goes"
        Send-Text $terminal ($Text ?? 'typed')
        if ($null -eq $Text) { Wait-Screen $terminal 'goes\s+typed' }
        $count = [int][regex]::Matches((Get-Screen $terminal), '(?m)^at (\d+)>')[-1].Groups[1].Value
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Send-Key $terminal C-c
        Wait-Screen $terminal "(?m)^at $($count + 1)>"
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 2.5
        Send-Line $terminal "cs '`"next `" + $count'; cls"
        Wait-Screen $terminal "(?m)^at $($count + 2)>"
        Send-Line $terminal "cs '6 * 7'"
        Wait-Screen $terminal '(?m)^42'
        Send-Line $terminal 'cls'
        Wait-Screen $terminal "^at $($count + 4)>$"
    }

    It 'read what is typed, with its corrections, after their question' {
        Send-Line $terminal 'cs ''Console.Write("Name? "); var name = Console.ReadLine(); $"<{name}>"'''
        Wait-Screen $terminal '(?m)^Name\? *$'
        Send-Text $terminal 'Adax'
        Send-Key $terminal BSpace
        Wait-Screen $terminal '(?m)^Name\? Ada *$'
        Send-Key $terminal Enter
        Wait-Screen $terminal '(?m)^<Ada>'
    }

    It 'read keys, and show them where they are to' {
        Send-Line $terminal 'cs ''var a = Console.ReadKey(true); var b = Console.ReadKey(); $"<{a.KeyChar}{b.KeyChar}{a.Key}>"'''
        Wait-Screen $terminal '(?m)^at \d+> cs .*a.Key}>"'
        [Threading.Thread]::Sleep(300)
        Send-Text $terminal 'xy'
        Wait-Screen $terminal '(?m)^y?<xyX>'
        Get-Screen $terminal | Should -Match '(?m)^y<xyX>'
    }

    It 'read to the end of the input' {
        Send-Line $terminal 'cs ''Console.In.ReadToEnd().Replace("\n", "|")'''
        Send-Line $terminal 'one'
        Send-Line $terminal 'two'
        Wait-Screen $terminal '(?m)^two'
        Send-Key $terminal C-d
        Wait-Screen $terminal '(?m)^one\|two\|'
    }

    It 'leave what is typed later to the prompt' {
        Send-Line $terminal 'cs ''Console.ReadLine()'' -TimeoutSeconds 1; ''stop'' + ''ped'''
        Wait-Screen $terminal 'stopped'
        Send-Line $terminal '"the shell" + " has it"'
        Wait-Screen $terminal '(?m)^the shell has it'
    }

    It 'print in the background beside a busy pipeline, and Ctrl+C is heard' {
        Send-Line $terminal 'cs ''var printing = Task.Run(async () => { for (int i = 0; i < 30000; i++) Console.WriteLine("b" + i); });''; 1..5000 | ForEach-Object { "f$_" }; ''all'' + '' done: '' + (cs ''printing.Wait(30000)'')'
        Wait-Screen $terminal 'all done: True'
        Send-Line $terminal "cls; 'clear' + 'ed'"
        Wait-Screen $terminal '(?m)^cleared'
        Send-Line $terminal 'cs ''_ = Task.Run(() => { while (true) Console.WriteLine("endless"); });'''
        Wait-Screen $terminal 'endless'
        Send-Line $terminal 'while ($true) { }'
        [Threading.Thread]::Sleep(500)
        Send-Key $terminal C-c
        Send-Line $terminal 'Reset-CSharpSession; [Threading.Thread]::Sleep(500); cls; ''still '' + ''alive'''
        Wait-Screen $terminal '(?m)^still alive'
    }
}
