BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # The time counts from before the compilation, and the first one loads the compiler.
    $null = cs 'await Task.Run(() => Thread.Sleep(1));'
}

Describe 'Invoke-CSharpCell -TimeoutSeconds' {
    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'stops <Name>' -ForEach @(
        @{ Name = 'an await of the token'; Code = 'await Task.Delay(60000, CancellationToken); 1' }
        @{ Name = 'an await of something else'; Code = 'await Task.Delay(60000); 1' }
        @{ Name = 'a blocking wait'; Code = 'Thread.Sleep(60000); 1' }
    ) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $failure = { cs $Code -TimeoutSeconds 0.1 } |
            Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand' -ExceptionType ([AsyncCSharp.CellTimeoutException]) -PassThru
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        $failure.CategoryInfo.Category | Should -Be 'OperationTimeout'
        $failure.Exception.Seconds | Should -Be 0.1
        cs '1 + 1' | Should -Be 2
    }

    It 'counts for all objects together' {
        $seen = [Collections.Generic.List[int]]::new()
        { 1..1000 | cs 'await Task.Delay(20); return Input;' -TimeoutSeconds 0.4 | ForEach-Object { $seen.Add($_) } } |
            Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $seen.Count | Should -BeLessThan 100
    }

    It 'counts for a fan-out' {
        { 1..1000 | cs 'await Task.Delay(20); return Input;' -ThrottleLimit 2 -TimeoutSeconds 0.3 } |
            Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        cs '1 + 1' | Should -Be 2
    }

    It 'keeps the variables of a cell that timed out' {
        { cs 'var before = 5; await Task.Delay(60000); 1' -TimeoutSeconds 3 } | Should -Throw
        cs 'before' | Should -Be 5
    }

    It 'says that the code goes on which could not be stopped' {
        # Compiled beforehand, and on a thread of its own: where the time is over before the code begins (a busy machine, a pool without a free
        # thread), nothing goes on.
        $code = 'await Task.Factory.StartNew(() => Thread.Sleep(pause), TaskCreationOptions.LongRunning);'
        cs $code -Variable @{ pause = 0 }
        $failure = try { cs $code -Variable @{ pause = 6000 } -TimeoutSeconds 2 -WarningVariable warnings -WarningAction SilentlyContinue } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -Be 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $failure.TargetObject | Should -Be $code
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike '*could not be, and is still running.'
        $warnings[0].FullyQualifiedWarningId | Should -Be 'CellAbandoned'
    }

    It 'says nothing where all of the code has stopped' {
        $failure = try { cs 'await Task.Run(() => { while (true); });' -TimeoutSeconds 1 -WarningVariable warnings } catch { $_ }
        $failure.FullyQualifiedErrorId | Should -Be 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $warnings.Count | Should -Be 0
    }

    It 'leaves a cell alone that ends in time' {
        cs 'await Task.Delay(1); 7' -TimeoutSeconds 60 | Should -Be 7
    }
}

Describe 'New-CSharpSession -TimeoutSeconds' {
    BeforeAll {
        $session = New-CSharpSession Limited -TimeoutSeconds 0.3
        cs 'int keep = 42;' -Session $session -TimeoutSeconds 60
    }

    AfterAll {
        Remove-CSharpSession Limited -Confirm:$false
    }

    It 'stops each of its cells that takes longer' {
        $failure = { cs 'while (true);' -Session $session } | Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand' -PassThru
        $failure.Exception.Seconds | Should -Be 0.3
        cs 'keep' -Session $session -TimeoutSeconds 60 | Should -Be 42
    }

    It 'counts for <Kind>' -ForEach @(
        @{ Kind = 'a fan-out'; Script = { 1..10 | cs 'await Task.Delay(60000);' -ThrottleLimit 10 -Session Limited } }
        @{ Kind = 'a job'; Script = { cs 'await Task.Delay(60000);' -AsJob -Session Limited | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop } }
    ) {
        { & $Script } | Should -Throw -ExpectedMessage '*0.3 s*'
    }

    It 'is overridden by the call, with no limit too' {
        cs 'await Task.Delay(500); keep' -Session $session -TimeoutSeconds 60 | Should -Be 42
        cs 'await Task.Delay(500); keep' -Session $session -TimeoutSeconds 0 | Should -Be 42
    }

    It 'is shown, and outlives a reset' {
        (Get-CSharpSession Limited).TimeoutSeconds | Should -Be 0.3
        (Get-CSharpSession Default).TimeoutSeconds | Should -Be 0
        Reset-CSharpSession Limited -Confirm:$false
        { cs 'while (true);' -Session Limited } | Should -Throw -ErrorId 'CellTimeout,*'
    }

    It 'refuses a negative time' {
        { New-CSharpSession -TimeoutSeconds -1 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'is over when the cell has ended, and not with what follows in the pipeline' {
        $ticks = [int[]]::new(1)
        cs 'var ticks = (int[])Args[0]!; Task.Run(async () => { while (true) { ticks[0]++; await Task.Delay(5); } }); 1' -ArgumentList (, $ticks) -TimeoutSeconds 0.3 -Session Limited |
            ForEach-Object -Process { } -End { Start-Sleep -Milliseconds 600 }
        $before = $ticks[0]
        Start-Sleep -Milliseconds 200
        $ticks[0] | Should -BeGreaterThan $before
    }
}
