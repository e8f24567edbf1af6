Describe 'never closed' {
