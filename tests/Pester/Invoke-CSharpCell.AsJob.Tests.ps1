BeforeAll {
    Import-Module "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"
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
}
