# The C# prompt at a real terminal, key by key. Enter-CSharpSession.Tests.ps1 has it where lines come from a file.

BeforeDiscovery {
    . "$PSScriptRoot/Terminal.ps1"
    $problem = Get-TerminalProblem
    $why = $problem ? " (skipped: $problem)" : ''
}

Describe "The C# prompt at a terminal$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $dataHome = $env:XDG_DATA_HOME
        $env:XDG_DATA_HOME = "$TestDrive/data"
        $histories = "$TestDrive/data/powershell/PSReadLine"
        $options = 'Set-PSReadLineOption -HistorySaveStyle SaveIncrementally -PredictionSource History'
        $terminal = Start-Terminal -Before "$options; `$path = (Get-PSReadLineOption).HistorySavePath; `$null = cs '1'; Reset-CSharpSession; `$env:ASYNCCSHARP_EDITOR = 'quiet'"
        $null = Wait-Prompt $terminal
        Send-Line $terminal 'Enter-CSharpSession'
        Wait-Screen $terminal 'In \[1\]:\s*$'

        # The number of the cell that is typed.
        function Get-Number { [int]([regex]::Matches((Get-Screen $terminal), 'In \[(\d+)\]: ')[-1].Groups[1].Value) }

        function Wait-Cell([int]$Number) { Wait-Screen $terminal "(?m)^In \[$Number\]:\s*\z" }

        # Types a cell that is whole with its last line, and waits for the prompt behind it.
        function Invoke-Cell([string[]]$Lines) {
            $number = Get-Number
            foreach ($line in $Lines) { Send-Line $terminal $line }
            Wait-Cell ($number + 1)
            $number
        }

        function Clear-Cell {
            Send-Key $terminal C-c
            Wait-Screen $terminal "\^C\s+In \[\d+\]:\s*`$"
        }
    }

    AfterAll {
        Stop-Terminal $terminal
        $env:XDG_DATA_HOME = $dataHome
    }

    It 'takes a line for a cell by the rules of C#: <_>' -ForEach 'var p = @"c:\x";', 'char q = ''\'''';', 'var text = $"{1}";' {
        $null = Invoke-Cell $_
    }

    It 'goes on with an indented line where a cell is not whole, and puts the brace under what it closes' {
        $number = Invoke-Cell 'int F(int a) {', 'return a;', '}'
        Get-Screen $terminal | Should -Match "In \[$number\]: int F\(int a\) \{ *\n   \.\.\.:     return a; *\n   \.\.\.: } *\n"
        $number = Invoke-Cell 'F(2)'
        Get-Screen $terminal | Should -Match "Out\[$number\]: 2\n"
    }

    It 'has a paste for one text that Enter runs' {
        $number = Get-Number
        [IO.File]::WriteAllText("$TestDrive/paste.txt", "for (int i = 0; i < 3; i++)`n{`n`tConsole.WriteLine(`"n`" + i);`n}`nvar pasted = 5;`n")
        Invoke-Tmux $terminal load-buffer "$TestDrive/paste.txt" ';' paste-buffer -p
        Wait-Screen $terminal 'var pasted = 5;\s+\.\.\.:\s*$'
        Get-Screen $terminal | Should -Not -Match '(?m)^n0'
        Send-Key $terminal Enter
        Wait-Cell ($number + 1)
        Get-Screen $terminal | Should -Match "In \[$number\]: for [^\n]+\n   \.\.\.: {\n   \.\.\.:     Console[^\n]+\n   \.\.\.: }\n   \.\.\.: var pasted = 5;\n[^\n]*\nn0\nn1\nn2\n"
    }

    It 'takes a paste back as one step' {
        Send-Text $terminal 'var kept = 1; '
        [IO.File]::WriteAllText("$TestDrive/undone.txt", "if (true)`n{`n}`n")
        Invoke-Tmux $terminal load-buffer "$TestDrive/undone.txt" ';' paste-buffer -p
        Wait-Screen $terminal ': var kept = 1; if \(true\)\s+\.\.\.: \{\s+\.\.\.: \}\s+\.\.\.:\s*$'

        # Ctrl+Underscore, which undoes in Emacs; PromptPopup.Tests.ps1 has the key of Windows.
        Send-Key $terminal C-_
        Wait-Screen $terminal ': var kept = 1;\s*$'
        Clear-Cell
    }

    It 'drops what is typed at Ctrl+C' {
        $number = Get-Number
        Send-Text $terminal 'not wanted'
        Clear-Cell
        Get-Number | Should -Be $number
    }

    It 'stops the cell that runs at Ctrl+C, and has its variables' {
        $null = Invoke-Cell 'int kept = 42;'
        $number = Get-Number
        Send-Line $terminal 'Console.WriteLine("run" + "ning"); while (true) await Task.Delay(9);'
        Wait-Screen $terminal '(?m)^running'
        Send-Key $terminal C-c
        Wait-Cell ($number + 1)
        $number = Invoke-Cell 'kept'
        Get-Screen $terminal | Should -Match "Out\[$number\]: 42\n"
    }

    It 'finds cells by their beginning, and by what is in them' {
        $null = Invoke-Cell 'var first = "needle".Length;'
        $null = Invoke-Cell 'var second = 2;'
        $null = Invoke-Cell '1.5'
        Send-Text $terminal 'var f'
        Send-Key $terminal Up
        Wait-Screen $terminal ': var first = "needle".Length;\s*$'
        Clear-Cell
        Send-Key $terminal C-r
        Send-Text $terminal 'needle'
        Wait-Screen $terminal ': var first = "needle".Length; *\nbck-i-search: needle_\s*$'
        Clear-Cell
    }

    It 'goes from line to line in a cell, and from cell to cell beyond' {
        $null = Invoke-Cell '"above"'
        Send-Line $terminal 'if (true) {'
        Send-Text $terminal 'x'
        Wait-Screen $terminal '\.\.\.:     x\s*$'
        Send-Key $terminal Up, Home
        Send-Text $terminal 'zz'
        Wait-Screen $terminal ': zzif \(true\) \{ *\n'
        Clear-Cell
        Send-Key $terminal Up
        Wait-Screen $terminal ': "above"\s*$'
        Clear-Cell
    }

    It 'deletes an emoji as one character' {
        Send-Text $terminal '"a😀'
        Wait-Screen $terminal '"a😀'
        Send-Key $terminal BSpace
        Send-Text $terminal 'b".Length'
        Wait-Screen $terminal '"ab"\.Length\s*$'
        $number = Get-Number
        Send-Key $terminal Enter
        Wait-Cell ($number + 1)
        Get-Screen $terminal | Should -Match "Out\[$number\]: 2\n"
    }

    It 'has the colours of C#, which change with what is typed above' {
        $escape = [char]27
        function Wait-Color([string]$Pattern) {
            Wait-Until { (Invoke-Tmux $terminal capture-pane -p -e -J) -join "`n" -match $Pattern } -Seconds 30
            (Invoke-Tmux $terminal capture-pane -p -e -J) -join "`n" | Should -Match $Pattern
        }

        Send-Line $terminal 'if (true) {'
        Send-Text $terminal 'var paint = new Version("1.2"); Paint(7'
        Wait-Color "$escape\[94mvar$escape.*$escape\[94mnew$escape.*$escape\[96mVersion$escape.*$escape\[36m`"1\.2`"$escape.*$escape\[33mPaint$escape.*$escape\[35m7"
        Send-Key $terminal Up, Home
        Send-Text $terminal '@"'
        Wait-Color "$escape\[36m@`"if \(true\) \{(?s:.*)$escape\[36m *var paint = new Version\(`"$escape"
        Send-Key $terminal BSpace, BSpace
        Wait-Color "$escape\[94mvar$escape[^\n]*$escape\[33mPaint$escape"
        Clear-Cell
    }

    It 'has the colours of what names stand for, as soon as that is known' {
        $escape = [char]27
        $null = Invoke-Cell 'class lower { public static int Upper = 5; }'
        Send-Text $terminal 'var made = new lower(); System.Text.Encoding e = null; lower.Upper'
        Wait-Until { (Invoke-Tmux $terminal capture-pane -p -e -J) -join "`n" -match "$escape\[96mlower$escape\[\d+m\.Upper" } -Seconds 30
        $painted = (Invoke-Tmux $terminal capture-pane -p -e -J) -join "`n"
        $painted | Should -Match "$escape\[96mlower$escape\[\d+m\.Upper"
        $painted | Should -Match "System\.Text\.$escape\[96mEncoding"
        Send-Text $terminal '; 1'
        Wait-Screen $terminal 'lower\.Upper; 1\s*$'
        (Invoke-Tmux $terminal capture-pane -p -e -J) -join "`n" | Should -Match "$escape\[96mlower$escape\[\d+m\.Upper"
        Clear-Cell
    }

    It 'has the cursor where it should be behind wide characters' {
        $number = Get-Number
        $wide = '"' + ('世界' * 45)
        Send-Text $terminal $wide

        # 55 of the characters fit behind the prompt, and two columns each are for the others.
        Wait-Screen $terminal '(世界){45}\s*$'
        Wait-Until { (Invoke-Tmux $terminal display-message -p '#{cursor_x}') -eq '70' } -Seconds 30
        Invoke-Tmux $terminal display-message -p '#{cursor_x}' | Should -Be '70'
        Send-Text $terminal '".Length'
        Send-Key $terminal Enter
        Wait-Cell ($number + 1)
        Get-Screen $terminal | Should -Match "Out\[$number\]: 90\n"
    }

    It 'has none with $env:NO_COLOR' {
        $null = Invoke-Cell 'Environment.SetEnvironmentVariable("NO_COLOR", "1");'
        Send-Text $terminal 'var none = new Version("2.3")'
        Wait-Screen $terminal ': var none = new Version\("2\.3"\)\s*$'
        (Invoke-Tmux $terminal capture-pane -p -e -J) -join "`n" | Should -Not -Match '\[9[46]m(var|new|Version)\S* none|\[36m"2\.3"'
        Clear-Cell
        $null = Invoke-Cell 'Environment.SetEnvironmentVariable("NO_COLOR", null);'
    }

    It 'is left with Ctrl+D, and the shell''s own editor has its history to itself' {
        $null = Invoke-Cell 'CancellationToken token = default;'
        Send-Key $terminal C-d
        $null = Wait-Prompt $terminal
        Invoke-Line $terminal '(Get-PSReadLineOption).HistorySavePath -eq $path' | Should -Be 'True'
        [IO.File]::ReadAllText("$histories/AsyncCSharp_history.txt") | Should -Match '(?m)^CancellationToken token = default;'
        [IO.File]::ReadAllText("$histories/ConsoleHost_history.txt") | Should -Not -Match 'CancellationToken'
        [IO.File]::GetUnixFileMode("$histories/AsyncCSharp_history.txt") | Should -Be ([IO.UnixFileMode]'UserRead, UserWrite')
        Send-Key $terminal Up
        Wait-Screen $terminal '> \(Get-PSReadLineOption\)\.HistorySavePath -eq \$path\s*$'
        Send-Key $terminal C-c
        $null = Wait-Prompt $terminal
    }

    It 'is plain where $env:ASYNCCSHARP_EDITOR says so' {
        Send-Line $terminal '$env:ASYNCCSHARP_EDITOR = ''plain''; Reset-CSharpSession; Clear-Host; Enter-CSharpSession'
        Wait-Screen $terminal 'In \[1\]:\s*$'
        Send-Line $terminal 'if (true) {'
        Send-Line $terminal '}'
        Wait-Screen $terminal 'In \[2\]:\s*$'
        Get-Screen $terminal | Should -Match '\n   \.\.\.: }'
        Send-Line $terminal 'exit'
        $null = Wait-Prompt $terminal
    }
}

Describe "Set-CSharpKeyHandler at a terminal$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $terminal = Start-Terminal -Before 'Set-CSharpKeyHandler -Chord F5; $null = cs ''1'''
        $null = Wait-Prompt $terminal
    }

    AfterAll { Stop-Terminal $terminal }

    It 'runs the line as C#, with its quotes' {
        Send-Text $terminal '"it''s".Length + 38'
        Send-Key $terminal F5
        $null = Wait-Prompt $terminal
        Wait-Screen $terminal '> cs ''"it''''s".Length \+ 38'' *\n42\n'
        Invoke-Line $terminal '(Get-History -Count 1).CommandLine' | Should -BeLike 'cs ''"it''''s".Length*'
    }

    It 'goes on where the line is not whole' {
        Send-Text $terminal 'if (true) {'
        Send-Key $terminal F5
        Wait-Screen $terminal 'if \(true\) \{ *\n>> *\s*$'
        Send-Key $terminal C-c
        $null = Wait-Prompt $terminal
    }

    It 'opens the C# prompt where there is no line' {
        Send-Key $terminal F5
        Wait-Screen $terminal 'In \[\d+\]:\s*$'
        Send-Key $terminal C-d
        $null = Wait-Prompt $terminal
    }

    It 'is an error for what is no key' {
        Invoke-Line $terminal 'try { Set-CSharpKeyHandler NoSuchKey } catch { $_.FullyQualifiedErrorId; "$($_.CategoryInfo.Category)"; $_.TargetObject }' |
            Should -Be "InvalidChord,AsyncCSharp.Commands.SetCSharpKeyHandlerCommand`nInvalidArgument`nNoSuchKey"
    }

    It 'is taken back with the module' {
        Invoke-Line $terminal 'Remove-Module AsyncCSharp; @(Get-PSReadLineKeyHandler -Chord F5).Count' | Should -Be '0'
    }
}

Describe 'Set-CSharpKeyHandler' {
    BeforeAll { . "$PSScriptRoot/Common.ps1" }

    It 'does nothing in a shell without keys' {
        $shell = New-TestShell
        try { Invoke-TestShell $shell 'Set-CSharpKeyHandler -Chord F5; "on"' | Should -Be 'on' }
        finally { $shell.Dispose() }
    }
}

Describe "The C# prompt of a shell with settings of its own$why" -Skip:($null -ne $problem) {
    It 'has the history of the shell before, the edit mode and the keys' {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $dataHome = $env:XDG_DATA_HOME
        $env:XDG_DATA_HOME = "$TestDrive/other"
        $null = New-Item "$TestDrive/other/powershell/PSReadLine/AsyncCSharp_history.txt" -Force -Value "var before = 1;`n"
        try {
            $terminal = Start-Terminal -Before '$env:ASYNCCSHARP_EDITOR = ''quiet''; Set-PSReadLineOption -EditMode Vi; Set-PSReadLineKeyHandler Ctrl+g -Function BackwardKillInput; Enter-CSharpSession'
            Wait-Screen $terminal 'In \[1\]:\s*$'
            Send-Key $terminal Up
            Wait-Screen $terminal 'In \[1\]: var before = 1;\s*$'
            Send-Key $terminal C-g
            Wait-Screen $terminal 'In \[1\]:\s*$'
            Send-Text $terminal "'x'"
            Wait-Screen $terminal 'In \[1\]: ''x''\s*$'

            # Escape and a key that come together are another key, so it waits for what Vi does with the first.
            Send-Key $terminal Escape
            Wait-Until { (Invoke-Tmux $terminal display-message -p '#{cursor_x}') -eq '10' } -Seconds 30
            Send-Text $terminal '0ia'
            Wait-Screen $terminal 'In \[1\]: a''x''\s*$'
        }
        finally {
            Stop-Terminal $terminal
            $env:XDG_DATA_HOME = $dataHome
        }
    }
}
