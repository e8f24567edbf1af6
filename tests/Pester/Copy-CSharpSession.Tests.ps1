BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $id = 'AsyncCSharp.Commands.CopyCSharpSessionCommand'
}

AfterAll {
    Get-CSharpSession | Where-Object Name -NE 'Default' | Remove-CSharpSession
    Reset-CSharpSession
}

Describe 'Copy-CSharpSession' {
    BeforeEach {
        Get-CSharpSession | Where-Object Name -NE 'Default' | Remove-CSharpSession
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'gives a session of the name, with the number of cells' {
        cs 'int x = 1;'
        $copy = Copy-CSharpSession -Name Branch
        $copy.Name | Should -BeExactly 'Branch'
        $copy.CellsRun | Should -Be 1
        $copy.Variables | Should -Be 1
        (Get-CSharpSession Branch) | Should -Be $copy
    }

    It 'finds a name without one, and takes names, objects and the pipeline' {
        (Copy-CSharpSession).Name | Should -BeExactly 'Session1'
        $null = New-CSharpSession Base
        cs 'int x = 7;' -Session Base
        cs 'x' -Session (Copy-CSharpSession Base ByName) | Should -Be 7
        cs 'x' -Session (Get-CSharpSession Base | Copy-CSharpSession -Name ByPipe) | Should -Be 7
        cs 'x' -Session (Copy-CSharpSession (Get-CSharpSession Base)) | Should -Be 7
    }

    It 'has variables of its own' {
        cs 'int x = 1;'
        $null = Copy-CSharpSession -Name Branch
        cs 'x = 10;' -Session Branch
        cs 'x' | Should -Be 1
        cs 'x++;'
        cs 'x' -Session Branch | Should -Be 10
        Set-CSharpVariable x 5 -Session Branch
        cs 'x' | Should -Be 2
    }

    It 'has the same objects and types' {
        cs 'record Person(string Name); var people = new List<Person> { new("Ada") }; class Count { public static int Calls = 0; }'
        $null = Copy-CSharpSession -Name Branch
        cs 'people.Add(new("Alan")); Count.Calls++;' -Session Branch
        cs 'people.Count + Count.Calls' | Should -Be 3
        $person = cs 'new Person("Edsger")' -Session Branch
        cs '((Person)Args[0]).Name' -ArgumentList $person | Should -Be 'Edsger'
    }

    It 'has methods that use its own variables, async ones too, and delegates that were stored before keep theirs' {
        cs 'int x = 1; int F() => x; async Task<int> G() { await Task.Yield(); return x + F(); } Func<int> stored = () => x;'
        $null = Copy-CSharpSession -Name Branch
        cs 'x = 10; F()' -Session Branch | Should -Be 10
        cs 'await G()' -Session Branch | Should -Be 20
        cs 'stored()' -Session Branch | Should -Be 1
        cs 'await G()' | Should -Be 2
    }

    It 'declares for itself' {
        cs 'int F() => 1; int x = 2;'
        $null = Copy-CSharpSession -Name Branch
        cs 'int F() => 100; string x = "text"; int y = 3;' -Session Branch
        cs 'F() + x + y' -Session Branch | Should -Be '100text3'
        cs 'F() + x' | Should -Be 3
        { cs 'y' } | Should -Throw -ErrorId 'CompilationFailed,*'
        cs 'int z = 4;'
        { cs 'z' -Session Branch } | Should -Throw -ErrorId 'CompilationFailed,*'
    }

    It 'has variables that PowerShell has set and removed' {
        Set-CSharpVariable q 5
        Set-CSharpVariable gone 6
        Remove-CSharpVariable gone
        $null = Copy-CSharpSession -Name Branch
        Set-CSharpVariable q 'text' -Session Branch
        cs 'q.Length' -Session Branch | Should -Be 4
        cs 'q + 1' | Should -Be 6
        { cs 'gone' -Session Branch } | Should -Throw -ErrorId 'CompilationFailed,*'
        Remove-CSharpVariable q -Session Branch
        cs 'q' | Should -Be 5
    }

    It 'has imports, extension classes and what cells have put into their context' {
        cs 'using System.Text.RegularExpressions; static class Twice { public static int Doubled(this int i) => 2 * i; }'
        cs 'AsyncLocal<int> local = new(); local.Value = 5;'
        $null = Copy-CSharpSession -Name Branch
        cs 'Regex.Count("aa", "a") + 4.Doubled() + local.Value' -Session Branch | Should -Be 15
        cs 'local.Value = 6; static class More { public static int Tripled(this int i) => i.Doubled() + i; } 4.Tripled()' -Session Branch | Should -Be 12
        cs 'local.Value' | Should -Be 5
        { cs '4.Tripled()' } | Should -Throw -ErrorId 'CompilationFailed,*'
    }

    It 'has the runner, AutoAwait, the time limit and what it was made with, also when it is reset' {
        $null = New-CSharpSession Base -Using System.Net -TimeoutSeconds 0.5 -Runner ThreadPool
        Set-AutoAwait -Enabled $false -Session Base
        $copy = Copy-CSharpSession Base Branch
        $copy.TimeoutSeconds | Should -Be 0.5
        "$(Get-AutoAwait -Session Branch)" | Should -Be "$(Get-AutoAwait -Session Base)"
        Set-AutoAwait -Enabled $true -Session Branch
        (Get-AutoAwait -Session Base).Enabled | Should -BeFalse
        cs 'int x = 1;' -Session Branch
        Reset-CSharpSession Branch
        cs 'IPAddress.Loopback.ToString()' -Session Branch | Should -Be '127.0.0.1'
        { cs 'x' -Session Branch } | Should -Throw -ErrorId 'CompilationFailed,*'
        { cs 'await Task.Delay(-1)' -Session Branch } | Should -Throw -ErrorId 'CellTimeout,*'
    }

    It 'outlives the session, and goes with its own reset: <Way>' -ForEach @(
        @{ Way = 'reset'; End = { Reset-CSharpSession Base } }
        @{ Way = 'removed'; End = { Remove-CSharpSession Base } }
    ) {
        $null = New-CSharpSession Base
        cs 'record P(int A); int x = 3; async Task<int> H() { await Task.Delay(1); return x; }' -Session Base
        $null = Copy-CSharpSession Base Branch
        . $End
        cs 'await H() + new P(4).A' -Session Branch | Should -Be 7
        Reset-CSharpSession Branch
        { cs 'x' -Session Branch } | Should -Throw -ErrorId 'CompilationFailed,*'
    }

    It 'loads a library once for both, whichever needs it first: <First>' -ForEach @(
        @{ First = 'Default'; Second = 'Branch' }
        @{ First = 'Branch'; Second = 'Default' }
    ) {
        $file = "$TestDrive/Copied$First.dll"
        Add-Type -OutputAssembly $file -TypeDefinition "namespace Copied$First { public class Thing { public static int Made; public int Number = ++Made; } }"
        cs "#r `"$file`"`nusing Copied$First; int Make() => new Thing().Number;"
        $null = Copy-CSharpSession -Name Branch
        cs 'Make()' -Session $First | Should -Be 1
        cs 'new Thing().Number' -Session $Second | Should -Be 2
        cs 'Make()' -Session $Second | Should -Be 3
        cs 'typeof(Thing)' -Session Branch | Should -Be (cs 'typeof(Thing)')
    }

    It 'has the types of a library that the session has not needed before it was gone: <Name>' -ForEach @(
        @{ Name = 'its methods first'; First = 'Next()' }
        @{ Name = 'those of a copy first'; First = 'NextOfBranch()' }
        @{ Name = 'new cells first'; First = 'Lone.A.Next()' }
    ) {
        $file = "$TestDrive/Lone$(Get-Random).dll"
        Add-Type -OutputAssembly $file -TypeDefinition 'namespace Lone { public class A { public static int N; public static int Next() { return ++N; } } }'
        $null = New-CSharpSession Base
        cs "#r `"$file`"`nint Next() => Lone.A.Next(); Type TypeThere() => typeof(Lone.A);" -Session Base
        $null = Copy-CSharpSession Base Branch
        cs 'int NextOfBranch() => Lone.A.Next();' -Session Branch
        $null = Copy-CSharpSession Branch Twig
        $null = Copy-CSharpSession Branch Other
        Remove-CSharpSession Base
        Remove-CSharpSession Branch
        [GC]::Collect()
        'Lone.A' -as [type] | Should -Not -BeNullOrEmpty
        cs $First -Session Twig | Should -Be 1
        cs 'Next() + NextOfBranch() + Lone.A.Next()' -Session Twig | Should -Be 9
        cs 'typeof(Lone.A) == TypeThere()' -Session Twig | Should -BeTrue
        cs 'typeof(Lone.A)' -Session Twig | Should -Be ('Lone.A' -as [type])
        cs 'Lone.A.Next() + NextOfBranch()' -Session Other | Should -Be 11
    }

    It 'has the types of its libraries in PowerShell where it takes the place of another session that had them' {
        $file = "$TestDrive/Placed$(Get-Random).dll"
        Add-Type -OutputAssembly $file -TypeDefinition 'namespace Placed { public class A { } }'
        $null = New-CSharpSession Base -Reference $file
        cs 'int x = 1;' -Session Base
        $null = Copy-CSharpSession Base Branch
        $null = Copy-CSharpSession Base Branch -Force
        Remove-CSharpSession Base
        'Placed.A' -as [type] | Should -Not -BeNullOrEmpty
        cs 'typeof(Placed.A)' -Session Branch | Should -Be ('Placed.A' -as [type])
    }

    It 'has a runner that is a method of the session, which uses its own variables' {
        cs 'int runs = 0; object Counting(CellContext cell) { runs++; return cell.RunToCompletion(); }'
        Set-AutoAwait Counting
        cs 'await Task.Yield(); 1' | Should -Be 1
        $null = Copy-CSharpSession -Name Branch
        cs 'await Task.Yield(); 2' -Session Branch | Should -Be 2
        cs 'await Task.Yield(); 3' -Session Branch | Should -Be 3
        (Get-CSharpSession Branch).Runner | Should -Be 'Counting'
        cs 'runs' -Session Branch | Should -Be 3
        cs 'runs' | Should -Be 1
    }

    It 'is not counted as held when it is gone, however many there were that shared a library' {
        $file = "$TestDrive/Shared$(Get-Random).dll"
        Add-Type -OutputAssembly $file -TypeDefinition 'namespace Shared { public class A { } }'
        cs "#r `"$file`"`nobject Make() => new Shared.A();"
        $before = (Get-CSharpSession Default).HeldContexts
        foreach ($i in 1..5) { $null = Copy-CSharpSession -Name Branch; Remove-CSharpSession Branch }
        Wait-Until { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); (Get-CSharpSession Default).HeldContexts -le $before + 1 }
        (Get-CSharpSession Default).HeldContexts | Should -BeLessOrEqual ($before + 1) -Because 'the library lives on in the session'
    }

    It 'has errors with the cells of the session' {
        cs 'int Bad() =>
    throw new InvalidOperationException("bad");'
        $null = Copy-CSharpSession -Name Branch
        $e = { cs 'Bad()' -Session Branch } | Should -Throw -PassThru -ErrorId 'CellFailed,*'
        $e.Exception.StackTrace | Should -Match 'Cell\[1\]:line 2'
        "$e" | Should -Match 'Cell\[1\]:line 2'
    }

    It 'has the history of the session, and goes on with one of its own' {
        cs '1 + 1'
        $null = Copy-CSharpSession -Name Branch
        cs '2 + 2' -Session Branch
        cs '3 + 3'
        (Get-CSharpHistory -Session Branch).Code | Should -Be '1 + 1', '2 + 2'
        (Get-CSharpHistory -Session Branch).Id | Should -Be 1, 2
        (Get-CSharpHistory).Code | Should -Be '1 + 1', '3 + 3'
        Reset-CSharpSession Branch
        Get-CSharpHistory -Session Branch | Should -BeNullOrEmpty
    }

    It 'can be stopped in a method of the session' {
        cs 'void Spin() { while (true); }'
        $null = Copy-CSharpSession -Name Branch
        { cs 'Spin()' -Session Branch -TimeoutSeconds 0.3 } | Should -Throw -ErrorId 'CellTimeout,*'
        cs '1' | Should -Be 1
    }

    It 'copies a session that has compiled nothing, and one in the middle of a cell' {
        cs 'x' -Session (Copy-CSharpSession) -Variable @{ x = 3 } | Should -Be 3
        cs 'int k = 1; k = 2; Shell.Invoke("Copy-CSharpSession -Name Inner"); k = 3;' | Out-Null
        cs 'k' -Session Inner | Should -Be 2
        cs 'k' | Should -Be 3
    }

    It 'copies a copy' {
        cs 'int x = 1; int F() => x;'
        $null = Copy-CSharpSession -Name One
        cs 'x = 2; int y = 5;' -Session One
        $null = Copy-CSharpSession One Two
        cs 'x = 3; F() + y' -Session Two | Should -Be 8
        cs 'F()' -Session One | Should -Be 2
        cs 'F()' | Should -Be 1
    }

    It 'has no name that is taken, but with -Force' {
        cs 'int x = 1;'
        $null = New-CSharpSession Taken
        { Copy-CSharpSession -Name Taken } | Should -Throw -ErrorId "SessionExists,$id"
        $before = Get-CSharpSession Taken
        (Copy-CSharpSession -Name Taken -Force).Name | Should -BeExactly 'Taken'
        $before.State | Should -Be 'Removed'
        cs 'x' -Session Taken | Should -Be 1
        { Copy-CSharpSession Taken Taken -Force } | Should -Throw -ErrorId "SessionExists,$id"
        cs 'x' -Session Taken | Should -Be 1
    }

    It 'refuses what is not there, not here, or in use' {
        { Copy-CSharpSession nowhere } | Should -Throw -ErrorId "SessionNotFound,$id"
        $gone = New-CSharpSession
        Remove-CSharpSession $gone
        { Copy-CSharpSession $gone } | Should -Throw -ErrorId "SessionNotFound,$id"
        $job = cs 'await Task.Delay(-1)' -AsJob
        try {
            Wait-Until { (Get-CSharpSession Default).State -eq 'Busy' }
            { Copy-CSharpSession -Name Branch } | Should -Throw -ErrorId "SessionBusy,$id"
            (Get-CSharpSession).Name | Should -Not -Contain 'Branch'
        }
        finally {
            $job | Stop-Job -PassThru | Remove-Job
        }
    }
}
