# The ends of a call over machines: it is stopped, or a machine is gone.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/MachineSpec.ps1"
    $first = New-Machine
    $second = New-Machine
    $both = $first, $second

    # It takes half a minute until that is noticed, in which the other specs run.
    if (-not $IsWindows) {
        $idle = New-Machine
        $deaf, $deafProcess = New-MortalMachine
        kill -STOP $deafProcess.Id
        $waiting = 1..20 | cs 'Input' -PSSession $idle, $deaf -AsJob
    }
}

AfterAll {
    if ($waiting) {
        $deafProcess.Kill()
        Remove-Job $waiting -Force
        Remove-PSSession $idle
    }

    foreach ($session in $both) { Remove-PSSession $session }
    Reset-CSharpSession -Confirm:$false
}

Describe 'Calls over machines that are stopped' {
    It 'end at once on every machine, and the sessions go on' {
        $shell = New-TestShell
        try {
            cs 'int begun; int stopped;' -PSSession $both
            $null = $shell.AddScript('param($both) 1..1000 | cs "Interlocked.Increment(ref begun); try { while (true) await Task.Delay(1); } finally { Interlocked.Increment(ref stopped); }" -PSSession $both -ThrottleLimit 2').AddArgument($both)
            $running = $shell.BeginInvoke()
            Wait-Until { ($both.Runspace.RunspaceAvailability -eq 'Busy').Count -eq 2 } -Seconds $processSeconds
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 2
            Wait-Until { ($both.Runspace.RunspaceAvailability -eq 'Available').Count -eq 2 }
            (cs 'begun - stopped' -PSSession $both) | Should -Be 0, 0
        } finally {
            $shell.Runspace.Dispose()
        }
    }
}

Describe 'A job over machines' {
    It 'is stopped on every machine, and the sessions go on' {
        cs 'int begun; int stopped;' -PSSession $both
        $job = 1..100 | cs 'Interlocked.Increment(ref begun); try { while (true) await Task.Delay(1); } finally { Interlocked.Increment(ref stopped); }' -PSSession $both -AsJob
        Wait-Until { -not (($both.Runspace.RunspaceAvailability) -ne 'Busy') }
        Wait-Until { $job.State -eq 'Running' }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Stop-Job $job
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $job.State | Should -Be 'Stopped'
        Wait-Until { -not (($both.Runspace.RunspaceAvailability) -ne 'Available') }
        cs 'begun - stopped' -PSSession $both | Should -Be 0, 0
        Remove-Job $job
    }
}

Describe 'A machine that goes away' {
    BeforeAll {
        # Ends one machine with the first object that it gets; the others wait for that.
        function Get-MortalCell([Diagnostics.Process]$Process) {
            "if (Environment.ProcessId == $($Process.Id)) Process.GetCurrentProcess().Kill(); while (Process.GetProcesses().Any(p => p.Id == $($Process.Id))) await Task.Delay(10); return Input;"
        }
    }

    It 'leaves its objects to the others, which is said' {
        $third, $process = New-MortalMachine
        1..40 | cs (Get-MortalCell $process) -PSSession $first, $third -ThrottleLimit 4 -KeepOrder -WarningVariable warned -WarningAction SilentlyContinue | Should -Be (1..40)
        $warned[0].FullyQualifiedWarningId | Should -Be 'MachineLost'
        "$($warned[0])" | Should -Match ' \d+ objects that it had not finished, from number \d+ to number \d+,'
        $first.State | Should -Be 'Opened'
    }

    It 'leaves them also to those that had ended' {
        $third, $process = New-MortalMachine
        cs '1' -PSSession $first, $third | Should -Be 1, 1 # Both are known, and get their parts at once.
        $id = (Get-ProcessOf $first).Id
        $cell = "if (Environment.ProcessId != $($process.Id)) return new { Input, Environment.ProcessId }; while (!File.Exists(sign)) await Task.Delay(10); Process.GetCurrentProcess().Kill(); return default;"
        $sign = "$TestDrive/ended"
        $watcher = [runspacefactory]::CreateRunspace()
        $watcher.Open()
        $watch = [powershell]::Create($watcher)
        $null = $watch.AddScript('param($runspace, $sign) while ($runspace.RunspaceAvailability -ne "Busy") { Start-Sleep -Milliseconds 10 }; while ($runspace.RunspaceAvailability -ne "Available") { Start-Sleep -Milliseconds 10 }; Set-Content $sign ""').AddArgument($first.Runspace).AddArgument($sign)
        $watching = $watch.BeginInvoke()
        try {
            $given = 1..8 | cs $cell -PSSession $first, $third -ThrottleLimit 4 -Variable sign -KeepOrder -WarningVariable warned -WarningAction SilentlyContinue
            $given.Input | Should -Be (1..8)
            $given.ProcessId | Select-Object -Unique | Should -Be $id
            $warned.FullyQualifiedWarningId | Should -Be 'MachineLost'
        } finally {
            $watch.Stop()
            $watch.Dispose()
            $watcher.Dispose()
        }
    }

    It 'leaves an error for each object with -NoRetry' {
        $third, $process = New-MortalMachine
        $given = 1..40 | cs (Get-MortalCell $process) -PSSession $first, $third -NoRetry -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $failed.Count | Should -BeGreaterThan 0
        $failed.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'MachineLost,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        @($given) + $failed.TargetObject | Sort-Object | Should -Be (1..40)

        (Get-Failure { 1..10 | cs 'Input' -PSSession $third }).FullyQualifiedErrorId | Should -BeLike 'MachineBusy,*'
    }
}

Describe 'A machine that stands still (skipped on Windows, where no signal makes a process do so)' -Skip:$IsWindows {
    It 'is waited for where that is short, also when all its objects are done' {
        $id = (Get-ProcessOf $second).Id
        $got = 0
        $given = 1..20 | cs 'Input' -PSSession $both -WarningVariable warned -WarningAction SilentlyContinue | ForEach-Object {
            if (++$got -eq 20) {
                kill -STOP $id
                $waker = Start-Process sh -ArgumentList '-c', "`"sleep 2.5; kill -CONT $id`"" -PassThru
            }
            $_
        }
        $waker.WaitForExit()
        $given | Should -HaveCount 20
        $warned | Should -BeNullOrEmpty
    }

    It 'is left, and its objects are the others'', also where they are large' {
        $third, $process = New-MortalMachine
        try {
            $text = 'x' * 20000
            $got = 0
            $given = 1..400 | ForEach-Object { "$_ $text" } |
                cs 'await Task.Delay(2); return int.Parse(((string)Input).Split((char)32)[0]);' -PSSession $first, $third -ThrottleLimit 4 -WarningVariable warned -WarningAction SilentlyContinue |
                ForEach-Object { if (++$got -eq 50) { kill -STOP $process.Id }; $_ }
            $given | Sort-Object -Unique | Should -Be (1..400)
            $warned[0].FullyQualifiedWarningId | Should -Be 'MachineLost'
            $first.State | Should -Be 'Opened'
        } finally {
            $process.Kill()
        }
    }
}

Describe 'A machine that hears nothing any more (skipped on Windows, where no signal makes a process stand still)' -Skip:$IsWindows {
    It 'stops what it runs by itself: <Name>' -ForEach @(
        @{ Name = 'a cell that waits'; Rest = 'await Task.Delay(-1);' }
        @{ Name = 'a cell whose values nobody reads'; Rest = 'while (true) Shell.WriteObject(new string((char)120, 100_000));' }
    ) {
        $signs = "$TestDrive/$([guid]::NewGuid())"
        $code = 'File.WriteAllText(signs + ".id", $"{Environment.ProcessId}"); _ = Task.Run(async () => { while (true) { File.AppendAllText(signs, "."); await Task.Delay(20); } });'
        $asker = Start-ChildShell @"
$(Get-ImportText)
`$runspace = [runspacefactory]::CreateOutOfProcessRunspace(`$null)
`$runspace.Open()
`$session = [Management.Automation.Runspaces.PSSession]::Create(`$runspace, 'Process', `$null)
Invoke-Command `$session { $(Get-ImportText) }
1 | cs '$code $Rest' -PSSession `$session -Variable @{ signs = '$signs' } -ErrorAction SilentlyContinue | Out-Null
`$Error[0].FullyQualifiedErrorId
"@
        try {
            Wait-Until { Test-Path $signs } -Seconds $processSeconds
            kill -STOP $asker.Id
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Wait-Until { [datetime]::UtcNow - (Get-Item $signs).LastWriteTimeUtc -gt [timespan]::FromSeconds(1) }
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 15
            Get-Process -Id ([IO.File]::ReadAllText("$signs.id")) -ErrorAction Ignore | Should -Not -BeNullOrEmpty
        } finally {
            kill -CONT $asker.Id
            $said = Wait-ChildShell $asker
        }

        # Who has asked learns of it when he can.
        $said.Output.Trim() | Should -Be 'MachineLost,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }
}

Describe 'A machine that stands still before it has begun (skipped on Windows, where no signal makes a process do so)' -Skip:$IsWindows {
    It 'is left, too' {
        Wait-Until { $waiting.State -ne 'Running' } -Seconds 90
        $waiting | Receive-Job -WarningVariable warned -WarningAction SilentlyContinue | Should -Be (1..20)
        $waiting.State | Should -Be 'Completed'
        $warned.Message | Should -BeLike '*has given no sign of life for 30 seconds*'
    }
}
