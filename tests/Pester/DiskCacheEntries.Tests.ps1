# What is taken from the cache on disk, and what is not: in sessions of one process, each new to its cells.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $before = $env:ASYNCCSHARP_CACHE
    $global:folderNumber = 0

    # Runs cells in a new session and gives what each of them gave; what -Verbose says of it goes to $said.
    function Invoke-Anew([string[]]$Code, [hashtable]$More = @{}) {
        Reset-CSharpSession
        $script:said = @()
        foreach ($text in $Code) {
            Invoke-CSharpCell $text @More -Verbose 4>&1 | ForEach-Object {
                if ($_ -is [System.Management.Automation.VerboseRecord]) { $script:said += $_.Message } else { $_ }
            }
        }
    }

    function Get-Entry { if ([IO.Directory]::Exists($folder)) { [IO.Directory]::GetFiles($folder, '*.cell') } }

    $compiled = '*: compiled in *'
    $taken = '*: taken from the cache in *'
    $cells = 'var a = 40;', 'a + 2'
}

AfterAll {
    $env:ASYNCCSHARP_CACHE = $before
}

Describe 'A cell that another session has compiled' {
    BeforeEach {
        $global:folderNumber++
        $folder = "$TestDrive/cache$($global:folderNumber)"
        $env:ASYNCCSHARP_CACHE = $folder
    }

    It 'is taken from the cache' {
        Invoke-Anew $cells | Should -Be 42
        $said[0] | Should -BeLike $compiled
        Invoke-Anew $cells | Should -Be 42
        $said | Should -HaveCount 2
        $said[0] | Should -BeLike $taken
        $said[1] | Should -BeLike $taken
    }

    It 'is not, where the cache is off' {
        $null = Invoke-Anew $cells
        $env:ASYNCCSHARP_CACHE = 'off'
        Invoke-Anew $cells | Should -Be 42
        $said[1] | Should -BeLike $compiled
    }

    It 'is not, under another number' {
        $null = Invoke-Anew '1 + 1'
        Invoke-Anew '0', '1 + 1' | Should -Be @(0, 2)
        $said[1] | Should -BeLike $compiled
    }

    It 'is not, after another cell' {
        $null = Invoke-Anew 'var a = 1;', 'a + a'
        Invoke-Anew 'var a = "x";', 'a + a' | Should -Be 'xx'
        Invoke-Anew 'var a = 1;', 'a + a' | Should -Be 2
        $said[1] | Should -BeLike $taken
    }

    It 'is not, for a variable of another type' {
        Invoke-Anew 'v + v' @{ Variable = @{ v = 2 } } | Should -Be 4
        Invoke-Anew 'v + v' @{ Variable = @{ v = 'a' } } | Should -Be 'aa'
        Invoke-Anew 'v + v' @{ Variable = @{ v = 3 } } | Should -Be 6
        $said | Should -BeLike $taken
    }

    It 'is not, with checks for a session without' {
        $null = Invoke-Anew 'int F() => 1; F()'
        $null = New-CSharpSession Bare -NoStopChecks
        try {
            (Invoke-CSharpCell 'int F() => 1; F()' -Session Bare -Verbose 4>&1)[-1].Message | Should -BeLike $compiled
        }
        finally {
            Remove-CSharpSession Bare
        }
    }

    It 'can be built on by a cell that was not' {
        $first = 'record P(int A); int Twice(int n) => 2 * n; var p = new P(3);', 'class Q { public P Held; } P Next(P p) => p with { A = p.A + 1 };'
        $null = Invoke-Anew $first
        Invoke-Anew ($first + '(new Q { Held = Next(p) }.Held == new P(4), Twice(p.A), p is P).ToString()') | Should -Be '(True, 6, True)'
        $said[0] | Should -BeLike $taken
        $said[1] | Should -BeLike $taken
        $said[2] | Should -BeLike $compiled
    }

    It 'can be built on however deep it nests' {
        $deep = 'var deep = ' + '(' * 5000 + '41' + ')' * 5000 + ';'
        $null = Invoke-Anew $deep
        Invoke-Anew $deep, 'deep + 1' | Should -Be 42
        $said[0] | Should -BeLike $taken
        $said[1] | Should -BeLike $compiled
    }

    It 'can be tested, copied and asked for its variables' {
        $null = Invoke-Anew $cells
        $null = Invoke-Anew $cells
        $said[0] | Should -BeLike $taken
        (Get-CSharpVariable a).Value | Should -Be 40
        (Test-CSharpCell 'a.Length').IsValid | Should -BeFalse
        (Test-CSharpCell 'a').ReturnType | Should -Be 'int'
        Set-CSharpVariable a 41
        Invoke-CSharpCell 'a + 1' | Should -Be 42
    }

    It 'is compiled again where its entry was tampered with' {
        $null = Invoke-Anew $cells
        $good = @{}
        foreach ($file in Get-Entry) {
            $good[$file] = [IO.File]::ReadAllBytes($file)
            $bad = [IO.File]::ReadAllBytes($file)
            $bad[$bad.Length - 500] = $bad[$bad.Length - 500] -bxor 1
            [IO.File]::WriteAllBytes($file, $bad)
        }

        Invoke-Anew $cells | Should -Be 42
        $said -like $compiled | Should -HaveCount 2
        $good.Count | Should -Be 2
        foreach ($file in $good.Keys) {
            # Compiled again, and to the same bytes.
            [Linq.Enumerable]::SequenceEqual([IO.File]::ReadAllBytes($file), $good[$file]) | Should -BeTrue
        }
    }

    It 'is not taken for another whose file has its name' {
        $null = Invoke-Anew '1'
        [string]$one = Get-Entry
        $null = Invoke-Anew '2'
        [string]$two = (Get-Entry) -ne $one
        [IO.File]::Copy($one, $two, $true)
        Invoke-Anew '2' | Should -Be 2
        $said[0] | Should -BeLike $compiled
        $said[1] | Should -BeLike "*$two* is damaged*"
    }

    It 'is compiled again where the folder is a file' {
        Set-Content $folder 'x' -NoNewline
        Invoke-Anew $cells | Should -Be 42
        [IO.File]::ReadAllText($folder) | Should -Be 'x'
        $said -like $compiled | Should -HaveCount 2
        $said[-1] | Should -BeLike "*$folder*"
    }

    It 'is compiled again where the folder is a link (not on Windows: links take rights there)' -Skip:$IsWindows {
        $elsewhere = "$folder-elsewhere"
        $null = New-Item $elsewhere -ItemType Directory -Force
        $null = [IO.Directory]::CreateSymbolicLink($folder, $elsewhere)
        Invoke-Anew $cells | Should -Be 42
        [IO.Directory]::GetFileSystemEntries($elsewhere).Count | Should -Be 0
        $said[-1] | Should -BeLike "*$folder* is a link*"
    }

    It 'is compiled again where others may write to the folder (not on Windows: it has no such permissions)' -Skip:$IsWindows {
        $null = Invoke-Anew $cells
        [IO.File]::SetUnixFileMode($folder, [IO.UnixFileMode]'UserExecute, UserWrite, UserRead, OtherWrite')
        Invoke-Anew $cells | Should -Be 42
        $said -like $compiled | Should -HaveCount 2
        $said[-1] | Should -BeLike "*$folder*"
    }

    It 'is compiled again where the folder cannot be written to (not as root, whom permissions do not stop)' -Skip:($IsWindows -or [Environment]::UserName -eq 'root') {
        $null = [IO.Directory]::CreateDirectory($folder, [IO.UnixFileMode]'UserExecute, UserRead')
        Invoke-Anew $cells | Should -Be 42
        Invoke-Anew $cells | Should -Be 42
        $said -like $compiled | Should -HaveCount 2
        $said[-1] | Should -BeLike "*$folder*"
    }
}
