# $PSStyle and NO_COLOR: our views have no colours of their own, and those of PowerShell are the user's.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $escape = [char]27
    $stylesBefore = @{
        OutputRendering = $PSStyle.OutputRendering
        TableHeader     = $PSStyle.Formatting.TableHeader
        FormatAccent    = $PSStyle.Formatting.FormatAccent
        Error           = $PSStyle.Formatting.Error
        ErrorAccent     = $PSStyle.Formatting.ErrorAccent
    }
    function Reset-Style {
        $PSStyle.OutputRendering = $stylesBefore.OutputRendering
        foreach ($name in $stylesBefore.Keys -ne 'OutputRendering') { $PSStyle.Formatting.$name = $stylesBefore.$name }
    }

    $null = New-CSharpSession Styled
    cs 'int number = 42;' -Session Styled
    $failure = try { cs 'nowhere' } catch { $_ }
}

AfterAll {
    Remove-CSharpSession Styled
    Reset-CSharpSession
}

BeforeDiscovery {
    $views = @(
        @{ View = 'sessions'; Show = { Get-CSharpSession Styled }; Header = 'TableHeader'; Plain = 'Styled *Ready*EventLoop*' }
        @{ View = 'variables'; Show = { Get-CSharpVariable number -Session Styled }; Header = 'TableHeader'; Plain = 'number *int *42' }
        @{ View = 'runners'; Show = { Get-CSharpRunner Sync }; Header = 'TableHeader'; Plain = 'Sync *True *No loop*' }
        @{ View = 'a tested cell'; Show = { Test-CSharpCell 'nowhere' }; Header = 'FormatAccent'; Plain = 'IsValid     : False' }
        @{ View = 'a task'; Show = { cs 'new TaskCompletionSource<int>().Task' -NoAwait }; Header = 'TableHeader'; Plain = '*False *WaitingForActivation*' }
    )
}

Describe 'The view of <View>' -ForEach $views {
    AfterEach {
        Reset-Style
    }

    It 'has the colours of PowerShell under Ansi, also where the user has changed them' {
        $PSStyle.OutputRendering = 'Ansi'
        $PSStyle.Formatting.$Header = "$escape[96m"
        $text = & $Show | Out-String
        $text.Contains("$escape[96m") | Should -BeTrue
    }

    It 'has none under <_>' -ForEach 'PlainText', 'Host' {
        $PSStyle.OutputRendering = $_
        $text = & $Show | Out-String
        $text.Contains($escape) | Should -BeFalse
        $text -split '\r?\n' | ForEach-Object Trim | Where-Object { $_ -like $Plain } | Should -HaveCount 1
    }
}

Describe 'Views without a heading' {
    AfterEach {
        Reset-Style
    }

    It 'are the same under Ansi and PlainText: <View>' -ForEach @(
        @{ View = 'AutoAwait'; Show = { Get-AutoAwait } }
        @{ View = 'diagnostics'; Show = { (Test-CSharpCell 'nowhere').Diagnostics } }
        @{ View = 'measurements'; Show = { $measured ??= Measure-CSharpCell '1' -Count 1; $measured } }
    ) {
        $object = & $Show
        $PSStyle.OutputRendering = 'Ansi'
        $coloured = $object | Out-String
        $PSStyle.OutputRendering = 'PlainText'
        $coloured | Should -BeExactly ($object | Out-String)
        $coloured.Contains($escape) | Should -BeFalse
    }
}

Describe 'The error of a cell' {
    AfterEach {
        Reset-Style
    }

    It 'has the colours of errors, as the user has set them' {
        $PSStyle.OutputRendering = 'Ansi'
        $PSStyle.Formatting.Error = "$escape[95m"
        $PSStyle.Formatting.ErrorAccent = "$escape[94m"
        $text = $failure | Out-String
        $text.Contains("$escape[95mInvoke-CSharpCell: ") | Should -BeTrue
        $text.Contains("$escape[94mLine |") | Should -BeTrue
        $text.Contains("$escape[31;1m") | Should -BeFalse
    }

    It 'has none under PlainText' {
        $PSStyle.OutputRendering = 'PlainText'
        ($failure | Out-String).Contains($escape) | Should -BeFalse
    }
}

Describe 'Text of a cell that has colours' {
    AfterEach {
        Reset-Style
    }

    It 'keeps them under Ansi and in variables' {
        $PSStyle.OutputRendering = 'Ansi'
        cs '"\u001b[31mred\u001b[0m"' | Should -BeExactly "$escape[31mred$escape[0m"
        (cs '"\u001b[31mred\u001b[0m"' | Out-String).Trim() | Should -BeExactly "$escape[31mred$escape[0m"
        "$(cs 'Console.WriteLine("\u001b[31mred\u001b[0m");' 6>&1)" | Should -BeExactly "$escape[31mred$escape[0m"
    }

    It 'knows $PSStyle' {
        cs 'Shell.GetVariable<object>("PSStyle") is not null' | Should -BeTrue
        cs '(string)((dynamic)style).Foreground.Red' -Variable @{ style = $PSStyle } | Should -BeExactly $PSStyle.Foreground.Red
    }
}

# What pwsh reads when it starts.
Describe 'A shell with <Name>' -ForEach @(
    @{ Name = 'NO_COLOR'; Environment = @{ NO_COLOR = '1'; TERM = 'xterm-256color' }; Coloured = $false }
    @{ Name = 'colours'; Environment = @{ NO_COLOR = [NullString]::Value; TERM = 'xterm-256color' }; Coloured = $true }
) {
    It 'writes colours or does not, in values, errors, warnings, verbose text and console output' {
        $process = Start-ChildShell @"
            $(Get-ImportText)
            Get-CSharpSession Default
            Test-CSharpCell nowhere
            cs 'Shell.WriteWarning("a warning"); Shell.WriteVerbose("a word"); Shell.WriteError("an error"); Progress.Report("step", 5);' -Verbose
            cs 'Console.WriteLine("\u001b[31mred\u001b[0m");'
            cs 'nowhere'
"@ $Environment
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $text = $process.StandardOutput.ReadToEnd() + $errors.GetAwaiter().GetResult()
        $process.WaitForExit()
        foreach ($part in 'Ready', 'IsValid', 'a warning', 'a word', 'an error', 'red', 'CS0103') { $text | Should -BeLike "*$part*" }
        $text.Contains($escape) | Should -Be $Coloured
    }
}
