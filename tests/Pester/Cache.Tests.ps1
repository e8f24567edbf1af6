BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'A cell that has been compiled before' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'gives the same value again' {
        Invoke-CSharpCell 'await Task.Yield(); 6 * 7' | Should -Be 42
        Invoke-CSharpCell 'await Task.Yield(); 6 * 7' | Should -Be 42
    }

    It 'runs again, and not only gives what it gave' {
        Invoke-CSharpCell 'int n = 0;'
        Invoke-CSharpCell '++n' | Should -Be 1
        Invoke-CSharpCell '++n' | Should -Be 2
    }

    It 'sees a variable that was declared anew, with its new type' {
        Invoke-CSharpCell 'var x = 1;'
        Invoke-CSharpCell 'x + 1' | Should -Be 2
        Invoke-CSharpCell 'var x = "a";'
        Invoke-CSharpCell 'x + 1' | Should -Be 'a1'
    }

    It 'sees a namespace that was imported meanwhile' {
        { Invoke-CSharpCell 'CultureInfo.InvariantCulture.Name.Length + 1' } | Should -Throw -ErrorId 'CompilationFailed*'
        Invoke-CSharpCell 'using System.Globalization;'
        Invoke-CSharpCell 'CultureInfo.InvariantCulture.Name.Length + 1' | Should -Be 1
    }

    It 'takes a variable of another type' {
        Invoke-CSharpCell 'v + v' -Variable @{ v = 2 } | Should -Be 4
        Invoke-CSharpCell 'v + v' -Variable @{ v = 'a' } | Should -Be 'aa'
        Invoke-CSharpCell 'v + v' -Variable @{ v = 3 } | Should -Be 6
    }

    It 'takes pipeline objects of another type' {
        1, 2 | Invoke-CSharpCell 'Input + Input' | Should -Be @(2, 4)
        'a' | Invoke-CSharpCell 'Input + Input' | Should -Be 'aa'
        1 | Invoke-CSharpCell 'Input + Input' | Should -Be 2
    }

    It 'warns again, under its own number' {
        $code = "#warning careful`n1 + 1"
        Invoke-CSharpCell $code -WarningVariable first -WarningAction SilentlyContinue | Should -Be 2
        Invoke-CSharpCell $code -WarningVariable second -WarningAction SilentlyContinue | Should -Be 2
        "$first" | Should -BeLike 'Cell`[1`](1,*'
        "$second" | Should -BeLike 'Cell`[2`](1,*'
    }

    It 'names itself in the error and in the stack trace' {
        $code = "if (true)`n    throw new System.InvalidOperationException(`"boom`");"
        foreach ($number in 1, 2) {
            $failure = { Invoke-CSharpCell $code } | Should -Throw -ErrorId 'CellFailed*' -PassThru
            $failure.ErrorDetails.Message | Should -BeLike "boom (Cell``[$number``]:line 2)"
            $failure.TargetObject.LineText | Should -BeLike 'throw new*'
            $failure.Exception.StackTrace | Should -BeLike "*Cell``[$number``]:line 2*"
        }
    }

    It 'is still known to be asynchronous' {
        Invoke-CSharpCell 'await Task.Yield(); 1' | Should -Be 1
        Set-AutoAwait Off
        try {
            { Invoke-CSharpCell 'await Task.Yield(); 1' } | Should -Throw -ErrorId 'AutoAwaitOff*'
        }
        finally {
            Set-AutoAwait On
        }
    }

    It 'can call itself' {
        $code = 'Shell.GetVariable<int>("depth") is var d && d > 2 ? d : Shell.Invoke("$global:depth++; Invoke-CSharpCell $global:code")[0].BaseObject'
        $global:depth = 0
        $global:code = $code
        Invoke-CSharpCell $code | Should -Be 3
    }

    It 'is gone with a reset' {
        Invoke-CSharpCell 'var y = 1;'
        Invoke-CSharpCell 'y' | Should -Be 1
        Reset-CSharpSession
        { Invoke-CSharpCell 'y' } | Should -Throw -ErrorId 'CompilationFailed*'
    }
}

# They are compiled under one name: what they leave behind must not be taken for each other's.
Describe 'Cells that declare nothing' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'may leave lambdas behind' {
        Invoke-CSharpCell 'Func<int> one, two;'
        $null = Invoke-CSharpCell 'await Task.Yield(); one = () => 1;'
        $null = Invoke-CSharpCell 'await Task.Yield(); two = () => 2;'
        [GC]::Collect()
        Invoke-CSharpCell 'one() * 10 + two()' | Should -Be 12
    }

    It 'may give objects of anonymous types' {
        $one = Invoke-CSharpCell 'new { A = 1 }'
        $two = Invoke-CSharpCell 'new { B = 2 }'
        $one.A + $two.B | Should -Be 3
    }

    It 'keep the number of the cell in what they throw later' {
        Invoke-CSharpCell 'Action thrower;'
        $null = Invoke-CSharpCell 'thrower = () => throw new InvalidOperationException("late");'
        $null = Invoke-CSharpCell 'thrower.Target'
        $failure = { Invoke-CSharpCell 'thrower()' } | Should -Throw -ErrorId 'CellFailed*' -PassThru
        $failure.Exception.StackTrace | Should -BeLike '*Cell`[2`]:line 1*Cell`[4`]:line 1*'
    }

    It 'do declare what is a variable within an expression' {
        Invoke-CSharpCell 'int.TryParse("7", out var parsed)' | Should -BeTrue
        Invoke-CSharpCell 'parsed is int known' | Should -BeTrue
        Invoke-CSharpCell 'parsed + known' | Should -Be 14
    }
}
