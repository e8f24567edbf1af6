# Every test in here must fail; MiniPesterTests knows with which words.
Describe 'Failing' {
    It 'be' { 1 | Should -Be 2 -Because 'numbers differ' }
    It 'be, collection' { 1, 2 | Should -Be 1, 3 }
    It 'be, length' { 1, 2 | Should -Be 1 }
    It 'not be' { 1 | Should -Not -Be 1 }
    It 'be exactly' { 'A' | Should -BeExactly 'a' }
    It 'be null or empty' { 'x' | Should -BeNullOrEmpty }
    It 'not be null or empty' { '' | Should -Not -BeNullOrEmpty }
    It 'be true' { 0 | Should -BeTrue }
    It 'be false' { 1 | Should -BeFalse }
    It 'be of type' { 'x' | Should -BeOfType int }
    It 'unknown type' { 'x' | Should -BeOfType No.Such.Type }
    It 'greater' { 1 | Should -BeGreaterThan 1 }
    It 'greater or equal' { 1 | Should -BeGreaterOrEqual 2 }
    It 'less' { 1 | Should -BeLessThan 1 }
    It 'less or equal' { 2 | Should -BeLessOrEqual 1 }
    It 'like' { 'abc' | Should -BeLike 'b*' }
    It 'like exactly' { 'abc' | Should -BeLikeExactly 'A*' }
    It 'match' { 'abc' | Should -Match '^b' }
    It 'match exactly' { 'abc' | Should -MatchExactly '^A' }
    It 'contain' { 1, 2 | Should -Contain 3 }
    It 'in' { 3 | Should -BeIn 1, 2 }
    It 'count' { 1, 2 | Should -HaveCount 3 }
    It 'exist' { "$PSCommandPath.no" | Should -Exist }
    It 'second of two' { 1, 'x' | Should -BeOfType int }
    It 'nothing thrown' { { 1 } | Should -Throw }
    It 'thrown' { { throw 'oops' } | Should -Not -Throw }
    It 'other message' { { throw 'oops' } | Should -Throw 'ouch*' }
    It 'other id' { { throw 'oops' } | Should -Throw -ErrorId 'ouch' }
    It 'other type' { { throw 'oops' } | Should -Throw -ExceptionType ([ArgumentException]) }
    It 'no script block' { 1 | Should -Throw }
    It 'parameter' { Get-Command Get-Job | Should -HaveParameter Bogus }
    It 'parameter type' { Get-Command ForEach-Object | Should -HaveParameter Parallel -Type string }
    It 'unknown operator' { 1 | Should -BeHexadecimal 1 }
    It 'no operator' { 1 | Should 1 }
    It 'two operators' { 1 | Should -Be 1 -BeTrue }
    It 'operator without value' { 1 | Should -Be }
    It 'operator with a foreign parameter' { 1 | Should -Be 1 -ErrorId 'x' }
    It 'mock' { Mock Get-Job { } }
    It 'throws' { throw 'thrown text' }
    It 'fails in a call' { Get-Command no-such-command -ErrorAction Stop }
    It 'unknown command' { No-SuchCommand }
    It 'prints before it fails' {
        [Console]::WriteLine('from the console')
        $Host.UI.WriteLine('from the host')
        'from the pipeline'
        1 | Should -Be 2
    }
}

Describe 'Setup fails' {
    BeforeAll { throw 'broken setup' }
    It 'has no chance' { }
    Context 'nested' {
        It 'has none either' { }
    }
}

Describe 'Each fails' {
    BeforeEach { throw 'broken each' }
    It 'is not run' { [Console]::WriteLine('must not run') }
}

Describe 'Teardown fails' {
    AfterAll { throw 'broken teardown' }
    It 'is the last' { }
}
