# The beginning of a C# prompt at a real terminal, and its end.

BeforeDiscovery {
    . "$PSScriptRoot/Terminal.ps1"
    $problem = Get-TerminalProblem
    $why = $problem ? " (skipped: $problem)" : ''
}

Describe "The beginning of a C# prompt$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
    }

    BeforeEach {
        $dataHome = $env:XDG_DATA_HOME
        $env:XDG_DATA_HOME = "$TestDrive/$([guid]::NewGuid())"
    }

    AfterEach {
        Stop-Terminal $terminal
        $env:XDG_DATA_HOME = $dataHome
    }

    It 'has all keys in their order that are typed while its services are loaded' {
        $terminal = Start-Terminal -Before 'Enter-CSharpSession'
        Wait-Screen $terminal 'In \[1\]:\s*$'
        $text = 'var order = string.Concat("abcdefghijklmnopqrstuvwxyz".Select(c => (char)(c - 32)).Reverse()); order.Length'
        foreach ($key in $text.ToCharArray()) { Send-Text $terminal "$key" }
        Wait-Screen $terminal ": $([regex]::Escape($text)) *(\n|\s*`$)"
        Send-Key $terminal Enter
        Wait-Screen $terminal 'Out\[1\]: 26\s+In \[2\]:\s*$'
    }

    It 'has keys that were typed before it was there' {
        $terminal = Start-Terminal -Before '$null = cs ''1''; Reset-CSharpSession'
        $null = Wait-Prompt $terminal
        Send-Line $terminal 'Enter-CSharpSession'
        Send-Line $terminal 'var early = 20;'
        Send-Line $terminal 'early + 3'
        Wait-Screen $terminal 'Out\[2\]: 23\s+In \[3\]:\s*$'
    }

    It 'is left while its services are still loaded, and the shell has its line' {
        $terminal = Start-Terminal -Before 'Enter-CSharpSession'
        Wait-Screen $terminal 'In \[1\]:\s*$'
        Send-Text $terminal 'Enumerable.Ra'
        Wait-Screen $terminal ': Enumerable\.Ra'
        Send-Key $terminal C-c
        Wait-Screen $terminal '\^C\s+In \[1\]:\s*$'
        Send-Key $terminal C-d
        $null = Wait-Prompt $terminal
        Invoke-Line $terminal '6 * 7' | Should -Be '42'
    }

    It 'is an error in a shell that asks nobody' {
        $terminal = Start-Terminal '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', "$(Get-ImportText); try { Enter-CSharpSession } catch { `$_.FullyQualifiedErrorId }"
        Wait-Screen $terminal 'PromptNotSupported,AsyncCSharp'
        Wait-TerminalExit $terminal | Should -BeTrue
    }

    It 'leaves the history and the keys of the shell alone when the process is killed' {
        $options = 'Set-PSReadLineOption -HistorySaveStyle SaveIncrementally; $path = (Get-PSReadLineOption).HistorySavePath'
        $terminal = Start-Terminal -Before $options
        $null = Wait-Prompt $terminal
        Invoke-Line $terminal '''kept by the shell'', $PID -join " "' | Should -Match '^kept by the shell (\d+)'
        $process = [int]([regex]::Match((Get-Screen $terminal), '\nkept by the shell (\d+)').Groups[1].Value)
        Send-Line $terminal 'Enter-CSharpSession'
        Wait-Screen $terminal 'In \[1\]:\s*$'
        Send-Line $terminal 'int killed = 1;'
        Wait-Screen $terminal 'In \[2\]:\s*$'
        Send-Text $terminal 'half a ce'
        Wait-Screen $terminal 'half a ce'
        Stop-Process -Id $process -Force
        Wait-TerminalExit $terminal | Should -BeTrue
        Stop-Terminal $terminal

        $terminal = Start-Terminal -Before $options
        $null = Wait-Prompt $terminal
        Send-Key $terminal Up
        Wait-Screen $terminal '> Enter-CSharpSession\s*$'
        Send-Key $terminal Up
        Wait-Screen $terminal '> ''kept by the shell'', \$PID -join " "\s*$'
        Send-Key $terminal C-c
        $null = Wait-Prompt $terminal
        Invoke-Line $terminal '[IO.File]::ReadAllText($path).Contains("int ki" + "lled")' | Should -Be 'False'
        Invoke-Line $terminal '(Get-PSReadLineKeyHandler).Where({ $_.Key -in ''F23'', ''F24'' }).Count' | Should -Be '0'
        Send-Line $terminal 'Enter-CSharpSession'
        Wait-Screen $terminal 'In \[1\]:\s*$'
        Send-Key $terminal Up
        Wait-Screen $terminal 'In \[1\]: int killed = 1;\s*$'
    }
}
