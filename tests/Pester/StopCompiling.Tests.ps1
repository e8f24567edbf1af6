BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/StopCells.ps1"

    # Overload resolution binds each lambda for each overload, and so twice as long for each level: some hours.
    $endless = 'int F(Func<int> f) => 1; long F(Func<long> f) => 1; ' + ('F(() => ' * 30) + '1' + (')' * 30)

    # Starts a script that compiles it, and gives it when the compiler has it.
    function Start-Compiling([runspace]$Runspace, [string]$Script) {
        $shell = [powershell]::Create()
        $shell.Runspace = $Runspace
        $null = $shell.AddScript($Script).AddArgument($endless)
        $running = $shell.BeginInvoke()
        Start-Sleep -Milliseconds 500
        @{ Shell = $shell; Running = $running }
    }
}

Describe 'A cell that takes for ever to compile' {
    BeforeEach {
        $runspace = Open-Runspace
    }

    AfterEach {
        $runspace.Dispose()
    }

    It 'is stopped in <Script>, and the session goes on' -ForEach @(
        @{ Script = 'param($code) Invoke-CSharpCell $code' }
        @{ Script = 'param($code) 1, 2 | Invoke-CSharpCell $code' }
        @{ Script = 'param($code) Test-CSharpCell $code' }
        @{ Script = 'param($code) Measure-CSharpCell $code' }
    ) {
        $cell = Start-Compiling $runspace $Script
        $cell.Running.IsCompleted | Should -BeFalse
        $time = Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
        [Console]::WriteLine("stopped after $time ms")
        $time | Should -BeIn (0..1999)
        Invoke-In $runspace 'Invoke-CSharpCell "keep"' | Should -Be 42
        Invoke-In $runspace 'Invoke-CSharpCell "record R(int A); var r = new R(keep); r.A"' | Should -Be 42
    }

    It 'times out, with the warning that it still runs where it is compiled in the shell' {
        $script = 'param($code) $env:ASYNCCSHARP_COMPILER = "inprocess"; $null = Invoke-CSharpCell "keep + 0"; $watch = [Diagnostics.Stopwatch]::StartNew(); try { Invoke-CSharpCell $code -TimeoutSeconds 0.5 -WarningVariable seen 3>$null } catch { $_.FullyQualifiedErrorId }; $watch.ElapsedMilliseconds; $seen.FullyQualifiedWarningId'
        try {
            $id, $time, $warning = Invoke-In $runspace $script $endless
        }
        finally {
            $env:ASYNCCSHARP_COMPILER = $null
        }

        $id | Should -Be 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $time | Should -BeIn (500..2499)
        $warning | Should -Be 'CellAbandoned'
        Invoke-In $runspace 'Invoke-CSharpCell "keep"' | Should -Be 42
    }

    It 'is stopped as a job' {
        $script = 'param($code) $job = Invoke-CSharpCell $code -AsJob; [Threading.Thread]::Sleep(500); $watch = [Diagnostics.Stopwatch]::StartNew(); $job.StopJob(); $watch.ElapsedMilliseconds; "$($job.State)"; Invoke-CSharpCell keep'
        $time, $state, $keep = Invoke-In $runspace $script $endless
        $time | Should -BeIn (0..1999)
        $state | Should -Be 'Stopped'
        $keep | Should -Be 42
    }

    It 'holds up no other runspace for longer than it is waited for' {
        $other = Open-Runspace
        try {
            $cell = Start-Compiling $runspace 'param($code) Invoke-CSharpCell $code'
            $null = Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            foreach ($n in 1..20) {
                Invoke-In $other "Invoke-CSharpCell 'new List<int> { $n, 2 }.Select(x => x + keep).Sum()'" | Should -Be ($n + 86)
                Invoke-In $runspace "Invoke-CSharpCell 'new[] { $n, 3 }.Where(x => x > 0).Sum() + keep'" | Should -Be ($n + 45)
            }
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 30
        }
        finally {
            $other.Dispose()
        }
    }
}
