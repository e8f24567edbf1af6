Describe 'Outer' {
    It 'has no cases' -ForEach @() { }
}
