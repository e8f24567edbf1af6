BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $script = {
        Write-Error err
        Write-Warning warn
        Write-Verbose verb -Verbose
        Write-Debug deb -Debug
        Write-Information info
        Write-Host host
        42
    }
    $given = @{ text = "$script"; f = [Func[object]] $script }
}

AfterAll { Reset-CSharpSession }

Describe 'What PowerShell code writes that a cell calls: <Way>' -ForEach @(
    @{ Way = 'Shell.Invoke'; Code = 'Shell.Invoke(text);' }
    @{ Way = 'a delegate'; Code = 'f();' }
    @{ Way = 'Shell.Invoke on another thread'; Code = 'await Task.Run(() => Shell.Invoke(text));' }
    @{ Way = 'a delegate on another thread'; Code = 'await Task.Run(() => f());' }
) {
    It 'goes into the redirections of the call' {
        $all = cs $Code -Variable $given *>&1
        $all | ForEach-Object { $_.GetType().Name } | Should -Be 'ErrorRecord', 'WarningRecord', 'VerboseRecord', 'DebugRecord', 'InformationRecord', 'InformationRecord'
        "$all" | Should -BeExactly 'err warn verb deb info host'
        $errors = cs $Code -Variable $given 2>&1 3>$null 4>$null 5>$null 6>$null
        $errors.FullyQualifiedErrorId | Should -BeExactly 'Microsoft.PowerShell.Commands.WriteErrorException,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        cs $Code -Variable $given 2>"$TestDrive/2" 3>"$TestDrive/3" 4>"$TestDrive/4" 5>"$TestDrive/5" 6>"$TestDrive/6"
        2..6 | ForEach-Object { (Get-Content "$TestDrive/$_" -Raw) -match 'err|warn|verb|deb|info\s+host' | Should -BeTrue -Because $_ }
    }

    It 'is in the variables of the call, and of a function around it' {
        cs $Code -Variable $given -ErrorVariable e -WarningVariable w -InformationVariable i 2>$null 3>$null 4>$null 5>$null 6>$null
        "$e/$w/$i" | Should -BeExactly 'err/warn/info host'
        function Invoke-It { [CmdletBinding()] param() cs $Code -Variable $given }
        Invoke-It -WarningVariable w -InformationVariable +i 2>$null 3>$null 4>$null 5>$null 6>$null
        "$w/$i" | Should -BeExactly 'warn/info host info host'
    }

    It 'is as the call wants it' {
        cs $Code -Variable $given -WarningAction SilentlyContinue -InformationAction Ignore -ErrorAction SilentlyContinue -Verbose:$false -Debug:$false *>&1 | Should -BeNullOrEmpty
        $e = { cs $Code -Variable $given -WarningAction Stop *>$null } | Should -Throw -PassThru -ErrorId 'ActionPreferenceStop,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'OperationStopped'
        { cs $Code -Variable $given -ErrorAction Stop *>$null } | Should -Throw 'err' -ErrorId 'Microsoft.PowerShell.Commands.WriteErrorException,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $Error.Clear()
        cs $Code -Variable $given -ErrorAction SilentlyContinue *>$null
        $Error.Count | Should -Be 1
    }

    It 'is in the streams of a job' {
        $job = cs $Code -Variable $given -AsJob | Wait-Job
        "$($job.Error)/$($job.Warning)/$($job.Verbose)/$($job.Debug)/$($job.Information)" | Should -BeExactly 'err/warn/verb/deb/info host'
        $job.State | Should -Be 'Completed'
        Remove-Job $job
    }
}

Describe 'What PowerShell code writes' {
    It 'comes once for each object of a fan-out' {
        $all = 1..3 | cs 'Shell.Invoke("Write-Warning w$($args[0])", Input); return Input;' -ThrottleLimit 2 3>&1
        $all | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object Message | Sort-Object | Should -Be 'w1', 'w2', 'w3'
        $all | Where-Object { $_ -is [int] } | Sort-Object | Should -Be 1, 2, 3
    }

    It 'reaches the call through a cell that it runs' {
        cs 'Shell.Invoke("cs ''Shell.Invoke(\"Write-Warning deep\");''");' 3>&1 | Should -BeExactly 'deep'
    }

    It 'that awaits goes into the streams of Receive-Task' {
        $begin = [Threading.Tasks.TaskCompletionSource]::new()
        $task = cs 'async Task Run() { await begin.Task; await Task.Run(() => f()); } Run()' -NoAwait -Variable @{ begin = $begin; f = [Action] { Write-Warning late; Write-Error bad } }
        $wait = cs 'Task.Run(async () => { await Task.Delay(50); begin.SetResult(); })' -NoAwait -Variable @{ begin = $begin }
        $task, $wait | Receive-Task -WarningVariable w -ErrorVariable e 2>$null 3>$null
        "$w/$($e.Exception.Message)" | Should -BeExactly 'late/bad'
    }

    It 'is no failure where it is a program''s standard error' -Skip:$IsWindows {
        $ErrorActionPreference = 'Stop'
        cs 'Shell.Invoke("sh -c ''echo no >&2; echo yes''")' 2>$null | Should -BeExactly 'yes'
        cs 'f()' -Variable @{ f = [Func[object]] { sh -c 'echo no >&2; echo yes' } } -ErrorAction Stop 2>$null | Should -BeExactly 'yes'
    }
}
