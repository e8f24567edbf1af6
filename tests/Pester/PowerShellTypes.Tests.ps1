# Enumerations and classes that PowerShell code declares, in cells.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # As text: they are declared where it runs, and Pester's own discovery knows nothing of them.
    $declare = 'enum SpecColor { Red; Green = 5 }
        [Flags()] enum SpecRight { Read = 1; Write = 2 }
        enum SpecSize : byte { Small; Large = 200 }
        class SpecDog { [string]$Name; [int]$Age; SpecDog([string]$name, [int]$age) { $this.Name = $name; $this.Age = $age } [string] Bark() { return "wuff $($this.Name)" } }
        '
    function Invoke-Text([string]$Text) { & ([scriptblock]::Create($declare + $Text)) }
}

Describe 'An enumeration of PowerShell' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'has a name in cells: <Text>' -ForEach @(
        @{ Text = 'Invoke-CSharpCell "SpecColor.Green" | ForEach-Object { $_ -is [SpecColor] -and $_ -eq [SpecColor]::Green }' }
        @{ Text = 'Invoke-CSharpCell "new List<SpecColor> { SpecColor.Green }" | ForEach-Object { $_ -is [SpecColor] }' }
        @{ Text = '[SpecRight]::Read + [SpecRight]::Write -eq (Invoke-CSharpCell "SpecRight.Read | SpecRight.Write")' }
        @{ Text = '(Invoke-CSharpCell "(byte)SpecSize.Large") -eq 200' }
        @{ Text = '$c = [SpecColor]::Green; Invoke-CSharpCell "c == SpecColor.Green" -Variable c' }
        @{ Text = '[SpecColor]::Green | Invoke-CSharpCell "Input == SpecColor.Green"' }
        @{ Text = 'Invoke-CSharpCell "(SpecColor)Args[0] == SpecColor.Red" -ArgumentList ([SpecColor]::Red)' }
        @{ Text = 'Invoke-CSharpCell "SpecColor Other(SpecColor c) => c switch { SpecColor.Red => SpecColor.Green, _ => SpecColor.Red };"; (Invoke-CSharpCell "Other(SpecColor.Red)") -eq [SpecColor]::Green' }
        @{ Text = '[SpecColor[]]$all = "Red", "Green", "Green"; (Invoke-CSharpCell "all.Count(c => c == SpecColor.Green)" -Variable all) -eq 2' }
        @{ Text = '(Invoke-CSharpCell "record Car(SpecColor Color); new Car(SpecColor.Green)").Color -eq [SpecColor]::Green' }
        @{ Text = 'Set-CSharpVariable kept ([SpecColor]::Green); Invoke-CSharpCell "kept == SpecColor.Green"' }
        @{ Text = '(Test-CSharpCell "SpecColor.Red").IsValid -and -not (Test-CSharpCell "SpecColor.Blue").IsValid' }
    ) {
        Invoke-Text $Text | Should -BeTrue
    }
}

Describe 'A class of PowerShell' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'comes in arrays that a cell can query' {
        Invoke-Text '
            [SpecDog[]]$dogs = [SpecDog]::new("a", 1), [SpecDog]::new("b", 2)
            Invoke-CSharpCell "dogs.Where(d => d.Age > 1).Select(d => d.Bark())" -Variable dogs' | Should -BeExactly 'wuff b'
    }

    It 'is a compile error that says what to do, where it is named' {
        { Invoke-Text 'Invoke-CSharpCell "new SpecDog(null, 1)"' } | Should -Throw -ErrorId 'CompilationFailed*' -ExpectedMessage '*SpecDog is a class of PowerShell*dynamic*'
        { Invoke-CSharpCell 'new SpecCat()' } | Should -Throw -ErrorId 'CompilationFailed*' -ExpectedMessage '*CS0246*assembly reference?)*'
    }
}
