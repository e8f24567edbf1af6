BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Get-Completion([string]$Text) {
        [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches
    }
}

Describe 'Completion' {
    BeforeAll {
        Reset-CSharpSession
        $null = New-CSharpSession SpecAlpha
        $null = New-CSharpSession 'Spec Beta'
        Invoke-CSharpCell 'int firstNumber = 1; var names = new List<string>();'
        Invoke-CSharpCell 'int inAlpha = 1;' -Session SpecAlpha
    }

    AfterAll {
        Remove-CSharpSession SpecAlpha
        Remove-CSharpSession 'Spec Beta'
        Reset-CSharpSession
    }

    It 'of -Session of <_>' -ForEach @(
        'Invoke-CSharpCell 1', 'Set-AutoAwait On', 'Get-AutoAwait', 'Get-CSharpVariable', 'Set-CSharpVariable x 1', 'Test-CSharpCell 1', 'Add-CSharpReference'
    ) {
        (Get-Completion "$_ -Session ").CompletionText | Should -Be 'Default', "'Spec Beta'", 'SpecAlpha'
    }

    It 'of the session that <_> takes first' -ForEach @('Get-CSharpSession', 'Enter-CSharpSession', 'Reset-CSharpSession', 'Remove-CSharpSession') {
        (Get-Completion "$_ ").CompletionText | Should -Be 'Default', "'Spec Beta'", 'SpecAlpha'
    }

    It 'of a session''s beginning, in any case' {
        (Get-Completion 'Invoke-CSharpCell 1 -Session speca').CompletionText | Should -Be 'SpecAlpha'
    }

    It 'of a quoted session' {
        (Get-Completion "Invoke-CSharpCell 1 -Session 'Spec B").CompletionText | Should -Be "'Spec Beta'"
    }

    It 'of a runner: <_>' -ForEach @('Set-AutoAwait ', 'Set-AutoAwait -Runner ', 'New-CSharpSession -Runner ') {
        $names = (Get-Completion $_).CompletionText
        $names | Should -Contain 'EventLoop'
        $names | Should -Contain 'ThreadPool'
    }

    It 'of On and Off' {
        (Get-Completion 'Set-AutoAwait O').CompletionText | Should -Be 'On', 'Off'
    }

    It 'of a runner says what it does' {
        $match = @(Get-Completion 'Set-AutoAwait Thread')
        $match | Should -HaveCount 1
        $match[0].ToolTip.Length | Should -BeGreaterThan 20
    }

    It 'of a variable of <_>' -ForEach @('Get-CSharpVariable', 'Set-CSharpVariable') {
        (Get-Completion "$_ ").CompletionText | Should -Contain 'firstNumber'
        (Get-Completion "$_ fir").CompletionText | Should -Be 'firstNumber'
    }

    It 'of a variable of another session' {
        (Get-Completion 'Get-CSharpVariable -Session SpecAlpha -Name ').CompletionText | Should -Be 'inAlpha'
    }

    It 'of a variable shows its type' {
        @(Get-Completion 'Get-CSharpVariable nam')[0].ToolTip | Should -BeExactly 'List<string> names'
    }

    It 'of a variable of a session that is not there is no error' {
        $before = $global:Error.Count
        (Get-Completion 'Get-CSharpVariable -Session nowhere -Name inA').CompletionText | Should -Not -Contain 'inAlpha'
        $global:Error.Count | Should -Be $before
    }

    It 'of a session does not make one' {
        $null = Get-Completion 'Invoke-CSharpCell 1 -Session nowh'
        (Get-CSharpSession).Name | Should -Not -Contain 'nowhere'
    }

    It 'completes variables of PowerShell after -Variable' {
        $shell = New-TestShell
        try {
            $texts = $shell.AddScript('$sample = 4; ${not a name} = 5; (TabExpansion2 ''Invoke-CSharpCell 1 -Variable sam'').CompletionMatches.CompletionText; (TabExpansion2 ''Measure-CSharpCell 1 -Variable '').CompletionMatches.CompletionText').Invoke()
            $texts[0] | Should -Be 'sample'
            $texts | Should -Contain 'HOME'
            $texts | Should -Not -Contain 'not a name'
        } finally {
            $shell.Runspace.Dispose()
        }
    }
}
