BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Get-Activity { [System.Diagnostics.Activity]::Current?.OperationName }
}

Describe 'What a cell puts into its execution context' {
    BeforeAll {
        # One that PowerShell code can look into as well.
        $local = [Threading.AsyncLocal[string]]::new()
    }

    BeforeEach {
        Reset-CSharpSession
        $culture = [cultureinfo]::CurrentCulture
        $uiCulture = [cultureinfo]::CurrentUICulture
        $local.Value = $null
        $null = cs 'AsyncLocal<string> local = (AsyncLocal<string>)Args[0];' -ArgumentList $local
    }

    AfterEach {
        [cultureinfo]::CurrentCulture = $culture
        [cultureinfo]::CurrentUICulture = $uiCulture
        Set-AutoAwait EventLoop
    }

    AfterAll { Reset-CSharpSession }

    It 'is there in the next cell: <Set>, then <Get>' -ForEach @(
        foreach ($set in 'local.Value = "x";', 'await Task.Delay(1); local.Value = "x";', 'local.Value = "x"; await Task.Delay(1);', 'local.Value = "x"; await Task.Delay(1); return;', 'Console.Write(""); await Task.CompletedTask; local.Value = "x";', 'local.Value = "y"; using var reader = new StringReader(""); await Task.Yield(); local.Value = "x";') {
            foreach ($get in 'local.Value', 'await Task.Delay(1); local.Value', 'return local.Value;', 'await Task.Run(() => local.Value)') {
                @{ Set = $set; Get = $get }
            }
        }
    ) {
        $null = cs $Set
        cs '1' | Should -Be 1
        cs $Get | Should -Be 'x'
        cs $Get | Should -Be 'x'
    }

    It 'is there under <_>' -ForEach 'EventLoop', 'CellLoop', 'Nursery', 'ThreadPool', 'AsyncEx' {
        Set-AutoAwait $_
        $null = cs 'await Task.Delay(1); local.Value = "x"; await Task.Delay(1); local.Value += "y";'
        cs 'local.Value += "z";'
        cs 'await Task.Yield(); local.Value' | Should -Be 'xyz'
    }

    It 'is there when the cell throws, or is stopped' {
        { cs 'local.Value = "thrown"; throw new FormatException();' } | Should -Throw
        cs 'local.Value' | Should -Be 'thrown'
        { cs 'local.Value = "late"; await Task.Delay(60_000);' -TimeoutSeconds 0.2 } | Should -Throw -ErrorId 'CellTimeout,*'
        cs 'local.Value' | Should -Be 'late'
    }

    It 'is there for each object of a pipeline, and in what runs at a time' {
        1..3 | cs 'local.Value += Input; local.Value' | Should -Be '1', '12', '123'
        1..2 | cs 'local.Value' -ThrottleLimit 2 | Should -Be '123', '123'
        1..2 | cs 'await Task.Yield(); local.Value' -ThrottleLimit 2 | Should -Be '123', '123'
        $null = 1..2 | cs 'await Task.Yield(); local.Value = "lost";' -ThrottleLimit 2
        cs 'local.Value' | Should -Be '123'
    }

    It 'is there in a job, and from a job' {
        cs 'local.Value = "x";'
        cs 'local.Value += "y"; local.Value' -AsJob | Receive-Job -Wait | Should -Be 'xy'
        cs 'local.Value' | Should -Be 'xy'
        Get-Job | Remove-Job
    }

    It 'is there in a file that the cell loads, and from the file' {
        Set-Content "$TestDrive/sets.csx" 'static System.Threading.AsyncLocal<string> own = new(); own.Value = "file";'
        cs "#load `"$TestDrive/sets.csx`"`nown.Value" | Should -Be 'file'
        cs 'own.Value' | Should -Be 'file'
    }

    It 'is there in a nested cell of the session that comes after' {
        cs 'local.Value = "x";'
        cs 'Shell.Invoke("cs ''local.Value''")' | Should -Be 'x'
        cs 'Shell.Invoke("cs ''local.Value = null; local.Value += 5;''"); 1' | Should -Be 1
        cs 'local.Value' | Should -Be '5'
    }

    It 'is there in a cell of the session that it calls, and comes back from it: <Label>' -ForEach @(
        @{ Label = 'a script'; Code = 'local.Value = "x"; var seen = Shell.Invoke("cs ''local.Value += 1; local.Value''")[0]; $"{seen} {local.Value}"' }
        @{ Label = 'a script that awaits'; Code = 'await Task.Delay(1); local.Value = "x"; var seen = Shell.Invoke("cs ''await Task.Delay(1); local.Value += 1; local.Value''")[0]; await Task.Delay(1); $"{seen} {local.Value}"' }
        @{ Label = 'a delegate'; Code = 'local.Value = "x"; var seen = f(); $"{seen} {local.Value}"' }
        @{ Label = 'downstream'; Code = 'local.Value = "x"; Shell.WriteObject("first"); local.Value' }
        @{ Label = 'a cell in a cell'; Code = 'local.Value = "x"; var seen = Shell.Invoke("cs ''Shell.Invoke(\"cs ''''local.Value += 1;''''\"); local.Value''")[0]; $"{seen} {local.Value}"' }
    ) {
        cs $Code -Variable @{ f = [Func[object]] { cs 'local.Value += 1; local.Value' } } |
            ForEach-Object { if ($_ -eq 'first') { cs 'local.Value += 1;' } else { $_ } } | Should -BeIn 'x1 x1', 'x1'
        cs 'local.Value' | Should -Be 'x1'
    }

    It 'is what a using variable has put back: <Label>' -ForEach @(
        @{ Label = 'an activity'; Code = 'using var activity = new System.Diagnostics.Activity("mine").Start();' }
        @{ Label = 'an activity, after an await'; Code = 'await Task.Delay(1); using var activity = new System.Diagnostics.Activity("mine").Start(); await Task.Delay(1);' }
        @{ Label = 'an activity of a cell that throws'; Code = 'using var activity = new System.Diagnostics.Activity("mine").Start(); throw new FormatException();' }
    ) {
        try { cs $Code } catch { $_.FullyQualifiedErrorId | Should -BeLike 'CellFailed*' }
        cs 'System.Diagnostics.Activity.Current?.OperationName' | Should -BeNullOrEmpty
        1..3 | cs "$Code"
        1..3 | cs 'using var activity = new System.Diagnostics.Activity("mine").Start(); activity.Parent?.OperationName ?? "none"' | Should -Be 'none', 'none', 'none'
    }

    It 'is there when its using variables are disposed: <Kind>' -ForEach @{ Kind = 'using' }, @{ Kind = 'await using' } {
        cs 'class Sees(Func<string> see) : IDisposable, IAsyncDisposable { public string Seen; public void Dispose() => Seen = see(); public ValueTask DisposeAsync() { Dispose(); return default; } } Sees sees;'
        cs "$Kind var one = sees = new Sees(() => local.Value); local.Value = `"x`"; await Task.Delay(1); local.Value += `"y`";"
        cs 'sees.Seen' | Should -Be 'xy'
        1 | cs "$Kind var one = sees = new Sees(() => local.Value); await Task.Delay(1); local.Value = `"z`";" -ThrottleLimit 2
        cs 'sees.Seen' | Should -Be 'z'
    }

    It 'is there while a sequence that it gives is read' {
        cs 'local.Value = "x"; Enumerable.Range(1, 2).Select(i => local.Value + i)' | Should -Be 'x1', 'x2'
        cs 'await Task.Delay(1); local.Value = "y"; Enumerable.Range(1, 2).Select(i => local.Value + i)' | Should -Be 'y1', 'y2'
    }

    It 'has what a sequence that it gives has put there while it was read: <Cell>' -ForEach @(
        @{ Cell = 'Count()'; Gives = '1', '2', '3'; Then = 'xaaa' }
        @{ Cell = 'await Task.Delay(1); return Count();'; Gives = '1', '2', '3'; Then = 'xaaa' }
        @{ Cell = 'Task.FromResult(Count())'; Gives = '1', '2', '3'; Then = 'xaaa' }
        @{ Cell = 'Count().GetEnumerator()'; Gives = '1', '2', '3'; Then = 'xaaa' }
        @{ Cell = 'using var end = new End(() => local.Value += "e"); return Count();'; Gives = '1', '2', '3'; Then = 'xaaae' }
        @{ Cell = 'Count().ToList()'; Gives = '1', '2', '3'; Then = 'xaaa' }
        @{ Cell = 'foreach (int i in Count()) Shell.WriteObject(i);'; Gives = '1', '2', '3'; Then = 'xaaa' }
    ) {
        cs 'class End(Action end) : IDisposable { public void Dispose() => end(); } IEnumerable<int> Count() { for (int i = 1; i <= 3; i++) { local.Value += "a"; yield return i; } } local.Value = "x";'
        cs $Cell | Should -Be $Gives
        cs 'local.Value' | Should -Be $Then
    }

    It 'has what a sequence has put there before it fails, or its pipeline ends early' {
        cs 'IEnumerable<int> Count() { for (int i = 1; i <= 3; i++) { local.Value += "a"; yield return i; } } local.Value = "x";'
        { cs 'Count().Select(i => i > 1 ? throw new TimeZoneNotFoundException() : i)' } | Should -Throw -ExceptionType ([TimeZoneNotFoundException])
        cs 'local.Value' | Should -Be 'xaa'
        cs 'local.Value = "x";'
        cs 'Count()' | Select-Object -First 2 | Should -Be 1, 2
        cs 'local.Value' | Should -Be 'xaa'
    }

    It 'has the culture that a sequence has set' {
        cs 'IEnumerable<double> Set() { System.Globalization.CultureInfo.CurrentCulture = new("de-DE"); yield return 1.5; }'
        cs 'Set()' | Should -Be 1.5
        cs '(1.5).ToString()' | Should -Be '1,5'
    }

    It 'is a culture' {
        cs 'System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-DE");'
        cs '(1.5).ToString()' | Should -Be '1,5'
        cs 'await Task.Delay(1); System.Globalization.CultureInfo.CurrentUICulture = new("fr-FR");'
        cs 'await Task.Delay(1); $"{1.5} {System.Globalization.CultureInfo.CurrentUICulture.Name}"' | Should -Be '1,5 fr-FR'
        [cultureinfo]::CurrentCulture | Should -Be $culture
        [cultureinfo]::CurrentUICulture | Should -Be $uiCulture
    }

    It 'is an activity' {
        cs 'var activity = new System.Diagnostics.Activity("mine").Start();'
        Get-Activity | Should -BeNullOrEmpty
        cs 'System.Diagnostics.Activity.Current?.OperationName' | Should -Be 'mine'
        cs 'await Task.Delay(1); activity.Stop();'
        cs 'System.Diagnostics.Activity.Current?.OperationName' | Should -BeNullOrEmpty
    }

    It 'does not hide what PowerShell sets' {
        cs 'local.Value = "x";'
        [cultureinfo]::CurrentCulture = 'de-DE'
        cs '$"{1.5}"' | Should -Be '1,5'
        [cultureinfo]::CurrentCulture = 'en-US'
        cs '$"{1.5}"' | Should -Be '1.5'
        $activity = [System.Diagnostics.Activity]::new('shell').Start()
        try { cs 'System.Diagnostics.Activity.Current?.OperationName' | Should -Be 'shell' } finally { $activity.Stop() }
    }

    It 'does not hide async locals of PowerShell, as long as no cell sets any' {
        $other = [Threading.AsyncLocal[int]]::new()
        foreach ($value in 1, 2) {
            $other.Value = $value
            cs '((AsyncLocal<int>)Args[0]).Value' -ArgumentList $other | Should -Be $value
            cs 'await Task.Delay(1); ((AsyncLocal<int>)Args[0]).Value' -ArgumentList $other | Should -Be $value
        }
    }

    It 'is not there in PowerShell''s own flow' {
        cs 'local.Value = "x"; Shell.WriteObject(1); await Task.Delay(1); Shell.WriteObject(2);' | ForEach-Object { "$_$($local.Value)" } | Should -Be '1', '2'
        $local.Value | Should -BeNullOrEmpty
        cs 'local.Value = "y"; Shell.Invoke("param($l) $l.Value", local)' | Should -BeNullOrEmpty
        cs 'local.Value' | Should -Be 'y'
    }

    It 'is not there in another session' {
        $other = New-CSharpSession
        try {
            cs 'local.Value = "x";'
            cs -Session $other '((AsyncLocal<string>)Args[0]).Value' -ArgumentList $local | Should -BeNullOrEmpty
            cs 'Shell.Invoke("param($o, $l) cs -Session $o ''((AsyncLocal<string>)Args[0]).Value'' -ArgumentList $l", Args[0], local)' -ArgumentList $other | Should -BeNullOrEmpty
        } finally {
            Remove-CSharpSession $other
        }
    }

    It 'is gone after a reset' {
        $before = (Get-CSharpSession Default).HeldContexts
        cs 'local.Value = "x"; class Held { } var held = new AsyncLocal<Held>(); held.Value = new Held();'
        cs 'held.Value is not null' | Should -BeTrue
        Reset-CSharpSession
        cs '((AsyncLocal<string>)Args[0]).Value' -ArgumentList $local | Should -BeNullOrEmpty
        Wait-Until { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); (Get-CSharpSession Default).HeldContexts -le $before }
        (Get-CSharpSession Default).HeldContexts | Should -BeLessOrEqual $before
    }

    It 'has nothing of the module in it' {
        Set-AutoAwait Nursery
        cs 'local.Value = "x"; await Task.Delay(1);' -ArgumentList 1, 2
        Set-AutoAwait EventLoop
        { cs 'Nursery.Current' } | Should -Throw
        cs 'Args.Count' | Should -Be 0
        cs 'CancellationToken.IsCancellationRequested' | Should -BeFalse
        cs 'Console.WriteLine("own"); local.Value' 6>&1 | ForEach-Object { "$_" } | Should -Be 'own', 'x'
    }

    It 'is there without stop checks too' {
        $hot = New-CSharpSession -NoStopChecks
        try {
            cs -Session $hot 'var own = new AsyncLocal<int>(); await Task.Delay(1); own.Value = 7;'
            cs -Session $hot 'own.Value' | Should -Be 7
        } finally {
            Remove-CSharpSession $hot
        }
    }
}
