BeforeAll {
    Import-Module "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"
}

Describe 'Input' {
    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'has the type of the first object' {
        cs 'string Type<T>(T value) => typeof(T).Name;'
        1 | cs 'Type(Input)' | Should -Be 'Int32'
        'a' | cs 'Input.Length' | Should -Be 1
        [Version]'1.2' | cs 'Input.Minor' | Should -Be 2
    }

    It 'is dynamic from the first object of another type on' {
        (1, 'a', 2.5, $null | cs '((object)Input)?.GetType().Name ?? "null"') -join ',' | Should -Be 'Int32,String,Double,null'
    }

    It 'keeps null apart from zero' {
        (1, $null | cs '((object)Input) is null') -join ',' | Should -Be 'False,True'
    }

    It 'has the properties of a PSCustomObject' {
        [pscustomobject]@{ Name = 'Ada'; Born = 1815 } | cs 'Input.Name + Input.Born' | Should -Be 'Ada1815'
    }

    It 'has members that were added to an object' {
        $object = [Version]'1.2'
        $object.PSObject.Properties.Add([psnoteproperty]::new('Extra', 5))
        $object | cs 'Input.Extra + Input.Minor' | Should -Be 7
    }

    It 'is null without a pipeline' {
        cs 'Input is null' | Should -BeTrue
    }

    It 'numbers one cell for a whole pipeline' {
        $before = (Get-CSharpSession Default).CellsRun
        $null = 1..5 | cs 'Input'
        (Get-CSharpSession Default).CellsRun | Should -Be ($before + 1)
    }

    It 'has the first result out before the second object is read' {
        $log = [Collections.Generic.List[string]]::new()
        1..3 | ForEach-Object { $log.Add("in$_"); $_ } | cs 'Input' | ForEach-Object { $log.Add("out$_") }
        $log -join ',' | Should -Be 'in1,out1,in2,out2,in3,out3'
    }

    It 'reads no further than downstream wants' {
        $seen = [Collections.Generic.List[int]]::new()
        foreach ($once in 1) {
            1..1000 | cs 'Input' | ForEach-Object { $seen.Add($_); if ($_ -eq 3) { break } }
        }

        $seen.Count | Should -Be 3
    }

    It 'reports the failure of one object and goes on' {
        $items = 1..3 | cs '6 / (Input - 2)' -ErrorVariable failures -ErrorAction SilentlyContinue
        $items -join ',' | Should -Be '-6,6'
        $failures[0].FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $failures[0].TargetObject | Should -Be 2
    }
}
