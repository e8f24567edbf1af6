# A kernel in a process of its own, asked by a client in this one: no Python. One kernel for most of it.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/KernelClient.ps1"
    $kernel = Start-TestKernel $TestDrive

    # Interrupts the cell that has just begun, with one behind it; gives both answers.
    function Stop-KernelCell([string]$Code) {
        $id = $kernel.Client.Send('shell', 'execute_request', (ConvertTo-Json @{ code = "Console.WriteLine(""begun"");`n$Code"; allow_stdin = $true }))
        $queued = $kernel.Client.Send('shell', 'execute_request', '{"code": "\"not to be run\""}')
        $kernel.Client.Await('shell')
        $null = $kernel.Client.ReceiveOutput($id, 'stream')
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $null = $kernel.Client.Send('control', 'interrupt_request', '{}')
        $stopped = $kernel.Client.Receive('shell', $id)
        $time = $watch.Elapsed.TotalSeconds
        $null = $kernel.Client.Receive('control')
        $aborted = $kernel.Client.Receive('shell', $queued)
        $null = $kernel.Client.ReceiveUntilIdle($queued)
        @{ Stopped = $stopped; Aborted = $aborted; Seconds = $time }
    }

    # Answers what a cell asks.
    function Receive-Question([string]$Id, [string]$Answer) {
        $question = $kernel.Client.Receive('stdin', $Id)
        $question.Type | Should -Be 'input_request'
        $null = $kernel.Client.Send('stdin', 'input_reply', (ConvertTo-Json @{ value = $Answer }))
        $question
    }
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
        $ended = Stop-KernelCell $_
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
            try { $client.GetStream().Write([byte[]]$bytes) } catch [IO.IOException] { }
            $client
        }
        Get-KernelResult (Invoke-KernelCell $kernel '"still here"') | Should -Be 'still here'
        $connections | ForEach-Object Dispose
        $kernel.Process.Refresh()
        $kernel.Process.WorkingSet64 | Should -BeLessThan 300MB
    }
}

Describe 'A part of a cell' {
    It 'is PowerShell behind #!pwsh, and sees what was before' {
        $null = Invoke-KernelCell $kernel "#!pwsh`n`$fromShell = 20; function Add-One(`$n) { `$n + 1 }"
        $result = Invoke-KernelCell $kernel "#!pwsh Add-One `$fromShell`n#!csharp`n(int)Shell.GetVariable(""fromShell"") + 2`n#!powershell`n'last'"
        $result.Reply.Text('status') | Should -Be 'ok'
        Get-KernelText $result | Should -Be "21`nlast`n"
        Get-KernelResult $result | Should -Be '22'
    }

    It 'writes errors of PowerShell that do not end it to standard error' {
        $result = Invoke-KernelCell $kernel "#!pwsh`nWrite-Error 'bad'; 'goes on'"
        $result.Reply.Text('status') | Should -Be 'ok'
        Get-KernelText $result | Should -Be "goes on`n"
        Get-KernelText $result 'stderr' | Should -Match 'bad'
    }

    It 'has the line numbers of the cell: <Code>' -ForEach @(
        @{ Code = "#!csharp`n`nint x = ""a"";"; Line = 'Cell\[\d+\]\(3,9\)' }
        @{ Code = "1`n#!csharp int x = ""a"";"; Line = 'Cell\[\d+\]\(2,18\)' }
        @{ Code = "1`n#!pwsh`n`nthrow 'x'"; Line = ' 4 \|' }
    ) {
        $result = Invoke-KernelCell $kernel $Code
        $result.Reply.Text('status') | Should -Be 'error'
        "$($result.Reply.Text('evalue')) $($result.Reply.Content['traceback'])" -replace '\e\[[\d;]*m' | Should -Match $Line
    }

    It 'has what a native program prints' -Skip:$IsWindows {
        $result = Invoke-KernelCell $kernel "#!pwsh`n/bin/echo one; /bin/echo two"
        Get-KernelText $result | Should -Be "one`ntwo`n"
    }

    It 'has the language of the cell''s metadata: <_>' -ForEach '{"polyglot_notebook": {"kernelName": "pwsh"}}', '{"dotnet_interactive": {"language": "pwsh"}}', '{"vscode": {"languageId": "powershell"}}' {
        $id = $kernel.Client.SendWith('shell', 'execute_request', '{"code": "$PSVersionTable.PSEdition"}', $_)
        Get-KernelText @{ Output = $kernel.Client.ReceiveUntilIdle($id) } | Should -Be "Core`n"
        $null = $kernel.Client.Receive('shell', $id)
    }

    It 'is shown behind #!<Name>' -ForEach @(
        @{ Name = 'markdown'; Kind = 'text/markdown' }
        @{ Name = 'html'; Kind = 'text/html' }
        @{ Name = 'javascript'; Kind = 'application/javascript' }
        @{ Name = 'mermaid'; Kind = 'text/vnd.mermaid' }
    ) {
        $result = Invoke-KernelCell $kernel "#!$Name`nfirst`nsecond"
        Get-KernelResult $result $Kind | Should -Be "first`nsecond"
        Get-KernelResult $result | Should -Be "first`nsecond"
    }

    It 'shares variables, and not copies of them' {
        $null = Invoke-KernelCell $kernel 'var shared = new List<int> { 1 };'
        $result = Invoke-KernelCell $kernel "#!share shared --from csharp --as there`n#!pwsh`n`$there.Add(2)`n`$back = 'text'`n#!share back --from pwsh`n#!csharp`n`$""{shared.Count} {back}"""
        Get-KernelResult $result | Should -Be '2 text'
    }

    It 'sets variables, to what the user says too' {
        $id = $kernel.Client.Send('shell', 'execute_request', (ConvertTo-Json @{ code = "#!set --name given --value @input:""Your name: ""`n#!set --name literal --value ""a b""`ngiven + literal" }))
        (Receive-Question $id 'Ann ').Text('prompt') | Should -Be 'Your name: '
        Get-KernelResult @{ Output = $kernel.Client.ReceiveUntilIdle($id) } | Should -Be 'Ann a b'
        $null = $kernel.Client.Receive('shell', $id)
    }

    It 'imports <File>' -ForEach @(
        @{ File = 'some.csx'; Text = 'var imported = 5;' }
        @{ File = 'some.ps1'; Text = 'Set-CSharpVariable imported 5' }
        @{ File = 'some.dib'; Text = "#!meta`n`n{""kernelInfo"": {}}`n`n#!csharp`n`nvar imported = 4;`n`n#!pwsh`n`nSet-CSharpVariable imported 5`n" }
        @{ File = 'some.ipynb'; Text = '{"cells": [{"cell_type": "markdown", "source": "# x"}, {"cell_type": "code", "source": ["var imported = 4;\n", "imported = 5;"]}, {"cell_type": "code", "metadata": {"polyglot_notebook": {"kernelName": "pwsh"}}, "source": "$null = 1"}]}' }
    ) {
        $path = [IO.Path]::Combine($TestDrive, $File)
        [IO.File]::WriteAllText($path, $Text)
        $result = Invoke-KernelCell $kernel "#!import ""$path""`nimported"
        Get-KernelResult $result | Should -Be '5'
    }

    It 'is timed, and lists the variables' {
        Get-KernelText (Invoke-KernelCell $kernel "#!time`n1") | Should -Match '^Wall time: [\d.,]+ ms\n$'
        $null = Invoke-KernelCell $kernel 'var whoAmI = 1;'
        Get-KernelText (Invoke-KernelCell $kernel '#!who') | Should -Match 'whoAmI'
        Get-KernelResult (Invoke-KernelCell $kernel '#!whos') | Should -Match 'whoAmI +int +1'
    }

    It 'turns AutoAwait off and on' {
        $null = Invoke-KernelCell $kernel '%autoawait off'
        (Invoke-KernelCell $kernel 'await Task.Yield();').Reply.Text('evalue') | Should -Match 'AutoAwait is off'
        $null = Invoke-KernelCell $kernel '%autoawait on'
        Get-KernelResult (Invoke-KernelCell $kernel '%autoawait') | Should -Match 'AutoAwait is `On`'
    }

    It 'that has no name says what there is' {
        $result = Invoke-KernelCell $kernel "#!nothing`n1"
        $result.Reply.Text('evalue') | Should -Match '#!nothing.*#!csharp.*#!pwsh'
        (Invoke-KernelCell $kernel '#!share').Reply.Text('evalue') | Should -Match '--from pwsh\|csharp'
    }

    It 'is completed, and whole or not, as PowerShell has it' {
        $id = $kernel.Client.Send('shell', 'complete_request', (ConvertTo-Json @{ code = "1`n#!pwsh`nGet-CSharpV"; cursor_pos = 20 }))
        $reply = $kernel.Client.Receive('shell', $id)
        @($reply.Content['matches'] | ForEach-Object { [string]$_ }) | Should -Be 'Get-CSharpVariable'
        [int]$reply.Content['cursor_start'] | Should -Be 9
        foreach ($case in @('#!pwsh', 'incomplete'), @("#!pwsh`nif (1) {", 'incomplete'), @("#!pwsh`n1", 'complete')) {
            $id = $kernel.Client.Send('shell', 'is_complete_request', (ConvertTo-Json @{ code = $case[0] }))
            $kernel.Client.Receive('shell', $id).Text('status') | Should -Be $case[1]
        }
    }
}

Describe 'Display' {
    It 'shows <Kind>' -ForEach @(
        @{ Code = 'Display.Html("<b>x</b>");'; Kind = 'text/html'; Content = '<b>x</b>' }
        @{ Code = 'Display.Markdown("*x*")'; Kind = 'text/markdown'; Content = '*x*' }
        @{ Code = 'Display.Latex("$x$");'; Kind = 'text/latex'; Content = '$x$' }
        @{ Code = 'Display.JavaScript("1");'; Kind = 'application/javascript'; Content = '1' }
        @{ Code = 'Display.Svg("<svg/>");'; Kind = 'image/svg+xml'; Content = '<svg/>' }
        @{ Code = 'Display.Image(Convert.FromHexString("89504E470D0A1A0A"));'; Kind = 'image/png'; Content = 'iVBORw0KGgo='; Plain = 'image/png' }
        @{ Code = 'Display.Image(Convert.FromHexString("FFD8FFE0"));'; Kind = 'image/jpeg'; Content = '/9j/4A=='; Plain = 'image/jpeg' }
        @{ Code = 'await Task.Run(() => Display.Show(new { A = 1, B = 2 }));'; Kind = 'text/html'; Content = '<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'; Plain = "A B`n- -`n1 2" }
    ) {
        $result = Invoke-KernelCell $kernel $Code
        @($result.Output).Type | Should -Be 'display_data'
        Get-KernelResult $result $Kind | Should -Be $Content
        Get-KernelResult $result | Should -Be ($Plain ?? $Content)
    }

    It 'gives JSON as JSON, and a value that is SVG as an image' {
        [int](Invoke-KernelCell $kernel 'Display.Json(new { a = 7 });').Output[0].Content['data']['application/json']['a'] | Should -Be 7
        Get-KernelResult (Invoke-KernelCell $kernel '"<svg></svg>"') 'image/svg+xml' | Should -Be '<svg></svg>'
    }

    It 'changes what it has shown, also when the cell has ended' {
        $first = Invoke-KernelCell $kernel 'var shown = Display.Text("first");'
        $second = Invoke-KernelCell $kernel 'await Task.Run(() => shown.Update("second")); shown.UpdateAs("text/html", "<i>third</i>");'
        $updates = @($second.Output | Where-Object Type -EQ 'update_display_data')
        $updates | ForEach-Object { [string]$_.Content['transient']['display_id'] | Should -Be ([string]$first.Output[0].Content['transient']['display_id']) }
        $updates.Parent | Should -Be $second.Id, $second.Id
        [string]$updates[0].Content['data']['text/plain'] | Should -Be 'second'
        [string]$updates[1].Content['data']['text/html'] | Should -Be '<i>third</i>'
    }

    It 'removes what the cell has shown' {
        $result = Invoke-KernelCell $kernel 'Display.Text("gone"); Display.Clear(wait: true);'
        @($result.Output).Type | Should -Be 'display_data', 'clear_output'
        [string]$result.Output[1].Content['wait'] | Should -Be 'true'
    }

    It 'takes no bytes that are no image' {
        (Invoke-KernelCell $kernel 'Display.Image(new byte[10]);').Reply.Text('ename') | Should -Be 'ArgumentException'
    }

    It 'writes text at a prompt' {
        @(Invoke-CSharpCell 'Display.Markdown("*x*"); var d = Display.Show(5); d.Update(6);' 6>&1 | ForEach-Object { "$_" }) | Should -Be '*x*', '5', '6'
    }
}

Describe 'A value' {
    BeforeAll {
        . "$PSScriptRoot/Libraries.ps1"
        $drawing = [IO.Path]::Combine($TestDrive, 'Drawing.dll')
        New-Library $drawing @'
namespace ScottPlot { public class Plot { public string GetSvgXml(int w, int h) => $"<svg width=\"{w}\" height=\"{h}\"/>"; } }
namespace SkiaSharp {
public enum SKEncodedImageFormat { Png }
public sealed class SKData : System.IDisposable { public byte[] Bytes; public byte[] ToArray() => Bytes; public void Dispose() { } }
public class SKImage { public SKData Encode() => new SKData { Bytes = new byte[] { 1, 2 } }; public SKData Encode(SKEncodedImageFormat f, int q) => null; }
public class SKBitmap { public SKData Encode(SKEncodedImageFormat f, int q) => new SKData { Bytes = new byte[] { 2 } }; }
}
namespace XPlot.Plotly { public class PlotlyChart { public string GetHtml() => "<html></html>"; } }
namespace Plotly.NET { public abstract class GenericChart { public static string toEmbeddedHTML(GenericChart c) => "plotly"; } public class Chart : GenericChart { } }
namespace Microsoft.Data.Analysis {
public class Column { public string Name { get; set; } }
public class DataFrame {
    public Column[] Columns => new[] { new Column { Name = "a" }, new Column { Name = "<b>" } };
    public System.Collections.Generic.IEnumerable<object[]> Rows => new[] { new object[] { 1, "x" }, new object[] { 2, null } };
}
}
public class Cat { }
'@
        $formatting = [IO.Path]::Combine($TestDrive, 'Microsoft.DotNet.Interactive.Formatting.dll')
        New-Library $formatting @'
namespace Microsoft.DotNet.Interactive.Formatting {
public static class Formatter {
    public static System.Collections.Generic.IReadOnlyCollection<string> GetPreferredMimeTypesFor(System.Type type) => new[] { type.Name == "Cat" ? "text/html" : "text/plain" };
    public static string ToDisplayString(object value, string mimeType = "text/plain") => mimeType == "text/html" ? "<i>of Interactive</i>" : "plain";
}
}
'@
        $result = Invoke-KernelCell $kernel "#r ""$drawing""`n#r ""$formatting""`nMicrosoft.DotNet.Interactive.Formatting.Formatter.ToDisplayString(1)"
        $result.Reply.Text('evalue') | Should -BeNullOrEmpty
    }

    It 'that is an image is shown as one' {
        $result = Invoke-KernelCell $kernel 'Convert.FromHexString("89504E470D0A1A0A")'
        Get-KernelResult $result 'image/png' | Should -Be 'iVBORw0KGgo='
        Get-KernelResult (Invoke-KernelCell $kernel 'new byte[] { 1, 2 }') | Should -Be "1`n2"
    }

    It 'of a table has its columns, and those of its rows' {
        $code = 'var table = new System.Data.DataTable(); table.Columns.Add("a"); table.Columns.Add("b"); table.Rows.Add(1, "<x>"); table'
        Get-KernelResult (Invoke-KernelCell $kernel $code) 'text/html' | Should -Be '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>&lt;x&gt;</td></tr></tbody></table>'
    }

    It 'of a library is shown as the library draws it: <Code>' -ForEach @(
        @{ Code = 'new ScottPlot.Plot()'; Kind = 'image/svg+xml'; Content = '<svg width="600" height="400"/>' }
        @{ Code = 'new SkiaSharp.SKImage()'; Kind = 'image/png'; Content = 'AQI=' }
        @{ Code = 'new SkiaSharp.SKBitmap()'; Kind = 'image/png'; Content = 'Ag==' }
        @{ Code = 'new XPlot.Plotly.PlotlyChart()'; Kind = 'text/html'; Content = '<iframe srcdoc="&lt;html&gt;&lt;/html&gt;" width="100%" height="520" frameborder="0"></iframe>' }
        @{ Code = 'new Plotly.NET.Chart()'; Kind = 'text/html'; Content = '<iframe srcdoc="plotly" width="100%" height="520" frameborder="0"></iframe>' }
        @{ Code = 'new Microsoft.Data.Analysis.DataFrame()'; Kind = 'text/html'; Content = '<table><thead><tr><th></th><th>a</th><th>&lt;b&gt;</th></tr></thead><tbody><tr><th>0</th><td>1</td><td>x</td></tr><tr><th>1</th><td>2</td><td></td></tr></tbody></table>'; Text = "   a  <b>`n0  1  x`n1  2" }
        @{ Code = 'new Cat()'; Kind = 'text/html'; Content = '<i>of Interactive</i>'; Text = 'plain' }
    ) {
        $result = Invoke-KernelCell $kernel $Code
        Get-KernelResult $result $Kind | Should -Be $Content
        if ($Text) { Get-KernelResult $result | Should -Be $Text }
    }

    It 'is shown as the user has it' {
        $result = Invoke-KernelCell $kernel 'record Spot(int X, int Y); record Dot(int X) : Spot(X, 0); Display.Register<Spot>("text/html", s => $"<b>{s.X}</b>"); new Dot(3)'
        Get-KernelResult $result 'text/html' | Should -Be '<b>3</b>'
        Get-KernelResult $result | Should -Be 'Dot { X = 3, Y = 0 }'
        Get-KernelResult (Invoke-KernelCell $kernel 'await Task.Run(() => Display.Show(new Spot(4, 4)));') 'text/html' | Should -Be '<b>4</b>'
        Get-KernelResult (Invoke-KernelCell $kernel 'Display.Register<Version>(v => new[] { new { v.Major, v.Minor } }); new Version(1, 2)') 'text/html' |
            Should -Be '<table><thead><tr><th>Major</th><th>Minor</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'
        (Invoke-KernelCell $kernel 'Display.Register<Uri>("text/html", u => throw new InvalidOperationException("no text")); new Uri("http://localhost")').Reply.Text('evalue') | Should -Match 'no text'
    }

    It 'is shown as a script of the user has it, and is itself in a pipeline' {
        $null = Invoke-KernelCell $kernel "record Place(int X);`n#!pwsh Register-CSharpFormatter Place { '*'; `$_.X; `$args[0].X } text/markdown"
        Get-KernelResult (Invoke-KernelCell $kernel 'new Place(5)') 'text/markdown' | Should -Be "*`n5`n5"
        Get-KernelText (Invoke-KernelCell $kernel "#!pwsh`ncs 'new Place(6)' | ForEach-Object { `$_.GetType().Name }") | Should -Be "Place`n"
        $null = Invoke-KernelCell $kernel '#!pwsh Register-CSharpFormatter ([version]) { [pscustomobject]@{ A = $_.Major; B = 2 } }'
        Get-KernelResult (Invoke-KernelCell $kernel 'new Version(7, 2)') | Should -Be "A B`n- -`n7 2"
    }
}

Describe 'What has not come yet' {
    It 'grows in its place: a stream that is the value' {
        $null = Invoke-KernelCell $kernel 'async IAsyncEnumerable<object> Rows() { for (int i = 0; i < 3; i++) { yield return new { Id = i, Square = i * i }; await Task.Delay(300); } }'
        $result = Invoke-KernelCell $kernel 'Rows()'
        $types = @($result.Output).Type
        $types[0] | Should -Be 'display_data'
        $types | Select-Object -Skip 1 | Should -Not -BeNullOrEmpty
        $types | Select-Object -Skip 1 | ForEach-Object { $_ | Should -Be 'update_display_data' }
        @($result.Output | ForEach-Object { [string]$_.Content['transient']['display_id'] } | Select-Object -Unique).Count | Should -Be 1
        [string]$result.Output[0].Content['data']['text/plain'] | Should -Be "Id Square`n-- ------`n 0      0"
        [string]$result.Output[-1].Content['data']['text/plain'] | Should -Be "Id Square`n-- ------`n 0      0`n 1      1`n 2      4"
        [string]$result.Output[-1].Content['data']['text/html'] | Should -Match '<td>2</td><td>4</td>'
    }

    It 'goes on while other code of the cell runs, and ends with its error' {
        $result = Invoke-KernelCell $kernel 'async IAsyncEnumerable<int> Bad() { yield return 1; await Task.Yield(); throw new InvalidOperationException("bad stream"); } Bad()'
        $result.Reply.Text('evalue') | Should -Match 'bad stream'
        [string]($result.Output | Where-Object Type -Like '*display_data')[-1].Content['data']['text/plain'] | Should -Be '1'
        $result = Invoke-KernelCell $kernel 'var shownRows = Display.Show(Rows()); Console.WriteLine("goes on"); await Task.Delay(1500);'
        Get-KernelText $result | Should -Be "goes on`n"
        [string]($result.Output | Where-Object Type -EQ 'update_display_data')[-1].Content['data']['text/plain'] | Should -Match '2 +4$'
    }

    It 'is a task until it has ended: <Code>' -ForEach @(
        @{ Code = 'var source = new TaskCompletionSource<int>(); Display.Show(source.Task); source.SetResult(42); await Task.Delay(50);'; Text = '42' }
        @{ Code = 'var failing = new TaskCompletionSource(); Display.Show(failing.Task); failing.SetException(new Exception("bad task")); await Task.Delay(50);'; Text = 'Exception: bad task' }
    ) {
        $result = Invoke-KernelCell $kernel $Code
        $result.Output[0].Type | Should -Be 'display_data'
        [string]$result.Output[0].Content['data']['text/plain'] | Should -Be 'The task runs ...'
        $update = ($result.Output | Where-Object Type -EQ 'update_display_data') ?? $kernel.Client.ReceiveOutput($result.Id, 'update_display_data')
        [string]$update.Content['data']['text/plain'] | Should -Be $Text
    }

    It 'is ended by an interrupt' {
        $ended = Stop-KernelCell 'async IAsyncEnumerable<int> Endless() { for (int i = 0; ; i++) { yield return i; await Task.Delay(10); } } Endless()'
        $ended.Stopped.Text('ename') | Should -Be 'OperationStopped'
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
