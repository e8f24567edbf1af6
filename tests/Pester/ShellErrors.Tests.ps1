BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

# What goes wrong in PowerShell code that a cell calls is an exception there, like any other.
Describe 'An error of PowerShell code that a cell calls' {
    BeforeAll {
        $scripts = @{
            fails   = [Func[object]] { Get-Item nope://x -ErrorAction Stop }
            stops   = [Func[object]] { $ErrorActionPreference = 'Stop'; Write-Error 'from the script' }
            writes  = [Func[object]] { Get-Command nope -ErrorAction Stop }
            throws  = [Func[object]] { throw 'from the script' }
            stopped = [Func[object]] { throw [System.Management.Automation.PipelineStoppedException]::new() }
            script  = { Get-Command nope -ErrorAction Stop }
        }
    }

    AfterAll { Reset-CSharpSession }

    It 'goes to the handler: <Code>' -ForEach @(
        foreach ($prefix in '', 'await Task.Delay(1); ') {
            @{ Prefix = $prefix; Code = 'Shell.Invoke("Get-Command nope -ErrorAction Stop");' }
            @{ Prefix = $prefix; Code = 'Shell.Invoke("$ErrorActionPreference = ''Stop''; Write-Error bad");' }
            @{ Prefix = $prefix; Code = 'Shell.Invoke("throw ''from the script''");' }
            @{ Prefix = $prefix; Code = 'Shell.Invoke("throw [System.Management.Automation.PipelineStoppedException]::new()");' }
            @{ Prefix = $prefix; Code = 'Shell.Invoke("$ErrorActionPreference = ''Stop''; cs ''throw new FormatException();''");' }
            @{ Prefix = $prefix; Code = 'fails();' }
            @{ Prefix = $prefix; Code = 'stops();' }
            @{ Prefix = $prefix; Code = 'writes();' }
            @{ Prefix = $prefix; Code = 'throws();' }
            @{ Prefix = $prefix; Code = 'stopped();' }
            @{ Prefix = $prefix; Code = 'await Task.Run(() => writes());' }
            @{ Prefix = $prefix; Code = 'await Task.Run(() => Shell.Invoke("Get-Command nope -ErrorAction Stop"));' }
            @{ Prefix = $prefix; Code = 'await Shell.Callback<Func<Task>>((ScriptBlock)script)();' }
        }
    ) {
        cs "$Prefix string seen = `"none`"; try { $Code seen = `"nothing`"; } catch (Exception) { seen = `"caught`"; } return seen;" -Variable $scripts | Should -Be 'caught'
        cs "$Prefix string after = `"no`"; try { $Code } catch { after = `"yes`"; } Shell.WriteObject(1); await Task.Delay(1); return after;" -Variable $scripts | Should -Be 1, 'yes'
    }

    It 'is the exception that PowerShell throws' {
        cs 'try { Shell.Invoke("Get-Command nope -ErrorAction Stop"); return null; } catch (CommandNotFoundException e) { return ((ErrorRecord)e.Data["ErrorRecord"]).FullyQualifiedErrorId; }' | Should -Be 'CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand'
    }

    It 'that nobody catches is the error of the cell: <Label>' -ForEach @(
        @{ Label = 'a script'; Code = 'Shell.Invoke("Get-Command nope -ErrorAction Stop");' }
        @{ Label = 'a script, after an await'; Code = 'await Task.Delay(1); Shell.Invoke("Get-Command nope -ErrorAction Stop");' }
        @{ Label = 'a delegate'; Code = 'writes();' }
        @{ Label = 'on another thread'; Code = 'await Task.Run(() => writes());' }
    ) {
        $e = { cs $Code -Variable $scripts } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([System.Management.Automation.CommandNotFoundException])
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        try { cs $Code -Variable $scripts } catch [System.Management.Automation.CommandNotFoundException] { $caught = "$_" }
        $caught | Should -BeLike "*'nope'*"
    }

    It 'of one object leaves the next ones alone' {
        $given = 1..3 | cs 'if (Input == 2) { Shell.Invoke("Get-Command nope -ErrorAction Stop"); } Input' -ErrorAction SilentlyContinue -ErrorVariable failures
        $given | Should -Be 1, 3
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'in a background task is a warning of the next cell' {
        cs 'async void Fail() { await Task.Delay(1); throw new ActionPreferenceStopException("late"); } Fail();'
        Wait-Until { $script:warnings = @(cs ';' 3>&1); $warnings }
        $warnings.FullyQualifiedWarningId | Should -Contain 'BackgroundFailed'
    }

    It 'of a runner is the runner''s' {
        { cs 'await Task.Delay(1);' -Runner { Get-Command nope -ErrorAction Stop } } | Should -Throw -ErrorId 'RunnerFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
    }

    It 'in a job fails the job, and can be caught' {
        $job = cs 'Shell.Invoke("Get-Command nope -ErrorAction Stop");' -AsJob | Wait-Job
        $job.State | Should -Be 'Failed'
        { Receive-Job $job -ErrorAction Stop } | Should -Throw "*'nope'*"
        Remove-Job $job
        $job = cs 'try { Shell.Invoke("Get-Command nope -ErrorAction Stop"); return "none"; } catch (Exception) { return "caught"; }' -AsJob
        Receive-Job $job -Wait | Should -Be 'caught'
        Remove-Job $job
    }

    It 'of the cell''s own error stream ends the cell, as before' {
        { cs 'try { Shell.Invoke("Write-Error bad"); } catch { } Shell.SetVariable("beyond", 1);' -ErrorAction Stop } | Should -Throw 'bad'
        Get-Variable beyond -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'of a command downstream ends the cell, as before: <Label>' -ForEach @(
        @{ Label = 'throw'; Command = { cs 'try { Shell.WriteObject(1); } catch { } Shell.WriteObject(2);' | ForEach-Object { $seen.Add($_); throw 'enough' } } }
        @{ Label = '-ErrorAction Stop'; Command = { cs 'try { Shell.WriteObject(1); } catch { } Shell.WriteObject(2);' | ForEach-Object { $seen.Add($_); Write-Error 'enough' -ErrorAction Stop } } }
    ) {
        $seen = [Collections.Generic.List[object]]::new()
        $Command | Should -Throw 'enough'
        $seen | Should -Be 1
    }
}

Describe 'A pipeline that the cell itself has stopped' {
    BeforeAll {
        $code = 'var other = PowerShell.Create(RunspaceMode.NewRunspace).AddScript("1; Start-Sleep 60"); var output = new PSDataCollection<PSObject>(); var run = other.InvokeAsync<PSObject, PSObject>(null, output); while (output.Count == 0) { await Task.Delay(1); } other.Stop(); await run;'
        $thrown = 'throw new PipelineStoppedException();'
    }

    AfterAll { Reset-CSharpSession }

    It 'is an error of the cell, and the script goes on: <Label>' -ForEach @(
        @{ Label = 'sync'; Command = { cs $thrown } }
        @{ Label = 'async'; Command = { cs ('await Task.Delay(1); ' + $thrown) } }
        @{ Label = 'of another runspace'; Command = { cs $code } }
        @{ Label = 'on another thread'; Command = { cs "await Task.Run(() => { $thrown });" } }
        @{ Label = 'in a script'; Command = { cs 'Shell.Invoke("throw [System.Management.Automation.PipelineStoppedException]::new()");' } }
        @{ Label = 'in a delegate'; Command = { cs 'f();' -Variable @{ f = [Action] { throw [System.Management.Automation.PipelineStoppedException]::new() } } } }
    ) {
        $e = $Command | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([System.Management.Automation.PipelineStoppedException])
        $e.CategoryInfo.Category | Should -Be 'OperationStopped'
    }

    It 'leaves the script its exit code' {
        $shell = Invoke-ChildShell "$(Get-ImportText); cs '$thrown'; 'goes on'; exit 7"
        $shell.Output | Should -Match 'goes on'
        $shell.ExitCode | Should -Be 7
    }

    It 'can be caught, and is no stop of the cell' {
        cs "try { $code } catch (PipelineStoppedException) { } await Task.Delay(1); return 5;" | Should -Be 5
    }

    It 'is an error of Measure-CSharpCell and of a job too' {
        { Measure-CSharpCell $thrown } | Should -Throw -ErrorId 'CellFailed,AsyncCSharp.Commands.MeasureCSharpCellCommand'
        $job = cs $thrown -AsJob | Wait-Job
        $job.State | Should -Be 'Failed'
        Remove-Job $job
    }
}
