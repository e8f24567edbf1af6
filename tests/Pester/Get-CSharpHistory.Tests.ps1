BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What a cell has left in the history, by properties.
    function Get-Last { Get-CSharpHistory -Count 1 }

    function Get-FailureId([scriptblock]$Script) {
        try { $null = & $Script } catch { return $_.FullyQualifiedErrorId }
    }
}

Describe 'Get-CSharpHistory' {
    BeforeEach {
        Get-CSharpSession | Where-Object Name -NE Default | Remove-CSharpSession
        Reset-CSharpSession
    }

    AfterAll {
        Get-Job | Remove-Job -Force
        Reset-CSharpSession
    }

    It 'has what a cell was and what it gave' {
        $before = [DateTime]::Now
        $null = cs 'int n = 40; n + 2'
        $entry = Get-CSharpHistory
        $entry | Should -BeOfType ([AsyncCSharp.CSharpHistoryEntry])
        $entry.Id | Should -Be 1
        $entry.Code | Should -BeExactly 'int n = 40; n + 2'
        "$entry" | Should -BeExactly 'int n = 40; n + 2'
        $entry.Path | Should -BeNullOrEmpty
        $entry.Session | Should -BeExactly 'Default'
        $entry.StartTime | Should -BeGreaterOrEqual $before.AddSeconds(-1)
        $entry.StartTime | Should -BeLessOrEqual ([DateTime]::Now.AddSeconds(1))
        $entry.StartTime.Kind | Should -Be 'Local'
        $entry.Duration | Should -BeGreaterThan ([TimeSpan]::Zero)
        $entry.Duration | Should -BeLessOrEqual ([DateTime]::Now - $before)
        $entry.IsAsync | Should -BeFalse
        $entry.Success | Should -BeTrue
        $entry.OutputCount | Should -Be 1
        $entry.Output | Should -Be 42
    }

    It 'has the number that errors name the cell by' {
        $null = cs '1'
        $failure = { cs 'throw new Exception("x");' } | Should -Throw -PassThru
        "$failure" | Should -BeLike '*Cell`[2`]:line 1*'
        (Get-Last).Id | Should -Be 2
    }

    It 'gives the oldest first' {
        1..3 | ForEach-Object { $null = cs "$_" }
        (Get-CSharpHistory).Id | Should -Be 1, 2, 3
        (Get-CSharpHistory).Code | Should -Be '1', '2', '3'
    }

    It 'is empty in a session that has run nothing' {
        Get-CSharpHistory | Should -BeNullOrEmpty
        $null = New-CSharpSession Fresh
        Get-CSharpHistory -Session Fresh | Should -BeNullOrEmpty
    }

    It 'says whether something was awaited: <Code>' -ForEach @(
        @{ Code = '1'; Awaited = $false }
        @{ Code = 'await Task.Yield(); 1'; Awaited = $true }
        @{ Code = 'Task.FromResult(1)'; Awaited = $true }
        @{ Code = 'new ValueTask<int>(1)'; Awaited = $true }
        @{ Code = 'Func<Task> f = async () => await Task.Yield();'; Awaited = $false }
        @{ Code = 'async IAsyncEnumerable<int> S() { yield return 1; await Task.Yield(); } S()'; Awaited = $true }
        @{ Code = 'Task.FromResult(1)'; Awaited = $false; How = @{ NoAwait = $true } }
        @{ Code = 'Task.FromResult(1)'; Awaited = $true; How = @{ Runner = 'Nursery' } }
        @{ Code = '1'; Awaited = $false; How = @{ Runner = 'Nursery' } }
    ) {
        $more = $How ?? @{}
        $null = cs $Code @more
        (Get-Last).IsAsync | Should -Be $Awaited
        (Get-Last).Success | Should -BeTrue
    }

    It 'has a cell as failed that <Why>' -ForEach @(
        @{ Why = 'throws'; Code = 'throw new Exception("x");' }
        @{ Why = 'throws after it gave something'; Code = 'Shell.WriteObject(1); throw new Exception("x");'; Gives = 1 }
        @{ Why = 'does not compile'; Code = 'nonsense' }
        @{ Why = 'takes too long'; Code = 'await Task.Delay(-1);'; How = @{ TimeoutSeconds = 1 }; Awaited = $true }
        @{ Why = 'may not await'; Code = 'await Task.Yield();'; How = @{ Runner = $false } }
        @{ Why = 'is suspended under Sync'; Code = 'await Task.Delay(50);'; How = @{ Runner = 'Sync' }; Awaited = $true }
        @{ Why = 'ends with its own error'; Code = 'Shell.WriteError("x"); 1'; How = @{ ErrorAction = 'Stop' } }
    ) {
        $more = $How ?? @{}
        try { $null = cs $Code @more } catch { $failure = $_ }
        $failure | Should -Not -BeNullOrEmpty
        $entry = Get-CSharpHistory
        $entry.Success | Should -BeExactly $false
        $entry.Output | Should -Be $Gives
        $entry.IsAsync | Should -Be ([bool]$Awaited)
        $entry.Code | Should -BeExactly $Code
    }

    It 'has a cell as failed that fails for one of its objects: <Name>' -ForEach @(
        @{ Name = 'one by one'; How = @{} }
        @{ Name = 'fan-out'; How = @{ ThrottleLimit = 3 } }
    ) {
        $given = 1..3 | cs 'if (Input == 2) throw new Exception("x"); return Input;' @How -ErrorAction SilentlyContinue
        $entry = Get-CSharpHistory
        $entry.Success | Should -BeExactly $false
        $entry.OutputCount | Should -Be 2
        $entry.Output | Sort-Object | Should -Be ($given | Sort-Object)
    }

    It 'has a cell as a success that a command downstream has ended: <Name>' -ForEach @(
        @{ Name = 'of a pipeline'; Run = { 1..9 | cs 'Input * 2' | Select-Object -First 2 } }
        @{ Name = 'a lazy sequence'; Run = { cs 'IEnumerable<int> F() { yield return 2; yield return 4; while (true) yield return 0; } F()' | Select-Object -First 2 } }
        @{ Name = 'a stream'; Run = { cs 'async IAsyncEnumerable<int> F() { yield return 2; yield return 4; await Task.Delay(-1); } F()' | Select-Object -First 2 } }
        @{ Name = 'an array'; Run = { cs 'new[] { 2, 4 }' | Select-Object -First 2 } }
    ) {
        & $Run | Should -Be 2, 4
        $entry = Get-CSharpHistory
        $entry.Success | Should -BeTrue
        $entry.Output | Should -Be 2, 4
        $entry.OutputCount | Should -Be 2
    }

    It 'has a cell as failed that an error downstream has ended' {
        { cs 'Shell.WriteObject(1); while (true) Shell.WriteObject(2);' | ForEach-Object { throw 'downstream' } } | Should -Throw 'downstream'
        (Get-CSharpHistory).Success | Should -BeExactly $false
        (Get-CSharpHistory).Output | Should -Be 1
    }

    It 'has a cell as failed that a stop of its pipeline has ended: <Name>' -ForEach @(
        @{ Name = 'in a wait'; Code = 'Shell.WriteObject(1); await Task.Delay(-1);' }
        @{ Name = 'as it writes'; Code = 'while (true) Shell.WriteObject(1);' }
    ) {
        $shell = New-TestShell
        try {
            $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
            $null = $shell.AddScript('param($code) cs $code').AddArgument($Code)
            $running = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output)
            Wait-Until { $output.Count -gt 0 }
            $shell.Stop()
            $shell.Commands.Clear()
            $entry = Invoke-TestShell $shell 'Get-CSharpHistory'
            $entry.Success | Should -BeExactly $false
            $entry.OutputCount | Should -BeGreaterThan 0
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'has one entry for a call, and not for each object: <Name>' -ForEach @(
        @{ Name = 'one by one'; How = @{} }
        @{ Name = 'fan-out'; How = @{ ThrottleLimit = 8; KeepOrder = $true } }
    ) {
        $null = 1..300 | cs 'Input' @How
        $entry = Get-CSharpHistory
        @($entry) | Should -HaveCount 1
        $entry.OutputCount | Should -Be 300
        $entry.Output | Should -Be (1..100)
        $entry.Success | Should -BeTrue
    }

    It 'counts what is written item by item: <Code>' -ForEach @(
        @{ Code = 'new[] { 1, 2, 3 }'; Count = 3; First = 1, 2, 3 }
        @{ Code = 'Enumerable.Range(1, 250).ToArray()'; Count = 250; First = 1..100 }
        @{ Code = 'Enumerable.Range(1, 250)'; Count = 250; First = 1..100 }
        @{ Code = 'new List<object> { 1, null, "x" }'; Count = 3; First = 1, $null, 'x' }
        @{ Code = 'Shell.WriteObject(Enumerable.Range(1, 3), true); Shell.WriteObject(new List<int> { 4 }, true); 5'; Count = 5; First = 1..5 }
        @{ Code = 'new System.Collections.ArrayList { 1, 2 }'; Count = 2; First = 1, 2 }
        @{ Code = '(object)null'; Count = 1; First = @($null) }
        @{ Code = 'Shell.WriteObject(1);'; Count = 1; First = @(1) }
        @{ Code = 'Console.WriteLine(1);'; Count = 0; First = @() }
    ) {
        $null = cs $Code 6>$null
        $entry = Get-CSharpHistory
        $entry.OutputCount | Should -Be $Count
        $entry.Output.Count | Should -Be $First.Count
        $entry.Output | Should -Be $First
    }

    It 'has the call as <Name>' -ForEach @(
        @{ Name = 'a file'; Run = { [IO.File]::WriteAllText("$TestDrive/cell.csx", '6 * 7'); cs "$TestDrive/cell.csx" }; Code = '6 * 7'; File = 'cell.csx'; Gives = 42 }
        @{ Name = '-Path'; Run = { [IO.File]::WriteAllText("$TestDrive/cell.csx", '6 * 7'); cs -Path "$TestDrive/cell.csx" }; Code = '6 * 7'; File = 'cell.csx'; Gives = 42 }
        @{ Name = 'a job'; Run = { cs '6 * 7' -AsJob | Wait-Job -Timeout 20 | Receive-Job }; Code = '6 * 7'; Gives = 42 }
        @{ Name = 'a call with -InputObject'; Run = { cs 'Input + 1' -InputObject 41 }; Code = 'Input + 1'; Gives = 42 }
        @{ Name = 'a measurement, which gives nothing'; Run = { $null = Measure-CSharpCell '6 * 7' -Count 1 }; Code = '6 * 7'; Gives = @() }
    ) {
        $shown = & $Run
        $shown | Should -Be @($Gives)[0]
        $entry = Get-CSharpHistory
        $entry.Code | Should -BeExactly $Code
        $entry.Path | Should -Be ($File ? [IO.Path]::GetFullPath("$TestDrive/$File") : $null)
        $entry.Output | Should -Be $Gives
        $entry.Success | Should -BeTrue
    }

    It 'has no entry for what is not run: <Name>' -ForEach @(
        @{ Name = 'Test-CSharpCell'; Run = { Test-CSharpCell '1' } }
        @{ Name = 'an empty text'; Run = { cs '' } }
        @{ Name = 'variables'; Run = { Set-CSharpVariable n 1; Get-CSharpVariable n } }
        @{ Name = 'a job that is stopped before its turn'; Run = {
                $first = cs 'await Task.Delay(-1);' -AsJob -Session (New-CSharpSession Queue)
                Wait-Until { (Get-CSharpHistory -Session Queue).Count -eq 1 }
                cs '2' -AsJob -Session Queue | Remove-Job -Force
                $first | Remove-Job -Force
                (Get-CSharpHistory -Session Queue).Code | Should -Be 'await Task.Delay(-1);'
            } }
    ) {
        $null = & $Run
        Get-CSharpHistory | Should -BeNullOrEmpty
    }

    It 'has cells that cells have called, and the one that runs without an end' {
        $seen = cs 'Shell.Invoke("$null = cs 7; Get-CSharpHistory")'
        $seen.Id | Should -Be 1, 2
        $seen[0].Success | Should -BeNullOrEmpty
        $seen[0].Duration | Should -BeGreaterThan ([TimeSpan]::Zero)
        $seen[1].Success | Should -BeTrue
        $seen[1].Output | Should -Be 7
        (Get-CSharpHistory).Success | Should -Be $true, $true
    }

    It 'is read at once while a job has the session' {
        $open = [Threading.ManualResetEventSlim]::new()
        $job = cs 'Shell.WriteObject(1); await Task.Run(() => open.Wait(CancellationToken));' -AsJob -Variable @{ open = $open }
        Wait-Until { (Get-CSharpHistory).OutputCount -eq 1 }
        $entry = Get-CSharpHistory
        $entry.Success | Should -BeNullOrEmpty
        $entry.Output | Should -Be 1
        (Get-CSharpSession Default).State | Should -Be 'Busy'
        $open.Set()
        $null = Wait-Job $job -Timeout 20
        $entry.Success | Should -BeNullOrEmpty -Because 'an entry is as it was when it was asked for'
        (Get-CSharpHistory).Success | Should -BeTrue
    }

    It 'is that of the session' {
        $work = New-CSharpSession Work
        $null = cs '1'
        $null = cs '2' -Session Work
        (Get-CSharpHistory).Code | Should -Be '1'
        $entry = Get-CSharpHistory -Session Work
        $entry.Code | Should -Be '2'
        $entry.Session | Should -Be 'Work'
        (Get-CSharpHistory -Session $work).Code | Should -Be '2'
        Get-FailureId { Get-CSharpHistory -Session Nowhere } | Should -Be 'SessionNotFound,AsyncCSharp.Commands.GetCSharpHistoryCommand'
    }

    It 'is emptied with the session: <Command>' -ForEach @(
        @{ Command = 'Reset-CSharpSession' }
        @{ Command = 'Remove-CSharpSession' }
    ) {
        $session = New-CSharpSession Emptied
        $null = cs '1' -Session Emptied
        & $Command Emptied
        if ($Command -eq 'Remove-CSharpSession') {
            Get-FailureId { Get-CSharpHistory -Session $session } | Should -BeLike 'SessionNotFound,*'
            $null = New-CSharpSession Emptied
        }
        Get-CSharpHistory -Session Emptied | Should -BeNullOrEmpty
        $null = cs '2' -Session Emptied
        (Get-CSharpHistory -Session Emptied).Id | Should -Be 1
    }

    It 'has no entry of a cell that the reset of its session has stopped' {
        $job = cs 'await Task.Delay(-1);' -AsJob
        Wait-Until { Get-CSharpHistory }
        Reset-CSharpSession
        $null = Wait-Job $job -Timeout 20
        Get-CSharpHistory | Should -BeNullOrEmpty
    }

    It 'keeps 4,096 cells' {
        foreach ($i in 1..4100) { $null = cs '1' }
        $entries = Get-CSharpHistory
        $entries | Should -HaveCount 4096
        $entries[0].Id | Should -Be 5
        $entries[-1].Id | Should -Be 4100
    }
}

Describe 'Get-CSharpHistory -Id and -Count' {
    BeforeAll {
        Reset-CSharpSession
        1..5 | ForEach-Object { $null = cs "$_ * 10" }
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'gives those that are asked for: <Name>' -ForEach @(
        @{ Name = 'one'; Call = { Get-CSharpHistory 3 }; Ids = 3 }
        @{ Name = 'several, in the order asked for'; Call = { Get-CSharpHistory -Id 4, 2 }; Ids = 4, 2 }
        @{ Name = 'of the pipeline'; Call = { 2, 5 | Get-CSharpHistory }; Ids = 2, 5 }
        @{ Name = 'of the pipeline, by name'; Call = { [pscustomobject]@{ Id = 4 } | Get-CSharpHistory }; Ids = 4 }
        @{ Name = 'of its own'; Call = { Get-CSharpHistory -Count 2 | Get-CSharpHistory }; Ids = 4, 5 }
        @{ Name = 'the last'; Call = { Get-CSharpHistory -Count 2 }; Ids = 4, 5 }
        @{ Name = 'more than there are'; Call = { Get-CSharpHistory -Count 99 }; Ids = 1..5 }
        @{ Name = 'none'; Call = { Get-CSharpHistory -Count 0 }; Ids = @() }
        @{ Name = 'up to one, as Get-History does'; Call = { Get-CSharpHistory 4 -Count 3 }; Ids = 2, 3, 4 }
        @{ Name = 'up to one, more than there are'; Call = { Get-CSharpHistory 2 -Count 9 }; Ids = 1, 2 }
    ) {
        @(& $Call).Id | Should -Be $Ids
    }

    It 'has an error for a number that is not there, and goes on: <Name>' -ForEach @(
        @{ Name = 'of several'; Call = { Get-CSharpHistory 9, 2 -ErrorVariable failures -ErrorAction SilentlyContinue; $failures }; Ids = 2 }
        @{ Name = 'of the pipeline'; Call = { 9, 2 | Get-CSharpHistory -ErrorVariable failures -ErrorAction SilentlyContinue; $failures }; Ids = 2 }
        @{ Name = 'with -Count'; Call = { Get-CSharpHistory 9 -Count 2 -ErrorVariable failures -ErrorAction SilentlyContinue; $failures }; Ids = $null }
    ) {
        $given = & $Call
        @($given | Where-Object { $_ -is [AsyncCSharp.CSharpHistoryEntry] }).Id | Should -Be $Ids
        $failure = $given | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        $failure.FullyQualifiedErrorId | Should -Be 'HistoryNotFound,AsyncCSharp.Commands.GetCSharpHistoryCommand'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failure.TargetObject | Should -Be 9
        "$failure" | Should -BeLike "*'Default'*9*1-5*"
    }

    It 'takes one number with -Count' {
        $failure = { Get-CSharpHistory 1, 2 -Count 2 } | Should -Throw -PassThru -ErrorId 'CountForSeveralIds,AsyncCSharp.Commands.GetCSharpHistoryCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
    }

    It 'completes <Line>' -ForEach @(
        @{ Line = 'Get-CSharpHistory '; Texts = '5', '4', '3', '2', '1'; Tip = '5 * 10' }
        @{ Line = 'Get-CSharpHistory -Id 3, 4'; Texts = '4'; Tip = '4 * 10' }
        @{ Line = 'Get-CSharpHistory -Session '; Texts = 'Default'; Tip = 'Default: EventLoop' }
        @{ Line = 'Get-CSharpHistory -Session Nowhere -Id 1'; Texts = $null; Tip = $null }
    ) {
        $found = (TabExpansion2 $Line $Line.Length).CompletionMatches | Where-Object ResultType -EQ 'ParameterValue'
        $found.CompletionText | Should -Be $Texts
        @($found)[0].ToolTip | Should -Be $Tip
    }

    It 'gives an entry that is piped anew, of its own session' {
        $null = New-CSharpSession Other
        $null = cs '"there"' -Session Other
        (Get-CSharpHistory -Session Other | Get-CSharpHistory).Code | Should -BeExactly '"there"'
        (Get-CSharpHistory -Session Other | Get-CSharpHistory -Session Default).Code | Should -BeExactly '1 * 10'
    }

    It 'is shown as a table, with the first line of each text' {
        $text = "foreach (var i in new[] { 1 })`n{`n}"
        $null = cs $text
        $null = cs ('1 + ' * 100 + '1')
        $shown = Get-CSharpHistory -Count 2 | Format-Table | Out-String -Width 300
        $shown | Should -Match '(?m)^ +Id +Duration +IsAsync +Success +Code *$'
        $shown | Should -Match '(?m)^ +6 +\d+\.\d{3} +False +True +foreach \(var i in new\[\] \{ 1 \}\) \.\.\. *$'
        $shown | Should -Match '(?m)^ +7 .*True +(1 \+ ){30}\.\.\. *$'
    }
}

# What a cell gave goes with whoever has it, and so does the session's code.
Describe 'What the history keeps' {
    BeforeEach {
        Get-CSharpSession | Where-Object Name -NE Default | Remove-CSharpSession
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    BeforeAll {
        function Invoke-Collection {
            foreach ($i in 1..3) {
                [GC]::Collect()
                [GC]::WaitForPendingFinalizers()
            }
        }
    }

    It 'keeps what is plain: <Code>' -ForEach @(
        @{ Code = 'null as string' }, @{ Code = '1.5m' }, @{ Code = "'c'" }, @{ Code = 'true' }, @{ Code = '"text"' }, @{ Code = 'DayOfWeek.Monday' }, @{ Code = 'DateTime.UnixEpoch' }
        @{ Code = 'TimeSpan.FromSeconds(1)' }, @{ Code = 'Guid.Empty' }, @{ Code = 'new string((char)120, 1000)' }, @{ Code = 'System.Numerics.BigInteger.Pow(2, 100)' }, @{ Code = '(nint)5' }
    ) {
        $given = cs $Code
        Invoke-Collection
        (Get-CSharpHistory).Output.Count | Should -Be 1
        (Get-CSharpHistory).Output[0] | Should -Be $given
    }

    It 'leaves out what is gone: <Code>' -ForEach @(
        @{ Code = 'new object()' }, @{ Code = 'new string((char)120, 1001)' }, @{ Code = 'enum Color { Red } Color.Red' }, @{ Code = 'record struct P(int X); new P(1)' }
        @{ Code = 'new { A = 1 }' }, @{ Code = 'System.Numerics.BigInteger.Pow(2, 100000)' }, @{ Code = 'new WeakReference(null)' }
    ) {
        $null = cs $Code
        Invoke-Collection
        $entry = Get-CSharpHistory
        $entry.Output.Count | Should -Be 0
        $entry.OutputCount | Should -Be 1
    }

    It 'has what somebody holds, the object itself and as PowerShell has it' {
        $held = cs 'var list = new List<int> { 1 }; list' -NoEnumerate
        $null = cs 'new object()'
        $null = cs 'var map = new System.Dynamic.ExpandoObject() as IDictionary<string, object>; map["a"] = 1; map'
        Invoke-Collection
        $entries = Get-CSharpHistory
        [object]::ReferenceEquals($entries[0].Output[0], $held) | Should -BeTrue
        $entries[2].Output[0].a | Should -Be 1
        Remove-CSharpVariable list
        $held = $null
        Invoke-Collection
        $entries[0].Output.Count | Should -BeLessOrEqual 1
    }

    It 'keeps no hundred megabytes of texts' {
        $null = cs 'int[] Made = { 0 };'
        foreach ($i in 1..400) { $null = cs "// $('x' * 60000)`nMade[0] += $i % 2;" }
        $entries = Get-CSharpHistory
        $entries.Count | Should -BeLessThan 200
        $entries.Count | Should -BeGreaterThan 100
        $entries[-1].Id | Should -Be 401
        $null = cs "Made[0]++; // $('x' * 150000)"
        (Get-CSharpHistory -Count 1).Code.Length | Should -Be 100000
    }
}
