BeforeDiscovery {
    # Whoever reads or changes what is compiled in a session. Each leaves something behind that can be looked for, or gives something.
    $users = @(
        @{ Name = 'Invoke-CSharpCell'; Use = { cs "int made = 5;" } }
        @{ Name = 'Invoke-CSharpCell over a pipeline'; Use = { 1..3 | cs "int made = Input + 2;" } }
        @{ Name = 'Invoke-CSharpCell -Variable'; Use = { cs "" ; cs "int made = five;" -Variable @{ five = 5 } } }
        @{ Name = 'Invoke-CSharpCell -Runner, of the session'; Use = { cs "int made = 5; await Task.Yield();" -Runner Mine } }
        @{ Name = 'a fan-out'; Use = { 1..4 | cs "seed + Input" -ThrottleLimit 2; cs "int made = 5;" } }
        @{ Name = 'Set-CSharpVariable'; Use = { Set-CSharpVariable made 5 } }
        @{ Name = 'Set-CSharpVariable, known'; Use = { Set-CSharpVariable seed 1; cs "int made = 5;" } }
        @{ Name = 'Get-CSharpVariable'; Use = { Get-CSharpVariable seed; cs "int made = 5;" } }
        @{ Name = 'Add-CSharpReference'; Use = { Add-CSharpReference -AssemblyName System.Xml -Using System.Xml; cs "int made = nameof(XmlReader).Length - 4;" } }
        @{ Name = 'Test-CSharpCell'; Use = { (Test-CSharpCell "seed + 1").IsValid; cs "int made = 5;" } }
        @{ Name = 'Measure-CSharpCell'; Use = { (Measure-CSharpCell "seed + 1" -Count 1).Runs; cs "int made = 5;" } }
        @{ Name = 'Set-AutoAwait'; Use = { Set-AutoAwait EventLoop; cs "int made = 5;" } }
        @{ Name = 'Set-AutoAwait, of the session'; Use = { Set-AutoAwait Mine; cs "int made = 5;" } }
        @{ Name = 'Register-CSharpRunner, of the session'; Use = { Register-CSharpRunner Registered Mine -Force; cs "int made = 5;" } }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What a command ends in: nothing, or the id of its error.
    function Get-FailureId([scriptblock]$Action) {
        try { $null = & $Action; '' } catch { $_.FullyQualifiedErrorId }
    }

    function Wait-Until([scriptblock]$Condition) {
        $deadline = [DateTime]::UtcNow.AddSeconds(20)
        while (-not (& $Condition) -and [DateTime]::UtcNow -lt $deadline) { [Threading.Thread]::Sleep(5) }
        & $Condition | Should -BeTrue
    }
}

Describe 'A session that a job works with' {
    BeforeEach {
        $null = cs 'int seed = 1; object Mine(CellContext cell) => cell.RunToCompletion();'
        $open = [Threading.ManualResetEventSlim]::new()
        Set-CSharpVariable open $open
    }

    AfterEach {
        $open.Set()
        Get-Job | Remove-Job -Force
        Unregister-CSharpRunner Registered -ErrorAction SilentlyContinue
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'waits for a short one: <Name>' -ForEach $users {
        $job = cs 'int ofJob = seed + 1; await Task.Delay(20);' -AsJob
        $null = & $Use
        $null = Wait-Job $job -Timeout 20
        $job.State | Should -Be 'Completed'
        cs 'seed + ofJob + made' | Should -Be 8
    }

    It 'is busy for as long as a long one takes, and nothing has changed: <Name>' -ForEach $users {
        $job = cs 'int ofJob = seed + 1; await Task.Run(() => open.Wait(CancellationToken));' -AsJob
        Get-FailureId $Use | Should -BeLike 'SessionBusy,AsyncCSharp.Commands.*'
        $open.Set()
        $null = Wait-Job $job -Timeout 20
        $job.State | Should -Be 'Completed'
        (Test-CSharpCell 'made').IsValid | Should -BeFalse
        cs 'seed + ofJob' | Should -Be 3
    }

    It 'can be looked at: <_>' -ForEach 'Get-CSharpSession', 'Get-AutoAwait', 'Get-CSharpRunner', 'Get-CSharpHistory' {
        $job = cs 'int ofJob = 1; open.Wait(CancellationToken);' -AsJob
        Wait-Until { (Get-CSharpSession Default).Variables -eq 3 }
        & $_ | Should -Not -BeNullOrEmpty
        (Get-CSharpSession Default).State | Should -Be 'Busy'
    }

    It 'has its names completed' {
        $job = cs 'int ofJob = 1; open.Wait(CancellationToken);' -AsJob
        Wait-Until { (Get-CSharpSession Default).Variables -eq 3 }
        (TabExpansion2 'Get-CSharpVariable ' 19).CompletionMatches.CompletionText | Should -Contain 'ofJob'
    }

    It 'takes one after the other, as they come' {
        $null = cs 'var log = new List<string>();'
        $jobs = 1..3 | ForEach-Object { cs "await Task.Delay(20); log.Add(`"job $_`");" -AsJob }
        cs 'log.Add("cell");'
        cs 'string.Join(", ", log)' | Should -Be 'job 1, job 2, job 3, cell'
        $jobs.State | Sort-Object -Unique | Should -Be 'Completed'
    }

    It 'keeps sixty variables of sixty jobs, and sixty that are set meanwhile' {
        $failures = @()
        $jobs = foreach ($i in 1..60) {
            cs "int j$i = $i; await Task.Delay(1);" -AsJob
            try { Set-CSharpVariable "v$i" $i } catch { $failures += $_; $failures[-1].FullyQualifiedErrorId | Should -BeLike 'SessionBusy,*' }
        }
        $null = $jobs | Wait-Job -Timeout 60
        $jobs.State | Sort-Object -Unique | Should -Be 'Completed'
        $sum = cs ((1..60 | ForEach-Object { "j$_" }) -join ' + ')
        $sum | Should -Be 1830
        @(Get-CSharpVariable 'v*').Count + $failures.Count | Should -Be 60
    }

    It 'is waited for until Ctrl+C' {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $shell.Runspace.SessionStateProxy.SetVariable('open', $open)
        $null = $shell.AddScript('param($manifest) Import-Module $manifest; cs "open.Wait(CancellationToken);" -Variable open -AsJob; while ($true) { try { Set-CSharpVariable late 1 } catch { $_ } }')
        $null = $shell.AddArgument("$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1")
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $null = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
        Wait-Until { $output.Count -ge 2 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
        $output[1].FullyQualifiedErrorId | Should -Be 'SessionBusy,AsyncCSharp.Commands.SetCSharpVariableCommand'
        $open.Set()
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }

    It 'is waited for no longer than -TimeoutSeconds' {
        $job = cs 'open.Wait(CancellationToken);' -AsJob
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Get-FailureId { cs '1' -TimeoutSeconds 0.2 } | Should -Be 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
        $job.State | Should -Be 'Running'
    }

    It 'is reset at once, with the jobs that work with it or wait for it' {
        $jobs = @(cs 'open.Wait();' -AsJob) + (1..3 | ForEach-Object { cs 'int later = 1;' -AsJob })
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Reset-CSharpSession
        cs 'int fresh = 1; fresh' | Should -Be 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
        $null = $jobs | Wait-Job -Timeout 20
        $jobs.State | Sort-Object -Unique | Should -Be 'Stopped'
        (Get-CSharpVariable).Name | Should -Be 'fresh'
    }

    It 'gives its memory back when the last code of its former life has ended' {
        $null = cs 'class Held { }'
        $job = cs 'try { open.Wait(CancellationToken); } finally { Thread.Sleep(300); }' -AsJob
        Wait-Until { (Get-CSharpSession Default).State -eq 'Busy' }
        Reset-CSharpSession
        $null = Wait-Job $job -Timeout 20
        Remove-Job $job -Force
        Wait-Until { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); Clear-CSharpCellCache -Confirm:$false; (Get-CSharpSession Default).HeldContexts -eq 0 }
    }

    It 'ends the cell of another session''s job that is removed, with an error' -ForEach 'Reset-CSharpSession Default', 'Remove-CSharpSession Default' {
        $null = New-CSharpSession Other
        $job = cs "await Task.Delay(200); Shell.Invoke(`"$_`");" -Session Other -AsJob
        Get-FailureId { cs 'await Task.Delay(20000);' } | Should -Be 'SessionEnded,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $null = Wait-Job $job -Timeout 20
        $job = cs "await Task.Delay(200); Shell.Invoke(`"$_`");" -Session Other -AsJob
        Get-FailureId { Measure-CSharpCell 'await Task.Delay(20000);' } | Should -Be 'SessionEnded,AsyncCSharp.Commands.MeasureCSharpCellCommand'
        $null = Wait-Job $job -Timeout 20
        Remove-CSharpSession Other
    }
}

Describe 'A session that a cell works with' {
    AfterEach {
        Get-Job | Remove-Job -Force
        Get-CSharpSession | Where-Object Name -NE Default | Remove-CSharpSession
        Reset-CSharpSession
    }

    It 'is open to what the cell calls: <_>' -ForEach @(
        'Set-CSharpVariable inner 5', 'cs "int inner = 5;"', '$null = Test-CSharpCell "1"; Set-CSharpVariable inner 5'
        '$null = Get-CSharpVariable outer; Set-CSharpVariable inner 5', 'Set-AutoAwait EventLoop; Set-CSharpVariable inner 5'
        'Add-CSharpReference -Using System.Xml; Set-CSharpVariable inner 5', '1..3 | cs "Input" -ThrottleLimit 2; Set-CSharpVariable inner 5'
    ) {
        $null = cs 'int outer = 1; Shell.Invoke((string)Args[0]); outer++;' -ArgumentList $_
        cs 'outer + inner' | Should -Be 7
    }

    It 'is open to what the cell of a job calls from any thread' {
        $job = cs 'int outer = 1; await Task.Run(() => Shell.Invoke("Set-CSharpVariable inner 5; cs ''inner++;''")); outer++;' -AsJob
        $null = Wait-Job $job -Timeout 20
        $job.State | Should -Be 'Completed'
        cs 'outer + inner' | Should -Be 8
    }

    It 'makes the job of another session wait, and then say so' {
        $null = New-CSharpSession Other
        $job = cs 'Shell.Invoke("try { Set-CSharpVariable late 1 -Session Default } catch { $_.FullyQualifiedErrorId }")' -Session Other -AsJob
        cs 'while (((Job)Args[0]).JobStateInfo.State == JobState.Running) await Task.Delay(10);' -ArgumentList $job -TimeoutSeconds 20
        Receive-Job ($job | Wait-Job -Timeout 20) | Should -Be 'SessionBusy,AsyncCSharp.Commands.SetCSharpVariableCommand'
    }

    It 'does not hang where two wait for each other' {
        $null = New-CSharpSession Other
        $job = cs 'started.Set(); go.Wait(20000); Shell.Invoke("try { Set-CSharpVariable late 1 -Session Default } catch { $_.FullyQualifiedErrorId }")' -Session Other -AsJob -Variable @{
            started = ($started = [Threading.ManualResetEventSlim]::new()); go = ($go = [Threading.ManualResetEventSlim]::new())
        }
        $null = $started.Wait(20000)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $own = cs 'go.Set(); Shell.Invoke("try { Set-CSharpVariable late 1 -Session Other } catch { $_.FullyQualifiedErrorId }")' -Variable @{ go = $go }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        $others = Receive-Job ($job | Wait-Job -Timeout 20)
        @($own, $others) -like 'SessionBusy,*' | Should -Not -BeNullOrEmpty
    }
}

Describe 'Receive-Task in a session whose loop stands still between cells' {
    AfterEach {
        Get-Job | Remove-Job -Force
        Set-AutoAwait EventLoop
        Reset-CSharpSession
    }

    It 'lets a job work with the session, and goes on after it' {
        Set-AutoAwait CellLoop
        $null = cs 'int inside = 0; bool overlapped = false; var go = new TaskCompletionSource(); async Task Work() { for (int i = 0; !go.Task.IsCompleted || i < 50; i++) { if (Interlocked.Increment(ref inside) > 1) overlapped = true; Thread.SpinWait(2000); Interlocked.Decrement(ref inside); await Task.Yield(); } } Task work = Work();'
        $task = Get-CSharpVariable work -ValueOnly
        $code = 'for (int i = 0; i < 200; i++) { if (Interlocked.Increment(ref inside) > 1) overlapped = true; Thread.SpinWait(2000); Interlocked.Decrement(ref inside); await Task.Yield(); } go.SetResult();'
        $job = cs $code -AsJob
        await $task -TimeoutSeconds 20
        $null = Wait-Job $job -Timeout 20
        $job.State | Should -Be 'Completed'
        cs 'overlapped' | Should -BeFalse
    }
}

Describe 'A session that what makes the objects of a pipeline wants' {
    AfterEach {
        Get-Job | Remove-Job -Force
        Reset-CSharpSession
    }

    It 'is the job''s that the pipeline waits for: <Name>' -ForEach @(
        @{ Name = 'its value'; Make = { cs 'await Task.Delay(200); return 7;' -AsJob | Receive-Job -Wait }; Gives = 8 }
        @{ Name = 'what it writes before it ends'; Make = { cs 'Shell.WriteObject(1); await Task.Delay(200); return 7;' -AsJob | Receive-Job -Wait }; Gives = 2, 8 }
        @{ Name = 'several'; Make = { 1..3 | ForEach-Object { cs "await Task.Delay(50); return $_;" -AsJob } | Receive-Job -Wait | Sort-Object }; Gives = 2, 3, 4 }
        @{ Name = 'nothing'; Make = { cs 'await Task.Delay(200);' -AsJob | Receive-Job -Wait }; Gives = $null }
    ) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($manifest, $make) Import-Module $manifest; & ([scriptblock]::Create($make)) | cs "(int)Input + 1" -TimeoutSeconds 10').AddArgument($manifest).AddArgument("$Make")
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]$null, $output)
        $running.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
        "$($shell.Streams.Error)" | Should -BeNullOrEmpty
        @($output) | Should -Be $Gives
    }

    It 'has its time counted from the pipeline''s beginning' {
        Get-FailureId { 1 | ForEach-Object { Start-Sleep -Milliseconds 300; $_ } | cs 'Input' -TimeoutSeconds 0.1 } |
            Should -Be 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        1 | cs 'Input' | Should -Be 1
    }
}
