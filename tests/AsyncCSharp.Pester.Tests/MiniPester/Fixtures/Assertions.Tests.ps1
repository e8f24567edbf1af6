# Each assertion as it passes; Failures.Tests.ps1 has each as it fails.
Describe 'Should' {
    It '-Be' {
        'A' | Should -Be 'a'
        1, 2 | Should -Be 1, 2
        @() | Should -Be $null
        1, @(2, 3) | Should -Be @(1, @(2, 3))
        1 | Should -Not -Be 2
        1, 2 | Should -Not -Be 1
        $null | Should -Be $null
        -5 | Should -Be -5
        [Collections.Generic.List[int]](1, 2) | Should -Be 1, 2
        Should -Be 3 -ActualValue 3
    }

    It '-BeExactly' {
        'a' | Should -BeExactly 'a'
        'A' | Should -Not -BeExactly 'a'
    }

    It '-BeNullOrEmpty' {
        $null | Should -BeNullOrEmpty
        '' | Should -BeNullOrEmpty
        @() | Should -BeNullOrEmpty
        @{} | Should -BeNullOrEmpty
        1, 2 | Should -Not -BeNullOrEmpty
        0 | Should -Not -BeNullOrEmpty
    }

    It '-BeTrue and -BeFalse' {
        $true | Should -BeTrue
        'x' | Should -BeTrue
        $null | Should -BeFalse
        0 | Should -Not -BeTrue
    }

    It '-BeOfType' {
        1 | Should -BeOfType int
        1 | Should -BeOfType [int]
        1 | Should -BeOfType ([int])
        1 | Should -BeOfType System.ValueType
        'x' | Should -Not -BeOfType int
        [pscustomobject]@{} | Should -BeOfType pscustomobject
        1, 2 | Should -BeOfType int
    }

    It '-BeGreaterThan and the like' {
        2 | Should -BeGreaterThan 1
        2 | Should -BeGreaterOrEqual 2
        2 | Should -BeLessThan 3
        2 | Should -BeLessOrEqual 2
        2 | Should -Not -BeGreaterThan 2
    }

    It '-BeLike and -Match' {
        'Abc' | Should -BeLike 'a*'
        'Abc' | Should -BeLikeExactly 'A*'
        'Abc' | Should -Not -BeLikeExactly 'a*'
        'Abc' | Should -Match '^a.c$'
        'Abc' | Should -MatchExactly '^A'
        'Abc' | Should -Not -MatchExactly '^a'
        'a', 'b' | Should -Match '[ab]'
    }

    It '-Contain, -BeIn and -HaveCount' {
        1, 2, 3 | Should -Contain 2
        'A' | Should -BeIn 'a', 'b'
        1, 2, 3 | Should -Not -Contain 4
        1, 2, 3 | Should -HaveCount 3
        @() | Should -HaveCount 0
        $null | Should -HaveCount 1
    }

    It '-Throw' {
        { throw 'some text' } | Should -Throw
        { throw 'some text' } | Should -Throw 'some*'
        { throw 'some text' } | Should -Throw -ExpectedMessage '*text' -ErrorId 'some*'
        { [int]::Parse('x') } | Should -Throw -ErrorId FormatException -ExceptionType ([Management.Automation.MethodInvocationException])
        { Get-Command no-such-command -ErrorAction Stop } | Should -Throw -ExceptionType ([Management.Automation.CommandNotFoundException])
        { 1 } | Should -Not -Throw
        $record = { throw [InvalidOperationException]::new('x') } | Should -Throw -PassThru
        $record | Should -BeOfType System.Management.Automation.ErrorRecord
        $record.Exception | Should -BeOfType InvalidOperationException
    }

    It '-HaveParameter' {
        $command = Get-Command ForEach-Object
        $command | Should -HaveParameter Parallel -Type scriptblock -Mandatory
        $command | Should -HaveParameter ThrottleLimit -Type ([int]) -Mandatory:$false
        Get-Command Invoke-Command | Should -HaveParameter ScriptBlock -Alias Command
        $command | Should -Not -HaveParameter Bogus
    }

    It '-Exist' {
        $PSCommandPath | Should -Exist
        "$PSCommandPath.no" | Should -Not -Exist
    }
}
