BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # Runs a script in a new process in one of the ways that pwsh takes one.
    function Invoke-Shell([string]$Way, [string]$Script) {
        $start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
        if ([IO.Path]::GetFileNameWithoutExtension($start.FileName) -eq 'dotnet') { $start.ArgumentList.Add([Environment]::GetCommandLineArgs()[0]) }
        $script = "$(Get-ImportText)`n$Script`n"
        $arguments = switch ($Way) {
            '-File' { [IO.File]::WriteAllText("$TestDrive/script.ps1", $script); '-File', "$TestDrive/script.ps1" }
            '-Command' { '-Command', $script }
            '-EncodedCommand' { '-OutputFormat', 'Text', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script)) }
            'standard input' { '-Command', '-' }
        }
        foreach ($argument in @('-NoProfile') + $arguments) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $true
        $start.RedirectStandardError = $true
        $start.RedirectStandardInput = $true
        Wait-ChildShell ([Diagnostics.Process]::Start($start)) 60 $(if ($Way -eq 'standard input') { $script } else { '' })
    }
}

Describe 'The exit code of pwsh <Way>' -ForEach @(
    # As PowerShell has it for errors of its own: a script goes on after an error that ends a statement, and -Command tells
    # whether its last statement worked.
    @{ Way = '-File'; Rows = @(
            @{ Code = 0; After = 'a cell that fails, and the script goes on'; Script = 'cs ''throw new FormatException("bad");''; "after"'; Output = 'after'; Errors = 'bad (Cell*:line 1)' }
            @{ Code = 1; After = 'a cell that does not compile, under Stop'; Script = '$ErrorActionPreference = "Stop"; cs "nowhere"; "after"'; Output = ''; Errors = 'error CS0103' }
            @{ Code = 1; After = 'an error that a cell writes, under Stop'; Script = '$ErrorActionPreference = "Stop"; cs ''await Task.Delay(1); Shell.WriteError("soft");''; "after"'; Output = ''; Errors = 'soft' }
            @{ Code = 7; After = 'exit'; Script = 'cs "await Task.Delay(1); 42"; exit 7'; Output = '42'; Errors = '' }
        )
    }
    @{ Way = '-Command'; Rows = @(
            @{ Code = 1; After = 'a cell whose time is up'; Script = 'cs ";"; cs "while (true);" -TimeoutSeconds 0.2'; Output = ''; Errors = 'did not end within 0.2 s' }
            @{ Code = 1; After = 'an error that a cell writes'; Script = 'cs ''Shell.WriteError("soft"); 42'''; Output = '42'; Errors = 'soft' }
            @{ Code = 0; After = 'a cell that fails before one that works'; Script = 'cs "nowhere"; cs "await Task.Delay(1); 42"'; Output = '42'; Errors = 'error CS0103' }
            @{ Code = 0; After = 'a failure that is caught'; Script = 'try { cs "nowhere" } catch { "caught" }'; Output = 'caught'; Errors = '' }
            @{ Code = 7; After = 'exit after a cell that fails'; Script = 'cs "nowhere"; exit 7'; Output = ''; Errors = 'error CS0103' }
            @{ Code = 4; After = 'a cell that ends the process'; Script = 'cs "Environment.Exit(4);"; "after"'; Output = ''; Errors = '' }
        )
    }
    @{ Way = '-EncodedCommand'; Rows = @(
            @{ Code = 0; After = 'a cell that works'; Script = 'cs "await Task.Delay(1); 42"'; Output = '42'; Errors = '' }
            @{ Code = 1; After = 'a cell that does not compile'; Script = 'cs "nowhere"'; Output = ''; Errors = 'error CS0103' }
        )
    }
    @{ Way = 'standard input'; Rows = @(
            @{ Code = 1; After = 'a cell that fails at the end'; Script = 'cs "int x = 41;"; cs "x + 1"; cs ''throw new FormatException("bad");'''; Output = '42'; Errors = 'bad (Cell*:line 1)' }
            @{ Code = 7; After = 'exit'; Script = 'cs "nowhere"; cs "42"; exit 7'; Output = '42'; Errors = 'error CS0103' }
        )
    }
) {
    It 'is <Code> after <After>' -ForEach $Rows {
        $child = Invoke-Shell $Way $Script
        $child.TimedOut | Should -BeFalse
        $child.ExitCode | Should -Be $Code -Because "$($child.Output) $($child.Errors)"
        $child.Output.Trim() | Should -Be $Output
        if ($Errors) { $child.Errors | Should -BeLike "*$Errors*" } else { $child.Errors | Should -BeNullOrEmpty }
    }
}

Describe '$?' {
    It 'is <Worked> after <After>' -ForEach @(
        @{ Worked = $true; After = 'a cell that works'; Script = { $null = cs 'await Task.Delay(1); 42' } }
        @{ Worked = $true; After = 'a cell that gives false'; Script = { $null = cs 'false' } }
        @{ Worked = $true; After = 'a cell that warns'; Script = { cs 'Shell.WriteWarning("w");' -WarningAction SilentlyContinue } }
        @{ Worked = $false; After = 'a cell that writes an error'; Script = { cs 'Shell.WriteError("soft");' -ErrorAction SilentlyContinue } }
        @{ Worked = $false; After = 'a cell that fails for one of its objects'; Script = { $null = 1..3 | cs 'if (Input == 2) throw new FormatException("two"); return Input;' -ErrorAction SilentlyContinue } }
        @{ Worked = $false; After = 'a fan-out that fails for one of its objects'; Script = { $null = 1..3 | cs 'await Task.Yield(); if (Input == 2) throw new FormatException("two"); return Input;' -ThrottleLimit 2 -ErrorAction SilentlyContinue } }
        @{ Worked = $false; After = 'Receive-Task of tasks one of which failed'; Script = { $null = [Threading.Tasks.Task]::FromException([FormatException]::new('bad')), [Threading.Tasks.Task]::FromResult(3) | await -ErrorAction SilentlyContinue } }
        @{ Worked = $false; After = 'a session that is not there'; Script = { Get-CSharpSession nowhere -ErrorAction SilentlyContinue } }
        @{ Worked = $true; After = 'Select-Object -First'; Script = { $null = 1..9 | cs 'Input' | Select-Object -First 2 } }
    ) {
        # Dot-sourced, as a block that is called has a $? of its own.
        . $Script
        $worked = $?
        $worked | Should -Be $Worked
    }

    It 'is false after a cell that ends its statement, and the script goes on' {
        $shell = [powershell]::Create()
        $shell.AddScript("$(Get-ImportText); cs 'nowhere'; `$?; cs '1'; `$?; cs 'await Task.Delay(-1);' -TimeoutSeconds 0.1; `$?").Invoke() | Should -Be $false, 1, $true, $false
        $shell.Streams.Error.FullyQualifiedErrorId | Should -BeLike '*,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $shell.Dispose()
    }
}

Describe '$LASTEXITCODE' {
    It 'is not a cell''s to change' {
        $global:LASTEXITCODE = 3
        $null = cs 'await Task.Delay(1); 42'
        $LASTEXITCODE | Should -Be 3
        { cs 'nowhere' } | Should -Throw
        $LASTEXITCODE | Should -Be 3
        $global:LASTEXITCODE = 0
    }

    It 'is what a program gave that a cell had PowerShell start' {
        $program = $IsWindows ? 'cmd /c exit 5' : 'sh -c "exit 5"'
        cs 'Shell.Invoke((string)Args[0]); Shell.GetVariable<int>("LASTEXITCODE")' -ArgumentList $program | Should -Be 5
        $LASTEXITCODE | Should -Be 5
        $global:LASTEXITCODE = 0
    }

    It 'is that of a script that exits after a cell' {
        Set-Content "$TestDrive/exits.ps1" 'cs "1"; exit 6'
        & "$TestDrive/exits.ps1" | Should -Be 1
        $LASTEXITCODE | Should -Be 6
        $global:LASTEXITCODE = 0
    }

    It 'is that of a script whose cell calls PowerShell code that exits: <Way>' -ForEach @(
        @{ Way = 'Shell.Invoke'; Code = 'Shell.Invoke("exit 6");' }
        @{ Way = 'within a block'; Code = 'Shell.Invoke("& { if ($true) { exit 6 } }");' }
        @{ Way = 'a handler in C#'; Code = 'try { Shell.Invoke("exit 6"); } catch (Exception) { }' }
        @{ Way = 'after an await'; Code = 'await Task.Yield(); Shell.Invoke("exit 6");' }
        @{ Way = 'another thread'; Code = 'await Task.Run(() => Shell.Invoke("exit 6"));' }
        @{ Way = 'a delegate'; Code = 'f();' }
        @{ Way = 'a delegate on another thread'; Code = 'await Task.Run(() => f());' }
        @{ Way = 'a cell within'; Code = 'Shell.Invoke("cs ''Shell.Invoke(\"exit 6\");''");' }
        @{ Way = 'a fan-out'; Code = 'Shell.Invoke("exit 6");'; Call = '1..3 | cs $code -ThrottleLimit 2' }
        @{ Way = 'delegates of a fan-out'; Code = 'f();'; Call = '1..3 | cs $code -Variable @{ f = $f } -ThrottleLimit 2' }
    ) {
        $call = if ($Call) { $Call } else { 'cs $code -Variable @{ f = $f }' }
        Set-Content "$TestDrive/leaves.ps1" "param(`$code) `$f = [Func[object]] { exit 6 }; try { $call } finally { 'finally' }; 'after'"
        & "$TestDrive/leaves.ps1" ($Code + ' Shell.WriteObject("on");') | Should -Be 'finally'
        $LASTEXITCODE | Should -Be 6
        cs '1 + 1' | Should -Be 2
        $global:LASTEXITCODE = 0
    }

    It 'is not that of jobs, which PowerShell code ends that exits: <Code>' -ForEach @(@{ Code = 'Shell.Invoke("exit 6");' }, @{ Code = 'f();' }) {
        $job = cs ($Code + ' Shell.WriteObject("on");') -Variable @{ f = [Func[object]] { exit 6 } } -AsJob | Wait-Job
        $job.State | Should -Be 'Completed'
        $job | Receive-Job | Should -BeNullOrEmpty
        Remove-Job $job
        $LASTEXITCODE | Should -Be 0
    }

    It 'says nothing where PowerShell code leaves a loop, or ends a script of its own' {
        Set-Content "$TestDrive/own.ps1" 'exit 6'
        cs 'Shell.Invoke("break"); Shell.Invoke("continue"); Shell.Invoke("return"); Shell.Invoke("& $args[0]", Args[0]); 5' -ArgumentList "$TestDrive/own.ps1" | Should -Be 5
        $LASTEXITCODE | Should -Be 6
        $global:LASTEXITCODE = 0
    }
}
