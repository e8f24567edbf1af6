BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

# While the pipeline thread is in PowerShell's code, the loop of the cell that it is in goes on elsewhere.
Describe 'PowerShell code that waits for a task of the loop, under <_>' -ForEach 'EventLoop', 'CellLoop', 'Nursery' {
    BeforeAll {
        Set-AutoAwait $_
        Invoke-CSharpCell 'async Task<int> Soon() { await Task.Delay(20); await Task.Yield(); return 7; }'
    }

    AfterAll {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'gets its result in a command downstream: <Label>' -ForEach @(
        @{ Label = 'ForEach-Object'; Command = { cs 'Soon()' -NoAwait | ForEach-Object { $_.Result } } }
        @{ Label = 'ForEach-Object, after an await'; Command = { cs 'await Task.Delay(1); Soon()' -NoAwait | ForEach-Object { $_.Result } } }
        @{ Label = 'Select-Object'; Command = { cs 'Soon()' -NoAwait | Select-Object -ExpandProperty Result } }
        @{ Label = 'a filter'; Command = { cs 'Soon()' -NoAwait | Where-Object Result -eq 7 | ForEach-Object Result } }
        @{ Label = 'WriteObject'; Command = { cs 'Shell.WriteObject(Soon());' | ForEach-Object { $_.GetAwaiter().GetResult() } } }
        @{ Label = 'WriteObject, after an await'; Command = { cs 'await Task.Delay(1); Shell.WriteObject(Soon());' | ForEach-Object { $_.Wait(); $_.Result } } }
        @{ Label = 'an item of a sequence'; Command = { cs 'IEnumerable<Task<int>> All() { yield return Soon(); } All()' | ForEach-Object { $_.Result } } }
        @{ Label = 'an item of a stream'; Command = { cs 'async IAsyncEnumerable<object> All() { await Task.Delay(1); yield return Soon(); } All()' | ForEach-Object { $_.Result } } }
        @{ Label = 'several objects at a time'; Command = { 1 | cs 'Soon()' -NoAwait -ThrottleLimit 2 | ForEach-Object { $_.Result } } }
        @{ Label = 'a nested cell of the session'; Command = { cs 'Soon()' -NoAwait | ForEach-Object { $task = $_; cs '5' | ForEach-Object { $task.Result } } } }
        @{ Label = 'after a nested cell of the session'; Command = { cs 'Soon()' -NoAwait | ForEach-Object { $null = cs 'await Task.Delay(1); 5'; $_.Result } } }
        @{ Label = 'Receive-Task'; Command = { cs 'Soon()' -NoAwait | Receive-Task } }
        @{ Label = 'Receive-Task in a nested script'; Command = { cs 'Shell.Invoke("param($t) Receive-Task $t", Soon())' } }
    ) {
        & $Command | Should -Be 7
    }

    It 'gets its result while PowerShell asks a sequence for the next object: <_>' -ForEach 'Input * 2', 'await Task.Yield(); return (int)Input * 2;' {
        Invoke-CSharpCell 'IEnumerable<int> All() { for (int i = 0; i < 4; i++) { yield return Soon().Result + i; } }'
        $all = Invoke-CSharpCell 'All()' -NoEnumerate
        $all | Invoke-CSharpCell $_ -TimeoutSeconds 60 | Should -Be 14, 16, 18, 20
    }

    It 'is formatted' {
        cs 'Soon()' -NoAwait | Format-List * | Out-String | Should -Match 'Result\s+: 7'
    }

    It 'gets its result in <Label>' -ForEach @(
        @{ Label = 'Shell.Invoke'; Code = 'Shell.Invoke("param($t) $t.Result", Soon())' }
        @{ Label = 'Shell.Invoke, after an await'; Code = 'await Task.Delay(1); Shell.Invoke("param($t) $t.Result", Soon())' }
        @{ Label = 'a delegate'; Code = 'f(Soon())' }
        @{ Label = 'a delegate, after an await'; Code = 'await Task.Delay(1); f(Soon())' }
        @{ Label = 'a delegate in a delegate'; Code = 'Shell.Invoke("param($f, $t) $f.Invoke($t)", f, Soon())' }
        @{ Label = 'a callback'; Code = 'Shell.Callback<Func<object, object>>((ScriptBlock)script)(Soon())' }
    ) {
        cs $Code -Variable @{ f = [Func[object, object]] { param($task) $task.Result }; script = { param($task) $task.Result } } | Should -Be 7
    }

    It 'gets its result before a nested cell of another session gets on' {
        $other = New-CSharpSession -Runner CellLoop
        try {
            cs 'Soon()' -NoAwait | ForEach-Object { $task = $_; cs -Session $other '5' | ForEach-Object { $task.Result } } | Should -Be 7
            cs 'Soon()' -NoAwait | ForEach-Object { cs -Session $other 'await Task.Delay(1); other.Result' -Variable @{ other = $_ } } | Should -Be 7
        } finally {
            Remove-CSharpSession $other
        }
    }

    It 'gets its result in a command upstream of several objects at a time' {
        $task = [ref] $null
        1..2 | ForEach-Object { if ($_ -eq 2) { $task.Value.Result } else { 1 } } |
            cs 'if (Input is 1) { ((PSReference)Args[0]).Value = Soon(); await Task.CompletedTask; } return Input;' -ThrottleLimit 2 -KeepOrder -Runner EventLoop -ArgumentList $task |
            Should -Be 1, 7
    }

    It 'ends with the timeout of the cell' {
        { cs 'async Task<int> Never() { await Task.Delay(-1, CancellationToken); return 1; } Never()' -NoAwait -TimeoutSeconds 0.3 | ForEach-Object { try { $_.Result } catch { 'gone' } } } |
            Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }
}

Describe 'A pipeline that waits for a task of the loop' {
    It 'can be stopped' {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript('Invoke-CSharpCell ''async Task<int> Never() { await Task.Delay(-1); return 1; } Never()'' -NoAwait | ForEach-Object { [AppDomain]::CurrentDomain.SetData("waits", 1); $_.Result }')
            [AppDomain]::CurrentDomain.SetData('waits', $null)
            $run = $shell.BeginInvoke()
            Wait-Until { [AppDomain]::CurrentDomain.GetData('waits') }
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
            $shell.Commands.Clear()
            $shell.AddScript('Invoke-CSharpCell 5').Invoke() | Should -Be 5
        } finally {
            $shell.Runspace.Dispose()
        }
    }
}

# Not a task of the loop's: the loop can do nothing for it, and PowerShell cannot stop a method of .NET.
Describe 'PowerShell code that waits for a task which nobody ends' {
    It 'ends with the timeout of the cell: <Label>' -ForEach @(
        @{ Label = 'ForEach-Object'; Command = { cs 'new TaskCompletionSource<int>().Task' -NoAwait -TimeoutSeconds 0.3 | ForEach-Object { $_.Result } } }
        @{ Label = 'Select-Object'; Command = { cs 'new TaskCompletionSource<int>().Task' -NoAwait -TimeoutSeconds 0.3 | Select-Object Result } }
        @{ Label = 'a formatter'; Command = { cs 'new TaskCompletionSource<int>().Task' -NoAwait -TimeoutSeconds 0.3 | Format-List * | Out-String } }
        @{ Label = 'WriteObject'; Command = { cs 'Shell.WriteObject(new TaskCompletionSource<int>().Task);' -TimeoutSeconds 0.3 | ForEach-Object { $_.Result } } }
        @{ Label = 'several objects at a time'; Command = { 1, 2 | cs 'new TaskCompletionSource<int>().Task' -NoAwait -ThrottleLimit 2 -TimeoutSeconds 0.3 | ForEach-Object { $_.Result } } }
        @{ Label = 'Shell.Invoke'; Command = { cs 'Shell.Invoke("param($t) $t.Wait()", Task.Delay(-1));' -TimeoutSeconds 0.3 } }
        @{ Label = 'Shell.Invoke of a task'; Command = { cs 'await Task.Run(() => Shell.Invoke("param($t) $t.Wait()", Task.Delay(-1)));' -TimeoutSeconds 0.3 } }
        @{ Label = 'a delegate'; Command = { cs 'f(new TaskCompletionSource<int>().Task);' -TimeoutSeconds 0.3 -Variable @{ f = [Action[object]] { param($t) $t.Result } } } }
        @{ Label = 'a delegate of a task'; Command = { cs 'await Task.Run(() => f(new TaskCompletionSource<int>().Task));' -TimeoutSeconds 0.3 -Variable @{ f = [Action[object]] { param($t) $t.Result } } } }
        @{ Label = 'a nested cell''s script'; Command = { cs 'Shell.Invoke("cs ''Shell.Invoke((string)Args[0], Task.Delay(-1));'' -ArgumentList ''param($t) $t.Wait()''");' -TimeoutSeconds 0.3 } }
        @{ Label = 'a sleep in a delegate'; Command = { cs 'f();' -TimeoutSeconds 0.3 -Variable @{ f = [Action] { [Threading.Thread]::Sleep(-1) } } } }
    ) {
        $Command | Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        Invoke-CSharpCell '5' | Should -Be 5
    }

    It 'says that a command downstream was interrupted, whose error hides the timeout' {
        { cs 'new TaskCompletionSource<int>().Task' -NoAwait -TimeoutSeconds 0.3 -WarningVariable script:warnings -WarningAction SilentlyContinue | ForEach-Object { $_.Wait() } } |
            Should -Throw '*interrupted*'
        $script:warnings | ForEach-Object FullyQualifiedWarningId | Should -Contain 'DownstreamInterrupted'
    }

    It 'can be stopped: <Label>' -ForEach @(
        @{ Label = 'downstream'; Code = 'Invoke-CSharpCell "new TaskCompletionSource<int>().Task" -NoAwait | ForEach-Object { Note; $_.Result }' }
        @{ Label = 'a script'; Code = 'Invoke-CSharpCell ''Shell.Invoke("param($t) Note; $t.Wait()", Task.Delay(-1));''' }
        @{ Label = 'a delegate'; Code = 'Invoke-CSharpCell "f();" -Variable @{ f = [Action] { Note; [Threading.Thread]::Sleep(-1) } }' }
        @{ Label = 'a delegate of a task'; Code = 'Invoke-CSharpCell "await Task.Run(() => f());" -Variable @{ f = [Action] { Note; [Threading.Thread]::Sleep(-1) } }' }
    ) {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("function Note { [AppDomain]::CurrentDomain.SetData('waits', 1) } $Code")
            [AppDomain]::CurrentDomain.SetData('waits', $null)
            $null = $shell.BeginInvoke()
            Wait-Until { [AppDomain]::CurrentDomain.GetData('waits') }
            $stop = $shell.BeginStop($null, $null)
            $stop.AsyncWaitHandle.WaitOne(20000) | Should -BeTrue
            $shell.Commands.Clear()
            $shell.AddScript('Invoke-CSharpCell 5').Invoke() | Should -Be 5
        } finally {
            $shell.Runspace.Dispose()
        }
    }

    It 'leaves the finally block of a command downstream its time when the pipeline is stopped' {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript('Invoke-CSharpCell 1 | ForEach-Object { try { [AppDomain]::CurrentDomain.SetData("waits", 1); Start-Sleep 60 } finally { [Threading.Thread]::Sleep(2500); [AppDomain]::CurrentDomain.SetData("cleaned", 1) } }')
            'waits', 'cleaned' | ForEach-Object { [AppDomain]::CurrentDomain.SetData($_, $null) }
            $null = $shell.BeginInvoke()
            Wait-Until { [AppDomain]::CurrentDomain.GetData('waits') }
            $shell.Stop()
            [AppDomain]::CurrentDomain.GetData('cleaned') | Should -Be 1
        } finally {
            $shell.Runspace.Dispose()
        }
    }
}

Describe 'Background work of a session whose pipeline thread is in PowerShell''s code' {
    BeforeEach {
        Reset-CSharpSession
        Invoke-CSharpCell 'int inside = 0, clashes = 0, n = 0; void Use() { if (Interlocked.Increment(ref inside) > 1) clashes++; Thread.SpinWait(2_000); Interlocked.Decrement(ref inside); } async Task Busy() { while (!CancellationToken.IsCancellationRequested) { Use(); n++; await Task.Delay(1); } }'
    }

    AfterAll { Reset-CSharpSession }

    It 'goes on: <Label>' -ForEach @(
        @{ Label = 'downstream'; Command = { cs '_ = Busy(); Shell.WriteObject(1);' | ForEach-Object { Wait-Until { (Get-CSharpVariable n -ValueOnly) -gt 20 }; 'done' } } }
        @{ Label = 'a script'; Command = { cs '_ = Busy(); Shell.Invoke("param($busy) while (-not $busy.Invoke()) { Start-Sleep -Milliseconds 1 } ''done''", (Func<bool>)(() => n > 20))' } }
        @{ Label = 'a delegate'; Command = { cs '_ = Busy(); wait()' -Variable @{ wait = [Func[string]] { Wait-Until { (Get-CSharpVariable n -ValueOnly) -gt 20 }; 'done' } } } }
        @{ Label = 'many short writes'; Command = { cs '_ = Busy(); int i = 0; while (n < 20 && i++ < 20_000) { Shell.WriteObject(i); } n >= 20 ? "done" : "none"' | ForEach-Object { if ($_ -is [string]) { $_ } else { foreach ($i in 1..200) { } } } } }
    ) {
        & $Command | Should -Be 'done'
    }

    It 'answers a request of a command downstream' {
        Invoke-CSharpCell 'async Task ServeAsync(System.Net.HttpListener listener) { while (listener.IsListening) { var context = await listener.GetContextAsync(); await Task.Yield(); byte[] answer = System.Text.Encoding.UTF8.GetBytes("\"hello\""); context.Response.ContentType = "application/json"; await context.Response.OutputStream.WriteAsync(answer); context.Response.Close(); } }'
        $port = Get-Random -Minimum 20000 -Maximum 60000
        try {
            Invoke-CSharpCell 'var listener = new System.Net.HttpListener(); listener.Prefixes.Add($"http://localhost:{Args[0]}/"); listener.Start(); _ = ServeAsync(listener); Shell.WriteObject(1);' -ArgumentList $port |
                ForEach-Object { 1..3 | ForEach-Object { Invoke-RestMethod "http://localhost:$port/" -TimeoutSec 30 } } | Should -Be 'hello', 'hello', 'hello'
        } finally {
            Invoke-CSharpCell 'listener.Close();'
        }
    }

    It 'never runs together with the cell' {
        $null = cs '_ = Busy(); _ = Busy(); for (int i = 0; i < 40; i++) { Shell.WriteObject(i); Use(); if (i % 4 == 0) { await Task.Delay(1); Use(); } }' | ForEach-Object { Start-Sleep -Milliseconds (15 * ($_ % 2)) }
        Get-CSharpVariable n -ValueOnly | Should -BeGreaterThan 40
        Get-CSharpVariable clashes -ValueOnly | Should -Be 0
    }

    It 'never runs together with a nested cell' {
        $null = cs '_ = Busy(); _ = Busy(); for (int i = 0; i < 20; i++) { Shell.WriteObject(i); Use(); }' | ForEach-Object { Start-Sleep -Milliseconds 15; cs 'Use(); await Task.Delay(1); Use();'; Start-Sleep -Milliseconds 15 }
        Get-CSharpVariable clashes -ValueOnly | Should -Be 0
    }

    It 'leaves the continuations of the cell on their thread' {
        cs 'int here = Environment.CurrentManagedThreadId; int others = 0; async Task Write(int i) { await Task.Yield(); if (Environment.CurrentManagedThreadId != here) others++; Shell.WriteObject(i); await Task.Delay(1); if (Environment.CurrentManagedThreadId != here) others++; } await Task.WhenAll(Enumerable.Range(0, 20).Select(Write)); others == 0 && Environment.CurrentManagedThreadId == here' |
            Select-Object -Last 1 | Should -BeTrue
    }

    It 'comes back to the thread of the cell' {
        cs 'int here = Environment.CurrentManagedThreadId; int there = here; async Task Tell() { await Task.Delay(30); there = Environment.CurrentManagedThreadId; } var told = Tell(); Shell.Invoke("param($t) $t.Wait()", told); await Task.Delay(5); return here == Environment.CurrentManagedThreadId && here != there;' | Should -BeTrue
    }

    It 'is said to keep the cell waiting, once, when it does not come back' {
        $output = @(cs 'bool hogs = false; bool over = false; async Task Hog() { await Task.Delay(1); hogs = true; Thread.Sleep(1800); over = true; } _ = Hog(); Shell.Invoke("param($f) while (-not $f.Invoke()) { Start-Sleep -Milliseconds 5 }", (Func<bool>)(() => hogs)); over' 3>&1)
        $output[-1] | Should -BeTrue
        @($output | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }).FullyQualifiedWarningId | Should -Be 'WaitsForBackground'
    }

    It 'may use PowerShell on the way back: <Label>' -ForEach @(
        @{ Label = 'a script'; Call = 'Shell.Invoke("6 + 1")[0].BaseObject' }
        @{ Label = 'a variable'; Call = 'Shell.GetVariable("seven")' }
        @{ Label = 'a delegate'; Call = 'f()' }
        @{ Label = 'a write that is waited for'; Call = 'Shell.WriteObjectAsync(7).ContinueWith(_ => (object)7).Result' }
    ) {
        $seven = 7
        $code = 'object got = null; bool asks = false; async Task Ask() { await Task.Delay(1); asks = true; got = ' + $Call + '; } var asked = Ask(); Shell.Invoke("param($f) while (-not $f.Invoke()) { Start-Sleep -Milliseconds 5 }", (Func<bool>)(() => asks)); await asked; return got;'
        cs $code -Variable @{ f = [Func[object]] { 7 } } | Select-Object -Last 1 | Should -Be $seven
    }

    It 'may use PowerShell while a command downstream waits for it: <Label>' -ForEach @(
        @{ Label = 'a write'; Call = 'Shell.WriteObject(1)' }
        @{ Label = 'a write that is awaited'; Call = 'await Shell.WriteObjectAsync(1)' }
        @{ Label = 'the console'; Call = 'Console.WriteLine("text")' }
    ) {
        $code = 'async Task<int> Soon() { await Task.Delay(20); ' + $Call + '; return 7; } Shell.WriteObject(Soon()); await Task.Delay(20);'
        cs $code 6> $null | ForEach-Object { if ($_ -is [int]) { $_ } else { $_.Result } } | Should -Contain 7
    }

    It 'does not hang where it waits for a lock that the cell holds' {
        cs 'object gate = new(); bool waits = false; async Task Lock() { await Task.Delay(1); waits = true; lock (gate) { n = -1; } } Task locked; lock (gate) { locked = Lock(); Shell.Invoke("param($f) while (-not $f.Invoke()) { Start-Sleep -Milliseconds 5 }", (Func<bool>)(() => waits)); } await locked; n' -WarningAction SilentlyContinue |
            Should -Be -1
    }
}
