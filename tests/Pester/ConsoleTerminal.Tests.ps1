# The console of cells at a real terminal.

BeforeDiscovery {
    . "$PSScriptRoot/Terminal.ps1"
    $problem = Get-TerminalProblem
    $why = $problem ? " (skipped: $problem)" : ''
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

Describe "Cells at a terminal$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $terminal = Start-Terminal -Before '$null = cs ''1'''
        $null = Wait-Prompt $terminal

        # Types a line that writes "running" when it is under way, and waits for that.
        function Start-Line([string]$Line) {
            Send-Line $terminal "'run' + 'ning'; $Line"
            Wait-Screen $terminal '(?m)^running'
        }
    }

    BeforeEach {
        $null = Invoke-Line $terminal 'Clear-Host'
        Invoke-Tmux $terminal clear-history
    }

    AfterAll { Stop-Terminal $terminal }

    It 'end for Ctrl+C where they wait for input, and the next one runs: <Code>' -ForEach $reads {
        Start-Line "cs '$Code'"
        $Text = $Text ?? 'typed'
        Send-Text $terminal $Text
        Wait-Screen $terminal "(?m)^running\s+$Text"
        $pressed = [DateTime]::UtcNow
        Send-Key $terminal C-c
        ((Wait-Prompt $terminal 20) - $pressed).TotalSeconds | Should -BeLessThan 2.5
        Invoke-Line $terminal "cs '6 * 7'" | Should -Be '42'
    }

    It 'read what is typed, with its corrections, after their question' {
        Send-Line $terminal 'cs ''Console.Write("Name? "); var name = Console.ReadLine(); $"<{name}>"'''
        Wait-Screen $terminal '(?m)^Name\? *$'
        Send-Text $terminal 'Adax'
        Send-Key $terminal BSpace
        Wait-Screen $terminal '(?m)^Name\? Ada *$'
        Send-Key $terminal Enter
        Wait-Screen $terminal '(?m)^<Ada>'
        $null = Wait-Prompt $terminal
    }

    It 'read keys, and show them where they are to' {
        # A key that comes before the cell reads is shown by the terminal itself.
        Send-Line $terminal 'cs ''Console.WriteLine("first" + ":"); var a = Console.ReadKey(true); Console.WriteLine("second" + ":"); var b = Console.ReadKey(); $"<{a.KeyChar}{b.KeyChar}{a.Key}>"'''
        Wait-Screen $terminal '(?m)^first:'
        Send-Text $terminal 'x'
        Wait-Screen $terminal '(?m)^second:'
        Send-Text $terminal 'y'
        Wait-Screen $terminal '(?m)^y<xyX>'
        $null = Wait-Prompt $terminal
    }

    It 'read to the end of the input' {
        Start-Line 'cs ''Console.In.ReadToEnd().Replace("\n", "|")'''
        Send-Line $terminal 'one'
        Send-Line $terminal 'two'
        Wait-Screen $terminal '(?m)^two'
        Send-Key $terminal C-d
        Wait-Screen $terminal '(?m)^one\|two\|'
        $null = Wait-Prompt $terminal
    }

    It 'leave what is typed later to the prompt' {
        Invoke-Line $terminal 'cs ''Console.ReadLine()'' -TimeoutSeconds 1; ''stop'' + ''ped''' | Should -Match 'stopped'
        Invoke-Line $terminal '"the shell" + " has it"' | Should -Be 'the shell has it'
    }

    It 'print in the background beside a busy pipeline, and Ctrl+C is heard' {
        Send-Line $terminal 'cs ''var printing = Task.Run(async () => { for (int i = 0; i < 30000; i++) Console.WriteLine("b" + i); });''; 1..5000 | ForEach-Object { "f$_" }; ''all'' + '' done: '' + (cs ''printing.Wait(30000)'')'
        Wait-Screen $terminal 'all done: True'
        $null = Wait-Prompt $terminal
        Send-Line $terminal 'cs ''_ = Task.Run(() => { while (true) Console.WriteLine("endless"); });'''
        Wait-Screen $terminal 'endless'
        $null = Wait-Prompt $terminal
        Send-Line $terminal 'while ($true) { }'
        Start-Sleep -Milliseconds 500
        Send-Key $terminal C-c
        $null = Wait-Prompt $terminal
        Send-Line $terminal 'Reset-CSharpSession; Start-Sleep -Milliseconds 500; Clear-Host; ''still '' + ''alive'''
        Wait-Screen $terminal '(?m)^still alive'
    }
}
