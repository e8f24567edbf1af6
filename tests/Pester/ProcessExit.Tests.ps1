BeforeDiscovery {
    # What a cell has left running when the process ends.
    $work = @(
        @{ Kind = 'a task that loops'; Code = '_ = Task.Run(() => { while (true); });' }
        @{ Kind = 'a task that sleeps'; Code = '_ = Task.Run(() => Thread.Sleep(60000));' }
        @{ Kind = 'a task that catches everything'; Code = '_ = Task.Run(() => { while (true) { try { Thread.Sleep(5); } catch { } } });' }
        @{ Kind = 'an async loop'; Code = 'async Task F() { while (true) await Task.Delay(1); } _ = F();' }
        @{ Kind = 'async void'; Code = 'async void F() { while (true) { try { await Task.Delay(1); } catch { } } } F();' }
        @{ Kind = 'a timer'; Code = 'var timer = new Timer(_ => { while (true); }, null, 0, 1);' }
        @{ Kind = 'a background thread'; Code = 'new Thread(() => { while (true); }) { IsBackground = true }.Start();' }
        @{ Kind = 'a foreground thread that loops'; Code = 'new Thread(() => { while (true); }).Start();' }
        @{ Kind = 'a pool that is full'; Code = 'for (int i = 0; i < 100; i++) ThreadPool.QueueUserWorkItem(_ => { while (true); });' }
        @{ Kind = 'a job'; Script = '$null = Invoke-CSharpCell -AsJob' ; Code = 'while (true);' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $import = Get-ImportText

    # The milliseconds from the child's last word to its end.
    function Measure-Exit([string]$Last, [string]$Before) {
        $child = Invoke-ChildShell "$import; $Before; [Threading.Thread]::Sleep(200); [DateTime]::UtcNow.Ticks; $Last" -Seconds 60
        $child.TimedOut | Should -BeFalse -Because $child.Errors
        $time = [Math]::Round(([DateTime]::UtcNow.Ticks - [long]$child.Output.Trim()) / 10000)
        [Console]::WriteLine("ended after $time ms")
        $time | Should -BeLessThan 5000
        $child
    }
}

Describe 'The end of the process' {
    It 'is not held up by <Kind>' -ForEach $work {
        $child = Measure-Exit '' "$(if ($Script) { $Script } else { '$null = Invoke-CSharpCell' }) '$Code'"
        $child.Errors | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
    }

    It 'keeps its exit code' {
        (Measure-Exit 'exit 7' "`$null = Invoke-CSharpCell '_ = Task.Run(() => { while (true); });'").ExitCode | Should -Be 7
    }

    It 'comes for a cell that is running, when a thread ends the process' {
        $child = Measure-Exit 'Invoke-CSharpCell ''_ = Task.Delay(300).ContinueWith(_ => Environment.Exit(3)); while (true);''' ''
        $child.ExitCode | Should -Be 3
    }
}
