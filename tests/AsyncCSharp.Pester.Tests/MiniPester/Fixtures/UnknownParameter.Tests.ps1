Describe 'Outer' {
    It 'has a parameter that is not known' -Bogus { }
}
