#requires -Version 7.6 -Modules AsyncCSharp, Pester

BeforeAll {
    $messages = dotnet build "$PSScriptRoot/src" --output "$PSScriptRoot/bin" --verbosity quiet
    if ($LASTEXITCODE) { throw "The library does not build: $messages" }

    # The library is loaded into a session of its own, and goes with it: the next run in this shell tests what was built anew.
    $session = New-CSharpSession -Reference "$PSScriptRoot/bin/Shop.dll" -Using Shop -TimeoutSeconds 10
    $PSDefaultParameterValues = @{ 'Invoke-CSharpCell:Session' = $session }
}

AfterAll { Remove-CSharpSession $session }

Describe 'Stock' {
    BeforeEach { cs 'var stock = new Stock(); await stock.AddAsync("pen", 3);' }

    It 'takes what is there' {
        cs 'await stock.TakeAsync("PEN", 2)' | Should -Be 1
    }

    It 'refuses what is not there, and keeps what there is' {
        { cs 'await stock.TakeAsync("pen", 4);' } | Should -Throw "There is not enough of 'pen'.*" -ExceptionType ([Exception])
        cs 'await stock.TakeAsync("pen", 3)' | Should -Be 0
    }

    It 'loses nothing where many add at a time' {
        cs 'await Parallel.ForEachAsync(Enumerable.Range(0, 1000), CancellationToken, async (_, stop) => await stock.AddAsync("nail", 2, stop));'
        cs 'await stock.TakeAsync("nail", 2000)' | Should -Be 0
    }

    It 'waits until there is enough' {
        cs 'var waiting = stock.WhenThereAsync("lamp", 2, CancellationToken.None); await stock.AddAsync("lamp", 1);'
        cs 'waiting.IsCompleted' | Should -BeFalse
        cs 'await stock.AddAsync("lamp", 1); await waiting;'
    }

    It 'can be told to wait no longer' {
        { cs 'using var limit = new CancellationTokenSource(50); await stock.WhenThereAsync("none", 1, limit.Token);' } |
            Should -Throw -ExceptionType ([OperationCanceledException])
    }

    It 'adds <Count> of nothing' -ForEach @(@{ Count = 0 }, @{ Count = -1 }) {
        { cs 'await stock.AddAsync("pen", count);' -Variable @{ count = $Count } } | Should -Throw -ExceptionType ([ArgumentOutOfRangeException])
    }
}
