BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/StopCells.ps1"
}

# PowerShell code that C# reaches through an object, without Shell or a delegate: as a member of a script, or a method of a class.
Describe 'PowerShell code that a cell calls directly' {
    BeforeDiscovery {
        $ways = @(
            @{ Way = 'a script method'; Code = 'o.M();' }
            @{ Way = 'a script property'; Code = '_ = o.P;' }
            @{ Way = 'ToString of a class'; Code = '_ = c.ToString();' }
        )
        $nested = @(
            @{ Nested = 'no nested cell'; Inner = '' }
            @{ Nested = 'a nested cell'; Inner = 'cs 1' }
            @{ Nested = 'a nested cell for several objects'; Inner = '1..3 | cs "Input"' }
            @{ Nested = 'nested cells in one pipeline'; Inner = '1..3 | cs "Input" | cs "Input"' }
            @{ Nested = 'nested cells at a time'; Inner = '1..3 | cs "await Task.Yield();" -ThrottleLimit 2' }
            @{ Nested = 'a nested cell that writes as it runs'; Inner = 'cs "Shell.WriteObject(1); Console.WriteLine(2);"' }
            @{ Nested = 'a nested cell that calls PowerShell'; Inner = "cs 'Shell.Invoke(`"cs 2`");'" }
            @{ Nested = 'a nested cell that does so itself'; Inner = "cs 'i.N();' -Variable i" }
            @{ Nested = 'a nested cell that fails'; Inner = 'try { cs "throw new Exception();" } catch { }' }
            @{ Nested = 'a nested cell whose pipeline ends early'; Inner = 'cs "new[] { 1, 2 }" | Select-Object -First 1' }
            @{ Nested = 'a nested cell of another session'; Inner = 'cs 1 -Session (New-CSharpSession Other -Force)' }
            @{ Nested = 'a nested measurement'; Inner = 'Measure-CSharpCell 1 -Count 1' }
        )
        $all = foreach ($inner in $nested) { @{ Way = $ways[0].Way; Code = $ways[0].Code } + $inner }
        $all += foreach ($way in $ways[1..2]) { $way + $nested[1] }
        $all += @{ Way = 'a script method of an async cell'; Code = 'await Task.Yield(); o.M();' } + $nested[1]
        $all += @{ Way = 'a script method of an async method'; Code = 'async Task F() { await Task.Delay(1); o.M(); } await F();' } + $nested[1]
    }

    BeforeAll {
        function Start-DirectCall([string]$Code, [string]$Inner, [string]$Then, [string]$Parameters = '') {
            Start-Cell $runspace $Code -Begun 1 -Script @"
param(`$code)
`$i = [pscustomobject]@{} | Add-Member ScriptMethod N { `$null = cs 2 } -PassThru
function Enter-Wait { `$null = $($Inner ? $Inner : 1); `$null = (Get-CSharpVariable begun -ValueOnly).Release(); $Then }
class C { [string] ToString() { Enter-Wait; return '' } }
`$c = [C]::new()
`$o = [pscustomobject]@{} | Add-Member ScriptMethod M { Enter-Wait } -PassThru | Add-Member ScriptProperty P { Enter-Wait } -PassThru
try { cs `$code -Variable o, c $Parameters } catch { `$_.FullyQualifiedErrorId }
"@
        }
    }

    BeforeEach {
        $runspace = Open-Runspace -Before 'var begun = new SemaphoreSlim(0);'
    }

    AfterEach {
        $runspace.CloseAsync()
    }

    It 'is stopped in a wait after <Nested>: <Way>' -ForEach $all {
        $cell = Start-DirectCall $Code $Inner '[Threading.Tasks.Task]::Delay(-1).Wait()'
        $time = Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
        [Console]::WriteLine("stopped after $time ms")
        $time | Should -BeIn (0..1999)
    }

    It 'is stopped by -TimeoutSeconds in a wait after a nested cell' {
        $cell = Start-DirectCall 'o.M();' 'cs 1' '[Threading.Tasks.Task]::Delay(-1).Wait()' '-TimeoutSeconds 3'
        Measure-End $cell { } | Should -BeIn (0..4999)
        "$($cell.Output)" | Should -Be 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It '<Cause> stops a nested cell in <Wait>' -ForEach @(
        foreach ($cause in '-TimeoutSeconds', 'the pipeline') {
            foreach ($wait in 'Task.Delay(-1).Wait();', 'await Task.Delay(-1);', 'while (true) { }') { @{ Cause = $cause; Wait = $wait } }
        }
    ) {
        $isTimeout = $Cause -eq '-TimeoutSeconds'
        $cell = Start-DirectCall 'o.M();' '' "cs '$Wait'" ($isTimeout ? '-TimeoutSeconds 3' : '')
        $time = Measure-End $cell { if (-not $isTimeout) { $null = $cell.Shell.BeginStop($null, $null) } }
        [Console]::WriteLine("stopped after $time ms")
        $time | Should -BeIn (0..($isTimeout ? 4999 : 1999))
    }

    It 'is stopped with its session in a wait after a nested cell' {
        $cell = Start-DirectCall 'o.M();' 'cs 1' '[Threading.Tasks.Task]::Delay(-1).Wait()'
        $time = Measure-End $cell { $null = $runspace.CloseAsync() }
        [Console]::WriteLine("stopped after $time ms")
        $time | Should -BeIn (0..1999)
    }

    It 'sees what a nested cell has put into the context' {
        $cell = 'System.Globalization.CultureInfo.CurrentCulture = new("fr-FR"); al.Value = 5;'
        $null = cs 'AsyncLocal<int> al = new();'
        $o = [pscustomobject]@{} | Add-Member ScriptMethod M { $null = cs $cell } -PassThru
        cs 'al.Value = 1; o.M(); $"{al.Value} {System.Globalization.CultureInfo.CurrentCulture}"' -Variable o | Should -Be '5 fr-FR'
        cs 'al.Value' | Should -Be 5
        Reset-CSharpSession -Confirm:$false
    }
}
