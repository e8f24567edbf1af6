# A cell over the sessions of several machines: here of other processes of the shell that runs the specs.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/MachineSpec.ps1"
    $first = New-Machine
    $second = New-Machine
    $both = $first, $second
}

AfterAll {
    foreach ($session in $both) { Remove-PSSession $session }
    Reset-CSharpSession -Confirm:$false
}

Describe 'A cell over the objects of a pipeline' {
    It 'runs once for each, on all machines' {
        $ids = Invoke-Command $both { $PID }
        $folder = (New-Item -ItemType Directory "$TestDrive/seen").FullName

        # None goes on before the other has got something, too.
        $given = 1..300 | cs 'File.WriteAllText(Path.Combine(folder, Environment.ProcessId.ToString()), ""); while (Directory.GetFiles(folder).Length < 2) await Task.Delay(5); return new { Input, Environment.ProcessId };' -PSSession $both -Variable folder
        ($given.Input | Sort-Object) | Should -Be (1..300)
        ($given.ProcessId | Sort-Object -Unique) | Should -Be ($ids | Sort-Object)
    }

    It 'says where each value is from' {
        $given = 1 | cs 'new { X = Input }' -PSSession $first
        $given.X | Should -Be 1
        $given.PSComputerName | Should -Be $first.ComputerName
        $given.RunspaceId | Should -Be $first.Runspace.InstanceId
        (2 | cs 'Input' -PSSession $first).PSComputerName | Should -Be $first.ComputerName
    }

    It 'keeps the order where it is asked to' {
        1..200 | cs 'await Task.Delay(Random.Shared.Next(5)); Shell.WriteObject(Input); return -Input;' -PSSession $both -ThrottleLimit 4 -KeepOrder |
            Should -Be (1..200 | ForEach-Object { $_; -$_ })
    }

    It 'sends nothing that would have to be kept for long where the order is' {
        $made = 0
        $madeAtFirst = 1..20000 | ForEach-Object { $script:made++; $_ } | cs 'if (Input == 1) await Task.Delay(2000); return Input;' -PSSession $both -ThrottleLimit 4 -KeepOrder |
            ForEach-Object { if ($_ -eq 1) { $script:made } }
        $madeAtFirst | Should -BeIn (1000..5000)
    }

    It 'has as many under way on each machine as the limit says' {
        cs 'int now; int most;' -PSSession $both
        1..40 | cs 'most = Math.Max(most, Interlocked.Increment(ref now)); await Task.Delay(20); Interlocked.Decrement(ref now);' -PSSession $both -ThrottleLimit 5
        cs 'most' -PSSession $both | Should -BeLessOrEqual 5
        (cs 'most' -PSSession $both | Measure-Object -Maximum).Maximum | Should -BeGreaterThan 1
    }

    It 'takes no more of the pipeline than the machines can do, and gives no more than is taken' {
        $made = 0
        1..100000 | ForEach-Object { $script:made++; $_ } | cs 'Input' -PSSession $both | Select-Object -First 3 | Should -HaveCount 3
        $made | Should -BeLessThan 20000
        cs 'int made;' -PSSession $first
        1 | cs 'Enumerable.Range(0, 100000).Select(i => { made = i; return i; })' -PSSession $first | Select-Object -First 3 | Should -Be 0, 1, 2
        cs 'made' -PSSession $first | Should -BeLessThan 5000
    }

    It 'gives the error of an object with its id, object and machine, and goes on with the others' {
        $given = 1..3 | cs 'if (Input == 2) throw new FormatException("bad"); return Input;' -PSSession $both -ErrorVariable failed -ErrorAction SilentlyContinue
        $given | Sort-Object | Should -Be 1, 3
        $failed[0].FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $failed[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $failed[0].TargetObject | Should -Be 2
        $failed[0].OriginInfo.PSComputerName | Should -Be $first.ComputerName
        "$($failed[0])" | Should -BeLike 'bad (Cell*:line 1)*'
    }

    It 'gives warnings, information and verbose messages' {
        $null = 1 | cs 'Console.WriteLine("said"); Shell.WriteWarning("warned"); Shell.WriteInformation("told");' -PSSession $first -WarningVariable warned -WarningAction SilentlyContinue -InformationVariable told -InformationAction SilentlyContinue
        "$warned" | Should -Be 'warned'
        "$told" | Should -Be 'said told'
    }

    It 'ends with an error where the text does not compile' {
        $failure = Get-Failure { 1..3 | cs 'nope' -PSSession $both }
        $failure.FullyQualifiedErrorId | Should -Be 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        "$failure" | Should -BeLike '*CS0103*'
    }

    It 'is called from a runspace pool as well' {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule($manifest)
        $pool = [runspacefactory]::CreateRunspacePool(1, 2, $state, $Host)
        $pool.Open()
        $calls = foreach ($session in $both) {
            $shell = [powershell]::Create()
            $shell.RunspacePool = $pool
            $null = $shell.AddScript('param($session) 1..5 | cs "Input * 2" -PSSession $session -KeepOrder').AddArgument($session)
            @{ Shell = $shell; Running = $shell.BeginInvoke() }
        }
        try {
            foreach ($call in $calls) {
                $call.Shell.EndInvoke($call.Running) | Should -Be 2, 4, 6, 8, 10
                $call.Shell.Streams.Error | Should -BeNullOrEmpty
            }
        } finally {
            $calls.Shell.Dispose()
            $pool.Dispose()
        }
    }

    It 'ends when its time is up' {
        (Get-Failure { 1..3 | cs 'await Task.Delay(-1);' -PSSession $both -TimeoutSeconds 0.2 }).FullyQualifiedErrorId | Should -BeLike 'CellTimeout,*'
    }
}

Describe 'A cell without objects' {
    It 'runs once on each machine, in a session that lives on' {
        cs 'int count = 40;' -PSSession $both -Session Work
        cs 'count += 2;' -PSSession $both -Session Work
        cs 'count' -PSSession $both -Session Work | Should -Be 42, 42
        (Get-Failure { cs 'count' -PSSession $first -Session Other }).FullyQualifiedErrorId | Should -BeLike 'CompilationFailed,*'
        Invoke-Command $first { Get-CSharpVariable count -Session Work -ValueOnly } | Should -Be 42
    }

    It 'says once what compiles nowhere' {
        $failure = Get-Failure { cs "int y = 1;`nint x = nope;" -PSSession $both }
        $failure.FullyQualifiedErrorId | Should -Be 'CompilationFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        "$failure" | Should -BeLike '*(2,9)*CS0103*'
    }

    It 'gives an error for each machine where it fails, and what the others give' {
        cs "if (Environment.ProcessId == $((Get-ProcessOf $first).Id)) throw new FormatException(); return 5;" -PSSession $both -ErrorVariable failed -ErrorAction SilentlyContinue | Should -Be 5
        $failed.FullyQualifiedErrorId | Should -Be 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }
}

Describe 'What travels with a cell' {
    BeforeAll {
        cs 'using System.Globalization;'
        cs 'record Person(string Name, int Born) { public int Age(int year) => Clock.Years(Born, year); } static class Clock { public static int Years(int a, int b) => b - a; } new Person("Ada", 1815)' | Out-Null
        cs 'int Twice(int x) => 2 * x; int Four(int x) => Twice(Twice(x));'
        cs 'int own = 5; int Own() => own;'
    }

    It 'are values of -Variable and -ArgumentList, with their types' {
        1 | cs 'factors.Length + days.Count + (int)Args[0] + (day == DayOfWeek.Friday ? 100 : 0)' -PSSession $first -ArgumentList 1 -Variable @{
            factors = [int[]](1, 2, 3); days = [Collections.Generic.List[string]]('a', 'b'); day = [DayOfWeek]::Friday
        } | Should -Be 106
    }

    It 'are the types, methods and namespaces of the session here' {
        1..4 | cs 'new Person("x", 1815 + Input).Age(1852)' -PSSession $both | Sort-Object | Should -Be 33, 34, 35, 36
        1 | cs 'Four(Input)' -PSSession $both | Should -Be 4
        1 | cs 'CultureInfo.InvariantCulture.Name.Length' -PSSession $both | Should -Be 0
    }

    It 'are packages, which each machine restores by itself' {
        . "$PSScriptRoot/PackageSpec.ps1"
        New-Package $feed Spec.Travels 1.0.0 @{ 'lib/net10.0/Spec.Travels.dll' = (New-AssemblyImage Spec.Travels 42) }
        $null = New-CSharpSession Packed
        Invoke-InFolder $work { cs '#r "nuget: Spec.Travels, 1.0.0"' -Session Packed }
        New-PackageFolder "$TestDrive/there" @{ spec = $feed }
        Invoke-Command $first { Push-Location "$using:TestDrive/there"; $env:NUGET_PACKAGES = $null }
        try {
            1 | cs 'Spec.Travels.Thing.Answer() + Input' -PSSession $first -Session Packed | Should -Be 43
            "$TestDrive/there/packages/spec.travels/1.0.0" | Should -Exist
        } finally {
            Invoke-Command $first { Pop-Location }
            Remove-CSharpSession Packed
        }
    }

    It 'is the newest declaration of a name' {
        cs 'int Twice(int x) => 20 * x;'
        1 | cs 'Twice(Input)' -PSSession $first | Should -Be 20
    }

    It 'is not a variable of the session here, which the error names' {
        $failure = Get-Failure { 1 | cs 'own + Input' -PSSession $both }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CannotTravelVariable,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        "$failure" | Should -BeLike "*'own'*"
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*-Variable*'
        1 | cs 'own + Input' -PSSession $first -Variable @{ own = 6 } | Should -Be 7
    }

    It 'is not a method that needs such a variable' {
        $failure = Get-Failure { 1 | cs 'Own()' -PSSession $first }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CannotTravelState,*'
        "$failure" | Should -BeLike '*own*'
    }

    It 'is not <Name>: <Id>' -ForEach @(
        @{ Name = 'a script block'; Id = 'CannotTravelDelegate'; Call = { cs '1' -PSSession $first -Variable @{ x = { 1 } } } }
        @{ Name = 'a delegate'; Id = 'CannotTravelDelegate'; Call = { cs '1' -PSSession $first -ArgumentList ([Action] {}) } }
        @{ Name = 'a runner of script'; Id = 'CannotTravelDelegate'; Call = { cs '1' -PSSession $first -Runner { param($Cell) $Cell.RunToCompletion() } } }
        @{ Name = 'a task'; Id = 'CannotTravelVariable'; Call = { cs '1' -PSSession $first -Variable @{ x = [Threading.Tasks.Task]::CompletedTask } } }
        @{ Name = 'a file to load'; Id = 'CannotTravelReference'; Call = { cs "#load ""mine.csx""`n1" -PSSession $first } }
        @{ Name = 'an assembly'; Id = 'CannotTravelReference'; Call = { cs "#r ""mine.dll""`n1" -PSSession $first } }
        @{ Name = 'a file of the pipeline'; Id = 'NotOnMachines'; Call = { Get-Item $PSCommandPath | cs -PSSession $first } }
    ) {
        $failure = Get-Failure $Call
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }
}

Describe 'A job over machines' {
    It 'takes the objects of the pipeline, and has what the machines give' {
        $job = 1..50 | cs 'if (Input == 7) throw new FormatException("bad"); Shell.WriteWarning("warned"); return Input * 2;' -PSSession $both -AsJob -JobName Spread
        $job.PSJobTypeName | Should -Be 'CSharpCell'
        $job.Name | Should -Be 'Spread'
        $job.Location | Should -Be 'localhost,localhost'
        $null = Wait-Job $job -Timeout $processSeconds
        $job.State | Should -Be 'Completed'
        $given = Receive-Job $job -ErrorVariable failed -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
        $given | Sort-Object | Should -Be (1..50 | Where-Object { $_ -ne 7 } | ForEach-Object { $_ * 2 })
        $given[0].RunspaceId | Should -BeIn $both.Runspace.InstanceId
        $failed.TargetObject | Should -Be 7
        $failed.FullyQualifiedErrorId | Should -Be 'CellFailed'
        $warned.Count | Should -Be 49
        Remove-Job $job
    }

    It 'runs once on each machine without objects' {
        cs 'Environment.ProcessId' -PSSession $both -AsJob | Wait-Job | Receive-Job -AutoRemoveJob -Wait | Sort-Object | Should -Be (Invoke-Command $both { $PID } | Sort-Object)
    }

    It 'leaves the session here alone' {
        $job = 1..2 | cs 'await Task.Delay(-1);' -PSSession $both -AsJob
        cs '6 * 7' | Should -Be 42
        Remove-Job $job -Force
    }

    It 'has failed where the text does not compile' {
        $job = 1 | cs 'nope' -PSSession $both -AsJob | Wait-Job
        $job.State | Should -Be 'Failed'
        $job.Error[0].FullyQualifiedErrorId | Should -Be 'CompilationFailed'
        Remove-Job $job
    }

    It 'has failed with the error where an object cannot be sent' {
        $value = cs 'class Unreadable : System.Collections.IEnumerable { public System.Collections.IEnumerator GetEnumerator() => throw new InvalidOperationException("unreadable"); } new Unreadable()' -NoEnumerate
        $job = Write-Output $value -NoEnumerate | cs '1' -PSSession $both -AsJob | Wait-Job
        $job.State | Should -Be 'Failed'
        $job.Error[0].Exception | Should -BeOfType ([InvalidOperationException])
        $job.Error[0].Exception.Message | Should -Be 'unreadable'
        Remove-Job $job
    }

    It 'shows how far it is, when it takes longer' {
        $job = 1..40 | cs 'await Task.Delay(100);' -PSSession $both -AsJob | Wait-Job
        $job.Progress.Count | Should -BeGreaterThan 1
        $job.Progress[0].Activity | Should -Be 'A cell on 2 machines'
        $job.Progress[0].StatusDescription | Should -Match '^\d+ objects are done, \d+ under way$'
        $job.Progress[$job.Progress.Count - 1].RecordType | Should -Be 'Completed'
        Remove-Job $job
    }
}

Describe 'Install-CSharpModule' {
    BeforeAll {
        $homeBefore, $pathBefore = $env:HOME, $env:PSModulePath
        $env:HOME = (New-Item -ItemType Directory "$TestDrive/home").FullName
        $env:PSModulePath = $null
        try {
            $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null)
            $runspace.Open()
        } finally {
            $env:HOME, $env:PSModulePath = $homeBefore, $pathBefore
        }

        $bare = [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
    }

    AfterAll { Remove-PSSession $bare }

    It 'is asked for in the same version, and in a shell that it is for' {
        Invoke-Command $bare { New-Module -Name AsyncCSharp { } | Import-Module -Global }
        $other = Get-Failure { cs '1' -PSSession $bare }
        $other.FullyQualifiedErrorId | Should -BeLike 'VersionMismatch,*'
        $other.CategoryInfo.Category | Should -Be 'InvalidOperation'

        # Also where a call has begun in the session before, and its objects travel with the question.
        Invoke-Command $bare { Remove-Module AsyncCSharp; Import-Module $using:manifest }
        1..3 | cs 'Input' -PSSession $bare | Should -HaveCount 3
        Invoke-Command $bare { Remove-Module AsyncCSharp; New-Module -Name AsyncCSharp { } | Import-Module -Global }
        (Get-Failure { 1..3 | cs 'Input' -PSSession $bare }).FullyQualifiedErrorId | Should -BeLike 'VersionMismatch,*'

        Invoke-Command $bare { Remove-Module AsyncCSharp; $PSVersionTable['PSEdition'] = 'Desktop' }
        $old = Get-Failure { cs '1' -PSSession $bare }
        $old.FullyQualifiedErrorId | Should -BeLike 'ShellNotSupported,*'
        $old.CategoryInfo.Category | Should -Be 'NotImplemented'
        Invoke-Command $bare { $PSVersionTable['PSEdition'] = 'Core' }
    }

    It 'gives a machine the module, where it is missing (skipped on Windows, where the folder is not that of a variable)' -Skip:$IsWindows {
        $missing = Get-Failure { cs '1' -PSSession $bare }
        $missing.FullyQualifiedErrorId | Should -BeLike 'ModuleMissing,*'
        $missing.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $missing.ErrorDetails.RecommendedAction | Should -BeLike 'Install-CSharpModule*'

        Install-CSharpModule $bare -WhatIf 6>$null | Should -BeNullOrEmpty
        $given = Install-CSharpModule $bare
        $given.IsNew | Should -BeTrue
        $given.Version | Should -Be "$((Get-Module AsyncCSharp).Version)"
        (Invoke-Command $bare { (Get-Module AsyncCSharp -ListAvailable).ModuleBase }) | Should -BeLike "$TestDrive/home*/AsyncCSharp/$($given.Version)"
        (Get-ChildItem "$TestDrive/home" -Recurse -Force -Directory -Filter '.AsyncCSharp-*') | Should -BeNullOrEmpty
        (1..3 | cs 'Input * 2' -PSSession $bare) | Should -Be 2, 4, 6
        ($bare | Install-CSharpModule).IsNew | Should -BeFalse
    }
}
