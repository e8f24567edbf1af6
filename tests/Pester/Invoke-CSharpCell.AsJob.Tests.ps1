BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Invoke-CSharpCell -AsJob' {
    BeforeAll {
        $null = cs '1'
    }

    AfterEach {
        Get-Job | Remove-Job -Force
    }

    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'gives a job at once' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $job = cs 'await Task.Delay(60000, CancellationToken);' -AsJob -JobName Long
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $job.State | Should -Be 'Running'
        $job.Name | Should -Be 'Long'
        $job.PSJobTypeName | Should -Be 'CSharpCell'
        $job.Command | Should -Be 'await Task.Delay(60000, CancellationToken);'
        (Get-Job -Name Long).InstanceId | Should -Be $job.InstanceId
    }

    It 'gives a job for the objects of a cell, which the same pipeline waits for' {
        $shell = [powershell]::Create()
        $running = $shell.AddScript("$(Get-ImportText); cs 'new[] { 1, 2 }' | cs 'Input + 1' -AsJob | Receive-Job -Wait -AutoRemoveJob").BeginInvoke()
        $ended = $running.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($hangSeconds))
        if (-not $ended) { $shell.BeginStop($null, $null) | Out-Null }
        $ended | Should -BeTrue
        $shell.EndInvoke($running) | Should -Be 2, 3
        $shell.Dispose()
    }

    It 'gives a job that has ended where there is nothing to run: <Label>' -ForEach @(
        @{ Label = 'white space'; Start = { cs ' ' -AsJob } }
        @{ Label = 'nothing'; Start = { cs '' -AsJob } }
        @{ Label = 'by its name'; Start = { cs "`n" -JobName Nothing } }
        @{ Label = 'over objects'; Start = { 1..3 | cs '' -AsJob } }
        @{ Label = 'an empty file'; Start = { Set-Content "$TestDrive/empty.csx" ''; cs "$TestDrive/empty.csx" -AsJob } }
        @{ Label = 'an empty file of the pipeline'; Start = { Set-Content "$TestDrive/empty.csx" ''; Get-Item "$TestDrive/empty.csx" | cs -AsJob } }
    ) {
        $job = & $Start
        @($job).Count | Should -Be 1
        $job.State | Should -Be 'Completed'
        $job.PSJobTypeName | Should -Be 'CSharpCell'
        $job.HasMoreData | Should -BeFalse
        (Get-Job -Id $job.Id).InstanceId | Should -Be $job.InstanceId
        $job | Receive-Job -Wait | Should -BeNullOrEmpty
        { $job | Stop-Job; $job | Remove-Job } | Should -Not -Throw
    }

    It 'has its output, once or with -Keep as often as one likes' {
        $job = cs 'await Task.Delay(1); 42' -AsJob | Wait-Job
        $job.State | Should -Be 'Completed'
        Receive-Job $job -Keep | Should -Be 42
        Receive-Job $job | Should -Be 42
        Receive-Job $job | Should -BeNullOrEmpty
    }

    It 'works in the session' {
        cs 'int given = 4;'
        $null = cs 'var made = given + 1;' -AsJob | Wait-Job
        cs 'made' | Should -Be 5
    }

    It 'fails with the error of the cell' {
        $job = cs 'throw new FormatException("bad");' -AsJob | Wait-Job
        $job.State | Should -Be 'Failed'
        $job.ChildJobs.Count | Should -Be 0
        $job.Error[0].FullyQualifiedErrorId | Should -Be 'CellFailed'
        $job.Error[0].Exception | Should -BeOfType ([FormatException])
    }

    It 'has the error of the cell when it is received' {
        $job = cs 'throw new FormatException("bad");' -AsJob | Wait-Job
        Receive-Job $job -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].Exception | Should -BeOfType ([FormatException])
        $failures[0].CategoryInfo.Category | Should -Be 'InvalidData'
    }

    It 'fails with the compiler''s error' {
        $job = cs 'int x = "a";' -AsJob | Wait-Job
        $job.State | Should -Be 'Failed'
        $job.Error[0].FullyQualifiedErrorId | Should -Be 'CompilationFailed'
        $job.Error[0].CategoryInfo.Category | Should -Be 'ParserError'
    }

    It 'fails at a timeout' {
        $job = cs 'await Task.Delay(60000);' -TimeoutSeconds 0.1 -AsJob | Wait-Job
        $job.State | Should -Be 'Failed'
        $job.Error[0].FullyQualifiedErrorId | Should -Be 'CellTimeout'
        $job.Error[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
    }

    It 'goes through its states, and says so' {
        $states = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $job = cs 'await Task.Delay(60000);' -AsJob
        cs 'job.StateChanged += (_, e) => states.Enqueue(e.JobStateInfo.State.ToString());' -Variable @{ job = $job; states = $states } -Session (New-CSharpSession Watcher)
        Stop-Job $job
        Wait-Until { $states.Count -ge 2 }
        $states.ToArray() -join ',' | Should -Be 'Stopping,Stopped'
        Remove-CSharpSession Watcher -Confirm:$false
    }

    It 'is in the list of jobs with its name and its text' {
        $job = cs '/* shown */ 1' -AsJob -JobName Shown | Wait-Job
        $listed = Get-Job Shown
        $listed.Command | Should -Be '/* shown */ 1'
        $listed.Id | Should -Be $job.Id
        (cs '1' -AsJob | Wait-Job).Name | Should -Match '^Job\d+$'
    }

    It 'has all streams' {
        $code = 'Shell.WriteWarning("w"); Shell.WriteVerbose("v"); Shell.WriteDebug("d"); Shell.WriteError("e"); Console.WriteLine("c"); Shell.WriteProgress("p", "s", 50);'
        $job = cs $code -AsJob | Wait-Job
        $job.Warning[0].Message | Should -Be 'w'
        $job.Verbose[0].Message | Should -Be 'v'
        $job.Debug[0].Message | Should -Be 'd'
        $job.Error[0].Exception.Message | Should -Be 'e'
        $job.Information[0].MessageData.Message | Should -Be 'c'
        $job.Progress[0].PercentComplete | Should -Be 50
    }

    It 'is stopped by Stop-Job, and the session goes on' {
        $job = cs 'await Task.Delay(60000); 1' -AsJob
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Stop-Job $job
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 4
        $job.State | Should -Be 'Stopped'
        cs '1 + 1' | Should -Be 2
    }

    It 'is stopped by Stop-Job while it <Kind>' -ForEach @(
        @{ Kind = 'loops'; Code = 'Shell.WriteObject(1); while (true);' }
        @{ Kind = 'loops and catches everything'; Code = 'Shell.WriteObject(1); while (true) { try { while (true); } catch { } }' }
        @{ Kind = 'blocks its thread'; Code = 'Shell.WriteObject(1); Thread.Sleep(60000);' }
        @{ Kind = 'waits in PowerShell'; Code = 'Shell.WriteObject(1); Shell.Invoke("while ($true) { }")' }
    ) {
        $job = cs $Code -AsJob
        Wait-Until { $job.Output.Count -gt 0 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Stop-Job $job
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 4
        $job.State | Should -Be 'Stopped'
        cs '1 + 1' | Should -Be 2
    }

    It 'is stopped while it waits for its turn, and leaves the queue' {
        $first = cs 'await Task.Delay(60000, CancellationToken);' -AsJob
        $second = cs '2' -AsJob
        $third = cs '3' -AsJob
        Stop-Job $second
        $second.State | Should -Be 'Stopped'
        $first.State | Should -Be 'Running'
        Stop-Job $first
        $third | Wait-Job | Receive-Job | Should -Be 3
        Receive-Job $second | Should -BeNullOrEmpty
    }

    It 'is removed by Remove-Job -Force while it runs' {
        $job = cs 'await Task.Delay(60000); 1' -AsJob
        Remove-Job $job -Force
        Get-Job | Should -BeNullOrEmpty
    }

    It 'waits for its turn in the session' {
        $jobs = 1..3 | ForEach-Object { cs "await Task.Delay(20); var turn$_ = DateTime.UtcNow; turn$_" -AsJob }
        $null = $jobs | Wait-Job
        $ends = $jobs | Receive-Job
        $ends[0] | Should -BeLessThan $ends[1]
        $ends[1] | Should -BeLessThan $ends[2]
    }

    It 'says what it waits for where its starter may wait for it: <Label>' -ForEach @(
        @{ Label = 'downstream of a cell'; Start = { 1 | cs 'Input' | ForEach-Object { cs '42' -AsJob; Wait-Until { (Get-Job -Newest 1).Warning.Count } } } }
        @{ Label = 'upstream of one'; Start = { $null = & { 1; $script:started = cs '42' -AsJob; Wait-Until { $started.Warning.Count } } | cs 'Input'; $started } }
        @{ Label = 'within one'; Start = { cs 'object o = Shell.Invoke("$job = cs 42 -AsJob; Wait-Until { $job.Warning.Count }; $job"); o' } }
    ) {
        $job = & $Start
        $job | Receive-Job -Wait -WarningVariable warnings -WarningAction SilentlyContinue | Should -Be 42
        $warnings.FullyQualifiedWarningId | Should -Be 'JobWaitsForSession'
        "$warnings" | Should -BeLike "*'Default'*New-CSharpSession*"
        $job | Remove-Job
    }

    It 'keeps the session to itself' {
        $job = cs 'await Task.Delay(60000); 1' -AsJob
        $failure = { cs '1' } | Should -Throw -ErrorId 'SessionBusy,AsyncCSharp.Commands.InvokeCSharpCellCommand' -PassThru
        $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
        Stop-Job $job
    }

    It 'runs beside a job of another session' {
        $both = [Threading.Barrier]::new(2)
        $jobs = 1..2 | ForEach-Object { cs 'both.SignalAndWait(20000)' -Variable @{ both = $both } -Session (New-CSharpSession "Beside$_") -AsJob }
        $null = $jobs | Wait-Job
        ($jobs | Receive-Job) -join ',' | Should -Be 'True,True'
    }

    It 'takes objects of the pipeline' {
        $job = 1..3 | cs 'await Task.Delay(1); return Input * 2;' -ThrottleLimit 3 -KeepOrder -AsJob | Wait-Job
        (Receive-Job $job) -join ',' | Should -Be '2,4,6'
    }

    It 'calls PowerShell in a runspace of its own, with the same sessions' {
        cs 'int known = 6;'
        $job = cs 'Shell.Invoke("cs known; (Get-CSharpSession Default).Name")' -AsJob | Wait-Job
        (Receive-Job $job) -join ',' | Should -Be '6,Default'
    }

    It 'runs a script block in its own runspace' {
        $job = cs 'await Task.Delay(1); f(21)' -Variable @{ f = [Func[int, int]] { param($x) $x * 2 } } -AsJob | Wait-Job
        Receive-Job $job | Should -Be 42
    }

    It 'that is removed before its code ends does not end the process with it' {
        $child = Invoke-ChildShell ("$(Get-ImportText); " + @'
            $regex = 'new System.Text.RegularExpressions.Regex("^(a+)+$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(2.5)).IsMatch(new string((char)97, 60) + "!")'
            $session = New-CSharpSession Busy
            $job = cs "started.Set(); $regex" -Session $session -AsJob -Variable @{ started = ($started = [Threading.ManualResetEventSlim]::new()) }
            $null = $started.Wait(60000)
            Remove-Job $job -Force
            while ((Get-CSharpSession Busy).State -ne 'Ready') { Start-Sleep -Milliseconds 20 }
            cs 'await Task.Delay(500); 6 * 7' -Session $session
'@) -Seconds 120
        $child.Errors | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
        $child.Output | Should -Be "42`n"
    }

    It 'is removed by Receive-Job -AutoRemoveJob: <Label>' -ForEach @(
        @{ Label = 'when it runs'; Code = 'await Task.Delay(50); 5'; Gives = 5 }
        @{ Label = 'when it has ended'; Code = '5'; Gives = 5; Before = { Wait-Job $job } }
        @{ Label = 'when it has failed'; Code = 'throw new FormatException();'; Gives = $null; Before = { Wait-Job $job } }
    ) {
        $job = cs $Code -AsJob
        if ($Before) { $null = & $Before }
        Receive-Job $job -Wait -AutoRemoveJob -ErrorAction SilentlyContinue -ErrorVariable failures | Should -Be $Gives
        $failures.FullyQualifiedErrorId | Should -Not -Contain 'ReceiveJobAutoRemovalError'
        Get-Job -Id $job.Id -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'is removed with others by one pipeline, and listed once before' {
        $jobs = 1..3 | ForEach-Object { cs "await Task.Delay(20); $_" -AsJob }
        @(Get-Job -Id $jobs.Id) | Should -HaveCount 3
        @(Get-Job | Where-Object InstanceId -eq $jobs[0].InstanceId) | Should -HaveCount 1
        $jobs | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop | Sort-Object | Should -Be 1, 2, 3
        Get-Job | Where-Object InstanceId -in $jobs.InstanceId | Should -BeNullOrEmpty
    }

    It 'is removed by Remove-Job, however it is named' {
        foreach ($remove in { Remove-Job $job }, { Remove-Job -Id $job.Id }, { Remove-Job -InstanceId $job.InstanceId }, { Remove-Job -Name $job.Name }, { $job | Remove-Job }) {
            $job = cs '5' -AsJob | Wait-Job
            & $remove
            Get-Job | Where-Object InstanceId -eq $job.InstanceId | Should -BeNullOrEmpty
        }
    }

    It 'begins in the folder that it was started in' {
        Push-Location $TestDrive
        try { $job = cs 'Shell.Invoke("(Get-Location).ProviderPath")[0].ToString() + "|" + Shell.ResolvePath("a.txt")' -AsJob } finally { Pop-Location }
        $folder = (Get-Item $TestDrive).FullName
        Receive-Job $job -Wait -AutoRemoveJob | Should -Be "$folder|$(Join-Path $folder a.txt)"
    }

    It 'is there once, however it is asked for' {
        $job = cs '5' -AsJob -JobName asked | Wait-Job
        try {
            foreach ($find in { Get-Job -InstanceId $job.InstanceId }, { Get-Job -Id $job.Id }, { Get-Job -Name asked }, { Get-Job -Name a?ked },
                { Get-Job -Command 5 }, { Get-Job | Where-Object PSJobTypeName -EQ 'CSharpCell' }, { Get-Job -Filter @{ Name = 'asked'; State = 'Completed' } -WarningAction Ignore }) {
                @(& $find) | Should -HaveCount 1 -Because $find
                (& $find).InstanceId | Should -Be $job.InstanceId
            }

            Get-Job -Name other -ErrorAction Ignore | Should -BeNullOrEmpty
            Get-Job -Filter @{ Name = 'asked'; State = 'Failed' } -WarningAction Ignore | Should -BeNullOrEmpty
        } finally {
            Remove-Job $job
        }
    }

    It 'is waited for, received, stopped and removed by its instance id' {
        $job = cs 'await Task.Delay(50); 5' -AsJob
        Wait-Job -InstanceId $job.InstanceId -Timeout $processSeconds | Should -Be $job
        Receive-Job -InstanceId $job.InstanceId -Wait -AutoRemoveJob -ErrorAction Stop | Should -Be 5
        Get-Job -InstanceId $job.InstanceId -ErrorAction Ignore | Should -BeNullOrEmpty
        $job = cs 'await Task.Delay(-1);' -AsJob
        Stop-Job -InstanceId $job.InstanceId -ErrorAction Stop

        # Stop-Job gives up after some seconds, which a busy machine may need; how fast it is, is tested elsewhere.
        Wait-Until { $job.State -eq 'Stopped' }
        $job.State | Should -Be Stopped
        Remove-Job -InstanceId $job.InstanceId -ErrorAction Stop
    }

    It 'can be removed when the module has been removed and imported again' {
        $shell = New-TestShell
        try {
            $shell.AddScript('$job = Invoke-CSharpCell 5 -AsJob | Wait-Job; $path = (Get-Module AsyncCSharp).Path; Remove-Module AsyncCSharp; Import-Module $path; Get-Job | Receive-Job -Wait -AutoRemoveJob; @(Get-Job).Count').Invoke() |
                Should -Be 5, 0
            $shell.Streams.Error | Should -BeNullOrEmpty
        } finally {
            $shell.Runspace.Dispose()
        }
    }
}
