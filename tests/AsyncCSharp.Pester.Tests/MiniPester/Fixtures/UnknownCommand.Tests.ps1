InModuleScope Nothing {
    Describe 'Outer' { }
}
