# A kernel in a process of its own, asked by a client in this one: no Python. One kernel for most of it. What stands behind #! is in KernelParts.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/KernelClient.ps1"
    $kernel = Start-TestKernel $TestDrive
}

AfterAll {
    Stop-TestKernel $kernel
}

Describe 'A kernel' {
    It 'says what it is' {
        $id = $kernel.Client.Send('shell', 'kernel_info_request', '{}')
        $reply = $kernel.Client.Receive('shell', $id)
        $reply.Type | Should -Be 'kernel_info_reply'
        $reply.Text('protocol_version') | Should -Be '5.5'
        [string]$reply.Content['language_info']['name'] | Should -Be 'C#'
        $reply.Text('banner') | Should -Match 'AsyncCSharp'
        $reply.Content['supported_features'].Count | Should -Be 0
    }

    It 'runs cells, which see those before them' {
        $null = Invoke-KernelCell $kernel 'var number = 41;'
        $result = Invoke-KernelCell $kernel 'await Task.Yield(); number + 1'
        $result.Reply.Text('status') | Should -Be 'ok'
        Get-KernelResult $result | Should -Be '42'
    }

    It 'counts as its cells do' {
        $first = Invoke-KernelCell $kernel 'throw new InvalidOperationException("boom")'
        $first.Reply.Text('ename') | Should -Be 'InvalidOperationException'
        $first.Reply.Text('evalue') | Should -Be "boom (Cell[$([int]$first.Reply.Content['execution_count'])]:line 1)"
        @($first.Output)[-1].Type | Should -Be 'error'
        @($first.Reply.Content['traceback'])[0] | Should -Match 'Invoke-CSharpCell'
    }

    It 'tells standard error from standard output' {
        $result = Invoke-KernelCell $kernel 'Console.WriteLine("out"); Console.Error.WriteLine("err");'
        Get-KernelText $result | Should -Be "out`n"
        Get-KernelText $result 'stderr' | Should -Be "err`n"
    }

    It 'loses no line, and sends few messages' {
        $result = Invoke-KernelCell $kernel 'for (int i = 0; i < 20_000; i++) Console.WriteLine($"line {i}");'
        Get-KernelText $result | Should -Be (-join (0..19999 | ForEach-Object { "line $_`n" }))
        @($result.Output).Count | Should -BeLessThan 100
    }

    It 'has what a child process and native code print' -Skip:$IsWindows {
        $result = Invoke-KernelCell $kernel 'System.Diagnostics.Process.Start("/bin/sh", ["-c", "echo from a child; echo and an error >&2"]).WaitForExit();'
        Get-KernelText $result | Should -Be "from a child`n"
        Get-KernelText $result 'stderr' | Should -Be "and an error`n"
    }

    It 'has late output in the cell that has started it' {
        $first = Invoke-KernelCell $kernel 'var go = new TaskCompletionSource(); var late = Task.Run(async () => { await go.Task; Console.WriteLine("late"); });'
        $second = Invoke-KernelCell $kernel 'Console.WriteLine("own"); go.SetResult(); await late; Console.WriteLine("own");'
        $texts = $second.Output | Where-Object Type -EQ 'stream'
        -join ($texts | Where-Object Parent -EQ $second.Id | ForEach-Object { $_.Text('text') }) | Should -Be "own`nown`n"
        -join ($texts | Where-Object Parent -EQ $first.Id | ForEach-Object { $_.Text('text') }) | Should -Be "late`n"
    }

    It 'shows objects as text without escape sequences and as a table' {
        $result = Invoke-KernelCell $kernel 'new[] { new { Id = 1, Name = "<a>" }, new { Id = 2, Name = "b" } }'
        Get-KernelResult $result | Should -Be "Id Name`n-- ----`n 1 <a>`n 2 b"
        Get-KernelResult $result 'text/html' | Should -Be ('<table><thead><tr><th>Id</th><th>Name</th></tr></thead><tbody><tr><td>1</td><td>&lt;a&gt;</td></tr>' +
            '<tr><td>2</td><td>b</td></tr></tbody></table>')
    }

    It 'leaves empty what has no text' {
        $code = 'class NoText { public override string ToString() => throw new Exception("no text"); } new[] { new { Id = 1, Odd = new NoText() }, new { Id = 2, Odd = new NoText() } }'
        Get-KernelResult (Invoke-KernelCell $kernel $code) 'text/html' | Should -Match '<td>1</td><td></td>'
    }

    It 'shows the first of very many objects, and says how many there are' {
        $result = Invoke-KernelCell $kernel 'Enumerable.Range(0, 5000)'
        Get-KernelResult $result | Should -Match '(?s)^0\n1\n.*\n999\n\.\.\. and 4000 more$'
    }

    It 'writes what PowerShell writes' {
        $result = Invoke-KernelCell $kernel 'Shell.Invoke("Write-Host plain; Write-Host red -ForegroundColor Red"); Shell.WriteWarning("careful"); Shell.WriteError(new Exception("bad"));'
        $result.Reply.Text('status') | Should -Be 'ok'
        Get-KernelText $result | Should -Be "plain`n`e[91mred`e[0m`n"
        Get-KernelText $result 'stderr' | Should -Match 'WARNING: careful(?s).*bad'
    }

    It 'gives what was there when a cell fails' {
        $result = Invoke-KernelCell $kernel 'Shell.WriteObject("before"); throw new Exception("x");'
        Get-KernelResult $result | Should -Be 'before'
        $result.Reply.Text('status') | Should -Be 'error'
    }

    It 'does not run what was sent before a failure was known, and runs what comes then' {
        $failing = $kernel.Client.Send('shell', 'execute_request', '{"code": "Console.ReadLine(); throw new Exception();"}')
        $queued = $kernel.Client.Send('shell', 'execute_request', '{"code": "1"}')
        $kernel.Client.Await('shell')
        $null = Receive-Question $failing ''
        $kernel.Client.Receive('shell', $failing).Text('status') | Should -Be 'error'
        $aborted = $kernel.Client.Receive('shell', $queued)
        $aborted.Text('status') | Should -Be 'aborted'
        $aborted.Content['execution_count'] | Should -BeNullOrEmpty
        $null = $kernel.Client.ReceiveUntilIdle($queued)
        Get-KernelResult (Invoke-KernelCell $kernel '"next"') | Should -Be 'next'
    }

    It 'neither counts nor shows a silent cell' {
        $before = [int](Invoke-KernelCell $kernel '1').Reply.Content['execution_count']
        $silent = Invoke-KernelCell $kernel 'number++' @{ silent = $true }
        @($silent.Output).Count | Should -Be 0
        [int]$silent.Reply.Content['execution_count'] | Should -Be $before
    }

    It 'evaluates expressions for who asks' {
        $result = Invoke-KernelCell $kernel '' @{ user_expressions = @{ good = '6 * 7'; bad = 'nothing' } }
        [string]$result.Reply.Content['user_expressions']['good']['data']['text/plain'] | Should -Be '42'
        [string]$result.Reply.Content['user_expressions']['bad']['status'] | Should -Be 'error'
    }

    It 'knows whether a text is whole: <Code>' -ForEach @(
        @{ Code = '1 + 1'; Status = 'complete' }
        @{ Code = 'for (int i = 0; i < 3; i++) {'; Status = 'incomplete'; Indent = '    ' }
        @{ Code = 'Console.WriteLine('; Status = 'incomplete'; Indent = '' }
    ) {
        $id = $kernel.Client.Send('shell', 'is_complete_request', (ConvertTo-Json @{ code = $Code }))
        $reply = $kernel.Client.Receive('shell', $id)
        $reply.Text('status') | Should -Be $Status
        [string]$reply.Content['indent'] | Should -Be "$Indent"
    }

    It 'completes variables, and counts in characters' {
        $null = Invoke-KernelCell $kernel 'var completeMe = new[] { 1, 2 };'
        $code = '"😀" + comple'
        $id = $kernel.Client.Send('shell', 'complete_request', (ConvertTo-Json @{ code = $code; cursor_pos = 12 }))
        $reply = $kernel.Client.Receive('shell', $id)
        [string]$reply.Content['matches'][0] | Should -Be 'completeMe'
        [int]$reply.Content['cursor_start'] | Should -Be 6
        [int]$reply.Content['cursor_end'] | Should -Be 12
    }

    It 'completes members, of the part that the cursor is in' {
        $null = Invoke-KernelCell $kernel 'var listed = new List<int>();'
        $code = "#!pwsh`n1`n#!csharp`n`"😀`" + listed.AddR`n#!pwsh`n2"
        $id = $kernel.Client.Send('shell', 'complete_request', (ConvertTo-Json @{ code = $code; cursor_pos = 35 }))
        $reply = $kernel.Client.Receive('shell', $id)
        @($reply.Content['matches'] | ForEach-Object { [string]$_ }) | Should -Be 'AddRange'
        [int]$reply.Content['cursor_start'] | Should -Be 31
        [int]$reply.Content['cursor_end'] | Should -Be 35
        $shown = $reply.Content['metadata']['_jupyter_types_experimental'][0]
        [string]$shown['type'] | Should -Be 'method'
        [string]$shown['signature'] | Should -BeLike 'void List<int>.AddRange(*'
    }

    It 'tells what a method is, with its documentation where there is an SDK' {
        $id = $kernel.Client.Send('shell', 'inspect_request', '{"code": "Enumerable.Range(1, 2)", "cursor_pos": 13}')
        $reply = $kernel.Client.Receive('shell', $id)
        [string]$reply.Content['found'] | Should -Be 'true'
        [string]$reply.Content['data']['text/plain'] | Should -Match 'IEnumerable<int> Enumerable\.Range\(int start, int count\)'
    }

    It 'tells what a variable is' {
        $null = Invoke-KernelCell $kernel 'var inspectMe = "text";'
        $id = $kernel.Client.Send('shell', 'inspect_request', '{"code": "inspectMe.Length", "cursor_pos": 3}')
        [string]$kernel.Client.Receive('shell', $id).Content['data']['text/plain'] | Should -Be 'string inspectMe = "text"'
        $id = $kernel.Client.Send('shell', 'inspect_request', '{"code": "nowhere", "cursor_pos": 3}')
        [string]$kernel.Client.Receive('shell', $id).Content['found'] | Should -Be 'false'
    }

    It 'runs no code of a cell to tell what a variable is' {
        $null = Invoke-KernelCell $kernel 'class Silent { public override string ToString() => throw new Exception("no text"); } var silent = new Silent();'
        $id = $kernel.Client.Send('shell', 'inspect_request', '{"code": "silent", "cursor_pos": 3}')
        [string]$kernel.Client.Receive('shell', $id).Content['data']['text/plain'] | Should -Be 'Silent silent'
    }

    It 'answers what it cannot do, and goes on: <Type> <Content>' -ForEach @(
        @{ Type = 'history_request'; Content = '{"hist_access_type": "search", "pattern": "arr[0"}'; Status = 'ok' }
        @{ Type = 'execute_request'; Content = '{"code": "1", "user_expressions": {"a": "1", "a": "2"}}'; Status = 'error' }
    ) {
        $id = $kernel.Client.Send('shell', $Type, $Content)
        $null = $kernel.Client.ReceiveUntilIdle($id)
        $reply = $kernel.Client.Receive('shell', $id)
        $reply.Type | Should -Be $Type.Replace('request', 'reply')
        $reply.Text('status') | Should -Be $Status
        Get-KernelResult (Invoke-KernelCell $kernel '1') | Should -Be '1'
    }

    It 'knows its history' {
        $null = Invoke-KernelCell $kernel '"of the history"'
        $id = $kernel.Client.Send('shell', 'history_request', '{"hist_access_type": "tail", "n": 1, "output": false, "raw": true}')
        [string]$kernel.Client.Receive('shell', $id).Content['history'][0][2] | Should -Be '"of the history"'
    }

    It 'closes what opens a comm, and ignores what it does not know' {
        $null = $kernel.Client.Send('shell', 'of_the_future_request', '{}')
        $id = $kernel.Client.Send('shell', 'comm_open', '{"comm_id": "c", "target_name": "t", "data": {}}')
        @($kernel.Client.ReceiveUntilIdle($id)).Type | Should -Contain 'comm_close'
    }
}

Describe 'A cell that asks' {
    It 'gets the answer of <Code>' -ForEach @(
        @{ Code = 'Console.ReadLine()' }
        @{ Code = 'Shell.Invoke("Read-Host \"Name\"")[0].ToString()'; Prompt = 'Name: ' }
        @{ Code = 'new System.Net.NetworkCredential("", (System.Security.SecureString)Shell.Invoke("Read-Host -AsSecureString")[0].BaseObject).Password'; Secret = $true }
    ) {
        $id = $kernel.Client.Send('shell', 'execute_request', (ConvertTo-Json @{ code = $Code; allow_stdin = $true }))
        $question = Receive-Question $id 'an answer'
        $question.Text('prompt') | Should -Be "$Prompt"
        [string]$question.Content['password'] | Should -Be "$([bool]$Secret)"
        $output = $kernel.Client.ReceiveUntilIdle($id)
        $kernel.Client.Receive('shell', $id).Text('status') | Should -Be 'ok'
        Get-KernelResult @{ Output = $output } | Should -Be 'an answer'
    }

    It 'asks twice' {
        $id = $kernel.Client.Send('shell', 'execute_request', '{"code": "Console.ReadLine() + Console.ReadLine()"}')
        $null = Receive-Question $id 'a'
        $null = Receive-Question $id 'b'
        Get-KernelResult @{ Output = $kernel.Client.ReceiveUntilIdle($id) } | Should -Be 'ab'
        $null = $kernel.Client.Receive('shell', $id)
    }

    It 'takes no answer to another question' {
        $id = $kernel.Client.Send('shell', 'execute_request', '{"code": "Console.ReadLine()"}')
        $question = $kernel.Client.Receive('stdin', $id)
        $kernel.Client.Reply('to another', 'of-before')
        $kernel.Client.Reply('to this', $question.Id)
        Get-KernelResult @{ Output = $kernel.Client.ReceiveUntilIdle($id) } | Should -Be 'to this'
        $null = $kernel.Client.Receive('shell', $id)
    }

    It 'fails at once where the client does not allow it: <_>' -ForEach 'Console.ReadLine()', 'Shell.Invoke("Read-Host")' {
        $result = Invoke-KernelCell $kernel $_ @{ allow_stdin = $false }
        $result.Reply.Text('evalue') | Should -Match 'does not allow a cell to ask'
    }
}

Describe 'An interrupt' {
    It 'ends <_>, and keeps the variables' -ForEach @(
        'while (true);'
        'Thread.Sleep(100_000);'
        'await Task.Delay(100_000);'
        '_ = Task.Delay(100_000).ContinueWith(_ => 1).Result;'
        'Shell.Invoke("Start-Sleep 100");'
        'Console.ReadLine()'
        'Shell.Invoke("Read-Host")'
        'while (true) Console.WriteLine("x");'
    ) {
        $null = Invoke-KernelCell $kernel 'var kept = 7;'
        $ended = Stop-KernelCell $kernel $_
        $ended.Stopped.Text('ename') | Should -Be 'OperationStopped'
        $ended.Seconds | Should -BeLessThan $hangSeconds
        $ended.Aborted.Text('status') | Should -Be 'aborted'
        Get-KernelResult (Invoke-KernelCell $kernel 'kept') | Should -Be '7'
    }

    It 'ends a cell that prints while a task of another one waits for a client that does not read' {
        $slow = Start-TestKernel $TestDrive
        try {
            $flag = [IO.Path]::Combine($TestDrive, 'full.txt')
            $fill = 'var written = 0; var filler = Task.Run(() => { while (written < 10_000) { Console.Write(new string(''x'', 100_000)); written++; } });'
            $null = $slow.Client.Receive('shell', $slow.Client.Send('shell', 'execute_request', (ConvertTo-Json @{ code = $fill })))
            $code = "for (int before = -1; before != written;) { before = written; Thread.Sleep(500); }`nFile.WriteAllText(@""$flag"", """"); while (true) Console.WriteLine(""x"");"
            $id = $slow.Client.Send('shell', 'execute_request', (ConvertTo-Json @{ code = $code }))
            while (-not [IO.File]::Exists($flag)) { Start-Sleep -Milliseconds 20 }
            $null = $slow.Client.Send('control', 'interrupt_request', '{}')
            $slow.Client.Receive('shell', $id).Text('ename') | Should -Be 'OperationStopped'
        }
        finally {
            Stop-TestKernel $slow
        }
    }

    It 'ends what a native program has started, and nothing that an earlier cell has' -Skip:$IsWindows {
        # Until it is older than the next cell by what the clock of the processes' starts can tell.
        $null = Invoke-KernelCell $kernel 'var earlier = System.Diagnostics.Process.Start("/bin/sleep", "1000"); while (DateTime.Now - earlier.StartTime < TimeSpan.FromSeconds(0.2)) await Task.Delay(10);'
        $id = $kernel.Client.Send('shell', 'execute_request', (ConvertTo-Json @{ code = "#!pwsh`n/bin/sh -c 'echo begun; sleep 1000; echo end'" }))
        $null = $kernel.Client.ReceiveOutput($id, 'stream')
        $null = $kernel.Client.Send('control', 'interrupt_request', '{}')
        $null = $kernel.Client.Receive('control')
        $kernel.Client.Receive('shell', $id).Text('ename') | Should -Be 'OperationStopped'
        $null = $kernel.Client.ReceiveUntilIdle($id)
        Get-KernelResult (Invoke-KernelCell $kernel 'var isThere = !earlier.HasExited; earlier.Kill(); isThere') | Should -Be 'True'
    }

    It 'of a kernel that does nothing does nothing' {
        $null = $kernel.Client.Send('control', 'interrupt_request', '{}')
        $kernel.Client.Receive('control').Type | Should -Be 'interrupt_reply'
        Get-KernelResult (Invoke-KernelCell $kernel '3') | Should -Be '3'
    }
}

Describe 'The wire' {
    It 'drops a message that has no good signature, and one that comes again' {
        $frames = $kernel.Client.Frames('forged', 'execute_request', '{"code": "var forged = 1;"}')
        $frames[1] = [Text.Encoding]::ASCII.GetBytes('0' * 64)
        $kernel.Client.SendFrames('shell', $frames)
        $frames = $kernel.Client.Frames('again', 'execute_request', '{"code": "Console.Write(\"once\");"}')
        $kernel.Client.SendFrames('shell', $frames)
        $kernel.Client.SendFrames('shell', $frames)
        $once = $kernel.Client.ReceiveUntilIdle('again')
        Get-KernelText @{ Output = $once } | Should -Be 'once'
        $kernel.Client.Receive('shell', 'again').Text('status') | Should -Be 'ok'
        (Invoke-KernelCell $kernel 'forged').Reply.Text('evalue') | Should -Match 'CS0103'
    }

    It 'has room for two clients' {
        $other = [KernelSpec.Client]::new($kernel.File)
        try {
            $id = $other.Send('shell', 'execute_request', '{"code": "\"for the other\""}')
            Get-KernelResult @{ Output = $other.ReceiveUntilIdle($id) } | Should -Be 'for the other'
            $other.Receive('shell').Parent | Should -Be $id
            $null = $kernel.Client.ReceiveUntilIdle($id)
            Get-KernelResult (Invoke-KernelCell $kernel '"for the first"') | Should -Be 'for the first'
        }
        finally {
            $other.Dispose()
        }
    }

    It 'lives with whatever is sent to it' {
        $greeting = [byte[]]::new(64)
        $greeting[0] = 0xFF; $greeting[9] = 0x7F; $greeting[10] = 3
        'NULL'.ToCharArray() | ForEach-Object { $i = 12 } { $greeting[$i++] = [byte]$_ }
        $ready = [byte[]](4, 25, 5) + [Text.Encoding]::ASCII.GetBytes('READY') + [byte[]](11) + [Text.Encoding]::ASCII.GetBytes('Socket-Type') + [byte[]](0, 0, 0, 6) + [Text.Encoding]::ASCII.GetBytes('DEALER')
        $ready[1] = $ready.Length - 2
        $large = [byte[]](2, 0, 0, 1, 0, 0, 0, 0, 0)
        $random = [Random]::new(7)
        $connections = foreach ($i in 1..200) {
            $noise = [byte[]]::new(200)
            $random.NextBytes($noise)
            $client = [Net.Sockets.TcpClient]::new('127.0.0.1', [int]$kernel.File[@('shell_port', 'control_port', 'stdin_port', 'iopub_port', 'hb_port')[$i % 5]])
            $bytes = switch ($i % 4) { 0 { $noise } 1 { $greeting[0..20] } 2 { $greeting + $ready + $large + $noise } 3 { $greeting + $noise } }
            try { $client.GetStream().Write([byte[]]$bytes) } catch [IO.IOException] { Write-Debug "It was closed before: $_" }
            $client
        }
        Get-KernelResult (Invoke-KernelCell $kernel '"still here"') | Should -Be 'still here'
        $connections | ForEach-Object Dispose
        $kernel.Process.Refresh()
        $kernel.Process.WorkingSet64 | Should -BeLessThan 300MB
    }
}

Describe 'The end of a kernel' {
    It 'is asked for by exit in a cell, and is the client''s matter' {
        $result = Invoke-KernelCell $kernel 'Shell.Invoke("exit");'
        [string]$result.Reply.Content['payload'][0]['source'] | Should -Be 'ask_exit'
        Get-KernelResult (Invoke-KernelCell $kernel '1') | Should -Be '1'
    }

    # The last of this kernel.
    It 'comes when it is asked for, whatever runs' {
        $null = $kernel.Client.Send('shell', 'execute_request', '{"code": "while (true);"}')
        $null = $kernel.Client.Send('control', 'shutdown_request', '{"restart": false}')
        $kernel.Client.Receive('control').Type | Should -Be 'shutdown_reply'
        $kernel.Process.WaitForExit($hangSeconds * 1000) | Should -BeTrue
        $kernel.Process.ExitCode | Should -Be 0
    }

    It 'comes when the client that has started it is gone' {
        $parent = Start-ChildShell '[Console]::ReadLine()'
        $orphan = Start-TestKernel $TestDrive @{ JPY_PARENT_PID = "$($parent.Id)" }
        try {
            $parent.Kill($true)
            $parent.WaitForExit()
            $orphan.Process.WaitForExit($hangSeconds * 1000) | Should -BeTrue
        }
        finally {
            Stop-TestKernel $orphan
        }
    }
}
