# PowerShell's own remoting to another machine, which is this one: an SSH server on a port of the loopback interface, with keys
# of its own, which starts the shell that runs the specs.

BeforeDiscovery {
    . "$PSScriptRoot/SshServer.ps1"
    $missing = @(Get-SshLack)
    $why = $missing ? " (skipped: $($missing -join ', '))" : ''
}

Describe "Cells in a PSSession over SSH$why" -Skip:($missing.Count -gt 0) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/SshServer.ps1"
        $folder = [IO.Directory]::CreateTempSubdirectory('asynccsharp-ssh').FullName
        New-SshKey $folder

        $port = Get-FreePort
        $process = Start-SshServer $folder 127.0.0.1 $port
        $session = Connect-SshServer $folder 127.0.0.1 $port
    }

    AfterAll {
        if ($session) { Remove-PSSession $session }
        if ($process) { $process.Kill($true); $process.WaitForExit() }
        if ($folder) { Remove-Item $folder -Recurse -Force }
    }

    It 'run in the other process' {
        Invoke-Command $session { $PID } | Should -Not -Be $PID
        Invoke-Command $session { cs 'await Task.Delay(1); 6 * 7' } | Should -Be 42
    }

    It 'keep their variables from call to call' {
        Invoke-Command $session { cs 'int count = 1;' }
        Invoke-Command $session { cs '++count' } | Should -Be 2
    }

    It 'take values of this side' {
        $factor = 10
        1..3 | Invoke-Command $session { $input | cs 'Input * (int)Args[0]' -ArgumentList $using:factor } | Should -Be 10, 20, 30
    }

    It 'give property bags that say where they are from' {
        $person = Invoke-Command $session { cs 'record Person(string Name, int Born); new Person("Ada", 1815)' }
        $person.Name | Should -Be 'Ada'
        $person.PSComputerName | Should -Be '127.0.0.1'
        $person.PSObject.TypeNames[0] | Should -BeLike 'Deserialized.*Person'
    }

    It 'run for the objects of a pipeline with -PSSession' {
        $given = 1..250 | cs 'record Pair(int X); new Pair(Input * 2)' -PSSession $session -ThrottleLimit 4 -KeepOrder
        $given.X | Should -Be (1..250 | ForEach-Object { $_ * 2 })
        $given[0].PSComputerName | Should -Be '127.0.0.1'
    }

    It 'give their errors with id, category and place' {
        Invoke-Command $session { cs 'throw new FormatException("bad");' } -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0].FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $failed[0].CategoryInfo.Category | Should -Be 'InvalidData'
        "$($failed[0])" | Should -BeLike 'bad (Cell*:line 1)*'
        $failed[0].OriginInfo.PSComputerName | Should -Be '127.0.0.1'
        { Invoke-Command $session { cs 'nope' } -ErrorAction Stop } | Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'give warnings and console output' {
        Invoke-Command $session { cs 'Console.WriteLine("console"); Shell.WriteWarning("warned");' } -WarningVariable warned -WarningAction SilentlyContinue -InformationVariable said 6>$null
        "$warned" | Should -Be 'warned'
        "$said" | Should -Be 'console'
    }

    It 'are stopped from this side, and their session goes on' {
        Invoke-Command $session { cs 'int keep = 42;' }
        $job = Invoke-Command $session { cs 'Shell.WriteObject(1); while (true);' } -AsJob
        Wait-Until { $job.ChildJobs[0].Output.Count -gt 0 } -Seconds 60
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Stop-Job $job
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        Remove-Job $job
        Invoke-Command $session { cs 'keep' } | Should -Be 42
    }

    It 'are ended by Select-Object -First on that side' {
        Invoke-Command $session { cs 'IEnumerable<int> Numbers() { for (int i = 1; ; i++) yield return i; } Numbers()' | Select-Object -First 3 } | Should -Be 1, 2, 3
        Invoke-Command $session { cs '5' } | Should -Be 5
    }

    It 'let go of their session with the PSSession' {
        $state = Invoke-Command $session { Get-CSharpSession Default }
        $state.Name | Should -Be 'Default'
        $state.Variables | Should -BeGreaterThan 0
        Invoke-Command $session { Reset-CSharpSession -Confirm:$false; (Get-CSharpSession Default).Variables } | Should -Be 0
    }
}
