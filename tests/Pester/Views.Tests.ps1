BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $import = Get-ImportText
}

Describe 'A task that is shown' {
    It 'never blocks the prompt: <Name>' -ForEach @(
        @{ Name = 'Task<int>'; Code = 'new TaskCompletionSource<int>().Task' }
        @{ Name = 'Task<string>'; Code = 'new TaskCompletionSource<string>().Task' }
        @{ Name = 'Task'; Code = 'new TaskCompletionSource().Task' }
        @{ Name = 'async method'; Code = 'async Task<int> F() { await Task.Delay(-1); return 1; } F()' }
        @{ Name = 'two tasks'; Code = 'new[] { new TaskCompletionSource<int>().Task, Task.FromResult(1) }' }
        @{ Name = 'ValueTask<int>'; Code = 'new ValueTask<int>(new TaskCompletionSource<int>().Task)' }
        @{ Name = 'Task<List<int>>'; Code = 'new TaskCompletionSource<List<int>>().Task' }
    ) {
        $child = Invoke-ChildShell "$import; Invoke-CSharpCell '$Code' -NoAwait; 'reached the end'" -Seconds 30
        $child.TimedOut | Should -BeFalse
        $child.Output | Should -Match 'reached the end'
        $child.Errors.Trim() | Should -BeNullOrEmpty
    }

    It 'shows its status' {
        $child = Invoke-ChildShell "$import; Invoke-CSharpCell 'new TaskCompletionSource<int>().Task' -NoAwait" -Seconds 30
        $child.TimedOut | Should -BeFalse
        $child.Output | Should -Match 'WaitingForActivation'
    }

    It 'shows that one has ended' {
        $child = Invoke-ChildShell "$import; Invoke-CSharpCell 'Task.FromResult(4711)' -NoAwait" -Seconds 30
        $child.Output | Should -Match 'RanToCompletion'
    }

    It 'shows one that failed without an error' {
        $child = Invoke-ChildShell "$import; Invoke-CSharpCell 'Task.FromException<int>(new FormatException(""wrong format""))' -NoAwait; 'reached the end'" -Seconds 30
        $child.TimedOut | Should -BeFalse
        $child.Output | Should -Match 'Faulted'
        $child.Output | Should -Match 'reached the end'
    }
}

Describe 'Default views' {
    BeforeAll {
        $child = Invoke-ChildShell @"
$import
Invoke-CSharpCell 'int number = 42; var names = new List<string> { "anna" };'
'[session]' | Out-Default; `$null = New-CSharpSession Second; Get-CSharpSession | Out-Default
'[variable]' | Out-Default; Get-CSharpVariable | Out-Default
'[auto]' | Out-Default; Get-AutoAwait | Out-Default
'[test]' | Out-Default; Test-CSharpCell 'nonsense + 1' | Out-Default
'[diagnostic]' | Out-Default; (Test-CSharpCell "1;``nint x = nonsense + 1;").Diagnostics | Out-Default
'[end]' | Out-Default
"@
        function Get-Shown([string]$Name) {
            if ($child.Output -match "(?s)\[$Name\]\n(.*?)\n\[\w+\]\n") { $Matches[1].Trim("`n") }
        }
    }

    It 'of sessions is a table, a line each' {
        $lines = (Get-Shown session).Split("`n").Where({ $_.Trim() })
        $lines[0] | Should -Match '^\s*Name\b'
        $lines | Should -HaveCount 4
        $lines[2] | Should -Match '^Default\s.*\b1\b'
        $lines[3] | Should -Match '^Second\b'
        $lines[0] | Should -Match 'State'
        $lines[0] | Should -Match 'Runner'
        $lines[0] | Should -Match 'Held$'

        # All columns on a terminal of 80: PowerShell squeezes and drops those that do not fit.
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessThan 80 }
    }

    It 'of variables is a table with name, type and value' {
        $text = Get-Shown variable
        $text | Should -Match '(?m)^Name\s+Type\s+Value|^Name\s+Value\s+Type|^Type\s+Name\s+Value'
        $text | Should -Match '(?m)^.*number.*$'
        $text | Should -Match ([regex]::Escape('List<string>(1) { "anna" }'))
        $text | Should -Match '\bint\b'
        $text | Should -Match '\b42\b'
    }

    It 'of variables runs no code of a cell, and nothing of a lazy collection' {
        $lazy = Invoke-ChildShell @"
$import
cs 'class Loud { public override string ToString() { Console.WriteLine("ran"); return "loud"; } }'
cs 'IEnumerable<int> Endless() { while (true) { Console.WriteLine("ran"); yield return 1; } } var endless = Endless(); var louds = new List<Loud> { new() }; var text = "a\n\"b\"";'
Get-CSharpVariable | Out-Default
"@
        $lazy.Output | Should -Not -Match '(?m)^ran'
        $lazy.Output | Should -Match 'louds\s+List<Loud>\s+List<Loud> \(1\)'
        $lazy.Output | Should -Match ([regex]::Escape('"a\n\"b\""'))
    }

    It 'of AutoAwait is its sentence' {
        (Get-Shown auto).Trim() | Should -BeExactly 'AutoAwait is `On`, and set to use `EventLoop`'
    }

    It 'of a tested cell has all of it' {
        $text = Get-Shown test
        foreach ($name in 'IsValid', 'IsComplete', 'IsAsync', 'ReturnType', 'Diagnostics') {
            $text | Should -Match $name
        }
        $text | Should -Match 'CS0103'
    }

    It 'of diagnostics shows the line and the place' {
        $text = Get-Shown diagnostic
        $text | Should -Match 'CS0103'
        $text | Should -Match 'nonsense'
        $text | Should -Match '\b2\b'
    }

    It 'give no errors' {
        $child.Errors.Trim() | Should -BeNullOrEmpty
    }

    It 'do not read a variable that would block' {
        $blocked = Invoke-ChildShell "$import; Invoke-CSharpCell 'var pending = new TaskCompletionSource<int>().Task;'; Get-CSharpVariable; 'reached the end'" -Seconds 30
        $blocked.TimedOut | Should -BeFalse
        $blocked.Output | Should -Match 'pending'
        $blocked.Output | Should -Match 'reached the end'
    }
}

Describe 'The views and types of the module' {
    BeforeAll {
        # A module with a view and a type of its own, for which PowerShell makes all that it has anew.
        $other = (New-Item -ItemType Directory "$TestDrive/Other").FullName
        Set-Content "$other/Other.psd1" "@{ ModuleVersion = '1.0'; TypesToProcess = 'Other.Types.ps1xml'; FormatsToProcess = 'Other.Format.ps1xml' }"
        Set-Content "$other/Other.Types.ps1xml" '<Types><Type><Name>Other.Type</Name><Members><NoteProperty><Name>Note</Name><Value>1</Value></NoteProperty></Members></Type></Types>'
        Set-Content "$other/Other.Format.ps1xml" '<Configuration><ViewDefinitions><View><Name>Other</Name><ViewSelectedBy><TypeName>Other.Type</TypeName></ViewSelectedBy><ListControl><ListEntries><ListEntry><ListItems><ListItem><PropertyName>Note</PropertyName></ListItem></ListItems></ListEntry></ListEntries></ListControl></View></ViewDefinitions></Configuration>'
        $counts = '"{0} {1} {2}" -f @(Get-FormatData AsyncCSharp.*).Count, @(Get-TypeData AsyncCSharp.*, System.Text.Json.JsonElement).Count, @(Get-TypeData System.Threading.Tasks.Task | ForEach-Object { $_.PropertySerializationSet.ReferencedProperties }).Count'
    }

    It 'stay when another module comes and goes, go with the module, and come again once' {
        $said = (Invoke-ChildShell @"
Update-TypeData -TypeName Users.Own -MemberType NoteProperty -MemberName N -Value 1
$import; $counts
Import-Module '$other/Other.psd1'; $counts
Remove-Module Other; $counts
$import -Force; $counts
Remove-Module AsyncCSharp; $counts
@(Get-TypeData Users.Own).Count; @(Get-FormatData System.Diagnostics.Process).Count
$import; $counts
"@).Output.Trim() -split "`n"
        $said | Should -Be '11 3 3', '11 3 3', '11 3 3', '11 3 3', '0 0 0', '1', '1', '11 3 3'
    }

    It 'are what the runspace makes anew, too' {
        $said = (Invoke-ChildShell @"
$import; $counts
Update-FormatData; Update-TypeData; $counts
`$assembly = (Get-Command Invoke-CSharpCell).ImplementingType.Assembly
`$assembly.GetType('AsyncCSharp.Interop.ViewTables').GetMethod('Renew').Invoke(`$null, @([runspace]::DefaultRunspace)); $counts
"@).Output.Trim() -split "`n"
        $said | Should -Be '11 3 3', '11 3 3', '11 3 3'
    }

    It 'are there for the pipeline that imports the module' {
        $said = (Invoke-ChildShell "1; $import; Get-AutoAwait").Output.Trim() -split "`n" | Where-Object { $_ }
        $said | Should -HaveCount 2
        $said[1] | Should -BeLike '*EventLoop*'
    }

    It 'are those of each runspace that imports it' {
        $shells = (New-TestShell), (New-TestShell)
        try {
            foreach ($shell in $shells) { Invoke-TestShell $shell $counts | Should -Be '11 3 3' }
            Invoke-TestShell $shells[0] 'Remove-Module AsyncCSharp'
            Invoke-TestShell $shells[0] $counts | Should -Be '0 0 0'
            Invoke-TestShell $shells[1] $counts | Should -Be '11 3 3'
        }
        finally {
            $shells.Dispose()
        }
    }

    It 'are those of each runspace of a pool, which have one state' {
        $pool = [runspacefactory]::CreateRunspacePool([initialsessionstate]::CreateDefault2())
        $null = $pool.SetMaxRunspaces(3)
        $null = $pool.SetMinRunspaces(3)
        $pool.Open()
        $barrier = [Threading.Barrier]::new(3)
        try {
            $calls = foreach ($i in 1..3) {
                $shell = [powershell]::Create()
                $shell.RunspacePool = $pool
                $null = $shell.AddScript("param(`$barrier) `$null = `$barrier.SignalAndWait(60000); Import-Module '$manifest'; `$null = `$barrier.SignalAndWait(60000); $counts").AddArgument($barrier)
                @{ Shell = $shell; Running = $shell.BeginInvoke() }
            }

            $said = $calls | ForEach-Object { $_.Shell.EndInvoke($_.Running) }
            $calls.Shell.Streams.Error | Should -BeNullOrEmpty
            $said | Should -Be '11 3 3', '11 3 3', '11 3 3'
        }
        finally {
            $calls.Shell.Dispose()
            $pool.Dispose()
            $barrier.Dispose()
        }
    }

    It 'are those of a runspace whose lists another one adds to at that moment' {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $session = New-CSharpSession -Name Lists
        try {
            Set-CSharpVariable formats $runspace.InitialSessionState.Formats -Session $session
            Invoke-CSharpCell -Session $session @'
                using System.Management.Automation;
                using System.Management.Automation.Runspaces;
                var more = new SessionStateFormatEntry(new ExtendedTypeDefinition("Others.Type", [new FormatViewDefinition("Other", ListControl.Create().StartEntry().AddItemProperty("N").EndEntry().EndList())]));
                formats.Add(Enumerable.Repeat(more, 500_000));
                var end = new CancellationTokenSource();
                var adding = Task.Run(() => { while (!end.IsCancellationRequested) { formats.Add(more); formats.RemoveItem(formats.Count - 1); Thread.SpinWait(20); } });
'@
            $said = $shell.AddScript("Import-Module '$manifest'; [bool](Get-Command Invoke-CSharpCell); @(Get-TypeData AsyncCSharp.*).Count").Invoke()
            $shell.Streams.Error | Should -BeNullOrEmpty
            $said | Should -Be $true, 2
        }
        finally {
            Invoke-CSharpCell 'end.Cancel(); await adding;' -Session $session
            Remove-CSharpSession $session
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'show the path of a file that was tested, and no path without one' {
        Set-Content "$TestDrive/tested.csx" '1'
        Test-CSharpCell -Path "$TestDrive/tested.csx" | Out-String | Should -Match 'Path +: .*tested\.csx'
        Test-CSharpCell '1' | Out-String | Should -Not -Match 'Path'
        $far = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Test-CSharpCell -Path "$TestDrive/tested.csx")))
        $far | Out-String | Should -Match 'Path +: .*tested\.csx'
    }
}
