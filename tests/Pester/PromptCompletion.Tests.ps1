# What the C# prompt tells about the text that is typed at it, at a real terminal.

BeforeDiscovery {
    . "$PSScriptRoot/Terminal.ps1"
    $problem = Get-TerminalProblem
    $why = $problem ? " (skipped: $problem)" : ''
}

Describe "Tab at the C# prompt$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $terminal = Start-Terminal -Before '$env:ASYNCCSHARP_EDITOR = ''quiet''; Set-PSReadLineKeyHandler Ctrl+g -Function MenuComplete; Enter-CSharpSession'
        Wait-Screen $terminal 'In \[1\]:\s*$'

        function Clear-Cell {
            Send-Key $terminal C-c
            Wait-Screen $terminal '\^C\s+In \[\d+\]:\s*$'
        }

        # Types a text and Tab, and waits for what the text becomes.
        function Test-Tab([string]$Text, [string]$Becomes) {
            Send-Text $terminal $Text
            Send-Key $terminal Tab
            Wait-Screen $terminal "(?m)^In \[\d+\]: $([regex]::Escape($Becomes))\s*\z"
        }

        function Invoke-Cell([string]$Text) {
            $number = [int]([regex]::Matches((Get-Screen $terminal), 'In \[(\d+)\]: ')[-1].Groups[1].Value)
            Send-Line $terminal $Text
            Wait-Screen $terminal "(?m)^In \[$($number + 1)\]:\s*\z"
        }
    }

    AfterEach { Clear-Cell }

    AfterAll { Stop-Terminal $terminal }

    It 'completes what the first prompt of a shell has' {
        Test-Tab 'Enumerable.Rang' 'Enumerable.Range'
    }

    It 'completes what cells have declared: <Text>' -ForEach @(
        @{ Text = 'listed.AddR'; Becomes = 'listed.AddRange' }
        @{ Text = '(await LoadAsync()).ToUpperI'; Becomes = '(await LoadAsync()).ToUpperInvariant' }
        @{ Text = 'new Pair(1, 2) with { Ri'; Becomes = 'new Pair(1, 2) with { Right' }
        @{ Text = 'Twice(1, flav'; Becomes = 'Twice(1, flavour: ' }
        @{ Text = 'using var s = new MemoryStream(); s.ReadB'; Becomes = 'using var s = new MemoryStream(); s.ReadByte' }
        @{ Text = 'opened.ReadB'; Becomes = 'opened.ReadByte' }
        @{ Text = 'Shell.WriteWar'; Becomes = 'Shell.WriteWarning' }
    ) {
        if ((Get-Screen $terminal) -notmatch 'var listed') {
            Invoke-Cell 'var listed = new List<int>(); record Pair(int Left, int Right); int Twice(int number, string flavour = "") => number;'
            Invoke-Cell 'async Task<string> LoadAsync() { await Task.Yield(); return ""; } using var opened = new MemoryStream();'
        }

        Test-Tab $Text $Becomes
    }

    It 'writes the using directive of a type that is not imported' {
        Send-Text $terminal 'var options = new JsonSerializerOpt'
        Send-Key $terminal Tab
        Wait-Screen $terminal 'In \[\d+\]: using System\.Text\.Json;\s+\.\.\.: var options = new JsonSerializerOptions\s*$'
    }

    It 'gives the choice, with signatures and documentation, where it is pressed again' {
        Send-Text $terminal '"text".Tri'
        Send-Key $terminal Tab
        Wait-Screen $terminal '"text"\.Trim\s*$'
        Send-Key $terminal Tab
        Wait-Screen $terminal '(?s)"text"\.Trim *\n.*TrimEnd.*string string\.Trim\('
        Send-Key $terminal Down
        Wait-Screen $terminal '(?s)"text"\.TrimEnd *\n.*string string\.TrimEnd\('
        Send-Key $terminal Enter
        Wait-Screen $terminal '"text"\.TrimEnd\s*$'
    }

    It 'indents at the beginning of a line' {
        Send-Key $terminal Tab
        Send-Text $terminal '1'
        Wait-Screen $terminal 'In \[\d+\]:     1\s*$'
    }

    It 'completes directives, and PowerShell where that is typed' {
        Test-Tab '#hist' '#history'
        Clear-Cell
        Test-Tab '!Get-ChildIt' '!Get-ChildItem'
        Clear-Cell
        Test-Tab '#time Enumerable.Rang' '#time Enumerable.Range'
    }

    It 'shows what is called, with the parameter that is typed in bold, at the key for help' {
        Send-Text $terminal 'Enumerable.Range(1, '
        Send-Key $terminal M-h
        Wait-Screen $terminal '(?m)^IEnumerable<int> Enumerable\.Range\(int start, int count\) *\n(?s:.*)In \[\d+\]: Enumerable\.Range\(1,\s*\z'
        (Invoke-Tmux $terminal capture-pane -p -e -J) -join "`n" | Should -Match "$([char]27)\[1mint count$([char]27)\[0m"
        Send-Text $terminal '3).Count()'
        Wait-Screen $terminal 'Enumerable\.Range\(1, 3\)\.Count\(\)\s*$'
        Send-Key $terminal Enter
        Wait-Screen $terminal 'Out\[\d+\]: 3\n'
    }

    It 'says what a name is' {
        Send-Text $terminal 'StringBuilder'
        Send-Key $terminal M-h
        Wait-Screen $terminal '(?m)^class System\.Text\.StringBuilder'
    }
}

Describe "Hints at the C# prompt$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $terminal = Start-Terminal -Before 'Enter-CSharpSession' -Height 24
        Wait-Screen $terminal 'In \[1\]:\s*$'
        $range = 'Range +IEnumerable<int> Enumerable\.Range\(int start, int count\)'
    }

    AfterEach {
        Send-Key $terminal C-c
        Wait-Screen $terminal '\^C\s+In \[\d+\]:\s*$'
    }

    AfterAll { Stop-Terminal $terminal }

    It 'say how the word may go on, and go with it' {
        Send-Text $terminal 'Enumerable.Ran'
        Wait-Screen $terminal "Enumerable\.Ran *\n$range"
        Send-Key $terminal Tab
        Wait-Screen $terminal 'Enumerable\.Range *\n'
        Send-Text $terminal ' '
        Wait-Screen $terminal 'Enumerable\.Range\s*$'
    }

    It 'say what is called, with the parameter that is typed in bold' {
        Send-Text $terminal 'Enumerable.Range(1, '
        Wait-Screen $terminal 'Enumerable\.Range\(1, *\nIEnumerable<int> Enumerable\.Range\(int start, int count\)'
        (Invoke-Tmux $terminal capture-pane -p -e -J) -join "`n" | Should -Match "$([char]27)\[1mint count$([char]27)\["
    }

    It 'take no key: what is typed while they come arrives in order' {
        $text = 'var order = "abcdefghijklmnopqrstuvwxyz".Select(c => (int)c).Where(i => i > 100).ToList()'
        foreach ($part in ($text -split '(?<=[.( ])')) { Send-Text $terminal $part }
        Wait-Screen $terminal ([regex]::Escape($text))
    }

    It 'are not shown while the history is searched' {
        Send-Line $terminal 'Math.Max(1, 2)'
        Wait-Screen $terminal 'Out\[\d+\]: 2\n'
        Send-Key $terminal C-r
        Send-Text $terminal 'Math.M'
        Wait-Screen $terminal 'bck-i-search: Math\.M_\s*$'
        Send-Key $terminal C-c
        Wait-Screen $terminal 'In \[\d+\]:\s*$'
    }

    It 'have room at the end of the screen, and leave nothing there' {
        Send-Line $terminal 'for (int i = 0; i < 30; i++) Console.WriteLine(i);'
        Wait-Screen $terminal '\n29\nIn \[\d+\]:\s*$'
        Send-Text $terminal 'Enumerable.Ran'
        Wait-Screen $terminal "In \[\d+\]: Enumerable\.Ran *\n$range"
        Send-Key $terminal C-u
        Wait-Screen $terminal '\n29\nIn \[\d+\]:\s*$'
    }

    It 'are none in texts and comments' {
        Send-Text $terminal '"Enumerable.Ran'
        Send-Key $terminal Home
        Wait-Until { (Invoke-Tmux $terminal display-message -p '#{cursor_x}') -le 9 }
        Get-Screen $terminal | Should -Match '"Enumerable\.Ran\s*$'
    }
}
