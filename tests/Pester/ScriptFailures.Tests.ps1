BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

# Both ways into PowerShell's code, on every thread, throw the same.
Describe 'An error that ends a statement of PowerShell code' {
    BeforeAll {
        $calls = @{
            Invoke   = 'Shell.Invoke(text);'
            Thread   = 'await Task.Run(() => Shell.Invoke(text));'
            Delegate = 'f();'
            Beside   = 'await Task.Run(() => f());'
            Async    = 'await g();'
        }
        function Get-Given($Text) {
            $script = [scriptblock]::Create($Text)
            @{ text = $Text; f = [Func[object]] $script; g = [Func[Threading.Tasks.Task[object]]] $script }
        }
    }

    AfterAll { Reset-CSharpSession }

    It 'is the exception that was thrown: <Call>, <Text>' -ForEach @(
        foreach ($call in 'Invoke', 'Thread', 'Delegate', 'Beside', 'Async') {
            @{ Call = $call; Text = 'nosuchcmd'; Type = 'CommandNotFoundException'; Id = 'CommandNotFoundException' }
            @{ Call = $call; Text = '1/0'; Type = 'DivideByZeroException'; Id = 'RuntimeException' }
            @{ Call = $call; Text = "[int]::Parse('x')"; Type = 'FormatException'; Id = 'FormatException' }
            @{ Call = $call; Text = "throw [IO.FileNotFoundException]::new('x')"; Type = 'FileNotFoundException'; Id = 'x' }
            @{ Call = $call; Text = "throw 'text'"; Type = 'RuntimeException'; Id = 'text' }
            @{ Call = $call; Text = 'Get-Item -Nope'; Type = 'ParameterBindingException'; Id = 'NamedParameterNotFound,Microsoft.PowerShell.Commands.GetItemCommand' }
            @{ Call = $call; Text = 'Get-Item nope://x -ErrorAction Stop'; Type = 'DriveNotFoundException'; Id = 'DriveNotFound,Microsoft.PowerShell.Commands.GetItemCommand' }
            @{ Call = $call; Text = 'cs ''throw new TimeoutException("w")'''; Type = 'TimeoutException'; Id = 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand' }
            @{ Call = $call; Text = '$null.Foo()'; Type = 'RuntimeException'; Id = 'InvokeMethodOnNull' }
        }
    ) {
        $type = if ($Type -eq 'DriveNotFoundException') { 'System.Management.Automation.DriveNotFoundException' } else { $Type }
        $seen = cs "try { $($calls[$Call]) return null; } catch ($type e) { return e.Data[`"ErrorRecord`"]; }" -Variable (Get-Given $Text)
        $seen | Should -BeOfType ([System.Management.Automation.ErrorRecord])
        $seen.FullyQualifiedErrorId | Should -Be $Id
        $seen.InvocationInfo.Line | Should -Match ([regex]::Escape($Text))
    }

    It 'ends the script: <Call>' -ForEach @(foreach ($call in 'Invoke', 'Thread', 'Delegate', 'Beside', 'Async') { @{ Call = $call } }) {
        $global:specAfter = 'no'
        cs "try { $($calls[$Call]) } catch (Exception) { }" -Variable (Get-Given '1/0; $global:specAfter = "yes"')
        $global:specAfter | Should -Be 'no'
        cs "$($calls[$Call])" -Variable (Get-Given 'try { 1/0 } catch [DivideByZeroException] { $global:specAfter = "caught" }')
        $global:specAfter | Should -Be 'caught'
        cs "$($calls[$Call])" -Variable (Get-Given 'trap { continue }; 1/0; $global:specAfter = "trapped"')
        $global:specAfter | Should -Be 'trapped'
    }

    It 'that nobody catches is the error of the cell, with exception, category and text of the record: <Call>, <Text>' -ForEach @(
        foreach ($call in 'Invoke', 'Thread', 'Delegate', 'Beside', 'Async') {
            @{ Call = $call; Text = '1/0'; Type = [System.Management.Automation.RuntimeException]; Inner = [DivideByZeroException]; Category = 'NotSpecified'; Message = 'Attempted to divide by zero.' }
            @{ Call = $call; Text = "throw [IO.FileNotFoundException]::new('gone')"; Type = [IO.FileNotFoundException]; Category = 'OperationStopped'; Message = 'gone' }
            @{ Call = $call; Text = 'nosuchcmd'; Type = [System.Management.Automation.CommandNotFoundException]; Category = 'ObjectNotFound'; Message = "*'nosuchcmd'*" }
        }
    ) {
        $given = Get-Given $Text
        $e = { cs $calls[$Call] -Variable $given } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand' -ExceptionType $Type
        $e.CategoryInfo.Category | Should -Be $Category
        $e.Exception.Message | Should -BeLike $Message
        $caught = try { cs $calls[$Call] -Variable $given } catch [DivideByZeroException], [IO.FileNotFoundException], [System.Management.Automation.CommandNotFoundException] { 'by type' }
        $caught | Should -Be 'by type'
    }

    It 'is none where a command only writes it' {
        $given = cs 'Shell.Invoke("Get-Item nope://x; 5")' -ErrorAction SilentlyContinue -ErrorVariable written
        $given | Should -Be 5
        $written.Count | Should -Be 1
        { cs 'Shell.Invoke("Write-Error bad");' -ErrorAction Stop } | Should -Throw 'bad'
    }

    It 'leaves a script its scope, arguments and output' {
        cs 'Shell.Invoke("$fromInvoke = $args[0] + $args.Count", 40, "-x", null);'
        $fromInvoke | Should -Be 43
        cs 'Shell.Invoke("param([int[]] $a, $b) $a.Count; $b", new[] { 1, 2 }, "b")' | Should -Be 2, 'b'
        cs 'Shell.Invoke("return 3; 4")' | Should -Be 3
        cs 'Shell.Invoke("process { 6 } end { 7 }")' | Should -Be 6, 7
        { cs 'Shell.Invoke("if (");' } | Should -Throw -ErrorId 'CellFailed,*' -ExceptionType ([System.Management.Automation.ParseException])
    }
}
