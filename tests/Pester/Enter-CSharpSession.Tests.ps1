BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What a shell shows where these lines are typed at its C# prompt.
    function Invoke-Prompt([string[]]$Lines, [string]$After = '', [string]$Command = 'Enter-CSharpSession') {
        Invoke-ChildShell "$(Get-ImportText); $Command; $After" -InputText (($Lines + '') -join "`n")
    }

    # pwsh echoes what it reads from a file, and so the labels are looked for, not whole lines.
    function Get-Label([string]$Output) {
        @([regex]::Matches($Output, '(In |Out)\[\d+\]:').Value)
    }

    # A background job of a shell without job control starts with SIGINT ignored, and .NET leaves it so.
    function Test-InterruptIgnored {
        if (-not [IO.File]::Exists('/proc/self/status')) { return $false }
        $mask = [IO.File]::ReadAllLines('/proc/self/status') -like 'SigIgn:*' -replace '^SigIgn:\s*'
        ([Convert]::ToUInt64("$mask", 16) -band 2) -ne 0
    }

    # A host with a prompt of its own making, which gives the lines of a queue and notes what is written.
    function New-TypingHost([string[]]$Lines) {
        Invoke-CSharpCell @'
            using System.Globalization;
            using System.Management.Automation.Host;
            using System.Security;
            public class TypingUI : PSHostUserInterface
            {
                public Queue<string> Lines = new();
                public StringWriter Shown = new();
                public override PSHostRawUserInterface RawUI => null;
                public override string ReadLine() => Lines.TryDequeue(out string line) ? line : null;
                public override void Write(string value) => Shown.Write(value);
                public override void Write(ConsoleColor f, ConsoleColor b, string value) => Shown.Write(value);
                public override void WriteLine(string value) => Shown.WriteLine(value);
                public override void WriteErrorLine(string value) => Shown.WriteLine(value);
                public override void WriteDebugLine(string value) => Shown.WriteLine(value);
                public override void WriteVerboseLine(string value) => Shown.WriteLine(value);
                public override void WriteWarningLine(string value) => Shown.WriteLine(value);
                public override void WriteProgress(long id, ProgressRecord record) { }
                public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
                public override Dictionary<string, PSObject> Prompt(string c, string m, System.Collections.ObjectModel.Collection<FieldDescription> d) => throw new NotSupportedException();
                public override int PromptForChoice(string c, string m, System.Collections.ObjectModel.Collection<ChoiceDescription> d, int x) => throw new NotSupportedException();
                public override PSCredential PromptForCredential(string c, string m, string u, string t) => throw new NotSupportedException();
                public override PSCredential PromptForCredential(string c, string m, string u, string t, PSCredentialTypes a, PSCredentialUIOptions o) => throw new NotSupportedException();
            }
            public class TypingHost : PSHost
            {
                public TypingUI Terminal = new();
                public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
                public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
                public override Guid InstanceId { get; } = Guid.NewGuid();
                public override string Name => "Typing Host";
                public override PSHostUserInterface UI => Terminal;
                public override Version Version => new(1, 0);
                public override void EnterNestedPrompt() => throw new NotSupportedException();
                public override void ExitNestedPrompt() => throw new NotSupportedException();
                public override void NotifyBeginApplication() { }
                public override void NotifyEndApplication() { }
                public override void SetShouldExit(int exitCode) { }
            }
            var host = new TypingHost();
            foreach (string line in (string[])Args[0]) host.Terminal.Lines.Enqueue(line);
            host
'@ -ArgumentList (, $Lines)
    }

    # Runs a script in a runspace with that host; gives what it wrote.
    function Invoke-WithHost($TypingHost, [string]$Script) {
        $runspace = [runspacefactory]::CreateRunspace($TypingHost, [initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        try {
            $shell.AddScript("$(Get-ImportText); $Script").Invoke()
            $shell.Streams.Error
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}

Describe 'Enter-CSharpSession' {
    It 'reads cells, numbers them, and shows what they give' {
        $result = Invoke-Prompt '1 + 1', 'int x = 41;', 'await Task.Delay(1); x + 1', 'exit' -After "'left'"

        Get-Label $result.Output | Should -Be 'In [1]:', 'Out[1]:', 'In [2]:', 'In [3]:', 'Out[3]:', 'In [4]:'
        $result.Output | Should -Match 'Out\[1\]: 2\n'
        $result.Output | Should -Match 'Out\[3\]: 42\n'
        $result.Output | Should -Match 'left\n'
        $result.ExitCode | Should -Be 0
    }

    It 'reads on until a cell is whole, by the rules of C#' {
        $result = Invoke-Prompt 'class Pair', '{', '', '    public string Text => "\"it''s";', '}', 'new Pair().Text', 'exit'

        $result.Output | Should -Match 'Out\[2\]: "it''s\n'
        @([regex]::Matches($result.Output, ' +\.\.\.: ')).Count | Should -Be 4
    }

    It 'formats objects as PowerShell does' {
        $result = Invoke-Prompt 'new[] { new { Name = "Ada", Age = 36 }, new { Name = "Alan", Age = 41 } }', 'exit'

        $result.Output | Should -Match 'Name +Age\s+---- +---\s+Ada +36\s+Alan +41'
        @(Get-Label $result.Output) | Should -Be 'In [1]:', 'Out[1]:', 'In [2]:'
    }

    It 'has no label for a cell without a value, and none for null' {
        $result = Invoke-Prompt 'int x = 1;', 'null', 'Shell.WriteObject(5); Shell.WriteObject(6);', 'exit'

        Get-Label $result.Output | Should -Be 'In [1]:', 'In [2]:', 'In [3]:', 'Out[3]:', 'In [4]:'
        $result.Output | Should -Match 'Out\[3\]: 5\n6\n'
    }

    It 'shows errors, and goes on with all variables' {
        $result = Invoke-Prompt 'int x = 42;', 'throw new Exception("boom");', 'int y = ;', 'x', 'exit'

        $result.Errors | Should -Match 'boom \(Cell\[2\]:line 1\)'
        $result.Errors | Should -Match 'CS1525'
        $result.Output | Should -Match 'Out\[4\]: 42\n'
    }

    It 'is left by <_>' -ForEach 'exit', 'exit;', 'exit()', 'quit', '  quit  ' {
        $result = Invoke-Prompt '1', $_, '2' -After "'left'"

        Get-Label $result.Output | Should -Be 'In [1]:', 'Out[1]:', 'In [2]:'
        $result.Output | Should -Match 'left\n'
    }

    It 'is left at the end of the input' {
        $result = Invoke-Prompt '40 + 2'

        $result.TimedOut | Should -BeFalse
        $result.Output | Should -Match 'Out\[1\]: 42\n'
    }

    It 'takes nothing for a cell that has nothing in it' {
        $result = Invoke-Prompt '', '   ', '1', 'exit'

        Get-Label $result.Output | Should -Be 'In [1]:', 'In [1]:', 'In [1]:', 'Out[1]:', 'In [2]:'
    }

    It 'is for a session by its name or object' {
        $result = Invoke-Prompt 'who', 'exit', 'who + "!"', 'exit' -Command (
            'Set-CSharpVariable who Ada -Session (New-CSharpSession "It''s"); Enter-CSharpSession "It''s"; Get-CSharpSession It* | Enter-CSharpSession')

        $result.Output | Should -Match 'Out\[1\]: Ada\n'
        $result.Output | Should -Match 'Out\[2\]: Ada!\n'
    }

    It 'leaves the functions of the shell as they were' {
        $result = Invoke-Prompt '1', 'exit' -Command 'function PSConsoleHostReadLine { ''mine'' }; $before = "$function:prompt"; Enter-CSharpSession' -After @'
            "same: $($before -eq "$function:prompt")"; PSConsoleHostReadLine; "level: $NestedPromptLevel"
'@
        $result.Output | Should -Match 'same: True\nmine\nlevel: 0\n'
    }

    It 'leaves no function behind that was not there' {
        $result = Invoke-Prompt '1', 'exit' -After (
            '"found: $(@($ExecutionContext.SessionState.InvokeCommand.GetCommands("PSConsoleHostReadLine", "Function", $false)).Count)"')
        $result.Output | Should -Match 'found: 0\n'
    }

    It 'sets variables where it was called' {
        $result = Invoke-Prompt 'Shell.SetVariable("seen", 42);', 'exit' -After '"seen: $seen"'
        $result.Output | Should -Match 'seen: 42\n'
    }

    It 'has its cells in the history of the shell, as commands that run again' {
        $result = Invoke-Prompt '"it''s" + 1', 'exit' -After '(Get-History).CommandLine'
        $result.Output | Should -BeLike '*Invoke-CSharpCell ''"it''''s" + 1''*'
    }

    It 'runs a cell that calls another' {
        $result = Invoke-Prompt 'int x = 1;', 'Shell.Invoke("cs ''x + 1''")[0]', 'exit'
        $result.Output | Should -Match 'Out\[2\]: 2\n'
    }

    It 'stops a cell at Ctrl+C, and not the prompt: <Label>' -ForEach @(
        @{ Label = 'a loop'; Cell = 'Console.WriteLine("begun"); while (true);' }
        @{ Label = 'a catch-all'; Cell = 'Console.WriteLine("begun"); while (true) { try { Thread.Sleep(1); } catch { } }' }
        @{ Label = 'an await'; Cell = 'Console.WriteLine("begun"); await Task.Delay(-1);' }
    ) {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'there is no kill -INT on Windows' }
        if (Test-InterruptIgnored) { Set-ItResult -Skipped -Because 'this process ignores SIGINT, and so do those that it starts' }
        $process = Start-ChildShell "$(Get-ImportText); Enter-CSharpSession; 'left'"
        $seen = ''
        try {
            $process.StandardInput.Write("int x = 42;`n$Cell`n")
            $process.StandardInput.Flush()
            while ($seen -notmatch 'begun\r?\n' -and $null -ne ($read = $process.StandardOutput.ReadLine())) { $seen += "$read`n" }
            [Diagnostics.Process]::Start('kill', "-INT $($process.Id)").WaitForExit()

            $result = Wait-ChildShell $process -InputText "x`nexit`n"
        }
        finally {
            $process.Kill($true)
        }

        $result.TimedOut | Should -BeFalse
        $result.Output | Should -Match 'Out\[3\]: 42\n'
        $result.Output | Should -Match 'left\n'
    }
}

Describe 'Enter-CSharpSession in a host that is no console' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'reads by itself' {
        $typing = New-TypingHost 'int x = 20;', 'int Twice(int n)', '{', '    return 2 * n;', '}', 'Twice(x) + 2', 'throw new Exception("boom");', 'exit', 'never'
        $output = @(Invoke-WithHost $typing 'Enter-CSharpSession; "left"')

        $shown = $typing.Terminal.Shown.ToString().Replace("`r", '')
        $shown | Should -Match "In \[1\]: In \[2\]:    \.\.\.:    \.\.\.:    \.\.\.: In \[3\]: Out\[3\]: 42\n"
        $output[0] | Should -Be 'left'
        $output[1].Exception.Message | Should -Be 'boom'
        $typing.Terminal.Lines | Should -Be 'never'
    }

    It 'ends with the input' {
        $typing = New-TypingHost '1'
        Invoke-WithHost $typing 'Enter-CSharpSession; "left"' | Should -Be 'left'
    }

    It 'gives cells what cells before have given' {
        $typing = New-TypingHost '20', '_ * 2 + 1', 'int.TryParse("4", out _)', '_ = 3.5; "x"', 'Out[1] + Out[2]', '_.GetType().Name', 'Enumerable.Range(1, 3)', '_.Sum()',
            'Out[3]', 'Out[99]', 'Func<int, int> f = _ => 7; f(0)'
        $failure = Invoke-WithHost $typing 'Enter-CSharpSession'
        $typing.Terminal.Shown.ToString().Replace("`r", '') | Should -Match (
            'Out\[1\]: 20\n.*Out\[2\]: 41\n.*Out\[3\]: True\n.*Out\[4\]: x\n.*Out\[5\]: 61\n.*Out\[6\]: Int32\n.*Out\[7\]: 1\n2\n3\n.*Out\[8\]: 6\n.*Out\[9\]: True\n.*Out\[11\]: 7\n' -replace '\.\*', '(?s:.*)')
        $failure.FullyQualifiedErrorId | Should -BeLike 'CellFailed,*'
        $failure.Exception.Message | Should -BeLike 'Out?99?*'
    }

    It 'forgets what cells have given with their session, whatever number the next cells have' {
        $typing = New-TypingHost '20', '!Reset-CSharpSession; $null = cs "int x = 1;"', 'Out[1]'
        $failure = Invoke-WithHost $typing 'Enter-CSharpSession'
        $failure.FullyQualifiedErrorId | Should -BeLike 'CellFailed,*'
        $failure.Exception.Message | Should -BeLike 'Out?1?*'
    }

    It 'has directives for what the cmdlets do' {
        [IO.File]::WriteAllText("$TestDrive/loaded.csx", 'var loaded = 6 * 7;')
        $typing = New-TypingHost 'int x = 1;', 'var mine = "abc";', '#who m*', '#autoawait ThreadPool', '#autoawait', '#time x + 1', "#load $TestDrive/loaded.csx", 'loaded', '#reset', '#who',
            '#if NO', 'nothing', '#endif', '5', '#exit', 'never'
        Invoke-WithHost $typing 'Enter-CSharpSession; "left"' | Should -Be 'left'
        $shown = $typing.Terminal.Shown.ToString().Replace("`r", '')
        $shown | Should -Match 'mine +string +"abc"'
        $shown | Should -Not -Match '\nx +int'
        $shown | Should -Match 'set to use `ThreadPool`'
        $shown | Should -Match 'median of 7 runs'
        $shown | Should -Match 'Out\[\d\]: 42\n'
        $shown | Should -Match 'Out\[2\]: 5\n'
        $typing.Terminal.Lines | Should -Be 'never'
    }

    It 'lists its directives, and its cells' {
        $typing = New-TypingHost '#help', 'int Twice(int n) {', 'return 2 * n; }', 'Twice(2)', '#history', '#HISTORY 1'
        Invoke-WithHost $typing 'Enter-CSharpSession'
        $shown = $typing.Terminal.Shown.ToString().Replace("`r", '')
        $shown | Should -Match '#who \[NAME\]'
        $shown | Should -Match 'In \[1\]: int Twice\(int n\) \{\n   \.\.\.: return 2 \* n; \}\nIn \[2\]: Twice\(2\)\nIn \[3\]: In \[2\]: Twice\(2\)\n'
    }

    It 'runs lines of PowerShell, where it was opened' {
        $typing = New-TypingHost '!$seen = "a", "b"', '!foreach ($s in $seen) {', '"<$s>" }', '! $seen.Count', 'exit'
        Invoke-WithHost $typing 'Enter-CSharpSession; $seen.Count' | Should -Be 2
        $typing.Terminal.Shown.ToString().Replace("`r", '') | Should -Match '<a>\n<b>\nIn \[1\]: 2\n'
    }

    It 'is an error where nobody can be asked' {
        $shell = New-TestShell
        try {
            $failure = Invoke-TestShell $shell 'try { Enter-CSharpSession } catch { $_ }'
        }
        finally {
            $shell.Dispose()
        }

        $failure.FullyQualifiedErrorId | Should -Be 'PromptNotSupported,AsyncCSharp.Commands.EnterCSharpSessionCommand'
        $failure.CategoryInfo.Category | Should -Be 'InvalidOperation'
        $failure.TargetObject | Should -Be 'Default Host'
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*Invoke-CSharpCell*'
    }
}
