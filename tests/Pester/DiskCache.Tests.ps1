BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $import = Get-ImportText

    # A line for each assembly of the compiler that the engine has loaded; the shell's own are elsewhere.
    $listCompiler = '[Runtime.Loader.AssemblyLoadContext]::All.Where{ $_.Name -eq ''AsyncCSharp.Engine'' }.Assemblies.ForEach{ $_.GetName().Name } -match ''CodeAnalysis|Cecil'''

    # Runs text in a new process with a cache, and gives its output.
    function Invoke-Cached([string]$Command, [string]$Cache) {
        # In the shell, where a compiler is seen that has been loaded.
        $child = Invoke-ChildShell "$import; $Command" -Environment @{ ASYNCCSHARP_CACHE = $Cache; ASYNCCSHARP_COMPILER = 'inprocess' } -Seconds 120
        $child.Errors | Should -BeNullOrEmpty
        $child.Output
    }
}

Describe 'A cell that another process has compiled' {
    It 'gives, writes and says the same as one that is compiled' {
        $cells = [IO.Path]::GetFullPath("$PSScriptRoot/Cells/Cached.ps1")
        $runs = foreach ($cache in 'off', "$TestDrive/same", "$TestDrive/same") {
            Invoke-ChildShell "& '$cells' '$manifest' '$TestDrive'" -Environment @{ ASYNCCSHARP_CACHE = $cache } -Seconds 120
        }

        $compiled, $cold, $warm = $runs
        $compiled.Output | Should -Match 'mine is Point'
        foreach ($run in $cold, $warm) {
            $run.Errors | Should -Be $compiled.Errors
            $run.Output | Should -Be $compiled.Output
        }
    }

    It 'is run without the compiler, whatever it consists of' {
        Set-Content "$TestDrive/part.csx" 'int Part() => 40;' -NoNewline
        [IO.File]::WriteAllText("$TestDrive/whole.csx", "#load `"part.csx`"`n#r `"System.Xml.Linq`"`nPart() + new System.Xml.Linq.XElement(`"ab`").Name.LocalName.Length")
        $script = @"
            cs 'using System.Text; record P(int A); var p = new P(6); static int Seven() => 7;'
            cs 'await Task.Yield(); p.A * Seven() + v' -Variable @{ v = 0 }
            1, 2 | cs 'Input * p.A'
            cs -Path '$TestDrive/whole.csx'
            cs 'namespace N { public static class E { public static int Half(this int n) => n / 2; } }'
            cs 'using N; 84.Half()'
            `$null = New-CSharpSession S -Using System.Numerics -NoStopChecks
            cs 'BigInteger.One + 41' -Session S
            $listCompiler
"@
        $expected = "42`n6`n12`n42`n42`n42`n"
        Invoke-Cached $script "$TestDrive/bare" | Should -BeLike "$expected*CodeAnalysis*"
        Invoke-Cached $script "$TestDrive/bare" | Should -Be $expected

        # A file that is loaded counts as it is now.
        Set-Content "$TestDrive/part.csx" 'int Part() => 50;' -NoNewline
        Invoke-Cached $script "$TestDrive/bare" | Should -BeLike "42`n6`n12`n52`n42`n42`n*CodeAnalysis*"
    }

    It 'is compiled anew when the assembly behind a path has changed' {
        # The value of a constant becomes part of the cell.
        function New-Constant([int]$Value) {
            $assembly = [Reflection.Emit.PersistedAssemblyBuilder]::new([Reflection.AssemblyName]::new('Constants'), [object].Assembly)
            $type = $assembly.DefineDynamicModule('Constants').DefineType('Constants.All', 'Public, Class')
            $type.DefineField('Answer', [int], 'Public, Static, Literal').SetConstant($Value)
            $null = $type.CreateType()
            $assembly.Save("$TestDrive/Constants.dll")
            [IO.File]::SetLastWriteTimeUtc("$TestDrive/Constants.dll", [datetime]'2026-01-01Z')
        }

        $script = @"
            cs '#r "$TestDrive/Constants.dll"'
            cs 'Constants.All.Answer'
            `$null = New-CSharpSession S
            Add-CSharpReference '$TestDrive/Constants.dll' -Session S
            cs 'Constants.All.Answer' -Session S
            $listCompiler
"@
        New-Constant 1
        Invoke-Cached $script "$TestDrive/changed" | Should -BeLike "1`n1`n*CodeAnalysis*"
        Invoke-Cached $script "$TestDrive/changed" | Should -Be "1`n1`n"

        # As long as the old one, and of the same time.
        New-Constant 2
        Invoke-Cached $script "$TestDrive/changed" | Should -BeLike "2`n2`n*CodeAnalysis*"
    }
}

Describe 'The cache on disk' {
    It 'is where the platform keeps such things, for the user only (not on Windows: it has no such permissions)' -Skip:$IsWindows {
        $child = Invoke-ChildShell "$import; cs 'var a = 40;'; cs 'a + 2'" -Environment @{ ASYNCCSHARP_CACHE = ''; XDG_CACHE_HOME = ''; HOME = "$TestDrive/home" }
        $child.Output | Should -Be "42`n"
        $folder = $IsMacOS ? "$TestDrive/home/Library/Caches/asynccsharp" : "$TestDrive/home/.cache/asynccsharp"
        [IO.File]::GetUnixFileMode($folder) | Should -Be 'UserExecute, UserWrite, UserRead'
        $files = [IO.Directory]::GetFiles($folder)
        $files.Count | Should -Be 2
        foreach ($file in $files) {
            [IO.File]::GetUnixFileMode($file) | Should -Be 'UserWrite, UserRead'
        }
    }

    It 'is shared by processes that run at the same time' {
        $text = "$import; 1..20 | ForEach-Object { cs `"var v`$_ = `$_; v`$_`" }"
        $child = "$PSScriptRoot/Common.ps1"
        $outputs = 1..3 | ForEach-Object -ThrottleLimit 3 -Parallel {
            . $using:child
            Invoke-ChildShell $using:text -Environment @{ ASYNCCSHARP_CACHE = "$using:TestDrive/shared" } -Seconds 120
        }
        $outputs.Count | Should -Be 3
        foreach ($output in $outputs) {
            $output.Errors | Should -BeNullOrEmpty
            $output.Output | Should -Be "$((1..20) -join "`n")`n"
        }

        # An entry for each cell, whoever has written it last, and nothing else.
        [IO.Directory]::GetFiles("$TestDrive/shared").Count | Should -Be 20
        [IO.Directory]::GetFiles("$TestDrive/shared", '*.cell').Count | Should -Be 20
        Invoke-Cached "$text; $listCompiler" "$TestDrive/shared" | Should -Be $outputs[0].Output
    }
}
