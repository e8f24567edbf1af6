BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Measure-CSharpCell' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'times a cell without await' {
        $m = Measure-CSharpCell '1 + 1' -Count 3
        $m | Should -BeOfType ([AsyncCSharp.CSharpCellMeasurement])
        $m.IsAsync | Should -BeFalse
        $m.Runs | Should -Be 3
        $m.Loops | Should -BeGreaterThan 1000
        $m.Nanoseconds.Count | Should -Be 3
        $m.Nanoseconds[0] | Should -BeGreaterThan 0
        $m.Median.TotalMilliseconds | Should -BeLessThan 1
        $m.SuspendedPercent | Should -Be 0
    }

    It 'has seven runs without -Count' {
        (Measure-CSharpCell 'Thread.Sleep(1);').Runs | Should -Be 7
    }

    It 'times a cell that awaits: <_>' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx' {
        $m = Measure-CSharpCell 'await Task.Delay(30);' -Count 2 -Runner $_
        $m.IsAsync | Should -BeTrue
        $m.Runner | Should -Be $_
        $m.Minimum.TotalMilliseconds | Should -BeGreaterThan 28
        $m.Median.TotalMilliseconds | Should -BeLessThan 1000
        $m.SuspendedPercent | Should -BeGreaterThan 50
        ($m.Suspended + $m.Running) | Should -Be $m.Mean
    }

    It 'tells running code from waiting, also on the thread pool' {
        $m = Measure-CSharpCell 'await Task.Run(() => { var w = System.Diagnostics.Stopwatch.StartNew(); while (w.ElapsedMilliseconds < 30) { } });' -Count 2
        $m.SuspendedPercent | Should -BeLessThan 50
    }

    It 'hands values over as Invoke-CSharpCell does: <Label>' -ForEach @(
        @{ Label = 'a delegate'; Code = 'await Task.Run(() => f(1));'; Variable = { @{ f = $function } } }
        @{ Label = 'a delegate in a list'; Code = 'await Task.Run(() => f[0](1));'; Variable = { @{ f = [Collections.Generic.List[Func[int, int]]]@($function) } } }
        @{ Label = 'a delegate in a hashtable'; Code = 'await Task.Run(() => ((Func<int, int>)f["f"])(1));'; Variable = { @{ f = @{ f = $function } } } }
    ) {
        $calls = [Collections.ArrayList]::Synchronized([Collections.ArrayList]::new())
        $function = [Func[int, int]] { param($x) $null = $calls.Add($x); $x + 1 }
        (Measure-CSharpCell $Code -Variable (& $Variable) -Count 1).Runs | Should -Be 1
        $calls.Count | Should -BeGreaterThan 1
    }

    It 'changes what it was handed, as Invoke-CSharpCell does' {
        $numbers = 3, 1, 2
        $null = Measure-CSharpCell 'Array.Sort((int[])numbers); numbers[2] = 9;' -Variable numbers -Count 1
        $numbers | Should -Be 1, 2, 9
    }

    It 'tells of what background code of an earlier cell has thrown' {
        cs '_ = Task.Run(() => throw new InvalidOperationException("left behind")); Thread.Sleep(100);'
        $null = Measure-CSharpCell '1' -Count 1 -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*left behind*'
    }

    It 'has the statistics in order' {
        $m = Measure-CSharpCell 'Thread.Sleep(2);' -Count 5
        $m.Minimum | Should -BeLessOrEqual $m.Median
        $m.Median | Should -BeLessOrEqual $m.Maximum
        $m.Minimum | Should -BeLessOrEqual $m.Mean
        $m.Mean | Should -BeLessOrEqual $m.Maximum
        $m.StandardDeviation | Should -BeGreaterOrEqual ([TimeSpan]::Zero)
    }

    It 'counts what the cell allocates' {
        $m = Measure-CSharpCell 'new byte[100_000]' -Count 2
        $m.AllocatedBytes | Should -BeGreaterOrEqual 100000
        $m.AllocatedBytes | Should -BeLessThan 110000
    }

    It 'reads as one line' {
        $culture = [Threading.Thread]::CurrentThread.CurrentCulture
        [Threading.Thread]::CurrentThread.CurrentCulture = [cultureinfo]::InvariantCulture
        try {
            "$(Measure-CSharpCell 'Thread.Sleep(1);' -Count 2)" | Should -Match '^[\d.]+ ms ± [\d.]+ (ns|us|ms) per loop \(median of 2 runs, \d+ loops? each; 0 % suspended, [\d,]+ B allocated\)$'
        }
        finally {
            [Threading.Thread]::CurrentThread.CurrentCulture = $culture
        }
    }

    It 'has one loop a run where the cell is slow' {
        (Measure-CSharpCell 'await Task.Delay(150);' -Count 1).Loops | Should -Be 1
    }

    It 'compiles once, and leaves nothing in the session' {
        Invoke-CSharpCell 'int seen = 0;'
        $before = Get-CSharpSession Default
        $assemblies = $before.Assemblies
        $variables = $before.Variables
        $null = Measure-CSharpCell 'int declared = 5; declared++; seen++; class Declared { } declared' -Count 1
        $after = Get-CSharpSession Default
        $after.Assemblies | Should -Be $assemblies
        $after.Variables | Should -Be $variables
        Get-CSharpVariable seen -ValueOnly | Should -BeGreaterThan 1
        { Get-CSharpVariable declared -ErrorAction Stop } | Should -Throw
    }

    It 'writes what the cell prints once, and neither its value nor its objects' {
        $output = @(Measure-CSharpCell 'Console.WriteLine("printed"); Shell.WriteObject("object"); "value"' -Count 1 6>&1)
        @($output | Where-Object { "$_" -eq 'printed' }).Count | Should -Be 1
        @($output | Where-Object { $_ -is [AsyncCSharp.CSharpCellMeasurement] }).Count | Should -Be 1
        $output.Count | Should -Be 2
    }

    It 'disposes what the cell uses, in every loop' {
        Invoke-CSharpCell 'int made = 0, disposed = 0; class Thing : IDisposable { Action _end; public Thing(Action end) => _end = end; public void Dispose() => _end(); }'
        $null = Measure-CSharpCell 'made++; using (new Thing(() => disposed++)) { Thread.Sleep(1); }' -Count 1
        Invoke-CSharpCell 'made > 1 && made == disposed' | Should -BeTrue
    }

    It 'measures in the session meant' {
        $session = New-CSharpSession
        try {
            Invoke-CSharpCell -Session $session 'int hits = 0;'
            $null = Measure-CSharpCell -Session $session 'hits++; Thread.Sleep(20);' -Count 1
            Get-CSharpVariable hits -ValueOnly -Session $session | Should -BeGreaterThan 0
        }
        finally {
            Remove-CSharpSession $session
        }
    }

    It 'hands arguments on' {
        { Measure-CSharpCell 'if ((int)Args[0]! != 5) throw new Exception("no");' -ArgumentList 5 -Count 1 } | Should -Not -Throw
    }

    It 'takes cells by the pipeline' {
        @('Thread.Sleep(1);', 'Thread.Sleep(2);' | Measure-CSharpCell -Count 1).Code | Should -Be @('Thread.Sleep(1);', 'Thread.Sleep(2);')
    }

    It 'fails as the cell does' {
        $e = { Measure-CSharpCell 'throw new ArgumentException("mine");' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.MeasureCSharpCellCommand'
        $e.Exception | Should -BeOfType ([ArgumentException])
        $e.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'does not measure what does not compile' {
        $e = { Measure-CSharpCell 'int x = ;' } | Should -Throw -PassThru -ErrorId 'CompilationFailed,AsyncCSharp.Commands.MeasureCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ParserError'
    }

    It 'does not measure an async cell with AutoAwait off' {
        Set-AutoAwait Off
        $e = { Measure-CSharpCell 'await Task.Delay(1);' } | Should -Throw -PassThru -ErrorId 'AutoAwaitOff,AsyncCSharp.Commands.MeasureCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ParserError'
        (Measure-CSharpCell -Runner ThreadPool 'await Task.Delay(10);' -Count 1).Runs | Should -Be 1
    }

    It 'says that Sync cannot wait' {
        $e = { Measure-CSharpCell -Runner Sync 'await Task.Delay(10);' } | Should -Throw -PassThru -ErrorId 'CellSuspended,AsyncCSharp.Commands.MeasureCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
    }

    It 'does not know an unknown runner' {
        { Measure-CSharpCell -Runner nowhere '1' } | Should -Throw -ErrorId 'UnknownRunner,AsyncCSharp.Commands.MeasureCSharpCellCommand'
    }

    It 'can be stopped: <Label>' -ForEach @(
        @{ Label = 'between loops'; Code = 'Thread.Sleep(1);' }
        @{ Label = 'in an await'; Code = 'await Task.Delay(60_000, CancellationToken);' }
        @{ Label = 'in a wait'; Code = 'Thread.Sleep(60_000);' }
    ) {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("Measure-CSharpCell 'AppDomain.CurrentDomain.SetData(`"measure-$Label`", 1); $Code' -Count 1000")
            $run = $shell.BeginInvoke()
            Wait-Until { [AppDomain]::CurrentDomain.GetData("measure-$Label") }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
            $run.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'takes variables, and a script file' {
        $local = 41
        (Measure-CSharpCell 'if (n != 41 || local != 41) throw new FormatException();' -Variable @{ n = 41; local = $local } -Count 1).Count | Should -Be 1
        (Measure-CSharpCell 'if (local != 41) throw new FormatException();' -Variable local -Count 1).Count | Should -Be 1
        { Measure-CSharpCell 'if (n != 41) throw new FormatException();' -Variable @{ n = 1 } -Count 1 } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.MeasureCSharpCellCommand'
        Set-Content "$TestDrive/measured.csx" 'static int runs = 0; System.Threading.Interlocked.Increment(ref runs)'
        (Measure-CSharpCell -Path "$TestDrive/measured.csx" -Count 1).Count | Should -Be 1
        (Get-Item "$TestDrive/measured.csx" | Measure-CSharpCell -Count 1).Count | Should -Be 1
        Set-Content "$TestDrive/arguments.csx" 'int.Parse(Args[0]) + args.Length'
        (Measure-CSharpCell -Path "$TestDrive/arguments.csx" -ArgumentList 5 -Count 1).Runs | Should -Be 1
        (Measure-CSharpCell 'args.Length' -ArgumentList 5 -Count 1).Runs | Should -Be 1
        { Measure-CSharpCell -Path "$TestDrive/nope.csx" } | Should -Throw -ErrorId 'PathNotFound,AsyncCSharp.Commands.MeasureCSharpCellCommand'
    }
}
