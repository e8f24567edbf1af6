# Every way in which a test can end, for SpecRunTests.
BeforeDiscovery { $script:data = @{ Key = 'first'; Inner = @{ Name = 'deep' } }, @{ Key = 'second'; Inner = @{ Name = 'deeper' } } }

Describe 'block <Key>' -ForEach $data {
    It 'passes <Inner.Name> <_>' -ForEach 'x', 'y' {
        'to the pipeline'
        [Console]::WriteLine('to the console')
        $Key | Should -Not -BeNullOrEmpty
    }

    It 'fails' { 1 | Should -Be 2 -Because 'one is one' }

    It 'is skipped' { Set-ItResult -Skipped -Because 'there is no reason' }
}

Describe 'broken block' {
    BeforeAll { throw 'the block is broken' }
    It 'does not run' { }
}
