# What of a cell reaches the script that has it run elsewhere: in a job, another runspace, another process.

BeforeDiscovery {
    $carriers = @(
        @{ Carrier = 'Start-Job'; Serializes = $true; HasProgress = $true; Stops = @('while (true);') }
        @{ Carrier = 'Start-ThreadJob'; Serializes = $false; HasProgress = $true; Stops = 'while (true);', 'await Task.Delay(-1);', 'Thread.Sleep(-1);' }
        # PowerShell drops the progress here.
        @{ Carrier = 'ForEach-Object -Parallel'; Serializes = $false; HasProgress = $false; Stops = 'while (true);', 'await Task.Delay(-1);', 'Thread.Sleep(-1);' }
        @{ Carrier = 'a runspace in another process'; Serializes = $true; HasProgress = $true; Stops = @('await Task.Delay(-1);') }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $pathBefore = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Split-Path $manifest)) + [IO.Path]::PathSeparator + $env:PSModulePath

    # Starts a script; gives its streams (of a job or a PowerShell), and how to stop, to await and to dispose it.
    function Start-There([string]$Carrier, [scriptblock]$Script) {
        if ($Carrier -eq 'a runspace in another process') {
            $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null)
            $runspace.Open()
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            $given = [Management.Automation.PSDataCollection[psobject]]::new()
            $running = $shell.AddScript("$Script").BeginInvoke([Management.Automation.PSDataCollection[psobject]]$null, $given)
            return @{
                Output  = $given; Streams = $shell.Streams
                Stop    = { $shell.Stop() }.GetNewClosure()
                Wait    = { $null = $running.AsyncWaitHandle.WaitOne(60000) }.GetNewClosure()
                Dispose = { $shell.Dispose(); $runspace.Dispose() }.GetNewClosure()
                State   = { "$($shell.InvocationStateInfo.State)" }.GetNewClosure()
                Again   = { param($text) $next = [powershell]::Create(); $next.Runspace = $runspace; $next.AddScript($text).Invoke(); $next.Dispose() }.GetNewClosure()
            }
        }

        $job = switch ($Carrier) {
            'Start-Job' { Start-Job $Script }
            'Start-ThreadJob' { Start-ThreadJob $Script }
            'ForEach-Object -Parallel' { 1 | ForEach-Object -Parallel $Script -AsJob }
        }
        $streams = $job.ChildJobs.Count -gt 0 ? $job.ChildJobs[0] : $job
        @{
            Output  = $streams.Output; Streams = $streams
            Stop    = { Stop-Job $job }.GetNewClosure()
            Wait    = { $null = Wait-Job $job -Timeout 60 }.GetNewClosure()
            Dispose = { Remove-Job $job -Force }.GetNewClosure()
            State   = { "$($job.State)" }.GetNewClosure()
        }
    }
}

AfterAll {
    $env:PSModulePath = $pathBefore
}

Describe 'A cell in <Carrier>' -ForEach $carriers {
    BeforeAll {
        $there = Start-There $Carrier {
            cs 'await Task.Delay(1); record Person(string Name, int Born); 42'
            cs 'new Person("Ada", 1815)'
            cs 'async IAsyncEnumerable<int> Numbers() { for (int i = 1; i < 4; i++) { await Task.Delay(1); yield return i; } } Numbers()'
            1..4 | cs 'await Task.Delay(1); return Input * 10;' -ThrottleLimit 2 -KeepOrder
            cs 'Console.WriteLine("console"); Shell.WriteWarning("warned"); Shell.WriteVerbose("said"); Progress.Report("half", 50); Shell.WriteError("soft");' -Verbose
            cs 'throw new FormatException("bad");'
            cs 'nope'
            cs 'await Task.Delay(60000);' -TimeoutSeconds 0.2
            3 | cs 'throw new System.IO.FileNotFoundException("lost");'
            cs 'new TaskCompletionSource<int>().Task' -NoAwait
            'after'
        }
        & $there.Wait
        $values = @($there.Output)
        $errors = @($there.Streams.Error)
    }

    AfterAll {
        & $there.Dispose
    }

    It 'gives its values' {
        $values[0] | Should -Be 42
        $values[0] | Should -BeOfType ([int])
        $values[1].Name | Should -Be 'Ada'
        $values[1].Born | Should -Be 1815
        $values[2..4] | Should -Be 1, 2, 3
        $values[5..8] | Should -Be 10, 20, 30, 40
    }

    It 'gives objects of its own types as <_>' -ForEach $(if ($Serializes) { 'property bags' } else { 'what they are' }) {
        $name = $values[1].PSObject.TypeNames[0]
        if ($Serializes) { $name | Should -BeLike 'Deserialized.*Person' } else { $name | Should -BeLike '*Person'; $name | Should -Not -BeLike 'Deserialized*' }
    }

    It 'goes on with the script after an error' {
        $values[-1] | Should -Be 'after'
    }

    It 'gives errors with their ids, categories and messages' {
        $errors.FullyQualifiedErrorId -replace ',AsyncCSharp.Commands.InvokeCSharpCellCommand$' | Should -Be 'CellFailed', 'CellFailed', 'CompilationFailed', 'CellTimeout', 'CellFailed'
        $errors.CategoryInfo.Category | Should -Be 'InvalidOperation', 'InvalidData', 'ParserError', 'OperationTimeout', 'ObjectNotFound'
        $errors[0].ToString() | Should -Be 'soft'
        $errors[1].ToString() | Should -BeLike 'bad (Cell`[*`]:line 1)*'
        $errors[2].ToString() | Should -BeLike "Cell*error CS0103: The name 'nope' does not exist*"
        $errors[3].ErrorDetails.RecommendedAction | Should -BeLike '*-TimeoutSeconds*'
        $errors[4].TargetObject | Should -Be 3
    }

    It 'gives the exception of the cell, or what is left of it' {
        $exception = $errors[1].Exception
        if ($Serializes) {
            $exception.SerializedRemoteException.PSObject.TypeNames[0] | Should -Be 'Deserialized.System.FormatException'
            $exception.Message | Should -Be 'bad'
        }
        else {
            $exception | Should -BeOfType ([FormatException])
        }
    }

    It 'gives warnings, console output, verbose text and progress' {
        "$($there.Streams.Warning[0])" | Should -Be 'warned'
        @($there.Streams.Information).ForEach({ "$_" }) | Should -Be 'console'
        @($there.Streams.Verbose).ForEach({ "$_" }) | Should -Contain 'said'
        if ($HasProgress) { ($there.Streams.Progress | Where-Object StatusDescription -EQ 'half').PercentComplete | Should -Be 50 }
    }

    It 'gives a task that runs as its state, without waiting for it' {
        $values[-2].IsCompleted | Should -BeFalse
        "$($values[-2].Status)" | Should -Be 'WaitingForActivation'
    }

    It 'is stopped from here: <_>' -ForEach $Stops {
        $script = [scriptblock]::Create("cs 'int keep = 42;'; cs 'Shell.WriteObject(1); $_'; 'never'")
        $cell = Start-There $Carrier $script
        try {
            Wait-Until { $cell.Output.Count -gt 0 } -Seconds 60
            $watch = [Diagnostics.Stopwatch]::StartNew()
            & $cell.Stop
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            & $cell.State | Should -Be 'Stopped'
            @($cell.Output) | Should -Be 1
            if ($cell.Again) { & $cell.Again "cs 'keep'" | Should -Be 42 }
        }
        finally {
            & $cell.Dispose
        }
    }
}

Describe 'Values that go into a cell elsewhere' {
    It 'come with $using: in <Carrier>' -ForEach @(
        @{ Carrier = 'Start-Job'; Run = { Start-Job { cs '(int)Args[0] + ((dynamic)given).Length' -ArgumentList $using:number -Variable @{ given = $using:text } } | Receive-Job -Wait } }
        @{ Carrier = 'Start-ThreadJob'; Run = { Start-ThreadJob { cs '(int)Args[0] + ((dynamic)given).Length' -ArgumentList $using:number -Variable @{ given = $using:text } } | Receive-Job -Wait } }
        @{ Carrier = 'ForEach-Object -Parallel'; Run = { 1 | ForEach-Object -Parallel { cs '(int)Args[0] + ((dynamic)given).Length' -ArgumentList $using:number -Variable @{ given = $using:text } } } }
    ) {
        $number = 5
        $text = 'abc'
        & $Run | Should -Be 8
    }

    It 'may be a script block''s delegate from another runspace' {
        $twice = [Func[int, int]] { param($value) $value * 2 }
        1 | ForEach-Object -Parallel { cs 'await Task.Delay(1); twice(21)' -Variable @{ twice = $using:twice } } | Should -Be 42
    }
}
