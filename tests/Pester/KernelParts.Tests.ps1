# What stands behind #! in a cell of a notebook: other languages, and commands of the kernel.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/KernelClient.ps1"
    $kernel = Start-TestKernel $TestDrive
}

AfterAll {
    Stop-TestKernel $kernel
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

    It 'has the names of .NET Interactive behind #!compat' {
        (Invoke-KernelCell $kernel '#!compat').Reply.Text('evalue') | Should -BeNullOrEmpty
        Get-KernelResult (Invoke-KernelCell $kernel 'HTML("<i>y</i>")') 'text/html' | Should -Be '<i>y</i>'
        $result = Invoke-KernelCell $kernel 'display(HTML("<b>x</b>")); var d = "text".Display(); d.Update("new"); "<u>z</u>".DisplayAs("text/html"); Javascript("1"); CSS("b { }"); display("q", "text/markdown");'
        $result.Reply.Text('evalue') | Should -BeNullOrEmpty
        @($result.Output).Type | Should -Be 'display_data', 'display_data', 'update_display_data', 'display_data', 'display_data', 'display_data', 'display_data'
        Get-KernelResult $result 'text/html' | Where-Object { $_ } | Should -Be '<b>x</b>', '<u>z</u>', '<style>b { }</style>'
        [string]$result.Output[4].Content['data']['application/javascript'] | Should -Be '1'
        [string]$result.Output[6].Content['data']['text/markdown'] | Should -Be 'q'
    }

    It 'that has no name says what there is' {
        $result = Invoke-KernelCell $kernel "#!nothing`n1"
        $result.Reply.Text('evalue') | Should -Match '#!nothing.*#!csharp.*#!pwsh'
        $result = Invoke-KernelCell $kernel "%%html`n<b>x</b>"
        $result.Reply.Text('ename') | Should -Be 'UnknownMagic'
        $result.Reply.Text('evalue') | Should -Match '%%html.*#!html'
        (Invoke-KernelCell $kernel '#!set --name "a b" --value 1').Reply.Text('evalue') | Should -Match "'a b' was not set"
        (Invoke-KernelCell $kernel '#!autoawait nonsense').Reply.Text('status') | Should -Be 'error'
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
