BeforeAll {
    Import-Module "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"
}

BeforeDiscovery {
    $noPwsh = -not (Get-Command pwsh -CommandType Application -ErrorAction Ignore)
}

Describe 'Cells in other runspaces and processes' {
    BeforeAll {
        function RoundTrip($Value) {
            [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($Value))
        }
    }

    AfterAll {
        Reset-CSharpSession -Confirm:$false
    }

    It 'run in ForEach-Object -Parallel, each runspace with sessions of its own' {
        $module = (Get-Module AsyncCSharp).Path
        $items = 1..3 | ForEach-Object -Parallel { Import-Module $using:module; cs 'var own = Input; await Task.Delay(5); own * 2' -InputObject $_ }
        ([Linq.Enumerable]::Order([int[]]$items)) -join ',' | Should -Be '2,4,6'
    }

    It 'refuse a session of another runspace' {
        $session = New-CSharpSession Foreign
        $module = (Get-Module AsyncCSharp).Path
        $id = 1 | ForEach-Object -Parallel { Import-Module $using:module; try { cs '1' -Session $using:session } catch { $_.FullyQualifiedErrorId } }
        $id | Should -Be 'SessionBusy,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'give records that survive serialization as property bags' {
        $copy = RoundTrip (cs 'record Person(string Name, int Born); new Person("Ada", 1815)')
        $copy.Name | Should -Be 'Ada'
        $copy.Born | Should -Be 1815
    }

    It 'give anonymous objects that survive serialization' {
        $copy = RoundTrip (cs 'new { X = 1, Items = new[] { 1, 2 } }')
        $copy.X | Should -Be 1
        $copy.Items -join ',' | Should -Be '1,2'
    }

    It 'run in another process' -Skip:$noPwsh {
        $module = (Get-Module AsyncCSharp).Path
        $job = Start-Job { Import-Module $using:module; cs 'await Task.Delay(1); new { X = 5 }' }
        ($job | Wait-Job | Receive-Job).X | Should -Be 5
        Remove-Job $job
    }
}
