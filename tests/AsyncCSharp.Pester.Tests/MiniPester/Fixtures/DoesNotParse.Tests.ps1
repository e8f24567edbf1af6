Describe 'Outer' {
    It 'is fine' { }
