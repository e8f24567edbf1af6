BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/PackageFeed.ps1"

    # Puts an assembly into a file, with the time of the one that is there, as a build with another number does. The images have one length.
    function Set-Library([string]$Path, [int]$Answer, [switch]$InPlace) {
        $time = [IO.File]::Exists($Path) ? [IO.File]::GetLastWriteTimeUtc($Path) : $null
        $name = [IO.Path]::GetFileNameWithoutExtension($Path)
        $image = New-AssemblyImage $name $Answer -Constant $Answer
        if (-not $InPlace) {
            [IO.File]::Delete($Path)
        }

        [IO.File]::WriteAllBytes($Path, $image)
        if ($time) {
            [IO.File]::SetLastWriteTimeUtc($Path, $time)
        }

        $image.Length
    }
}

Describe 'A library that is replaced by one of the same length and time' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'is what it is now after a reset, for the compiler and for the runtime' {
        $path = "$TestDrive/SpecReplaced1.dll"
        $length = Set-Library $path 1
        $code = "#r ""$path""`n`$""{SpecReplaced1.Thing.Number} {SpecReplaced1.Thing.Answer()}"""
        Invoke-CSharpCell $code | Should -Be '1 1'
        Set-Library $path 2 | Should -Be $length
        Reset-CSharpSession
        Invoke-CSharpCell $code | Should -Be '2 2'
    }
}

Describe 'An object of another build of a library than the session has' {
    It 'is the Input of a cell: <Way>' -ForEach @(
        @{ Way = 'the object'; Read = { $args[0] | Invoke-CSharpCell 'Input.Text' -Session SpecBuildA } }
        @{ Way = '-InputObject'; Read = { Invoke-CSharpCell 'await Task.Yield(); return Input.Text;' -Session SpecBuildA -InputObject $args[0] } }
        @{ Way = 'an array of them'; Read = { , (Invoke-CSharpCell 'new[] { new SpecBuild() }' -Session SpecBuildB -NoEnumerate) | Invoke-CSharpCell 'Input[0].Text' -Session SpecBuildA } }
    ) {
        . "$PSScriptRoot/Libraries.ps1"
        foreach ($build in 'A', 'B') {
            $null = New-Item "$TestDrive/$build" -ItemType Directory -Force
            New-Library "$TestDrive/$build/SpecBuild.dll" "public class SpecBuild { public string Text => ""of $build""; }"
            $null = New-CSharpSession "SpecBuild$build" -Reference "$TestDrive/$build/SpecBuild.dll"
        }

        try {
            Invoke-CSharpCell 'new SpecBuild().Text' -Session SpecBuildA | Should -Be 'of A'
            & $Read (Invoke-CSharpCell 'new SpecBuild()' -Session SpecBuildB) | Should -Be 'of B'
        } finally {
            'SpecBuildA', 'SpecBuildB' | ForEach-Object { Remove-CSharpSession $_ }
        }
    }
}

Describe 'A library that is built over its own file' {
    BeforeAll {
        $common = @"
            $(Get-ImportText)
            . '$PSScriptRoot/Libraries.ps1'

            # As a build does: into the file that is there, which the process may have mapped.
            function Set-Build([string]`$Name, [string]`$Code) {
                New-Library "$TestDrive/obj/`$Name.dll" `$Code
                [IO.File]::WriteAllBytes("$TestDrive/`$Name.dll", [IO.File]::ReadAllBytes("$TestDrive/obj/`$Name.dll"))
            }
"@
    }

    It 'is what it is now after each reset, also where it asks for its location' {
        [IO.File]::WriteAllText("$TestDrive/beside.txt", 'beside')
        $child = Invoke-ChildShell @"
            $common
            foreach (`$i in 1..3) {
                Set-Build Located1 "namespace Located1 { public static class Thing { public static string Beside() => System.IO.File.ReadAllText(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(Thing).Assembly.Location), ``"beside.txt``")) + `$i; } }"
                Reset-CSharpSession
                Invoke-CSharpCell "#r ``"$TestDrive/Located1.dll``"``nLocated1.Thing.Beside()"
            }
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\n' | Should -Be 'beside1', 'beside2', 'beside3'
    }

    It 'does not disturb a session that has the build before it' {
        # Long enough that what is executed later lies where the new file has nothing.
        $child = Invoke-ChildShell @"
            $common
            `$methods = -join (1..3000 | ForEach-Object { "public static int M`$_(int a) => a * `$_ + 7; " })
            Set-Build Located2 "namespace Located2 { public static class Thing { `$methods public static string Where() => typeof(Thing).Assembly.Location; public static int Answer() => 1; } }"
            `$null = New-CSharpSession first; `$null = New-CSharpSession second
            Invoke-CSharpCell "#r ``"$TestDrive/Located2.dll``"``nLocated2.Thing.Where().Length > 0" -Session first
            Set-Build Located2 "namespace Located2 { public static class Thing { public static string Where() => typeof(Thing).Assembly.Location; public static int Answer() => 2; } }"
            Invoke-CSharpCell "#r ``"$TestDrive/Located2.dll``"``nLocated2.Thing.Answer()" -Session second
            Invoke-CSharpCell 'Located2.Thing.Answer() + Located2.Thing.M2999(0)' -Session first
"@
        $child.ExitCode | Should -Be 0
        $child.Output.Trim() -split '\n' | Should -Be 'True', '2', '8'
    }

    It 'is the new one for a session, though PowerShell goes on with the one that Add-Type has loaded' {
        $child = Invoke-ChildShell @"
            $common
            Set-Build Added1 'namespace Added1 { public static class Thing { public static int Answer() => 1; } }'
            Add-Type -Path '$TestDrive/Added1.dll'
            Invoke-CSharpCell "#r ``"$TestDrive/Added1.dll``"``nAdded1.Thing.Answer()"
            [Added1.Thing]::Answer()
            Set-Build Added1 'namespace Added1 { public static class Thing { public static int Answer() => 2; } }'
            Reset-CSharpSession
            Invoke-CSharpCell "#r ``"$TestDrive/Added1.dll``"``nAdded1.Thing.Answer()"
"@
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() -split '\n' | Should -Be '1', '1', '2'
    }
}
