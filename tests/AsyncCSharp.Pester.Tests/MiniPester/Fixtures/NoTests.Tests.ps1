Describe 'Outer' {
    BeforeAll { }
}
