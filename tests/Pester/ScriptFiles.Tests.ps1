BeforeAll {
    . "$PSScriptRoot/PackageSpec.ps1"
    $failed = 'AsyncCSharp.Commands.InvokeCSharpCellCommand'

    # Runs a text as a script file.
    function Invoke-Script([string]$Code, [object[]]$Arguments = @(), [hashtable]$More = @{}) {
        Set-Content "$work/script.csx" $Code -NoNewline
        Invoke-CSharpCell -Path "$work/script.csx" -ArgumentList $Arguments @More
    }
}

Describe 'What a script file imports' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'is what dotnet-script imports: <_>' -ForEach @(
        'WriteLine("a"); return 1;', 'dynamic o = new ExpandoObject(); o.A = 1; return (int)o.A;', 'Expression<Func<int, int>> e = x => x + 1; return e.Compile()(0);'
        'return new StringBuilder("a").Length;', 'return Process.GetCurrentProcess().Id > 0 ? 1 : 0;', 'var watch = Stopwatch.StartNew(); await Task.Yield(); return 1;'
        'return new List<int> { 1 }.Single();', 'Console.Write(""); return Path.GetFileName("a").Length;'
        'namespace Own { public static class Say { public static int One() { Write(""); return new StringBuilder("a").Length; } } } return Own.Say.One();'
    ) {
        Invoke-Script $_ 6> $null | Should -Be 1
    }

    It 'is there in a file that a cell loads' {
        Set-Content "$work/part.csx" 'int Part() { WriteLine("part"); return 5; }' -NoNewline
        Invoke-InFolder $work { Invoke-CSharpCell "#load ""part.csx""`nPart()" 6> $null } | Should -Be 5
    }

    It 'is less in a cell, but System.Text and System.Diagnostics' {
        Invoke-CSharpCell 'new StringBuilder("a").Append(Process.GetCurrentProcess().Id > 0).ToString()' | Should -Be 'aTrue'
        { Invoke-CSharpCell 'WriteLine("a")' } | Should -Throw -ErrorId "CompilationFailed,$failed"
        Set-Content "$work/script.txt" 'WriteLine("a")' -NoNewline
        { Invoke-CSharpCell -Path "$work/script.txt" } | Should -Throw -ErrorId "CompilationFailed,$failed"
    }

    It 'gives way to the script''s own names' {
        Invoke-Script "class Process { public static int Id => 3; }`nint WriteLine(string s) => s.Length;`nreturn Process.Id + WriteLine(""ab"");" | Should -Be 5
    }

    It 'comes from the cache on disk as well' {
        Set-Content "$work/cached.csx" 'WriteLine(new StringBuilder("a").Length + args.Length); Args[0]' -NoNewline
        $text = "$(Get-ImportText); cs -Path '$work/cached.csx' -ArgumentList b, c 6>`$null
            [Runtime.Loader.AssemblyLoadContext]::All.Where{ `$_.Name -eq 'AsyncCSharp.Engine' }.Assemblies.ForEach{ `$_.GetName().Name } -match 'CodeAnalysis'"
        $children = 1..2 | ForEach-Object { Invoke-ChildShell $text -Environment @{ ASYNCCSHARP_CACHE = "$TestDrive/cache"; ASYNCCSHARP_COMPILER = 'inprocess' } }
        $children[0].Output | Should -BeLike "b*CodeAnalysis*"
        $children[1].Output.Trim() | Should -Be b
    }
}

Describe 'The arguments of a script file' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'are strings: <_>' -ForEach @(
        'int.Parse(Args[0]) + int.Parse(args[1])', 'Args.Count + args.Length + 38', 'string[] all = args; IList<string> list = Args; return list.IndexOf("2") + int.Parse(all[0]) + 1;'
        'int Sum() => args.Sum(int.Parse); Sum()', 'return Run(args); int Run(string[] args) => args.Select(int.Parse).Sum();', 'switch (Args[1]) { case "2": return 42; default: return 0; }'
    ) {
        Invoke-Script $_ 40, 2 | Should -Be 42
    }

    It 'are none without -ArgumentList' {
        Invoke-Script 'args.Length + Args.Count' | Should -Be 0
    }

    It 'are invariant texts of the values' {
        Invoke-Script 'string.Join("|", args)' 1.5, $null, 'a b', ([datetime]'2024-01-02'), $true | Should -Be '1.5||a b|01/02/2024 00:00:00|True'
    }

    It 'are the objects themselves to a script that was written for those' {
        Invoke-Script '((DateTime)Args[0]).Year' ([datetime]'2024-01-02') | Should -Be 2024
        Invoke-Script 'Args[0] is int n ? n : 0' 7 | Should -Be 7
    }

    It 'are those of the call, and of no other' {
        Invoke-Script 'string First() => args[0]; Func<string> later = () => Args[0]; 0' a | Should -Be 0
        Invoke-Script 'args[0]' b | Should -Be b
        Invoke-CSharpCell 'First() + later()' | Should -Be aa
        Invoke-CSharpCell '(int)Args[0] + 1' -ArgumentList 1 | Should -Be 2
    }

    It 'give way to names of the script, and to -Variable' {
        Invoke-Script 'var args = new[] { 1, 2, 3 }; args.Length' a | Should -Be 3
        Invoke-Script 'args + 1' a @{ Variable = @{ args = 4 } } | Should -Be 5
    }

    It 'are there in files that it loads' {
        Set-Content "$work/part.csx" 'int Count() => args.Length + Args.Count;' -NoNewline
        Invoke-Script "#load ""part.csx""`nCount()" a, b | Should -Be 4
    }

    It 'are there as args in a cell too' {
        Invoke-CSharpCell 'args.Length + args[0]' -ArgumentList a, b | Should -Be '2a'
        Invoke-CSharpCell 'args.Length' | Should -Be 0
        1..2 | Invoke-CSharpCell 'args[0] + Input' -ArgumentList a | Should -Be a1, a2
        $e = { Invoke-CSharpCell 'args.Nothing' } | Should -Throw -PassThru -ErrorId "CompilationFailed,$failed"
    }
}

Describe 'The exit code of a script file' {
    BeforeEach {
        Reset-CSharpSession
        $global:LASTEXITCODE = 55
    }

    It 'is what it returns, which is its value too' {
        Invoke-Script 'return 7;' | Should -Be 7
        $LASTEXITCODE | Should -Be 7
        Invoke-Script 'await Task.Yield(); return 8;' | Should -Be 8
        $LASTEXITCODE | Should -Be 8
    }

    It 'is Environment.ExitCode, which the process has back then' {
        foreach ($code in 3, 3, 4) {
            Invoke-Script "Environment.ExitCode = $code;"
            $LASTEXITCODE | Should -Be $code
            [Environment]::ExitCode | Should -Be 0
        }
    }

    It 'is 0 where it says nothing, also after a value' -ForEach 'var x = 1;', '42', 'return "a";', 'return;' {
        $null = Invoke-Script $_
        $LASTEXITCODE | Should -Be 0
    }

    It 'is 1 where it fails' -ForEach 'throw new Exception("no");', 'wrong' {
        { Invoke-Script $_ } | Should -Throw
        $LASTEXITCODE | Should -Be 1
    }

    It 'is what Environment.Exit was called with: <Code>' -ForEach @(
        @{ Code = 'Environment.Exit(3); Console.WriteLine("after");' }
        @{ Code = 'try { Environment.Exit(3); } catch (Exception) { Console.WriteLine("after"); } catch { } return 4;' }
        @{ Code = 'try { throw new Exception(); } finally { Environment.Exit(3); }' }
        @{ Code = 'void Deep() { Environment.Exit(3); } await Task.Yield(); Deep(); return 4;' }
        @{ Code = 'Task.Run(() => Environment.Exit(3)); await Task.Delay(-1); return 4;' }
        @{ Code = 'new Thread(() => Environment.Exit(3)).Start(); while (true) { }' }
        @{ Code = 'Action<int> end = Environment.Exit; end(3);' }
        @{ Code = 'Environment.ExitCode = 9; using var m = new MemoryStream(); Environment.Exit(3);' }
    ) {
        Invoke-Script $Code 6>&1 | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 3
        Invoke-CSharpCell '40 + 2' | Should -Be 42
    }

    It 'is there for a program, whose finally blocks run' {
        Set-Content "$work/exits.cs" 'class Program { static void Main() { try { Environment.Exit(5); } finally { Console.Write("finally"); } } }'
        Invoke-CSharpCell -Path "$work/exits.cs" 6>&1 | Should -Be 'finally'
        $LASTEXITCODE | Should -Be 5
    }

    It 'ends the file for all objects of a pipeline: <Limit> at a time' -ForEach @{ Limit = 1 }, @{ Limit = 2 } {
        # An object after the second one ends by the exit only, so that the pace of the threads decides nothing.
        Set-Content "$work/exits.csx" 'begun.Add(Input); if (Input == 2) { Environment.Exit(3); } if (Input > 2) { await Task.Delay(-1); } return Input;' -NoNewline
        $begun = [System.Collections.Concurrent.ConcurrentBag[object]]::new()
        $items = 1..9 | Invoke-CSharpCell -Path "$work/exits.csx" -Variable begun -ThrottleLimit $Limit -ErrorVariable failures
        $items | Should -BeIn 1
        $begun | Should -Not -Contain 9
        $failures | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 3
    }

    It 'ends the job of a file, and no more' {
        Set-Content "$work/exits.csx" 'Environment.Exit(3); 1' -NoNewline
        $job = Invoke-CSharpCell -Path "$work/exits.csx" -AsJob | Wait-Job
        $job.State | Should -Be Completed
        Receive-Job $job | Should -BeNullOrEmpty
        Remove-Job $job
    }

    It 'ends the shell from a cell, as anywhere' {
        (Invoke-ChildShell "$(Get-ImportText); cs 'Environment.Exit(3);'; exit 4").ExitCode | Should -Be 3
    }

    It 'is not that of a cell' {
        Invoke-CSharpCell 'return 7;' | Should -Be 7
        $LASTEXITCODE | Should -Be 55
    }

    It 'ends a script of PowerShell as an exit code of a program does' {
        Set-Content "$work/exit.csx" 'return 7;' -NoNewline
        (Invoke-ChildShell "$(Get-ImportText); `$null = cs -Path '$work/exit.csx'; exit `$LASTEXITCODE").ExitCode | Should -Be 7
    }
}

Describe '#load "nuget: ..."' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'takes <Case>' -ForEach @(
        @{ Case = 'main.csx'; Id = 'SpecMain'; Files = @{ 'contentFiles/csx/any/main.csx' = '#load "other.csx"' + "`nint Give() => Other() + 1;"; 'contentFiles/csx/any/other.csx' = 'int Other() => 41;'; 'contentFiles/csx/any/wrong.csx' = 'wrong' } }
        @{ Case = 'all, where there is no main.csx'; Id = 'SpecAll'; Files = @{ 'contentFiles/csx/any/a.csx' = 'int A() => 41;'; 'contentFiles/csx/any/b.csx' = 'int Give() => A() + 1;' } }
        @{ Case = 'those for the framework'; Id = 'SpecFramework'; Files = @{ 'contentFiles/csx/any/main.csx' = 'int Give() => 0;'; 'contentFiles/csx/netstandard2.0/main.csx' = 'int Give() => 42;'; 'contentFiles/csx/net99.0/main.csx' = 'int Give() => 1;' } }
        @{ Case = 'those beside a library'; Id = 'SpecBeside'; Files = @{ 'contentFiles/csx/any/main.csx' = 'int Give() => SpecBeside.Thing.Answer();'; 'lib/netstandard2.0/SpecBeside.dll' = $true } }
    ) {
        $files = $Files.Clone()
        if ($Id -eq 'SpecBeside') {
            $files['lib/netstandard2.0/SpecBeside.dll'] = New-AssemblyImage SpecBeside 42
        }

        New-Package $feed $Id 1.0.0 $files
        Invoke-InFolder $work {
            Invoke-CSharpCell "#load ""nuget: $Id, 1.0.0""`nGive()" 3>&1 | Should -Be 42
            Reset-CSharpSession
            Invoke-Script "#load ""nuget:$Id,1.0.0""`nGive()" 3>&1 | Should -Be 42
        }
    }

    It 'is an error where there is no script in it, or no package' {
        New-LibraryPackage $feed SpecNoScript 1.0.0 1
        Invoke-InFolder $work {
            $e = { Invoke-CSharpCell "`n#load ""nuget: SpecNoScript, 1.0.0""" } | Should -Throw -PassThru -ErrorId "LoadNotFound,$failed"
            $e.CategoryInfo.Category | Should -Be ObjectNotFound
            $e.Exception.Message | Should -BeLike '*SpecNoScript*:line 2)'
            { Invoke-CSharpCell '#load "nuget: SpecNothing, 1.0.0"' } | Should -Throw -ErrorId "PackageNotFound,$failed"
        }
    }
}
