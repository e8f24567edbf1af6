BeforeAll {
    Import-Module "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"
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

    It 'leaves a cell alone that ends in time' {
        cs 'await Task.Delay(1); 7' -TimeoutSeconds 60 | Should -Be 7
    }
}
