# What is shown below the text of the C# prompt while it is typed, and how one chooses from it.

BeforeDiscovery {
    . "$PSScriptRoot/Terminal.ps1"
    $problem = Get-TerminalProblem
    $why = $problem ? " (skipped: $problem)" : ''
}

Describe "Choosing from what is shown while one types$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $terminal = Start-Terminal -Before 'Set-PSReadLineOption -EditMode Windows; Enter-CSharpSession' -Height 24 -Width 100
        Wait-Screen $terminal 'In \[1\]:\s*$'
        $escape = [char]27

        # As it is painted: what is chosen is in reverse.
        function Wait-Painted([string]$Pattern) {
            Wait-Until { (Invoke-Tmux $terminal capture-pane -p -e) -join "`n" -match $Pattern } -Seconds 30
            (Invoke-Tmux $terminal capture-pane -p -e) -join "`n" | Should -Match $Pattern
        }
    }

    AfterEach {
        Send-Key $terminal C-c
        Wait-Screen $terminal '\^C\s+In \[\d+\]:\s*$'
    }

    AfterAll { Stop-Terminal $terminal }

    It 'shows signature and summary, and Tab takes the first word' {
        Send-Text $terminal 'Enumerable.Ra'
        Wait-Screen $terminal ': Enumerable\.Ra *\nRange +IEnumerable<int> Enumerable\.Range\(int start, int count\) *\nGenerates a sequence'
        Send-Key $terminal Tab
        Wait-Screen $terminal 'In \[\d+\]: Enumerable\.Range\s*$'
    }

    It 'chooses with the arrows, and takes what is chosen with <Key>' -ForEach @(
        @{ Key = 'Enter'; Becomes = 'Console\.WriteLine' }
        @{ Key = 'Tab'; Becomes = 'Console\.WriteLine' }
        @{ Key = '.'; Becomes = 'Console\.WriteLine\.' }
        @{ Key = '('; Becomes = 'Console\.WriteLine\(' }
    ) {
        Send-Text $terminal 'Console.Wri'
        Wait-Screen $terminal '\nWrite .*\nWriteLine '
        Send-Key $terminal Down
        Wait-Painted "\n$escape\[(0;)?7m\S*Write "
        Send-Key $terminal Down
        Wait-Painted "\n$escape\[(0;)?7m\S*WriteLine "
        Send-Key $terminal $Key
        Wait-Screen $terminal "In \[\d+\]: $Becomes *(\n|\s*`$)"
        Get-Screen $terminal | Should -Not -Match 'Out\['
    }

    It 'goes through a long list, and says what each is' {
        Send-Text $terminal 'Console.'
        Wait-Screen $terminal 'Console\. *\nBackgroundColor '
        Send-Key $terminal NPage, NPage, NPage, NPage, NPage
        Wait-Painted "\n$escape\[(0;)?7m\S*Read +int Console\.Read\(\)"
        Get-Screen $terminal | Should -Not -Match '(?m)^BackgroundColor '
        Send-Key $terminal Up
        Wait-Painted "\n$escape\[(0;)?7m\S*OutputEncoding "
    }

    It 'goes back to the text with Up, and from there through the history' {
        Send-Line $terminal 'Console.WriteLine("before")'
        Wait-Screen $terminal '(?m)^before *\nIn \[\d+\]:\s*$'
        Send-Text $terminal 'Console.Wri'
        Wait-Screen $terminal '\nWrite .*\nWriteLine '
        Send-Key $terminal Down
        Wait-Painted "$escape\[(0;)?7m\S*Write "
        Send-Key $terminal Up
        Wait-Until { (Invoke-Tmux $terminal capture-pane -p -e) -join "`n" -notmatch "$escape\[(0;)?7m" }
        Send-Key $terminal Up
        Wait-Screen $terminal 'In \[\d+\]: Console\.WriteLine\("before"\)\s*$'
    }

    It 'closes with Escape, which deletes nothing, and is there again with the next word' {
        Send-Text $terminal 'Console.Wri'
        Wait-Screen $terminal '\nWrite .*\nWriteLine '
        Send-Key $terminal Escape
        Wait-Screen $terminal ': Console\.Wri\s*$'
        Send-Text $terminal 'te'
        Wait-Screen $terminal ': Console\.Write\s*$'
        Send-Key $terminal Escape
        Send-Text $terminal '(Math.Ma'
        Wait-Screen $terminal ': Console\.Write\(Math\.Ma *\n(?s:.*)\nMax '
    }

    It 'is one step to undo' {
        Send-Text $terminal 'Enumerable.Ra'
        Wait-Screen $terminal '\nRange '
        Send-Key $terminal Tab
        Wait-Screen $terminal 'Enumerable\.Range\s*$'
        Send-Key $terminal C-z
        Wait-Screen $terminal ': Enumerable\.Ra\s*$'
    }

    It 'writes the directive of a type that is not imported' {
        Send-Text $terminal 'var options = new JsonSerializerOpt'
        Wait-Screen $terminal '\nJsonSerializerOptions \(System\.Text\.Json\)'
        Send-Key $terminal Tab
        Wait-Screen $terminal 'In \[\d+\]: using System\.Text\.Json;\s+\.\.\.: var options = new JsonSerializerOptions\s*$'
    }

    It 'does not come for what the history gives' {
        Send-Line $terminal '"history".Length'
        Wait-Screen $terminal 'Out\[\d+\]: 7\s+In \[\d+\]:\s*$'
        Send-Key $terminal Up
        Wait-Screen $terminal ': "history"\.Length\s*$'
        Send-Key $terminal Up
        Wait-Screen $terminal 'In \[\d+\]: (?!"history")\S.*\s*$'
    }

    It 'is cut where words are wide' {
        Send-Line $terminal 'int 名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前名前 = 1;'
        Wait-Screen $terminal 'In \[\d+\]:\s*$'
        Send-Text $terminal '名前'
        Wait-Screen $terminal ': 名前 *\n名前名前[名前]*… *\n?'
        (Get-Screen $terminal) -split "`n" | Where-Object { $_ -match '^名前' } | Should -HaveCount 1
    }

    It 'has room in the last row of the screen, and goes with a window that gets smaller' {
        Send-Line $terminal 'for (int i = 0; i < 30; i++) Console.WriteLine(i);'
        Wait-Screen $terminal '\n29\nIn \[\d+\]:\s*$'
        foreach ($line in 1..8) { Send-Text $terminal 'if (true) {'; Send-Key $terminal Enter }
        Send-Text $terminal 'Math.'
        Wait-Screen $terminal '\.\.\.: +Math\. *\nAbs '
        Send-Key $terminal Escape
        Wait-Screen $terminal '\.\.\.: +Math\.\s*$'
        Send-Text $terminal 'Ma'
        Send-Key $terminal C-c
        Wait-Screen $terminal '\^C\s+In \[\d+\]:\s*$'
        Send-Text $terminal 'var shown = Math.'
        Wait-Screen $terminal ': var shown = Math\. *\nAbs '

        # tmux tells the shell of it a moment later.
        Invoke-Tmux $terminal resize-window -x 60 -y 16
        $device = Invoke-Tmux $terminal display-message -p '#{pane_tty}'
        Wait-Until { (stty ($IsMacOS ? '-f' : '-F') $device size) -eq '16 60' }
        Send-Text $terminal 'Max'
        Wait-Screen $terminal 'In \[\d+\]: var shown = Math\.Max *(\n|\s*$)'
        Send-Key $terminal Escape
        Wait-Screen $terminal 'In \[\d+\]: var shown = Math\.Max\s*$'
        Get-Screen $terminal | Should -Not -Match '(?m)^Abs '
    }
}

Describe "What is shown while one types, in Vi mode$why" -Skip:($null -ne $problem) {
    It 'goes with Escape, which leads to commands' {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        try {
            $terminal = Start-Terminal -Before 'Set-PSReadLineOption -EditMode Vi; Enter-CSharpSession' -Height 24
            Wait-Screen $terminal 'In \[1\]:\s*$'
            Send-Text $terminal 'Console.Wri'
            Wait-Screen $terminal '\nWrite .*\nWriteLine '
            Send-Key $terminal Escape
            Wait-Screen $terminal ': Console\.Wri\s*$'
            Send-Text $terminal 'x'
            Wait-Screen $terminal ': Console\.Wr\s*$'
            Send-Text $terminal 'u'
            Wait-Screen $terminal ': Console\.Wri\s*$'
        }
        finally { Stop-Terminal $terminal }
    }
}
