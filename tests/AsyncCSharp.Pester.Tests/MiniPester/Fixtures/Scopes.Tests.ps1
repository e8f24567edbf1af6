BeforeDiscovery {
    $names = 'one', 'two'
}

BeforeAll {
    $file = 'file'
    function Get-Number { 42 }
}

Describe 'Outer' {
    BeforeAll {
        $outer = "$file/outer"
        $counter = @{ Each = 0; After = 0 }
    }

    BeforeEach {
        $counter.Each++
        $each = 'fresh'
    }

    AfterEach {
        $counter.After++
    }

    It 'sees what the file and the block have set' {
        $outer | Should -Be 'file/outer'
        Get-Number | Should -Be 42
        $each | Should -Be 'fresh'
        $each = 'changed'
        $mine = 'mine'
    }

    It 'has a scope of its own' {
        $each | Should -Be 'fresh'
        $mine | Should -BeNullOrEmpty
    }

    Context 'Inner' {
        BeforeAll {
            $outer = 'inner'
        }

        It 'sees the nearer variable' {
            $outer | Should -Be 'inner'
            $counter.Each | Should -Be 3
            $counter.After | Should -Be 2
        }
    }

    It 'is not touched by an inner block' {
        $outer | Should -Be 'file/outer'
    }

    It 'knows where it is' {
        $PSScriptRoot | Should -BeLike '*Fixtures'
        $PSCommandPath | Should -BeLike '*Scopes.Tests.ps1'
    }

    It 'runs discovery code before the tests: <_>' -ForEach $names {
        $_ | Should -BeIn 'one', 'two'
        $names | Should -BeNullOrEmpty
    }

    It 'gets the case <Text>.<Value.Length>' -TestCases @(@{ Text = 'a'; Value = 'xy' }, @{ Text = 'b'; Value = 'z' }) {
        param($Text)
        $Text | Should -BeIn 'a', 'b'
        $Value | Should -BeOfType string
    }
}

Describe 'Block <Key>' -ForEach @(@{ Key = 1 }, @{ Key = 2 }) {
    BeforeAll {
        $double = $Key * 2
    }

    It 'has <Key> in its tests' {
        $double | Should -Be ($Key * 2)
    }
}

Describe 'TestDrive' {
    BeforeAll {
        [IO.File]::WriteAllText("$TestDrive/kept.txt", 'x')
    }

    Context 'a block' {
        It 'can write' {
            [IO.File]::WriteAllText("$TestDrive/gone.txt", 'x')
            'TestDrive:/gone.txt' | Should -Exist
        }
    }

    It 'loses what an inner block wrote, and only that' {
        "$TestDrive/gone.txt" | Should -Not -Exist
        "$TestDrive/kept.txt" | Should -Exist
    }
}

Describe 'Control flow' {
    It 'survives a stray break' {
        break
    }

    It 'does not fail on a non-terminating error' {
        Get-Command no-such-command-at-all -ErrorAction SilentlyContinue
    }
}

Describe 'Skipped as a whole' -Skip {
    BeforeAll {
        throw 'must not run'
    }

    It 'is never run' {
        throw 'must not run'
    }
}

Describe 'Skipping' {
    It 'by parameter' -Skip:$true {
        throw 'must not run'
    }

    It 'by result' {
        Set-ItResult -Skipped -Because 'there is no moon'
        throw 'must not run'
    }

    It 'not with a false condition' -Skip:($null -ne $null) -Tag 'slow', 'odd' {
    }
}
