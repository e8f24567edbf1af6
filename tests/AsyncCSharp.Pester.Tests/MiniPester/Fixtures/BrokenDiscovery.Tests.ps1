Describe 'Outer' {
    It 'is declared before the error' { }
    throw 'broken discovery'
}
