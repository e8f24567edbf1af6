BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Asynchronous cleaning up' {
    BeforeAll {
        Reset-CSharpSession
        cs @'
            int cleaned = 0;
            class Connection : IAsyncDisposable { public async ValueTask DisposeAsync() { await Task.Delay(100); await Task.Yield(); Closed++; } public static int Closed; }
            async IAsyncEnumerable<int> Numbers() { try { for (int i = 1; ; i++) { await Task.Delay(1); yield return i; } } finally { await Task.Delay(100); cleaned++; } }
            async IAsyncEnumerable<int> FromConnection() { await using var c = new Connection(); for (int i = 1; ; i++) { await Task.Yield(); yield return i; } }
'@
    }

    BeforeEach {
        cs 'cleaned = 0; Connection.Closed = 0;'
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'of a stream has ended when the pipeline ends, after <Cause>' -ForEach @(
        @{ Cause = 'Select-Object -First'; Run = { param($code) cs $code | Select-Object -First 2 } }
        @{ Cause = 'a break downstream'; Run = { param($code) foreach ($once in 1) { cs $code | ForEach-Object { if ($_ -eq 2) { break } } } } }
        @{ Cause = 'an error downstream'; Run = { param($code) try { cs $code | ForEach-Object { throw 'enough' } } catch { "$_" | Should -Be 'enough' } } }
        @{ Cause = '-TimeoutSeconds'; Run = { param($code) try { $null = cs $code -TimeoutSeconds 0.3 } catch { $_.FullyQualifiedErrorId | Should -BeLike 'CellTimeout,*' } } }
        @{ Cause = 'Receive-Task and Select-Object -First'; Run = { param($code) await (cs $code -NoAwait) | Select-Object -First 2 } }
    ) {
        $null = & $Run 'Numbers()'
        Get-CSharpVariable cleaned -ValueOnly | Should -Be 1
        $null = & $Run 'FromConnection()'
        cs 'Connection.Closed' | Should -Be 1
    }

    It 'of a cell has ended when the pipeline ends, where <Name>' -ForEach @(
        @{ Name = 'it writes after an await'; Code = 'try { await Task.Delay(1); Shell.WriteObject(1); await Task.Delay(60000); } finally { await Task.Delay(100); cleaned++; }' }
        @{ Name = 'it waits for its write'; Code = 'try { await Shell.WriteObjectAsync(1); await Task.Delay(60000); } finally { await Task.Delay(100); cleaned++; }' }
        @{ Name = 'another thread writes'; Code = 'try { await Task.Run(() => Shell.WriteObject(1)); await Task.Delay(60000); } finally { await Task.Delay(100); cleaned++; }' }
        @{ Name = 'the thread pool runs it'; Runner = 'ThreadPool'; Code = 'try { await Task.Delay(1); Shell.WriteObject(1); await Task.Delay(60000); } finally { await Task.Delay(100); cleaned++; }' }
    ) {
        cs $Code -Runner ($Runner ?? 'EventLoop') | Select-Object -First 1 | Should -Be 1
        Get-CSharpVariable cleaned -ValueOnly | Should -Be 1
    }

    It 'has ended after -ErrorAction Stop' {
        { cs 'try { await Task.Delay(1); Shell.WriteError("enough"); await Task.Delay(60000); } finally { await Task.Delay(100); cleaned++; }' -ErrorAction Stop } | Should -Throw 'enough'
        Get-CSharpVariable cleaned -ValueOnly | Should -Be 1
    }

    It 'of all that is under way in a fan-out has ended' {
        $null = 1..4 | cs 'Numbers()' -ThrottleLimit 4 | Select-Object -First 5
        Get-CSharpVariable cleaned -ValueOnly | Should -Be 4
    }

    It 'writes nothing more into the pipeline' {
        cs 'try { await Task.Delay(1); Shell.WriteObject(1); } finally { await Task.Yield(); cleaned++; try { Shell.WriteObject(2); } finally { cleaned++; } }' | Select-Object -First 1 | Should -Be 1
        Get-CSharpVariable cleaned -ValueOnly | Should -Be 2
    }

    It 'that takes too long does not keep the prompt' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        cs 'try { await Task.Delay(1); Shell.WriteObject(1); await Task.Delay(60000); } finally { await Task.Delay(60000); cleaned++; }' | Select-Object -First 1 | Should -Be 1
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        Get-CSharpVariable cleaned -ValueOnly | Should -Be 0
    }
}

Describe 'A stopped cell whose continuations never end' {
    AfterEach {
        Remove-CSharpSession Unchecked -Confirm:$false
    }

    It 'is left to itself' {
        $null = New-CSharpSession Unchecked -NoStopChecks
        $watch = [Diagnostics.Stopwatch]::StartNew()
        { cs 'while (true) await Task.Yield();' -Session Unchecked -TimeoutSeconds 0.3 -WarningVariable warned -WarningAction SilentlyContinue } |
            Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
        cs '6 * 7' -Session Unchecked | Should -Be 42
    }
}

Describe 'An error downstream' {
    BeforeAll {
        Reset-CSharpSession
        cs 'async IAsyncEnumerable<int> Numbers() { for (int i = 1; ; i++) { await Task.Delay(1); yield return i; } }'
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'is the script''s, and no later cell reports it as a failure of background code: <Code>' -ForEach @(
        @{ Code = 'Numbers()' }
        @{ Code = 'await Task.Delay(1); Shell.WriteObject(1);' }
        @{ Code = 'await Task.Delay(1); 1' }
        @{ Code = 'await Task.Run(() => Shell.WriteObject(1)); await Task.Delay(60000);' }
        @{ Code = 'await Shell.WriteObjectAsync(1); await Task.Delay(60000);' }
    ) {
        { cs $Code | ForEach-Object { throw 'enough' } } | Should -Throw 'enough'

        # A task that nobody awaited tells of its exception when it is collected.
        foreach ($once in 1..3) {
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            cs ';' -WarningVariable warned -WarningAction SilentlyContinue
            $warned | Should -BeNullOrEmpty
        }
    }
}
