BeforeDiscovery {
    $kinds = . "$PSScriptRoot/StopKinds.ps1"
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/StopCells.ps1"
}

Describe 'Causes of a stop' {
    BeforeDiscovery {
        # The kinds of code that a stop meets differently: an await, a loop or a wait is ended in ways of its own.
        $names = @(
            'an await without the token', 'an await with the token', 'an endless recursion of awaits', 'an empty loop'
            'a loop that catches everything', 'Thread.Sleep', 'Thread.Sleep and a catch-all', 'Wait', 'a lock held by another'
            'PowerShell code', 'a task that loops', 'a task that sleeps', 'async void'
            'async void that throws', 'a finally that sleeps', 'an async iterator whose disposal hangs', 'an enumerator whose Dispose hangs, as value'
            'LINQ without lambdas, as value', 'asynchronous LINQ without lambdas, as value'
        )
        $under = foreach ($name in $names) {
            foreach ($row in $kinds) { if ($row.Kind -eq $name) { @{ Kind = $name; Work = $row.Code } } }
        }

        # What no stop ends is waited for by none. It goes on for as long as the regular expression of StopKinds.ps1, and keeps no processor busy.
        $under += @{
            Kind = 'a task in native code'
            Work = 'static class Native { [System.Runtime.InteropServices.DllImport("libc")] static extern int usleep(uint time); [System.Runtime.InteropServices.DllImport("kernel32")] static extern void Sleep(uint time);' +
                ' public static void Wait() { if (OperatingSystem.IsWindows()) Sleep(2500); else _ = usleep(2_500_000); } } await Task.Run(Native.Wait);'
        }

        # What each cause is: a script around the cell that starts the watch when the cause is there, and what it gives.
        $write = 'try { Shell.WriteObject(7); } catch { }'
        $asJob = '$started = Get-CSharpVariable started -ValueOnly; $job = Invoke-CSharpCell $code -AsJob; $null = $started.Wait(20000); [Threading.Thread]::Sleep(100); $watch.Start();'
        $causes = @(
            @{ Cause = 'an early end downstream'; First = $write; Gives = 7
                Script = 'do { Invoke-CSharpCell $code | ForEach-Object { $watch.Start(); $_; break } } while ($false)' }
            @{ Cause = 'an error downstream'; First = $write; Gives = 'caught enough'
                Script = 'try { Invoke-CSharpCell $code | ForEach-Object { $watch.Start(); throw "enough" } } catch { "caught $_" }' }
            @{ Cause = 'its own error with -ErrorAction Stop'; First = '((System.Diagnostics.Stopwatch)Args[0]).Start(); try { Shell.WriteError("enough"); } catch { }'; Gives = 'caught enough'
                Script = 'try { Invoke-CSharpCell $code -ArgumentList $watch -ErrorAction Stop } catch { "caught $_" }' }
            @{ Cause = '-TimeoutSeconds'; Limit = 500; Gives = 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
                Script = '$watch.Start(); try { Invoke-CSharpCell $code -TimeoutSeconds 0.5 } catch { $_.FullyQualifiedErrorId }' }
            @{ Cause = 'the time limit of the session'; Limit = 500; Gives = 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
                Script = '$null = New-CSharpSession Limited -TimeoutSeconds 0.5; $code = $code.Replace("started.Set();", ""); $watch.Start(); try { Invoke-CSharpCell $code -Session Limited } catch { $_.FullyQualifiedErrorId }' }
            @{ Cause = 'Stop-Job'; Gives = 'Stopped'; Script = "$asJob Stop-Job `$job; `$job.State" }
            @{ Cause = 'Reset-CSharpSession'; Forgets = $true; Gives = $true
                Script = "$asJob Reset-CSharpSession -Confirm:`$false; `$null = Wait-Job `$job -Timeout 20; `$job.State -in 'Stopped', 'Failed'" }
            @{ Cause = 'Remove-CSharpSession'; Forgets = $true; Gives = $true
                Script = "$asJob Remove-CSharpSession Default -Confirm:`$false; `$null = Wait-Job `$job -Timeout 20; `$job.State -in 'Stopped', 'Failed'" }
            @{ Cause = 'Remove-Module'; Forgets = $true; Gives = $true
                Script = "$asJob Remove-Module AsyncCSharp; `$null = Wait-Job `$job -Timeout 20; `$job.State -in 'Stopped', 'Failed'" }
        )
        $table = foreach ($cause in $causes) {
            foreach ($kind in $under) {
                $row = @{ Limit = 0; First = ''; Forgets = $false }
                foreach ($part in $cause, $kind) {
                    foreach ($key in $part.Keys) { $row[$key] = $part[$key] }
                }
                $row
            }
        }
    }

    BeforeEach {
        $runspace = Open-Runspace
    }

    AfterEach {
        $runspace.Dispose()
    }

    It '<Cause> ends <Kind>' -ForEach $table {
        $watch = [Diagnostics.Stopwatch]::new()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript("param(`$code, `$watch) $Script").AddArgument("$First started.Set(); $Work").AddArgument($watch)
        $result = $shell.Invoke()
        # The clock of timers is coarser than the stopwatch: a limit may seem to come some milliseconds early.
        $time = $watch.ElapsedMilliseconds - $Limit
        [Console]::WriteLine("stopped after $time ms")
        @($result)[-1] | Should -Be $Gives
        $time | Should -BeLessThan 2000
        if (-not $Forgets) { (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42 }
    }

    It 'an early end downstream disposes an async iterator' {
        $code = 'async IAsyncEnumerable<int> G() { try { for (int i = 0; ; i++) { yield return i; await Task.Delay(1); } } finally { keep++; } } G()'
        $script = 'param($code) do { Invoke-CSharpCell $code | ForEach-Object { $_; if ($_ -ge 2) { break } } } while ($false)'
        (Invoke-In $runspace $script $code) -join ' ' | Should -Be '0 1 2'
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 43
    }

    It 'an error downstream is not swallowed by a handler that catches everything' {
        $null = Invoke-In $runspace 'Invoke-CSharpCell "int caught = 0;"'
        $script = 'param($code) try { Invoke-CSharpCell $code | ForEach-Object { throw "enough" } } catch { "caught $_" }'
        Invoke-In $runspace $script 'try { Shell.WriteObject(7); } catch { caught++; } await Task.Delay(60000);' | Should -Be 'caught enough'
        (Invoke-In $runspace 'Invoke-CSharpCell "caught"') | Should -Be 0
    }

    It '<Command> ends what an earlier cell left running' -ForEach @(
        @{ Command = 'Reset-CSharpSession'; Script = 'Reset-CSharpSession' }
        @{ Command = 'Remove-CSharpSession'; Script = 'Remove-CSharpSession Default' }
        @{ Command = 'Remove-Module'; Script = 'Remove-Module AsyncCSharp' }
        @{ Command = 'a closing runspace'; Script = '' }
    ) {
        $ticks = [int[]]::new(4)
        $null = Invoke-In $runspace 'param($ticks) Invoke-CSharpCell "" ; Set-CSharpVariable ticks $ticks' $ticks
        $null = Invoke-In $runspace ('Invoke-CSharpCell "' +
            'Task.Run(async () => { while (true) { ticks[0]++; await Task.Delay(5); } });' +
            'Task.Run(() => { while (true) { ticks[1]++; try { Thread.Sleep(5); } catch { } } });' +
            'async void F() { while (true) { ticks[2]++; await Task.Delay(5); } } F();' +
            'new Thread(() => { while (true) { ticks[3]++; Thread.Sleep(5); } }) { IsBackground = true }.Start();"')
        Start-Sleep -Milliseconds 300
        foreach ($tick in $ticks) { $tick | Should -BeGreaterThan 0 }

        if ($Script) { $null = Invoke-In $runspace $Script } else { $runspace.Close() }
        Start-Sleep -Milliseconds 1000
        $before = "$ticks"
        Start-Sleep -Milliseconds 300
        "$ticks" | Should -Be $before
    }

    It 'a closing runspace ends <Kind>' -ForEach $under {
        $cell = Start-Cell $runspace $Work
        $time = Measure-End $cell { $null = $runspace.CloseAsync() }
        [Console]::WriteLine("stopped after $time ms")
        $time | Should -BeIn (0..1999)
    }

    It 'a closing runspace lets no script go on behind a <Kind>' -ForEach @(
        @{ Kind = 'cell that loops'; Call = 'Invoke-CSharpCell' }
        @{ Kind = 'cell that loops, for several objects at a time'; Call = '1, 2 | Invoke-CSharpCell -ThrottleLimit 2 -Code' }
        @{ Kind = 'measurement'; Call = 'Measure-CSharpCell' }
    ) {
        $went = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $runspace.SessionStateProxy.SetVariable('went', $went)
        $cell = Start-Cell $runspace 'while (true);' "param(`$code) try { $Call `$code } catch { `$went.Enqueue(`$_.FullyQualifiedErrorId) }; `$went.Enqueue('next')"
        Measure-End $cell { $runspace.Close() } | Should -BeIn (0..1999)
        $cell.Shell.InvocationStateInfo.State | Should -Be Stopped
        $went | Should -BeNullOrEmpty
        $cell.Shell.Streams.Error | Should -BeNullOrEmpty
    }

    It 'the module can be removed and imported again' {
        $null = Invoke-In $runspace 'Remove-Module AsyncCSharp'
        $null = Invoke-In $runspace 'param($manifest) Import-Module $manifest' $manifest
        (Invoke-In $runspace 'Invoke-CSharpCell "6 * 7"') | Should -Be 42
    }
}
