BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

# A cell is compiled to come after what the session has. PowerShell code that runs before the cell begins may declare something too.
Describe 'What is declared between the compilation of a cell and its start' {
    BeforeEach {
        $null = cs 'int seed = 1;'
    }

    AfterEach {
        Set-AutoAwait EventLoop
        Reset-CSharpSession
    }

    It 'stays, as the cell''s own does: by a runner' {
        Set-AutoAwait { param($Cell) Set-CSharpVariable between 5; $Cell.RunToCompletion() }
        cs 'int own = seed + 1; await Task.Yield(); own' | Should -Be 2
        cs 'seed + own + between' | Should -Be 8
    }

    It 'stays, as the cell''s own does: by a runner, for every object' {
        $names = [Collections.Generic.Queue[string]]::new([string[]]('a', 'b', 'c', 'd'))
        Set-AutoAwait { param($Cell) Set-CSharpVariable $names.Dequeue() 5; $Cell.RunToCompletion() }
        1..4 | cs 'int own = Input + seed; await Task.Yield(); own' | Should -Be @(2, 3, 4, 5)
        Set-AutoAwait EventLoop
        cs 'own + a + b + c + d' | Should -Be 25
        (Get-CSharpVariable).Name | Should -Be @('a', 'b', 'c', 'd', 'own', 'seed')
    }

    It 'stays, as the cell''s own does: downstream of the cell''s warnings' {
        cs 'int own = 2; int Unused() { return 1; int never = 5; }' 3>&1 | ForEach-Object { Set-CSharpVariable between 5 }
        cs 'seed + own + between' | Should -Be 8
    }

    It 'stays, as the cell''s own does: by a file that the cell loads' {
        Set-Content "$TestDrive/one.csx" 'int one = 1; Shell.Invoke("Set-CSharpVariable between 5");'
        cs "#load `"$TestDrive/one.csx`"`nint own = one + 1;"
        cs 'one + own + between' | Should -Be 8
    }

    It 'stays, as the cell''s own does: a type beside the cell' {
        Set-AutoAwait { param($Cell) Set-CSharpVariable between 5; $Cell.RunToCompletion() }
        cs 'namespace Own { public static class C { public static int Two => 2; } } int own = Own.C.Two; await Task.Yield();'
        cs 'own + between + Own.C.Two' | Should -Be 9
    }

    It 'is what the cell sees, as later cells do' {
        Set-AutoAwait { param($Cell) Set-CSharpVariable seed 41; $Cell.RunToCompletion() }
        cs 'int own = seed + 1; await Task.Yield(); own' | Should -Be 42
    }

    It 'may make the cell wrong: that is a compile error then, and nothing of it has run' {
        Set-AutoAwait { param($Cell) Set-CSharpVariable seed 'text'; $Cell.RunToCompletion() }
        $touched = [int[]]::new(1)
        { cs 'touched[0] = 1; int own = seed * 2; await Task.Yield();' -Variable @{ touched = $touched } } |
            Should -Throw -ErrorId 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $touched[0] | Should -Be 0
        Set-AutoAwait EventLoop
        cs 'seed' | Should -Be 'text'
    }
}

Describe 'A cell that runs for several objects at a time' {
    AfterEach {
        Reset-CSharpSession
    }

    It 'gives the session its types before commands downstream declare theirs' {
        foreach ($round in 1..5) {
            $found = 1..40 | cs "namespace N$round { public static class C { public static int Twice(int x) => x * 2; } } N$round.C.Twice((int)Input)" -ThrottleLimit 4 -KeepOrder |
                ForEach-Object { cs "int r${round}_$_ = $_; r${round}_$_ + N$round.C.Twice(0)" }
            $found | Should -Be @(1..40 | ForEach-Object { 2 * $_ })
        }
        (Get-CSharpVariable).Count | Should -Be 200
    }
}
