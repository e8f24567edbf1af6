BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'The drive cs:' {
    BeforeAll {
        $null = Reset-CSharpSession
        Invoke-CSharpCell 'var list = new List<int> { 1 }; var number = 5; var array = new[] { 7 }; string? nothing = null; int Number = 9;'
    }

    It 'has the variables of C#, and no copies' {
        $cs:list.Add(2)
        Invoke-CSharpCell 'list.Count' | Should -Be 2
        [object]::ReferenceEquals($cs:list, (Get-CSharpVariable list -ValueOnly)) | Should -BeTrue
        , $cs:array | Should -BeOfType ([int[]])
        $cs:nothing | Should -Be $null
        $cs:noSuch | Should -Be $null
    }

    It 'sets and declares variables' {
        $cs:number = 6
        $cs:number++
        $cs:fresh = 'text'
        $cs:array = 1, 2, 3
        Invoke-CSharpCell '$"{number} {fresh.Length} {array.Length}"' | Should -Be '7 4 3'
    }

    It 'tells case apart where C# does' {
        $cs:Number | Should -Be 9
        $cs:LIST | Should -Be $cs:list
    }

    It 'lists, finds and removes them' {
        (Get-ChildItem cs:).Name | Should -Contain 'list'
        (Get-ChildItem cs:).Name | Should -Be (Get-CSharpVariable).Name
        (Get-ChildItem 'cs:li*').Name | Should -Be 'list'
        Test-Path cs:list | Should -BeTrue
        Test-Path cs:noSuch | Should -BeFalse
        $item = Get-Item cs:list
        $item | Should -BeOfType ([AsyncCSharp.CSharpVariable])
        $cs:gone = 1
        Remove-Item cs:gone -WhatIf
        Test-Path cs:gone | Should -BeTrue
        Remove-Item cs:gone
        Test-Path cs:gone | Should -BeFalse
        Set-Item cs:number 100
        Invoke-CSharpCell 'number' | Should -Be 100
    }

    It 'is there for scripts that a cell calls' {
        Invoke-CSharpCell 'number = 41; Shell.Invoke("$cs:number + 1")[0].BaseObject' | Should -Be 42
    }

    It 'says what the cmdlets say' {
        { ${cs:no name} = 1 } | Should -Throw -ErrorId 'VariableNotSet,AsyncCSharp.Commands.SetCSharpVariableCommand'
    }

    It 'is not for callers that may not run code' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule([string[]]$manifest)
        $state.LanguageMode = 'ConstrainedLanguage'
        $shell = [powershell]::Create($state)
        try {
            $null = $shell.AddScript('$cs:number = 1')
            $null = $shell.Invoke()
            $shell.Streams.Error.FullyQualifiedErrorId | Should -Match '^LanguageModeNotAllowed,'
        }
        finally {
            $shell.Dispose()
        }
    }
}
