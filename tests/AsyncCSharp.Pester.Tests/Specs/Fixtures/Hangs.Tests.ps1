# Waits for ever, in the process itself and in a shell that it has started, for SpecRunTests.
Describe 'a hang' {
    It 'does not end' {
        $child = Start-Job { [Threading.Thread]::Sleep(-1) }
        $null = Wait-Job $child
    }
}
