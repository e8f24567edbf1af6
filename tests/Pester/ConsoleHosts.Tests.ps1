# What background code prints in hosts that have not implemented all, or nothing, of their user interface.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    Add-Type -TypeDefinition @'
        using System;
        using System.Collections.Generic;
        using System.Collections.ObjectModel;
        using System.Globalization;
        using System.IO;
        using System.Management.Automation;
        using System.Management.Automation.Host;
        using System.Security;
        using System.Text;

        public class BareUI : PSHostUserInterface
        {
            public override PSHostRawUserInterface RawUI => null;
            public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) => throw new NotImplementedException();
            public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw new NotImplementedException();
            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw new NotImplementedException();
            public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) => throw new NotImplementedException();
            public override string ReadLine() => throw new NotImplementedException();
            public override SecureString ReadLineAsSecureString() => throw new NotImplementedException();
            public override void Write(string value) => throw new NotImplementedException();
            public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => throw new NotImplementedException();
            public override void WriteLine(string value) => throw new NotImplementedException();
            public override void WriteErrorLine(string value) => throw new NotImplementedException();
            public override void WriteDebugLine(string message) => throw new NotImplementedException();
            public override void WriteProgress(long sourceId, ProgressRecord record) => throw new NotImplementedException();
            public override void WriteVerboseLine(string message) => throw new NotImplementedException();
            public override void WriteWarningLine(string message) => throw new FormatException();
        }

        public class BareHost : PSHost
        {
            public PSHostUserInterface Own;
            public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
            public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
            public override Guid InstanceId { get; } = Guid.NewGuid();
            public override string Name => "Bare";
            public override PSHostUserInterface UI => Own;
            public override Version Version => new Version(1, 0);
            public override void EnterNestedPrompt() => throw new NotImplementedException();
            public override void ExitNestedPrompt() => throw new NotImplementedException();
            public override void NotifyBeginApplication() { }
            public override void NotifyEndApplication() { }
            public override void SetShouldExit(int exitCode) { }
        }

        public class BrokenWriter : TextWriter
        {
            public override Encoding Encoding => Encoding.UTF8;
            public override void Write(char value) => throw new NotImplementedException();
            public override void Write(string value) => throw new NotImplementedException();
            public override void WriteLine(string value) => throw new NotImplementedException();
        }
'@

    function New-BareShell($UI) {
        $bare = [BareHost]::new()
        $bare.Own = $UI
        $runspace = [runspacefactory]::CreateRunspace($bare, [initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', $manifest).Invoke()
        $shell.Commands.Clear()
        $shell
    }

    # Left behind by one cell, and told to print when the next has ended.
    $left = @'
        cs @"
            var printed = new TaskCompletionSource<string>();
            var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = begin.Task.ContinueWith(_ => { try { PRINT; printed.SetResult("printed"); } catch (Exception e) { printed.SetResult(e.GetType().Name); } });
            ;
"@
        $begin = Get-CSharpVariable begin -ValueOnly
        $begin.SetResult()
        (Get-CSharpVariable printed -ValueOnly).Task.GetAwaiter().GetResult()
'@

    function Get-LateOutcome([powershell]$Shell, [string]$Print) {
        Invoke-TestShell $Shell 'Reset-CSharpSession'
        Invoke-TestShell $Shell $left.Replace('PRINT', $Print)
        $Shell.Streams.Error | Should -BeNullOrEmpty
        $null = Invoke-TestShell $Shell 'cs "1"'
        $Shell.Streams.Warning | Should -BeNullOrEmpty
    }
}

Describe 'Late console text in a host <Label>' -ForEach @(
    @{ Label = 'without Write'; UI = { [BareUI]::new() } }
    @{ Label = 'without a user interface'; UI = { $null } }
) {
    BeforeAll { $shell = New-BareShell (& $UI) }

    AfterAll {
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }

    It 'is no failure of the code that prints: <Print>' -ForEach @(
        @{ Print = 'Console.WriteLine(5)' }
        @{ Print = 'Console.Write((char)120)' }
        @{ Print = 'Console.Error.WriteLine(5)' }
        @{ Print = 'Array.ForEach(new[] { 1, 2 }, Console.WriteLine)' }
    ) {
        Get-LateOutcome $shell $Print | Should -Be 'printed'
    }
}

Describe 'Late console text where a program has replaced the writer of the console' {
    It 'is no failure of the code that prints, and ends nothing: <Print>' -ForEach @(
        @{ Print = 'Console.WriteLine(5)' }
        @{ Print = 'Array.ForEach(new[] { 1, 2 }, Console.WriteLine)' }
    ) {
        $before = [Console]::Out
        $shell = $null
        try {
            [Console]::SetOut([BrokenWriter]::new())
            $shell = New-BareShell ([BareUI]::new())
            Get-LateOutcome $shell $Print | Should -Be 'printed'
        }
        finally {
            [Console]::SetOut($before)
            if ($shell) {
                $shell.Runspace.Dispose()
                $shell.Dispose()
            }
        }
    }
}
