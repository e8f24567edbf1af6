# Text of somebody else's that is shown to a person steers no terminal; the objects keep it as it is.

BeforeDiscovery {
    # What steers a terminal, as C# writes it, and what is shown.
    $texts = @(
        @{ Kind = 'an escape sequence'; Code = 'a\u001b[2Jb'; Shown = "a$([char]0x241b)[2Jb" }
        @{ Kind = 'a title'; Code = 'a\u001b]0;x\u0007b'; Shown = "a$([char]0x241b)]0;x$([char]0x2407)b" }
        @{ Kind = 'a control sequence in eight bits'; Code = 'a\u009b2Jb'; Shown = "a$([char]0xfffd)2Jb" }
        @{ Kind = 'a string in eight bits'; Code = 'a\u0090x\u009cb'; Shown = "a$([char]0xfffd)x$([char]0xfffd)b" }
        @{ Kind = 'a backspace'; Code = 'a\bb'; Shown = "a$([char]0x2408)b" }
        @{ Kind = 'a carriage return'; Code = 'a\rb'; Shown = "a$([char]0x240d)b" }
        @{ Kind = 'a delete and a null'; Code = 'a\u007f\0b'; Shown = "a$([char]0x2421)$([char]0x2400)b" }
        @{ Kind = 'text that is turned around'; Code = 'a\u202ex\u2066y\u2069b'; Shown = "a$([char]0xfffd)x$([char]0xfffd)y$([char]0xfffd)b" }
        @{ Kind = 'tabs and line breaks'; Code = 'a\tb\nc\r\nd'; Shown = "a`tb`nc`r`nd" }
    )
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"

    # The texts of C# with the characters that they stand for.
    function Get-Raw([string]$Code) { [regex]::Unescape($Code) }

    # What PowerShell would put on the screen. Its own sequences are colors.
    function Get-Shown($Value) { ($Value | Out-String -Width 300) -replace '\e\[[0-9;]*m' }

    $clear = "`e[2J"
}

AfterAll {
    Get-CSharpSession | Where-Object Name -NE 'Default' | Remove-CSharpSession
    Get-Job | Remove-Job -Force
}

Describe 'Text in errors and warnings' {
    BeforeEach { Reset-CSharpSession }

    It 'is shown with pictures for what steers, and kept in the exception: <Kind>' -ForEach $texts {
        try { Invoke-CSharpCell "throw new Exception(`"$Code`");" } catch { $record = $_ }
        $record.Exception.Message | Should -BeExactly (Get-Raw $Code)
        $record.ErrorDetails.Message | Should -Match "^$([regex]::Escape("$Shown (Cell[1]:line 1)"))$"
        $record.FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        Get-Shown $record | Should -Not -Match '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]'
    }

    It 'is shown so for <Label>' -ForEach @(
        @{ Label = 'Shell.WriteError'; Code = 'Shell.WriteError("x\u001b[2J");' }
        @{ Label = 'an object of a pipeline'; Code = 'throw new Exception("x\u001b[2J");'; Piped = $true }
        @{ Label = 'a runner'; Code = 'await Task.Yield();'; Runner = { throw [InvalidOperationException]::new("x`e[2J") } }
        @{ Label = 'a name that does not compile'; Code = "x`e[2J();" }
        @{ Label = 'a line that does not compile'; Code = "var s = `"`e[2J`"; wrong;" }
        @{ Label = 'a session that is not there'; Code = '1'; Session = "x`e[2J" }
        @{ Label = 'a runner that is not there'; Code = 'await Task.Yield();'; Runner = "x`e[2J" }
    ) {
        $more = @{}
        if ($Session) { $more.Session = $Session }
        if ($Runner) { $more.Runner = $Runner }
        $global:Error.Clear()
        try {
            if ($Piped) { 1 | Invoke-CSharpCell $Code -ErrorAction SilentlyContinue -ErrorVariable records }
            else { Invoke-CSharpCell $Code @more -ErrorAction SilentlyContinue -ErrorVariable records }
            $record = $records[0]
        }
        catch {
            $record = $_
        }

        $record.ErrorDetails.Message.Contains($clear) | Should -BeFalse
        foreach ($view in 'ConciseView', 'NormalView', 'CategoryView') {
            $ErrorView = $view
            # The line of the script that PowerShell shows is the spec's own.
            (Get-Shown $record) | Should -Not -Match '\e'
        }
    }

    It 'is kept in the exception and its diagnostics that tell of a compilation' {
        try { Invoke-CSharpCell "x`e[2J();" } catch { $record = $_ }
        $record.Exception.Message.Contains($clear) | Should -BeTrue
        $record.Exception.Diagnostics[0].SourceLine | Should -BeExactly "x`e[2J();"
        Get-Shown $record.Exception.Diagnostics | Should -Not -Match '\e'
        Get-Shown (Test-CSharpCell "x`e[2J();") | Should -Not -Match '\e'
    }

    It 'has its place underlined where it is' {
        try { Invoke-CSharpCell "var s = `"`e[2J`"; wrong;" } catch { $record = $_ }
        $lines = (Get-Shown $record) -split '\r?\n'
        $line = $lines | Where-Object { $_ -match 'wrong;' } | Select-Object -First 1
        $lines[$lines.IndexOf($line) + 1].IndexOf('~') | Should -Be $line.IndexOf('wrong')
    }

    It 'is shown so in the warning of a task that failed' {
        $null = Invoke-CSharpCell '_ = Task.Run(() => throw new Exception("x\u001b[2J")); Thread.Sleep(100);'
        $null = Invoke-CSharpCell '1' -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match "x$([char]0x241b)\[2J"
        "$warnings" | Should -Not -Match '\e'
    }

    It 'is shown so in a warning of the compiler' {
        $null = Invoke-CSharpCell "#warning x`e[2J`n1" -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match 'CS1030'
        "$warnings" | Should -Not -Match '\e'
    }

    It 'is the cell''s own affair in what it writes itself' {
        $null = Invoke-CSharpCell 'Shell.WriteWarning("x\u001b[2J"); Shell.WriteVerbose("y\u001b[2J");' -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeExactly "x$clear"
        "$(Invoke-CSharpCell 'Console.WriteLine("x\u001b[2J");' 6>&1)" | Should -BeExactly "x$clear"
        Invoke-CSharpCell '"x\u001b[2J"' | Should -BeExactly "x$clear"
    }
}

Describe 'Names and values in tables' {
    It 'are shown with pictures for what steers: a session' {
        $session = New-CSharpSession "s`e[2J"
        $session.Name | Should -BeExactly "s$clear"
        Get-Shown (Get-CSharpSession) | Should -Not -Match '\e'
        Get-Shown (Get-AutoAwait -Session $session) | Should -Not -Match '\e'
    }

    It 'are shown with pictures for what steers: a variable' {
        Reset-CSharpSession
        $null = Invoke-CSharpCell 'var v = "x\u001b[2J\u009by"; class C { public override string ToString() => "y\u001b[2J"; } var c = new C();'
        (Get-CSharpVariable v).Value | Should -BeExactly "x$clear$([char]0x9b)y"
        $shown = Get-Shown (Get-CSharpVariable)
        $shown | Should -Not -Match '[\x1b\x9b]'
        $shown | Should -Match 'x\\u001b\[2J'
        $shown | Should -Match "y$([char]0x241b)\[2J"
    }

    It 'are shown with pictures for what steers: a runner' {
        Register-CSharpRunner "r`e[2J" { param($Cell) $Cell.RunToCompletion() }
        try {
            Get-Shown (Get-CSharpRunner) | Should -Not -Match '\e'
            Get-Shown (Set-AutoAwait "r`e[2J" -PassThru) | Should -Not -Match '\e'
            $verbose = Invoke-CSharpCell 'await Task.Yield();' -Verbose 4>&1
            "$verbose" | Should -Not -Match '\e'
            $completions = [Management.Automation.CommandCompletion]::CompleteInput('Set-AutoAwait r', 15, $null).CompletionMatches
            "$($completions.ListItemText)" | Should -Match "r$([char]0x241b)"
            "$($completions.ListItemText)$($completions.ToolTip)" | Should -Not -Match '\e'
        }
        finally {
            Set-AutoAwait EventLoop
            Unregister-CSharpRunner "r`e[2J"
        }
    }

    It 'are shown with pictures for what steers: a job' {
        $job = Invoke-CSharpCell "`"x`e[2J`"" -AsJob -JobName "j`e[2J"
        $null = Wait-Job $job
        $job.Name | Should -BeExactly "j$clear"
        Receive-Job $job | Should -BeExactly "x$clear"
        Get-Shown $job | Should -Not -Match '\e'
        Get-Shown $job | Should -Match 'CSharpCell'
    }
}
