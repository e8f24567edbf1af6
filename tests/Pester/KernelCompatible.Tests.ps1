# A kernel for notebooks that were made with .NET Interactive, with the PowerShell of a user who has a profile. As in Kernel.Tests.ps1, without Python.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/KernelClient.ps1"
    $config = [IO.Path]::Combine($TestDrive, 'config')
    $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine($config, 'powershell')).FullName
    $profileFile = [IO.Path]::Combine($folder, 'profile.ps1')
    [IO.File]::WriteAllText($profileFile, "function Get-Mine { 'mine' }`n'from the profile'`nthrow 'the end of it'")
    $kernel = Start-TestKernel $TestDrive @{ XDG_CONFIG_HOME = $config } '-Compatible -Language pwsh -LoadProfile'

    function Invoke-Marked([string]$Code, [string]$Language) {
        $content = ConvertTo-Json @{ code = $Code; allow_stdin = $false }
        $id = $kernel.Client.SendWith('shell', 'execute_request', $content, (ConvertTo-Json @{ polyglot_notebook = @{ kernelName = $Language } }))
        @{ Id = $id; Output = $kernel.Client.ReceiveUntilIdle($id); Reply = $kernel.Client.Receive('shell', $id) }
    }
}

AfterAll {
    Stop-TestKernel $kernel
}

Describe 'A kernel for notebooks of .NET Interactive' {
    It 'runs the profile, and shows what it says and what is wrong with it in the first cell' -Skip:($IsWindows -or $IsMacOS) {
        # Where the profile is, is said by a variable on Linux only.
        $result = Invoke-KernelCell $kernel 'Get-Mine; $PROFILE.CurrentUserAllHosts'
        Get-KernelText $result | Should -Be "from the profile`nmine`n$profileFile`n"
        Get-KernelText $result stderr | Should -Match 'profile\.ps1 has failed: the end of it'
        Get-KernelText (Invoke-KernelCell $kernel 'Get-Mine') | Should -Be "mine`n"
    }

    It 'has the language that it is started with' {
        Get-KernelText (Invoke-KernelCell $kernel '"$(1 + 1) is two"') | Should -Be "2 is two`n"
        $id = $kernel.Client.Send('shell', 'kernel_info_request', '{}')
        [string]$kernel.Client.Receive('shell', $id).Content['language_info']['name'] | Should -Be PowerShell
        $id = $kernel.Client.Send('shell', 'complete_request', (ConvertTo-Json @{ code = 'Get-CSharpV'; cursor_pos = 11 }))
        @($kernel.Client.Receive('shell', $id).Content['matches'] | ForEach-Object { [string]$_ }) | Should -Be Get-CSharpVariable
        $id = $kernel.Client.Send('shell', 'is_complete_request', '{"code": "if ($true) {"}')
        $kernel.Client.Receive('shell', $id).Text('status') | Should -Be incomplete
    }

    It 'finds the names without a word, and leaves out what is not there' {
        $result = Invoke-Marked "using Microsoft.DotNet.Interactive;`nusing Microsoft.DotNet.Interactive.Commands;`nvar d = display(HTML(""<b>x</b>"")); d.Update(""y""); Kernel.CSS(""b { }"");`nthrow new Exception(""here"");" csharp
        Get-KernelResult $result 'text/html' | Where-Object { $_ } | Should -Be '<b>x</b>', '<style>b { }</style>'
        $result.Reply.Text('evalue') | Should -Be "here (Cell[$([int]$result.Reply.Content['execution_count'])]:line 4)"
    }

    It 'follows what the cell is said to be: <Language>' -ForEach @(
        @{ Language = 'html'; Kind = 'text/html' }
        @{ Language = 'markdown'; Kind = 'text/markdown' }
        @{ Language = 'javascript'; Kind = 'application/javascript' }
        @{ Language = 'mermaid'; Kind = 'text/vnd.mermaid' }
    ) {
        Get-KernelResult (Invoke-Marked 'some text' $Language) $Kind | Should -Be 'some text'
    }

    It 'runs nothing of a language that it does not have' {
        $result = Invoke-Marked 'let x = 1' fsharp
        $result.Reply.Text('ename') | Should -Be UnknownMagic
        $result.Reply.Text('evalue') | Should -Match '#!fsharp'
    }

    It 'keeps text, for other cells' {
        (Invoke-KernelCell $kernel "#!value --name some`nfirst`n<second>").Reply.Text('evalue') | Should -BeNullOrEmpty
        Get-KernelText (Invoke-KernelCell $kernel "#!share --from value some`n`$some") | Should -Be "first`n<second>`n"
        Get-KernelResult (Invoke-KernelCell $kernel "#!csharp`n#!set --name other --value @value:some`nother.Length") | Should -Be '14'
        [IO.File]::WriteAllText([IO.Path]::Combine($TestDrive, 'kept.json'), '{}')
        $result = Invoke-KernelCell $kernel "#!value --name file --mime-type application/json --from-file ""$([IO.Path]::Combine($TestDrive, 'kept.json'))"""
        $result.Output[0].Content['data']['application/json'].ToJsonString() | Should -Be '{}'
        (Invoke-KernelCell $kernel '#!share nothing --from value').Reply.Text('evalue') | Should -Match "'nothing'"
        (Invoke-KernelCell $kernel '#!share some --from fsharp').Reply.Text('evalue') | Should -Match "'fsharp'.*csharp, pwsh, value"
        (Invoke-KernelCell $kernel '#!value').Reply.Text('status') | Should -Be ok
        (Invoke-KernelCell $kernel "#!value`ntext").Reply.Text('evalue') | Should -Match '--name NAME'
    }

    It 'asks with the prompt that stands in options' {
        $id = $kernel.Client.Send('shell', 'execute_request', (ConvertTo-Json @{ code = '#!set --name secret --value @password:{"prompt": "The word:", "saveAs": "x"}' + "`n" + '$secret'; allow_stdin = $true }))
        $question = $kernel.Client.Receive('stdin', $id)
        $question.Text('prompt') | Should -Be 'The word:'
        [bool]$question.Content['password'] | Should -BeTrue
        $null = $kernel.Client.Send('stdin', 'input_reply', '{"value": "open"}')
        Get-KernelText @{ Output = $kernel.Client.ReceiveUntilIdle($id) } | Should -Be "open`n"
        $null = $kernel.Client.Receive('shell', $id)
    }

    It 'has a number for each cell, whatever it is made of' {
        $result = Invoke-KernelCell $kernel "#!csharp`n1`n#!pwsh`n2`n#!csharp`nthrow new Exception(""x"");"
        $number = [int]$result.Reply.Content['execution_count']
        $result.Reply.Text('evalue') | Should -Be "x (Cell[$number]:line 6)"
        [int](Invoke-KernelCell $kernel '1').Reply.Content['execution_count'] | Should -Be ($number + 1)
    }
}

Describe 'Out-Display' {
    It 'shows objects as a cell of C# does' {
        Get-KernelResult (Invoke-KernelCell $kernel '[pscustomobject]@{ A = 1; B = 2 } | Out-Display') 'text/html' | Should -Be '<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>'
        Get-KernelResult (Invoke-KernelCell $kernel '1..3 | ForEach-Object { [pscustomobject]@{ N = $_; M = 0 } } | display') | Should -Be "N M`n- -`n1 0`n2 0`n3 0"
        Get-KernelResult (Invoke-KernelCell $kernel 'Out-Display "*x*" text/markdown') 'text/markdown' | Should -Be '*x*'
        @((Invoke-KernelCell $kernel '$null | Out-Display').Output).Count | Should -Be 0
    }

    It 'asks the formatters of the user' {
        $null = Invoke-KernelCell $kernel "#!csharp`nDisplay.Register<Version>(""text/html"", v => `$""<b>{v}</b>"");"
        Get-KernelResult (Invoke-KernelCell $kernel '[version]"1.2" | Out-Display') 'text/html' | Should -Be '<b>1.2</b>'
    }

    It 'gives its place' {
        $result = Invoke-KernelCell $kernel '$place = 1 | Out-Display -PassThru; $place.Update(2)'
        @($result.Output).Type | Should -Be display_data, update_display_data
        [string]$result.Output[1].Content['data']['text/plain'] | Should -Be '2'
    }
}

Describe 'Clear-Host' {
    It 'removes what the cell has shown' {
        $result = Invoke-KernelCell $kernel "'before'; cls; 'after'"
        @($result.Output).Type | Should -Be stream, clear_output, stream
        Get-KernelText $result | Should -Be "before`nafter`n"
    }
}

Describe 'Shell.WriteObject' {
    It 'asks the formatters of the user' {
        $null = Invoke-KernelCell $kernel "#!csharp`nDisplay.Register<Version>(""text/html"", v => `$""<b>{v}</b>"");"
        Get-KernelResult (Invoke-KernelCell $kernel "#!csharp`nShell.WriteObject(new Version(1, 2));") 'text/html' | Should -Be '<b>1.2</b>'
        Get-KernelResult (Invoke-KernelCell $kernel "#!csharp`nawait Shell.WriteObjectAsync(new Version(1, 3));") 'text/html' | Should -Be '<b>1.3</b>'
    }
}
