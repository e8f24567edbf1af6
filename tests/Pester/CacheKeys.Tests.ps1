# What a compiled cell is taken from the cache for: the same bytes of everything that it was compiled from. Each row below is a kind
# of input, and changes it by as little as can be; lengths and times of files stay the same.

BeforeDiscovery {
    $types = 'namespace N { public static class C { public const int K = 1; } }'
    $caller = 'string F([System.Runtime.CompilerServices.CallerFilePath] string p = null) => Path.GetFileName(p); F()'
    $kinds = @(
        @{ Kind = 'its text'; From = @{ Cells = '40 + 1' }; To = @{ Cells = '40 + 2' }; Gives = 41, 42 }
        @{ Kind = 'a comment, which is in its symbols'; From = @{ Cells = '1 /* a */' }; To = @{ Cells = '1 /* b */' }; Gives = 1, 1 }
        @{ Kind = 'half a surrogate pair'; From = @{ Cells = "1 // $([char]0xD800)" }; To = @{ Cells = "1 // $([char]0xD801)" }; Gives = 1, 1 }
        @{ Kind = 'a symbol that it defines'; From = @{ Cells = "#define AB`n#if AB`n1`n#else`n2`n#endif" }
            To = @{ Cells = "#define AC`n#if AB`n1`n#else`n2`n#endif" }; Gives = 1, 2 }
        @{ Kind = 'a file that it loads'; From = @{ Cells = "#load `"a.csx`"`nq"; Files = @{ a = 'const int q = 1;' } }
            To = @{ Files = @{ a = 'const int q = 2;' } }; Gives = 1, 2 }
        @{ Kind = 'a file that a loaded file loads'
            From = @{ Cells = "#load `"a.csx`"`nr() + q"; Files = @{ a = "#load `"b.csx`"`nint r() => q;"; b = 'const int q = 1;' } }
            To = @{ Files = @{ b = 'const int q = 2;' } }; Gives = 2, 4 }
        @{ Kind = 'a namespace of a loaded file'; From = @{ Cells = "#load `"a.csx`"`nq"; Files = @{ a = "$types const int q = N.C.K;" } }
            To = @{ Files = @{ a = "$types const int q = N.C.K;".Replace('K = 1', 'K = 2') } }; Gives = 1, 2 }
        @{ Kind = 'a namespace of a file that a loaded file loads'
            From = @{ Cells = "#load `"a.csx`"`nq"; Files = @{ a = "#load `"b.csx`"`nconst int q = N.C.K;"; b = $types } }
            To = @{ Files = @{ b = $types.Replace('K = 1', 'K = 2') } }; Gives = 1, 2 }
        @{ Kind = 'the signature of a method in a namespace of a loaded file'
            From = @{ Cells = "#load `"a.csx`"`nN.C.F(1)"; Files = @{ a = 'namespace N { public static class C { public static int F(int  a) => 3; } }' } }
            To = @{ Files = @{ a = 'namespace N { public static class C { public static int F(long a) => 4; } }' } }; Gives = 3, 4 }
        @{ Kind = 'an extension method of a loaded file'
            From = @{ Cells = "#load `"a.csx`"`n3.Times()"; Files = @{ a = 'static class E { public static int Times(this int n, int by = 2) => n * by; }' } }
            To = @{ Files = @{ a = 'static class E { public static int Times(this int n, int by = 3) => n * by; }' } }; Gives = 6, 9 }
        @{ Kind = 'a namespace of an earlier cell'; From = @{ Cells = "$types const int q = N.C.K;", 'q + N.C.K' }
            To = @{ Cells = "$types const int q = N.C.K;".Replace('K = 1', 'K = 2'), 'q + N.C.K' }; Gives = 2, 4 }
        @{ Kind = 'an earlier cell'; From = @{ Cells = 'const int q = 1;', 'q' }; To = @{ Cells = 'const int q = 2;', 'q' }; Gives = 1, 2 }
        @{ Kind = 'an assembly, also where its version and time are the same'; From = @{ Cells = "#r `"Constants.dll`"`nConstants.All.Answer"; Library = 1 }
            To = @{ Library = 2 }; Gives = 0x5A5A0001, 0x5A5A0002 }
        @{ Kind = 'an assembly of a session'; From = @{ Cells = 'Constants.All.Answer'; Library = 1; Session = @{ Reference = 'Constants.dll' } }
            To = @{ Library = 2 }; Gives = 0x5A5A0001, 0x5A5A0002 }
        @{ Kind = 'an assembly that has no file'; From = @{ Cells = 'Constants.All.Answer'; Loaded = 1 }; To = @{ Loaded = 2 }; Gives = 0x5A5A0001, 0x5A5A0002 }
        @{ Kind = 'an import'; From = @{ Cells = '6 * 7'; Session = @{} }; To = @{ Session = @{ Using = 'System.Numerics' } }; Gives = 42, 42 }
        @{ Kind = 'the checks that let it be stopped'; From = @{ Cells = '6 * 7'; Session = @{} }; To = @{ Session = @{ NoStopChecks = $true } }; Gives = 42, 42 }
        @{ Kind = 'the type of its input'; From = @{ Cells = 'Input.GetType().Name'; Input = 1 }; To = @{ Input = 1L }; Gives = 'Int32', 'Int64' }
        @{ Kind = 'whether it runs often'; From = @{ Cells = '6 * 7' }; To = @{ Input = 1 }; Gives = 42, 42 }
        @{ Kind = 'the type of a variable'; From = @{ Cells = 'v + v'; Variable = @{ v = 2 } }; To = @{ Variable = @{ v = '2' } }; Gives = 4, '22' }
        @{ Kind = 'a variable of the call that hides its input'; From = @{ Cells = 'Input'; Input = 1 }; To = @{ Variable = @{ Input = 5 } }; Gives = 1, 5 }
        @{ Kind = 'whether it has input that has no type'; From = @{ Cells = 'object Input = 5;', 'Input' }; To = @{ Input = [pscustomobject]@{ A = 1 } }; Gives = 5, '@{A=1}' }
        @{ Kind = 'its number'; From = @{ Cells = '1', '6 * 7' }; To = @{ Cells = '1', '2', '6 * 7' }; Gives = 42, 42 }
        @{ Kind = 'the file that it is'; From = @{ Path = 'a.csx'; Files = @{ a = $caller } }; To = @{ Path = 'z.csx'; Files = @{ z = $caller } }; Gives = 'a.csx', 'z.csx' }
        @{ Kind = 'the language of messages'; From = @{ Cells = '6 * 7'; Culture = 'en-US' }; To = @{ Culture = 'de-DE' }; Gives = 42, 42 }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $before = $env:ASYNCCSHARP_CACHE
    $culture = [cultureinfo]::CurrentUICulture
    $global:folderNumber = 0
    Push-Location $TestDrive

    $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName]::new('Constants'), [object].Assembly)
    $type = $assembly.DefineDynamicModule('Constants').DefineType('Constants.All', 'Public, Class')
    $type.DefineField('Answer', [int], 'Public, Static, Literal').SetConstant(0x5A5A0001)
    $null = $type.DefineDefaultConstructor('Public')
    $null = $type.CreateType()
    $stream = [IO.MemoryStream]::new()
    $assembly.Save($stream)

    # An image that differs from others in one byte, the value of a constant: its module's version is the same.
    function Get-Library([byte]$Value) {
        $image = $stream.ToArray()
        $place = (0..($image.Length - 4)).Where({ $image[$_ + 3] -eq 0x5A -and $image[$_ + 2] -eq 0x5A -and $image[$_ + 1] -eq 0 }, 'First')
        $image[$place[0]] = $Value
        , $image
    }

    function Set-Library([byte]$Value) {
        [IO.File]::WriteAllBytes("$TestDrive/Constants.dll", (Get-Library $Value))
        [IO.File]::SetLastWriteTimeUtc("$TestDrive/Constants.dll", [datetime]'2026-01-01Z')
    }

    # Runs the cells of a setup in a new session; gives what the last one gave, and whether it was taken from the cache.
    function Invoke-Setup([hashtable]$Setup) {
        foreach ($name in $Setup.Files.Keys) {
            [IO.File]::WriteAllText("$TestDrive/$name.csx", $Setup.Files[$name])
            [IO.File]::SetLastWriteTimeUtc("$TestDrive/$name.csx", [datetime]'2026-01-01Z')
        }

        if ($Setup.Library) { Set-Library $Setup.Library }
        $object = $Setup.Loaded ? [Reflection.Assembly]::Load([byte[]](Get-Library $Setup.Loaded)).CreateInstance('Constants.All') : $Setup.Input
        $more = @{ Session = 'Keys' }
        if ($Setup.Variable) { $more.Variable = $Setup.Variable }
        $session = $Setup.Session ?? @{}
        [cultureinfo]::CurrentUICulture = $Setup.Culture ?? $culture
        $null = New-CSharpSession Keys @session
        try {
            $texts = $Setup.Path ? @($Setup.Path) : $Setup.Cells
            foreach ($text in $texts) {
                $from = $Setup.Path ? @{ Path = "$TestDrive/$text" } : @{ Code = $text }
                $written = @($null -ne $object ? ($object | Invoke-CSharpCell @from @more -Verbose 4>&1) : (Invoke-CSharpCell @from @more -Verbose 4>&1))
            }

            $said = $written | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            [pscustomobject]@{
                Gave  = $written | Where-Object { $_ -isnot [System.Management.Automation.VerboseRecord] }
                Taken = "$said" -like '*: taken from the cache in*'
                Said  = "$said"
            }
        }
        finally {
            Remove-CSharpSession Keys
            [cultureinfo]::CurrentUICulture = $culture
        }
    }
}

AfterAll {
    $env:ASYNCCSHARP_CACHE = $before
    Pop-Location
}

Describe 'What decides whether a cell is taken from the cache on disk' {
    BeforeEach {
        $global:folderNumber++
        $env:ASYNCCSHARP_CACHE = "$TestDrive/cache$($global:folderNumber)"
    }

    It 'is <Kind>' -ForEach $kinds {
        $changed = $From.Clone()
        foreach ($name in $To.Keys) { $changed[$name] = $To[$name] }
        if ($From.Files -and $To.Files) {
            $changed.Files = $From.Files.Clone()
            foreach ($name in $To.Files.Keys) { $changed.Files[$name] = $To.Files[$name] }
        }

        $first = Invoke-Setup $From
        $first.Gave | Should -Be $Gives[0]
        $first.Taken | Should -BeFalse
        $again = Invoke-Setup $From
        $again.Gave | Should -Be $Gives[0]
        $again.Said | Should -BeLike '*: taken from the cache in*'

        $other = Invoke-Setup $changed
        $other.Gave | Should -Be $Gives[1]
        $other.Taken | Should -BeFalse
        (Invoke-Setup $changed).Gave | Should -Be $Gives[1]

        # What was kept is still what it was.
        $back = Invoke-Setup $From
        $back.Gave | Should -Be $Gives[0]
        $back.Taken | Should -BeTrue
    }

    It 'is not where an assembly is, nor when it was written' {
        $setup = @{ Cells = "#r `"Constants.dll`"`nConstants.All.Answer"; Library = 1 }
        $null = Invoke-Setup $setup
        [IO.File]::SetLastWriteTimeUtc("$TestDrive/Constants.dll", [datetime]'2026-02-02Z')
        (Invoke-Setup @{ Cells = $setup.Cells }).Taken | Should -BeTrue
    }

    It 'is the same in every process' {
        Set-Library 1
        [IO.File]::WriteAllText("$TestDrive/a.csx", "#load `"b.csx`"`nconst int q = N.C.K; record R(int A);")
        [IO.File]::WriteAllText("$TestDrive/b.csx", 'using System.Numerics; namespace N { public static class C { public const int K = 2; public static BigInteger One => BigInteger.One; } }')
        $command = @"
            $(Get-ImportText); Set-Location '$TestDrive'
            `$all = @(
                cs "#r ```"Constants.dll```"``n#load ```"a.csx```"``nq + Constants.All.Answer" -Verbose 4>&1
                cs 'using System.Xml; namespace M { static class E { public static object Next(this NameTable t) => null; } }' -Verbose 4>&1
                cs 'var v = new { A = 1 };' -Verbose 4>&1
                1, 2 | cs 'Input + v.A + N.C.K' -Verbose 4>&1
                cs -Path a.csx -Verbose 4>&1
                cs 'await Task.FromResult(w)' -Variable @{ w = 'x' } -Verbose 4>&1)
            `$all -replace ' in [\d.,]+ ms.*'
"@
        $first, $second = 1, 2 | ForEach-Object { Invoke-ChildShell $command -Environment @{ ASYNCCSHARP_CACHE = $env:ASYNCCSHARP_CACHE } -Seconds 120 }
        $first.Errors | Should -BeNullOrEmpty
        $first.Output | Should -Not -Match 'taken from the cache'
        @($first.Output -split "`n" -like 'Cell*: compiled') + @($first.Output -split "`n" -like '*a.csx: compiled') | Should -HaveCount 6
        $second.Output | Should -Be ($first.Output -replace ': compiled', ': taken from the cache')
    }
}

Describe 'A file that changes between the look at it and the compilation' {
    BeforeEach {
        $global:folderNumber++
        $env:ASYNCCSHARP_CACHE = "$TestDrive/cache$($global:folderNumber)"
    }

    It 'is compiled with as it was looked at, and kept as that' {
        Set-Library 1
        $null = New-CSharpSession Race -Reference "$TestDrive/Constants.dll"
        try {
            # The session has the assembly; nothing is compiled with it yet.
            Add-CSharpReference "$TestDrive/Constants.dll" -Session Race
            Set-Library 2
            Invoke-CSharpCell 'Constants.All.Answer' -Session Race | Should -Be 0x5A5A0001
        }
        finally {
            Remove-CSharpSession Race
        }

        $setup = @{ Cells = 'Constants.All.Answer'; Library = 2; Session = @{ Reference = 'Constants.dll' } }
        $second = Invoke-Setup $setup
        $second.Gave | Should -Be 0x5A5A0002
        $second.Taken | Should -BeFalse
        $setup.Library = 1
        $first = Invoke-Setup $setup
        $first.Gave | Should -Be 0x5A5A0001
        $first.Taken | Should -BeTrue
    }
}

Describe 'What decides whether a cell is taken from memory' {
    BeforeEach {
        $env:ASYNCCSHARP_CACHE = 'off'
        Reset-CSharpSession
    }

    It 'is not its number, unless the number is in the code' {
        Invoke-CSharpCell 'string Here([System.Runtime.CompilerServices.CallerFilePath] string path = null) => path;'
        Invoke-CSharpCell 'Here()' | Should -Be 'Cell[2]'
        Invoke-CSharpCell 'Here()' | Should -Be 'Cell[3]'
        Invoke-CSharpCell '((Func<string>)(() => Here()))()' | Should -Be 'Cell[4]'
        Invoke-CSharpCell '((Func<string>)(() => Here()))()' | Should -Be 'Cell[5]'

        # Whatever is compiled has an entry on disk.
        $env:ASYNCCSHARP_CACHE = "$TestDrive/memory"
        foreach ($run in 1..3) { $null = Invoke-CSharpCell '1 + 1' }
        [IO.Directory]::GetFiles("$TestDrive/memory") | Should -HaveCount 1
    }

    It 'is an assembly that it refers to, as it is now' {
        $code = "#r `"$TestDrive/Constants.dll`"`nConstants.All.Answer"
        $env:ASYNCCSHARP_CACHE = "$TestDrive/referring"
        Set-Library 1
        foreach ($run in 1..3) { Invoke-CSharpCell $code | Should -Be 0x5A5A0001 }

        # One entry for the code, and one for what the text asks for.
        [IO.Directory]::GetFiles("$TestDrive/referring") | Should -HaveCount 2
        Set-Library 2
        Invoke-CSharpCell $code | Should -Be 0x5A5A0002
        [IO.Directory]::GetFiles("$TestDrive/referring") | Should -HaveCount 3
    }

    It 'is a file that it loads, as it is now' {
        [IO.File]::WriteAllText("$TestDrive/m.csx", 'int.Parse("1");')
        Invoke-CSharpCell "#load `"$TestDrive/m.csx`"`n1" | Should -Be 1
        [IO.File]::WriteAllText("$TestDrive/m.csx", 'int.Parse("x");')
        { Invoke-CSharpCell "#load `"$TestDrive/m.csx`"`n1" } | Should -Throw -ErrorId 'CellFailed*'
    }

    It 'is the language of messages' {
        $code = 'int F() { int unused; return 1; }'
        try {
            foreach ($name in 'en-US', 'de-DE', 'en-US') {
                [cultureinfo]::CurrentUICulture = $name
                Invoke-CSharpCell "{ $code F(); }" -WarningVariable warned -WarningAction SilentlyContinue
                $warned | Should -HaveCount 1
            }
        }
        finally {
            [cultureinfo]::CurrentUICulture = $culture
        }
    }
}
