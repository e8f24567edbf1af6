BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Invoke-Soak([string] $Arguments, [int] $Seconds = 240) {
        $soak = [IO.Path]::GetFullPath("$PSScriptRoot/../AsyncCSharp.Soak/Invoke-Soak.ps1")
        $child = Invoke-ChildShell "& '$soak' $Arguments; exit `$LASTEXITCODE" -Seconds $Seconds
        [Console]::WriteLine("$($child.Output)$($child.Errors)")
        $child
    }

    # A folder with kinds of operations, in place of the real ones.
    function New-KindFolder([string] $Run, [int] $Limit = 30) {
        $folder = "$TestDrive/$(New-Guid)"
        $null = New-Item $folder -ItemType Directory
        Set-Content "$folder/Kinds.ps1" "@{ Kind = 'of the spec'; Limit = $Limit; Run = { $Run } }"
        $folder
    }
}

Describe 'A short run of the soak' {
    It 'finds nothing' {
        $child = Invoke-Soak '-Operations 60'
        $child.ExitCode | Should -Be 0
        $child.Output | Should -Match '(?m)^60 operations of \d+ kinds in \d+ s, 0 failed$'
    }
}

Describe 'What the soak tells' {
    It 'is a wrong answer, the operations before it and the seed, the same with the same seed' {
        $kinds = New-KindFolder '$chance = Get-Chance 1000000; Add-Note "chose $chance"; if ((Get-Chance 4) -eq 0) { throw "wrong: $chance" }'
        $first, $second = foreach ($i in 1..2) { Invoke-Soak "-Operations 40 -Seed 7 -MaxFailures 100 -Last 2 -KindPath '$kinds'" }
        $first.ExitCode | Should -Be 1
        $first.Output | Should -BeLike "seed 7`n*FAILED: runspace-*, of the spec: wrong: *--- the last of runspace-1*chose *seed 7`n"
        $wrong = foreach ($child in $first, $second) { , @([regex]::Matches($child.Output, 'FAILED: runspace-\d, operation \d+, of the spec: wrong: \d+').Value | Sort-Object -Unique) }
        $wrong[0].Count | Should -BeGreaterThan 4
        $wrong[1] | Should -Be $wrong[0]
    }

    It 'is what hangs, with the managed stacks' {
        $kinds = New-KindFolder -Limit 1 'Invoke-Target ''function Invoke-Endless { [Threading.Thread]::Sleep(-1) }; Invoke-Endless'''
        $child = Invoke-Soak "-Operations 1 -KindPath '$kinds'"
        $child.ExitCode | Should -Be 1
        $child.Output | Should -BeLike '*HANGS: runspace-*of the spec*--- the last of runspace-1*begin of the spec*System.Threading.Thread.Sleep(Int32)*'
    }

    It 'is the end of the process, with what it wrote last' {
        $kinds = New-KindFolder '[Environment]::FailFast("the end of all")'
        $child = Invoke-Soak "-Operations 1 -KindPath '$kinds'"
        $child.ExitCode | Should -Be 1
        $child.Output | Should -BeLike '*DIED: *--- the last of runspace-1*begin of the spec*the end of all*'
    }

    It 'is what the process has more of' {
        $kinds = New-KindFolder '[AppDomain]::CurrentDomain.SetData([guid]::NewGuid(), [byte[]]::new(1MB))'
        $child = Invoke-Soak "-Operations 200 -SettleSeconds 2 -KindPath '$kinds'"
        $child.ExitCode | Should -Be 1
        $child.Output | Should -BeLike '*HAS GROWN: memory*'
    }
}
