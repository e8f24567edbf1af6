BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $before = $env:ASYNCCSHARP_CACHE
    $folder = "$TestDrive/cache"

    function Get-Entry { [IO.Directory]::GetFiles($folder, '*.cell') }

    # Where the code of a cell came from.
    function Get-Origin([string]$Code) {
        $said = Invoke-CSharpCell $Code -Verbose 4>&1
        $said[-1].Message
    }
}

AfterAll {
    $env:ASYNCCSHARP_CACHE = $before
}

Describe 'Clear-CSharpCellCache' {
    BeforeEach {
        $env:ASYNCCSHARP_CACHE = $folder
        Clear-CSharpCellCache
        Reset-CSharpSession
    }

    It 'removes what is on disk, and gives nothing' {
        $null = Invoke-CSharpCell '1'
        @(Get-Entry).Count | Should -Be 1
        Clear-CSharpCellCache | Should -BeNullOrEmpty
        @(Get-Entry).Count | Should -Be 0
    }

    It 'has cells compiled anew' {
        Get-Origin '1' | Should -BeLike 'Cell`[1`]: compiled in*'
        Reset-CSharpSession
        Get-Origin '1' | Should -BeLike 'Cell`[1`]: taken from the cache in*'
        Clear-CSharpCellCache
        Reset-CSharpSession
        Get-Origin '1' | Should -BeLike 'Cell`[1`]: compiled in*'
    }

    It 'clears what sessions keep in memory too' {
        $null = New-CSharpSession Other
        try {
            foreach ($session in 'Default', 'Other') { $null = Invoke-CSharpCell '1 + 1' -Session $session }
            Clear-CSharpCellCache
            foreach ($session in 'Default', 'Other') { $null = Invoke-CSharpCell '1 + 1' -Session $session }

            # Written again, by sessions that had the cell in memory.
            @(Get-Entry).Count | Should -Be 1
        }
        finally {
            Remove-CSharpSession Other
        }
    }

    It 'leaves sessions as they are' {
        Invoke-CSharpCell 'var kept = 41; int Next(int n) => n + 1;'
        Clear-CSharpCellCache
        Invoke-CSharpCell 'Next(kept)' | Should -Be 42
    }

    It 'leaves files that are not of the cache' {
        $null = Invoke-CSharpCell '1'
        Set-Content "$folder/mine.cell" 'x' -NoNewline
        Set-Content "$folder/mine.txt" 'x' -NoNewline
        Clear-CSharpCellCache
        Get-Entry | Should -BeLike '*mine.cell'
        "$folder/mine.txt" | Should -Exist
        Remove-Item "$folder/mine.cell"
    }

    It 'removes nothing with -WhatIf' {
        $null = Invoke-CSharpCell '1'
        Clear-CSharpCellCache -WhatIf
        @(Get-Entry).Count | Should -Be 1
    }

    It 'says with -Verbose how many there were' {
        $null = Invoke-CSharpCell '1'
        $null = Invoke-CSharpCell '2'
        $bytes = @(Get-Entry).ForEach{ [IO.FileInfo]::new($_).Length } | ForEach-Object { $sum = 0 } { $sum += $_ } { $sum }
        $said = Clear-CSharpCellCache -Verbose 4>&1
        "$said" | Should -Match 'had 2 entries'
        "$said" -replace '\D', '' | Should -Match "2$bytes`$"
    }

    It 'is content where there is no cache' {
        Remove-Item $folder -Recurse -Force
        Clear-CSharpCellCache
        $folder | Should -Not -Exist
        $env:ASYNCCSHARP_CACHE = 'off'
        Clear-CSharpCellCache
        "$(Clear-CSharpCellCache -Verbose 4>&1)" | Should -Match 'no cell cache on disk'
    }

    It 'clears memory where the cache on disk is off' {
        $env:ASYNCCSHARP_CACHE = 'off'
        $null = Invoke-CSharpCell '1 + 1'
        $env:ASYNCCSHARP_CACHE = $folder
        Invoke-CSharpCell '1 + 1' | Should -Be 2
        [IO.Directory]::Exists($folder) -and @(Get-Entry).Count | Should -BeFalse

        $env:ASYNCCSHARP_CACHE = 'off'
        Clear-CSharpCellCache
        $env:ASYNCCSHARP_CACHE = $folder
        Invoke-CSharpCell '1 + 1' | Should -Be 2
        @(Get-Entry).Count | Should -Be 1
    }
}
