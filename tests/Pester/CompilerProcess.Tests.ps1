BeforeDiscovery {
    # Where the build could make none, cells are compiled in the shell, and all other specs test that.
    $program = [IO.Path]::GetFullPath("$PSScriptRoot/../../out/AsyncCSharp/bin/engine/AsyncCSharp.Compiler")
    $hasProgram = (Test-Path $program) -or (Test-Path "$program.exe")
    $hasProc = $hasProgram -and $IsLinux
    $canMount = $hasProc -and $(unshare --map-root-user --mount true 2>$null; $LASTEXITCODE -eq 0)
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $before = $env:ASYNCCSHARP_CACHE, $env:ASYNCCSHARP_COMPILER
    $env:ASYNCCSHARP_CACHE = 'off'
    $env:ASYNCCSHARP_COMPILER = $null
    $program = Get-ChildItem "$PSScriptRoot/../../out/AsyncCSharp/bin/engine/AsyncCSharp.Compiler", "$PSScriptRoot/../../out/AsyncCSharp/bin/engine/AsyncCSharp.Compiler.exe" -ErrorAction Ignore
    $apart = "*: compiled in * by the compiler's own process*"

    # Overload resolution binds each lambda for each overload, and so twice as long for each level: some hours.
    $endless = 'int F(Func<int> f) => 1; long F(Func<long> f) => 1; ' + ('F(() => ' * 30) + '1' + (')' * 30)

    # The compilers of this process, or of another.
    function Get-Compiler([int]$Shell = $PID) { Get-Process | Where-Object { $_.Path -eq $program.FullName -and $_.Parent.Id -eq $Shell } }

    # What -Verbose says of a cell first.
    function Get-Said([string]$Code) {
        (Invoke-CSharpCell $Code -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Select-Object -First 1).Message
    }

    # A copy of the module whose compiler is what $Prepare makes of it, and what a shell with that says.
    function Invoke-Copy([scriptblock]$Prepare, [string]$Command, [int]$Number = (Get-Random)) {
        $copy = "$TestDrive/copy$Number"
        Copy-Item "$PSScriptRoot/../../out/AsyncCSharp" $copy -Recurse
        if (-not $IsWindows) { chmod go-w "$copy/bin/engine" }
        & $Prepare "$copy/bin/engine/$($program.Name)"
        (Invoke-ChildShell "`$PSStyle.OutputRendering = 'PlainText'; Import-Module '$copy/AsyncCSharp.psd1'; $Command" -Environment @{ ASYNCCSHARP_CACHE = 'off' }).Output.Trim() -split "`n"
    }
}

AfterAll {
    $env:ASYNCCSHARP_CACHE, $env:ASYNCCSHARP_COMPILER = $before
}

Describe 'The compiler in a process of its own' -Skip:(-not $hasProgram) {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'compiles <Code>' -ForEach @(
        @{ Code = '40 + 2'; Gives = 42 }
        @{ Code = 'await Task.Yield(); "a"'; Gives = 'a' }
        @{ Code = 'record P(int A); new P(3).A'; Gives = 3 }
        @{ Code = 'namespace N { public class C { public int V = 4; } } new N.C().V'; Gives = 4 }
        @{ Code = '#r "System.Xml"
new System.Xml.XmlDocument().Name'; Gives = '#document' }
        @{ Code = 'static class E { public static int Twice(this int n) => 2 * n; } 3.Twice()'; Gives = 6 }
    ) {
        Invoke-CSharpCell $Code | Should -Be $Gives
        Get-Said "$Code // again" | Should -BeLike $apart
    }

    It 'knows the chain, the types of objects and the variables of calls' {
        Invoke-CSharpCell 'int a = 1; int Add(int n) => a + n; class Held { public int V = 5; } var held = new Held();'
        Invoke-CSharpCell 'Add(2) + held.V' | Should -Be 8
        'abc', 'd' | Invoke-CSharpCell 'Input.Length + a' | Should -Be 4, 2
        Invoke-CSharpCell 'x.Sum() + Add(1)' -Variable @{ x = 1, 2 } | Should -Be 5
        Set-CSharpVariable given ([uri]'http://a/b')
        Invoke-CSharpCell 'given.Host' | Should -Be 'a'
        Add-Type 'namespace Loaded { public class OfShell { public int V = 7; } }'
        Invoke-CSharpCell 'new Loaded.OfShell().V' | Should -Be 7
    }

    It 'says what is wrong in the same words and at the same place' {
        $code = "var b = 1;`n  b.Nothing(`$`"{c}`");"
        $errors = foreach ($compiler in $null, 'inprocess') {
            $env:ASYNCCSHARP_COMPILER = $compiler
            try { Invoke-CSharpCell $code -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.Exception.Message -replace 'Cell\[\d+\]')" }
        }

        $env:ASYNCCSHARP_COMPILER = $null
        $errors[0] | Should -BeLike 'CompilationFailed,*ParserError*CS1061*CS0103*'
        $errors[1] | Should -BeExactly $errors[0]
    }

    It 'is left out by the environment, in the middle of a session too' {
        Invoke-CSharpCell 'var a = 1; record R(int V);'
        $env:ASYNCCSHARP_COMPILER = 'inprocess'
        try {
            $said = Get-Said 'var b = new R(a + 1);'
            $said | Should -BeLike '*: compiled in *'
            $said | Should -Not -BeLike $apart
        }
        finally {
            $env:ASYNCCSHARP_COMPILER = $null
        }

        Get-Said 'b.V + a' | Should -BeLike $apart
        Invoke-CSharpCell 'b.V + a' | Should -Be 3
    }

    It 'leaves the shell without a compiler of its own' {
        $said = (Invoke-ChildShell "Import-Module '$manifest'; cs 'var a = 1; a'; cs 'await Task.Yield(); a + 1'; try { cs 'none' } catch { 'error' }; (Test-CSharpCell 'a').IsValid
            @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -like 'Microsoft.CodeAnalysis*' -and `$_.Location -like '*engine*' }).Count" -Environment @{ ASYNCCSHARP_CACHE = 'off' }).Output.Trim() -split "`n"
        $said | Should -Be '1', '2', 'error', 'True', '0'
    }

    It 'fills the cache for the compiler in the shell, and the other way round' {
        $cells = "Import-Module '$manifest'; `$PSStyle.OutputRendering = 'PlainText'; cs 'record P(int A); var p = new P(6);' -Verbose; cs 'await Task.Yield(); p.A * 7' -Verbose; cs 'namespace N { public class C { public int V = 1; } }' -Verbose; cs 'new N.C().V' -Verbose"
        foreach ($order in @('', 'inprocess'), @('inprocess', '')) {
            $first, $second = $order
            $cache = "$TestDrive/cache$first"
            $runs = foreach ($compiler in $first, $second) {
                (Invoke-ChildShell $cells -Environment @{ ASYNCCSHARP_CACHE = $cache; ASYNCCSHARP_COMPILER = $compiler }).Output.Trim()
            }

            $runs[0] | Should -BeLike '*: compiled in *'
            $runs[1] | Should -Not -BeLike '*: compiled in *'
            $runs[1] | Should -BeLike '*: taken from the cache in *'
            $runs[1] -split "`n" -notlike 'VERBOSE*' | Should -Be '42', '1'
        }
    }

    It 'is ended by a time limit, and leaves nothing running' {
        Invoke-CSharpCell 'var a = 41;'
        { Invoke-CSharpCell $endless -TimeoutSeconds 0.5 -ErrorAction Stop -WarningVariable seen 3>$null } | Should -Throw -ErrorId 'CellTimeout,*'
        $seen | Should -BeNullOrEmpty
        Wait-Until { -not (Get-Compiler) }
        Get-Compiler | Should -BeNullOrEmpty
        Get-Said 'a++; a' | Should -BeLike $apart
        Invoke-CSharpCell 'a' | Should -Be 42
    }

    It 'may be killed in the middle of a cell, which another one compiles then, and the shell where that is killed, too' {
        Invoke-CSharpCell 'var a = 41;'
        $shell = [powershell]::Create().AddScript('param($manifest, $code) Import-Module $manifest; Invoke-CSharpCell "var kept = 1;"; Invoke-CSharpCell $code -TimeoutSeconds 60 -WarningAction Ignore').AddArgument($manifest).AddArgument($endless)
        $running = $shell.BeginInvoke()
        foreach ($time in 1, 2) {
            # The one that uses a processor: the first may have been busy with what was before.
            Wait-Until { Get-Compiler | Where-Object { $_.TotalProcessorTime.TotalSeconds -gt 1 } } $processSeconds
            $compilers = @(Get-Compiler | Where-Object { $_.TotalProcessorTime.TotalSeconds -gt 1 })
            $compilers | Should -HaveCount 1
            $compilers | Stop-Process -Force
        }

        # It goes on in the shell, on a thread of its own there, and is stopped like that.
        $running.IsCompleted | Should -BeFalse
        $shell.Stop()
        $said = $shell.Streams.Error.Exception.Message -join ''
        $said | Should -BeNullOrEmpty
        $shell.Commands.Clear()
        $kept = $shell.AddScript('Invoke-CSharpCell "kept + 1" -Verbose').Invoke()
        $kept | Should -Be 2
        $shell.Streams.Verbose.Message -like '*has ended*from now on*' | Should -HaveCount 1
        $shell.Dispose()
        Invoke-CSharpCell 'a + 1' | Should -Be 42
        Get-Said 'a + 2' | Should -BeLike $apart
    }

    It 'dies of a text, which is an error then and not compiled in the shell; the next cell has another one with the chain (<Name>)' -Skip:$IsWindows -ForEach @(
        @{ Name = 'the first question'; First = '' }
        @{ Name = 'a later one'; First = 'var a = 41; record R(int V); var r = new R(1);' }
    ) {
        $shell = Start-ChildShell "Import-Module '$manifest'; $($First ? "cs '$First';" : '') try { cs '$endless' } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }; cs '$($First ? 'a + r.V' : '42')'; (cs '43' -Verbose 4>&1)[1].Message" @{ ASYNCCSHARP_CACHE = 'off' }
        Wait-Until { Get-Compiler $shell.Id | Where-Object { $_.TotalProcessorTime.TotalSeconds -gt 1 } } $processSeconds
        kill -ABRT (Get-Compiler $shell.Id).Id
        $said = (Wait-ChildShell $shell).Output.Trim() -split "`n"
        $said[0] | Should -BeLike 'CompilationFailed,*'
        $said -like '*CS7038*has ended (code 134)*' | Should -HaveCount 1
        $said[-2] | Should -Be 42
        $said[-1] | Should -BeLike $apart
    }

    It 'may be killed between cells' {
        Invoke-CSharpCell 'var a = 41;'
        Get-Compiler | Stop-Process -Force
        Invoke-CSharpCell 'a + 1' | Should -Be 42
        Get-Said 'a + 2' | Should -BeLike $apart
    }

    It 'is tried again where the system had no room for it: too many open files' -Skip:(-not $hasProc) {
        $process = [Environment]::ProcessPath
        $shell = @([Environment]::GetCommandLineArgs()[0] | Where-Object { [IO.Path]::GetFileNameWithoutExtension($process) -eq 'dotnet' })

        # What the shell itself needs to compile is loaded before: an assembly that could not be opened once is none for the runtime from then on.
        $command = "`$PSStyle.OutputRendering = 'PlainText'; Import-Module '$manifest'; cs 'var a = 40; a'
            `$env:ASYNCCSHARP_COMPILER = 'inprocess'; try { cs 'throw new System.IO.IOException(`$`"{a}`");' } catch { }; Remove-Item env:ASYNCCSHARP_COMPILER
            (Get-Process | Where-Object { `$_.Parent.Id -eq `$PID -and `$_.Path -like '*AsyncCSharp.Compiler*' }).Kill()
            `$files = [Collections.Generic.List[IO.Stream]]::new(); try { while (`$true) { `$files.Add([IO.File]::OpenRead('$manifest')) } } catch { }
            `$files[0].Dispose(); `$files[1].Dispose(); `$lacking = cs 'a + 1' -Verbose 4>&1; `$files | ForEach-Object Dispose; `$lacking
            cs 'a + 2' -Verbose 4>&1; cs 'a + 3' -Session (New-CSharpSession) -Variable @{ a = 40 } -Verbose 4>&1"
        $said = & sh -c 'ulimit -n 512; exec "$@"' sh $process @shell -NoProfile -Command $command 2>&1
        @($said) -match '^\d+$' | Should -Be '40', '41', '42', '43' -Because ($said -join "`n")
        @($said) -like '*could not be started this time*' | Should -HaveCount 1
        @($said) -like $apart | Should -HaveCount 2
    }

    It 'ends when nobody has asked it for a while, and the next cell has another one that knows the chain' {
        Invoke-CSharpCell 'var a = 41; record R(int V); namespace N { public class C { public int V = 1; } }'
        $engine = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AsyncCSharp.Engine' }
        $compilers = $engine.GetType('AsyncCSharp.Engine.Children.CompilerChildren').GetProperty('Shared').GetValue($null)
        $time, $longer = $compilers.IdleTime, $compilers.IdleTimePerThing
        $time | Should -BeGreaterThan 10000
        try {
            $compilers.IdleTime, $compilers.IdleTimePerThing = 100, 0
            Get-Said 'var r = new R(a + new N.C().V);' | Should -BeLike $apart
            Wait-Until { -not (Get-Compiler) }
            Get-Compiler | Should -BeNullOrEmpty
        }
        finally {
            $compilers.IdleTime, $compilers.IdleTimePerThing = $time, $longer
        }

        Get-Said 'r.V + 0' | Should -BeLike $apart
        Invoke-CSharpCell 'r.V + 0' | Should -Be 42
        Get-Compiler | Should -HaveCount 1
    }

    It 'ends with the shell, however that ends' {
        $shell = Start-ChildShell "Import-Module '$manifest'; cs '1'; [Console]::Out.Flush(); `$null = [Console]::In.ReadLine()" @{ ASYNCCSHARP_CACHE = 'off' }
        $shell.StandardOutput.ReadLine() | Should -Be 1
        $compiler = Get-Compiler $shell.Id
        $compiler | Should -HaveCount 1
        $shell.Kill()
        $compiler.WaitForExit($hangSeconds * 1000) | Should -BeTrue
        $shell.Dispose()
    }

    It 'ends with a shell that ends in the middle of a cell' {
        $shell = Start-ChildShell "Import-Module '$manifest'; cs '$endless'" @{ ASYNCCSHARP_CACHE = 'off' }
        Wait-Until { Get-Compiler $shell.Id | Where-Object { $_.TotalProcessorTime.TotalSeconds -gt 0.2 } } $processSeconds
        $compiler = Get-Compiler $shell.Id
        $compiler | Should -HaveCount 1
        $shell.Kill()
        $compiler.WaitForExit($hangSeconds * 1000) | Should -BeTrue
        $shell.Dispose()
    }

    It 'ends with the module, and is reaped' {
        $said = (Invoke-ChildShell "Import-Module '$manifest'; cs '1'; `$id = (Get-Process | Where-Object { `$_.Parent.Id -eq `$PID -and `$_.Path -like '*AsyncCSharp.Compiler*' }).Id
            Remove-Module AsyncCSharp; for (`$i = 0; `$i -lt 2000 -and (Get-Process -Id `$id -ErrorAction Ignore); `$i++) { Start-Sleep -Milliseconds 10 }; @(`$id).Count; [bool](Get-Process -Id `$id -ErrorAction Ignore)" -Environment @{ ASYNCCSHARP_CACHE = 'off' }).Output.Trim() -split "`n"
        $said | Should -Be '1', '1', 'False'
    }

    It 'has nothing of the shell but its pipes, and a process group of its own' -Skip:(-not $hasProc) {
        $process = [Environment]::ProcessPath
        $shell = @([Environment]::GetCommandLineArgs()[0] | Where-Object { [IO.Path]::GetFileNameWithoutExtension($process) -eq 'dotnet' })
        $command = "Import-Module '$manifest'; cs '1'; `$id = (Get-Process | Where-Object { `$_.Parent.Id -eq `$PID -and `$_.Path -like '*AsyncCSharp.Compiler*' }).Id
            ""[`$(Get-Content ""/proc/`$id/environ"" -Raw)]""; (Get-ChildItem ""/proc/`$id/fd"").LinkTarget -join ' '; (Get-Content ""/proc/`$id/stat"").Split(' ')[4] -eq `$id; (Get-Item /proc/`$id/cwd).LinkTarget"
        $env:ASYNCCSHARP_TEST_SECRET = 'secret'
        try {
            # The shell itself has inherited a file.
            $said = & sh -c 'exec 9< "$0"; exec "$@"' $manifest $process @shell -NoProfile -Command $command
        }
        finally {
            $env:ASYNCCSHARP_TEST_SECRET = $null
        }

        $said[1] | Should -Not -Match 'secret|PATH|HOME'

        # What its runtime opens itself, and the references that it reads.
        $said[2] -split ' ' | Where-Object { $_ -notlike 'pipe:*' -and $_ -notlike '/dev/*random' -and $_ -notlike '*.dll' -and $_ -notlike 'anon_inode:*' } | Should -BeNullOrEmpty
        $said[3] | Should -Be 'True'
        $said[4] | Should -BeLike '*/bin/engine'
    }

    It 'is not there: cells are compiled in the shell, and nobody says a word' {
        $said = Invoke-Copy { param($file) Remove-Item $file } "cs '1' -Verbose"
        $said[0] | Should -Be 1
        $said[1] | Should -BeLike 'VERBOSE: Cell*: compiled in *'
        $said[1] | Should -Not -BeLike $apart
        $said | Should -HaveCount 2
    }

    It 'is used where the package was unpacked without permissions' -Skip:$IsWindows {
        $said = Invoke-Copy { param($file) chmod 640 $file } "cs '1' -Verbose" 644
        $said[0] | Should -Be 1
        $said[1] | Should -BeLike $apart
        (Get-Item "$TestDrive/copy644/bin/engine/$($program.Name)").UnixMode | Should -BeExactly '-rwxr-x---'
    }

    It 'is used where the package has it, among what is compiled for the platform' {
        $said = Invoke-Copy {
            param($file)
            $platform = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'AsyncCSharp' })[0].GetType('AsyncCSharp.Contract.EngineFolder').GetProperty('CurrentPlatform').GetValue($null)
            $folder = New-Item -ItemType Directory -Path "$(Split-Path $file)/$platform"
            Move-Item $file $folder
        } "cs '1' -Verbose"
        $said[0] | Should -Be 1
        $said[1] | Should -BeLike $apart
    }

    It '<Name>: cells are compiled in the shell, and -Verbose says why' -Skip:$IsWindows -ForEach @(
        @{ Name = 'may be written to by others'; Prepare = { param($file) chmod g+w $file }; Why = '*nobody else may write to*' }
        @{ Name = 'lies where others may write'; Prepare = { param($file) chmod o+w (Split-Path $file) }; Why = '*nobody else may write to*' }
        @{ Name = 'is a link'; Prepare = { param($file) Move-Item $file "$file.other"; $null = New-Item -ItemType SymbolicLink -Path $file -Target "$file.other" }; Why = '*nobody else may write to*' }
        @{ Name = 'is another program'; Prepare = { param($file) Remove-Item $file; Set-Content $file "#!/bin/sh`nexit 0"; chmod 755 $file }; Why = '*' }
        @{ Name = 'is a program that talks otherwise'; Prepare = { param($file) Remove-Item $file; Set-Content $file "#!/bin/sh`necho hello to you all"; chmod 755 $file }; Why = '*' }
        @{ Name = 'is damaged'; Prepare = { param($file) $bytes = [IO.File]::ReadAllBytes($file); [IO.File]::WriteAllBytes($file, $bytes[0..100000]) }; Why = '*' }
        @{ Name = 'says what it is and dies of a fault, each time'; Prepare = {
                param($file)
                Move-Item $file "$file.real"
                Set-Content $file "#!/bin/sh`nPATH=/usr/bin:/bin`nlength=`$(dd bs=1 count=4 2>/dev/null | tee '$file'.`$`$ | od -An -tu4 | tr -d ' ')`n(cat '$file'.`$`$; dd bs=1 count=`$length 2>/dev/null) | '$file.real'`nkill -ABRT `$`$"
                chmod 755 $file
            }; Why = '*has ended (code 134)*from now on*' }
        @{ Name = 'says what it is and is killed, each time'; Prepare = {
                param($file)
                Move-Item $file "$file.real"
                Set-Content $file "#!/bin/sh`nPATH=/usr/bin:/bin`nlength=`$(dd bs=1 count=4 2>/dev/null | tee '$file'.`$`$ | od -An -tu4 | tr -d ' ')`n(cat '$file'.`$`$; dd bs=1 count=`$length 2>/dev/null) | '$file.real'`nkill -KILL `$`$"
                chmod 755 $file
            }; Why = '*has ended (code 137)*from now on*' }
    ) {
        $said = Invoke-Copy $Prepare "cs 'var a = 1; a' -Verbose; cs 'a + 1' -Verbose"
        $said -notlike 'VERBOSE:*' | Should -Be '1', '2'
        $said -like $apart | Should -BeNullOrEmpty
        @($said -like 'VERBOSE:*')[1] | Should -BeLike "VERBOSE: $Why"
        $said -like 'VERBOSE:*' | Should -HaveCount 3
    }

    It 'lies where nothing may be executed: cells are compiled in the shell (where one may mount it so)' -Skip:(-not $canMount) {
        $null = [IO.Directory]::CreateDirectory("$TestDrive/disk")
        $process = [Environment]::ProcessPath
        $shell = @([Environment]::GetCommandLineArgs()[0] | Where-Object { [IO.Path]::GetFileNameWithoutExtension($process) -eq 'dotnet' })
        $module = Split-Path $manifest
        $said = & unshare --map-root-user --mount sh -c "cd '$TestDrive' && mount -t tmpfs -o noexec none disk && cp -r '$module' disk/ && chmod -R go-w disk && exec `"`$@`"" sh $process @shell -NoProfile -Command "`$PSStyle.OutputRendering = 'PlainText'; Import-Module '$TestDrive/disk/AsyncCSharp/AsyncCSharp.psd1'; cs '1 + 1' -Verbose"
        $said[0] | Should -Be 2
        $said -like 'VERBOSE: *could not be started*' | Should -HaveCount 1
    }
}
