# C# that is completed at the shell's own prompt: where the completion is ours, at a terminal, and by the argument completer elsewhere.

BeforeDiscovery {
    . "$PSScriptRoot/Terminal.ps1"
    $problem = Get-TerminalProblem
    $why = $problem ? " (skipped: $problem)" : ''
}

Describe 'Completion of a cell by TabExpansion2' {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        Reset-CSharpSession
        Invoke-CSharpCell 'var listed = new List<int> { 1 };'
        $null = New-CSharpSession SpecTyped
        Invoke-CSharpCell 'var there = "text";' -Session SpecTyped

        # The completions at the bar.
        function Get-Typed([string]$Text) {
            $bar = $Text.LastIndexOf('|')
            TabExpansion2 -inputScript $Text.Remove($bar, 1) -cursorColumn $bar
        }
    }

    AfterAll {
        Remove-CSharpSession SpecTyped
        Reset-CSharpSession
    }

    It 'has members at the end of the text: <_>' -ForEach "cs 'listed.AddR|'", "cs 'listed.AddR|", "Invoke-CSharpCell -Code 'listed.AddR|'", "Test-CSharpCell 'listed.AddR|'", "Measure-CSharpCell 'listed.AddR|'" {
        $found = Get-Typed $_
        $found.CompletionMatches.CompletionText | Should -Be "'listed.AddRange'"
        $found.CompletionMatches.ListItemText | Should -Be 'AddRange'
        $found.CompletionMatches.ToolTip | Should -BeLike 'void List<int>.AddRange(IEnumerable<int> collection)*'
    }

    It 'keeps quotes' {
        (Get-Typed "cs '""it''s"".ToUpperI|'").CompletionMatches.CompletionText | Should -Be "'""it''s"".ToUpperInvariant'"
    }

    It 'is of the session that is named' {
        (Get-Typed "cs -Session SpecTyped 'there.ToUpperI|'").CompletionMatches.CompletionText | Should -Be "'there.ToUpperInvariant'"
        (Get-Typed "cs 'there.ToUpperI|'").CompletionMatches.CompletionText | Should -Not -Contain "'there.ToUpperInvariant'"
    }

    It 'knows Input by what comes in' {
        (Get-Typed "Get-Process | cs 'Input.Working|'").CompletionMatches.ListItemText | Should -Contain 'WorkingSet64'
        (Get-Typed "'a', 'b' | cs 'Input.ToUpperI|'").CompletionMatches.ListItemText | Should -Be 'ToUpperInvariant'
    }

    It 'knows Input by a variable that comes in' {
        $files = @(Get-ChildItem $PSScriptRoot -File)
        (Get-Typed "`$files | cs 'Input.DirectoryN|'").CompletionMatches.ListItemText | Should -Be 'DirectoryName'
    }

    It 'takes Input for nothing that a command gives in special cases only' {
        (Get-Typed "cs '1' | cs 'Input.ChildJ|'").CompletionMatches.ListItemText | Should -Not -Contain 'ChildJobs'
    }

    It 'knows what is passed: <_>' -ForEach '-Variable files, text', '-Variable @{ files = $files; text = "a" }' {
        $text = 'a'
        $files = @(Get-ChildItem $PSScriptRoot -File)
        (Get-Typed "cs $_ 'text.ToUpperI|'").CompletionMatches.ListItemText | Should -Be 'ToUpperInvariant'
        (Get-Typed "cs $_ 'files.Where(f => f.DirectoryN|'").CompletionMatches.ListItemText | Should -Be 'DirectoryName'
        (Get-Typed "cs $_ 'fil|'").CompletionMatches.ListItemText | Should -Contain 'files'
        (Get-Typed "cs 'files.Whe|'").CompletionMatches.ListItemText | Should -Not -Contain 'Where'
    }

    It 'runs nothing' {
        $null = Get-Typed "cs 'Console.WriteLine(listed.AddR|'"
        Invoke-CSharpCell 'listed.Count' | Should -Be 1
    }

    It 'does not wait for a cell that runs' {
        $job = Invoke-CSharpCell 'await Task.Delay(-1, CancellationToken);' -AsJob
        try { (Get-Typed "cs 'listed.AddR|'").CompletionMatches.ListItemText | Should -Be 'AddRange' }
        finally { $job | Stop-Job -PassThru | Remove-Job }
    }

    It 'leaves all else to PowerShell' {
        (Get-Typed 'Get-CSharpVari|').CompletionMatches.CompletionText | Should -Contain 'Get-CSharpVariable'
        (Get-Typed "cs -Session Spec|").CompletionMatches.CompletionText | Should -Be 'SpecTyped'
    }

    It 'has script files where a cell may be one: <_>' -ForEach 'cs ./spec-ru|', 'cs spec-ru|', 'Invoke-CSharpCell ./spec-ru|' {
        Push-Location "$TestDrive"
        try {
            'spec-run.csx', 'spec-run.cs', 'spec-run.txt' | ForEach-Object { Set-Content $_ '1' }
            (Get-Typed $_).CompletionMatches.ListItemText | Should -Be 'spec-run.cs', 'spec-run.csx'
            (Get-Typed 'Test-CSharpCell ./spec-ru|').CompletionMatches.Count | Should -Be 0
        }
        finally { Pop-Location }
    }

    It 'has no names of C# within a directive: <_>' -ForEach '#r "nuget: lis', '#load "lis', '#r "./', '#:package lis' {
        (Get-Typed "cs '$_|").CompletionMatches.CompletionText | Where-Object { $_ -match 'listed|Console' } | Should -BeNullOrEmpty
        (Get-Typed "cs '#r ""System.Xml.dll""; listed.AddR|").CompletionMatches.ListItemText | Should -Be 'AddRange'
    }

    It 'gives nothing where no C# may run' {
        $shell = New-TestShell
        try {
            $null = Invoke-TestShell $shell '$ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"'
            Invoke-TestShell $shell '(TabExpansion2 "cs ''Math.Ma''" 10).CompletionMatches.CompletionText' | Should -Not -Contain "'Math.Max'"
        }
        finally { $shell.Dispose() }
    }

    It 'loads its services when it is first asked, and not before' {
        $names = '[Runtime.Loader.AssemblyLoadContext]::All.Assemblies | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -match ''CodeAnalysis\..*(Features|Workspaces)'' } | Sort-Object -Unique'
        $child = Invoke-ChildShell "$(Get-ImportText); `$null = cs '1 + 1'; 'before:' + ($names); `$null = TabExpansion2 ""cs 'Math.Ma'"" 10; 'after:' + (($names) -join ' ')"
        $child.Output | Should -Match '(?m)^before:$'
        $child.Output | Should -Match '(?m)^after:.*Microsoft\.CodeAnalysis\.CSharp\.Features'
    }

    It 'does not take the function over in a script' {
        $child = Invoke-ChildShell "`$own = (Get-Command TabExpansion2).ScriptBlock; $(Get-ImportText); [object]::ReferenceEquals(`$own, (Get-Command TabExpansion2).ScriptBlock)"
        $child.Output | Should -Match 'True'
    }
}

Describe "Completion of a cell at a terminal$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $terminal = Start-Terminal -Before 'Set-PSReadLineKeyHandler Ctrl+g -Function MenuComplete; $null = cs ''var listed = new List<int>();'''
        $null = Wait-Prompt $terminal

        function Clear-Line {
            Send-Key $terminal C-c
            $null = Wait-Prompt $terminal
        }
    }

    AfterAll { Stop-Terminal $terminal }

    It 'replaces the word that the cursor is in, and nothing else' {
        Send-Text $terminal "cs 'Enumerable.Ra'"
        Send-Key $terminal Left, Tab
        Wait-Screen $terminal "> cs 'Enumerable\.Range'\s*`$"
        Clear-Line
    }

    It 'goes by the quotes that the text is in' {
        Send-Text $terminal "cs '""it''s"".ToUpperI"
        Send-Key $terminal Tab
        Wait-Screen $terminal "> cs '""it''s""\.ToUpperInvariant\s*`$"
        Clear-Line
    }

    It 'works in a here-string' {
        Send-Line $terminal "cs @'"
        Send-Text $terminal 'var x = listed.AddR'
        Send-Key $terminal Tab
        Wait-Screen $terminal '>> var x = listed\.AddRange\s*$'
        Clear-Line
    }

    It 'knows Input' {
        Send-Text $terminal "Get-Process | cs 'Input.WorkingSet6"
        Send-Key $terminal Tab
        Wait-Screen $terminal "'Input\.WorkingSet64\s*`$"
        Clear-Line
    }

    It 'shows the choice with signatures and documentation' {
        Send-Text $terminal "cs 'listed.Rem"
        Send-Key $terminal C-g
        Wait-Screen $terminal '(?s)listed\.Remove *\n.*RemoveAll.*bool List<int>\.Remove\(int item\)'
        Send-Key $terminal Down
        Wait-Screen $terminal "(?s)'listed\.RemoveA.*int List<int>\.RemoveAll\("
        Send-Key $terminal Enter
        Wait-Screen $terminal "'listed\.RemoveA[a-zA-Z]*\s*`$"
        Clear-Line
    }

    It 'leaves all else to what was there' {
        Send-Text $terminal 'Get-ChildIt'
        Send-Key $terminal Tab
        Wait-Screen $terminal '> Get-ChildItem\s*$'
        Clear-Line
        Invoke-Line $terminal '(TabExpansion2 "Get-ChildIt").CompletionMatches.CompletionText' | Should -Be 'Get-ChildItem'
    }

    It 'has the same parameters as PowerShell''s own' {
        Invoke-Line $terminal '(Get-Command TabExpansion2).ParameterSets.ForEach({ "$_" })' |
            Should -Be (([powershell]::Create().AddScript('(Get-Command TabExpansion2).ParameterSets.ForEach({ "$_" })').Invoke()) -join "`n")
    }

    It 'is put back with the module, unless somebody has put another one there since' {
        $own = (Invoke-Line $terminal 'Remove-Module AsyncCSharp; (Get-Command TabExpansion2).Definition.Contains(''complete.Invoke'')')
        $own | Should -Be 'False'
        Invoke-Line $terminal "$(Get-ImportText); (Get-Command TabExpansion2).Definition.Contains('complete.Invoke')" | Should -Be 'True'
        Invoke-Line $terminal 'function TabExpansion2 { ''mine'' }; Remove-Module AsyncCSharp; TabExpansion2' | Should -Be 'mine'
    }
}
