BeforeDiscovery {
    # Ways for code that a cell calls to remove the module; each goes on behind it.
    $ways = @(
        @{ Way = 'Shell.Invoke'; Script = 'cs ''Shell.Invoke("Remove-Module AsyncCSharp");''' }
        @{ Way = 'Shell.Invoke, with -Force'; Script = 'cs ''Shell.Invoke("Remove-Module AsyncCSharp -Force");''' }
        @{ Way = 'Shell.Invoke, by the module object'; Script = 'cs ''Shell.Invoke("Get-Module AsyncCSharp | Remove-Module");''' }
        @{ Way = 'Import-Module -Force'; Script = 'cs ''Shell.Invoke((string)Args[0]);'' -ArgumentList "Import-Module ''$manifest'' -Force"' }
        @{ Way = 'a delegate'; Script = 'try { cs "f();" -Variable @{ f = [Action]{ Remove-Module AsyncCSharp } } } catch { $_ }' }
        @{ Way = 'a delegate that the pool calls'; Script = 'try { cs "await Task.Run(() => f());" -Variable @{ f = [Action]{ Remove-Module AsyncCSharp } } } catch { $_ }' }
        @{ Way = 'Shell.Callback'; Script = 'try { cs "Shell.Callback<Action>((ScriptBlock)Args[0])();" -ArgumentList { Remove-Module AsyncCSharp } } catch { $_ }' }
        @{ Way = 'a command downstream'; Script = 'cs "Shell.WriteObject(1);" | ForEach-Object { try { Remove-Module AsyncCSharp } catch { $_ } }' }
        @{ Way = 'a command upstream'; Script = '1 | ForEach-Object { try { Remove-Module AsyncCSharp } catch { $_ }; 1 } | cs "1" | Out-Null' }
        @{ Way = 'a cell within'; Script = '$null = New-CSharpSession Inner; cs ''Shell.Invoke("cs ''''Shell.Invoke(\"Remove-Module AsyncCSharp\");'''' -Session Inner");''' }
        @{ Way = 'the cell of a job'; Script = 'cs ''Shell.Invoke("Remove-Module AsyncCSharp");'' -AsJob | Wait-Job -Timeout 20 | Receive-Job' }
        @{ Way = 'a fan-out'; Script = '1..3 | cs "f(); 5" -Variable @{ f = [Action]{ Remove-Module AsyncCSharp } } -ThrottleLimit 2' }
        @{ Way = 'a runner'; Script = 'try { cs "await Task.Yield();" -Runner { param($Cell) Remove-Module AsyncCSharp; $Cell.RunToCompletion() } } catch { $_ }' }
        @{ Way = 'a measured cell'; Script = 'Measure-CSharpCell ''Shell.Invoke("Remove-Module AsyncCSharp");'' -Count 1 | Out-Null' }
        @{ Way = 'the action of an event'; Script = '$null = Register-EngineEvent Spec.Remove -Action { Remove-Module AsyncCSharp }; cs ''Shell.Invoke("$null = New-Event Spec.Remove; Start-Sleep -Milliseconds 300");''; Get-Job | Receive-Job' }
        @{ Way = 'a type that is made for Set-AutoAwait'; Script = 'cs "public class R : ICellRunner { public R() { using var p = PowerShell.Create(RunspaceMode.CurrentRunspace); p.AddScript(""Remove-Module AsyncCSharp"").Invoke(); } public object? Run(CellContext c) => c.RunToCompletion(); }"; Set-AutoAwait R' }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Remove-Module from inside of a cell' {
    It 'is refused to <Way>, and all goes on' -ForEach $ways {
        $script = "`$manifest = '$manifest'; Import-Module `$manifest; `$null = cs 'int keep = 41;'; & { $Script } *>&1 | ForEach-Object { `"`$_`" }" +
            "; `"ids: `$(@(`$Error.FullyQualifiedErrorId) -like 'SessionInUse,Microsoft.PowerShell.Commands.*' | Sort-Object -Unique)`"; `"`$(cs 'keep + 1')`""
        $child = Invoke-ChildShell $script
        $child.ExitCode | Should -Be 0
        $lines = @($child.Output.TrimEnd() -split "`n")
        $lines[-1] | Should -Be '42'

        # PowerShell does not keep the errors of an event's action, and those of a job's runspace are gone with it: the job has failed.
        if ($Way -notin 'the action of an event', 'the cell of a job') { $lines[-2] | Should -BeLike 'ids: SessionInUse,Microsoft.PowerShell.Commands.*ModuleCommand' }
    }

    It 'is an error that says what to do' {
        $script = "$(Get-ImportText); cs 'Shell.Invoke(`"Remove-Module AsyncCSharp`");' 2>`$null; `$e = `$Error[0]; `$e.CategoryInfo.Category, `$e.Exception.Data['ErrorRecord'].TargetObject, `$e.Exception.GetType().Name, `$e.ErrorDetails.RecommendedAction"
        $child = Invoke-ChildShell $script
        $child.Output | Should -Be "ResourceBusy`nDefault`nInvalidOperationException`nReset or remove the session, or the module, after its cell has ended.`n"
    }

    It 'works when the cell has ended, whatever its jobs do' {
        $script = "$(Get-ImportText); `$job = cs 'await Task.Delay(60000);' -AsJob; Remove-Module AsyncCSharp; `$null = `$job | Wait-Job -Timeout 20; `$job.State; `"`$(Get-Module AsyncCSharp)`"; $(Get-ImportText); cs '6 * 7'"
        $child = Invoke-ChildShell $script
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -Be "Stopped`n`n42`n"
    }
}

Describe 'Handlers of the process behind Remove-Module' {
    BeforeAll {
        # The names of the events of the process that have a handler of the module's, and its trace listeners.
        $handlers = @'
            function Get-Handlers {
                $flags = [Reflection.BindingFlags]'Static, NonPublic, Public'
                $core = [object].Assembly
                foreach ($type in [AppContext], [AppDomain], [Threading.Tasks.TaskScheduler], [Diagnostics.Contracts.Contract], $core.GetType('System.Runtime.CompilerServices.ContractHelper')) {
                    foreach ($field in $type.GetFields($flags)) {
                        if ($field.FieldType -ne [EventHandler[AssemblyLoadEventArgs]] -and [Delegate].IsAssignableFrom($field.FieldType) -and ($value = $field.GetValue($null)) -and
                            @($value.GetInvocationList().Method.DeclaringType.Assembly.GetName().Name) -contains 'AsyncCSharp') { $field.Name.Trim('_') }
                    }
                }
                @([Diagnostics.Trace]::Listeners.Name) -eq 'AsyncCSharp'
            }
'@
    }

    It 'are gone, and there again with the next import' {
        $script = "$handlers; $(Get-ImportText); cs '1' | Out-Null; `"before: `$(Get-Handlers)`"; Remove-Module AsyncCSharp; `"after: `$(Get-Handlers)`"; $(Get-ImportText)" +
            "; cs '2' | Out-Null; `"again: `$(Get-Handlers)`"; Remove-Module AsyncCSharp; `"end: `$(Get-Handlers)`""
        $child = Invoke-ChildShell $script
        $child.Errors | Should -BeNullOrEmpty
        $lines = $child.Output.TrimEnd() -split "`n"
        $lines[0] | Should -Match 'FirstChanceException.*UnobservedTaskException.*AsyncCSharp'
        $lines[1] | Should -Be 'after: '
        $lines[2] | Should -Be $lines[0].Replace('before', 'again')
        $lines[3] | Should -Be 'end:'
    }

    It 'stay while another runspace has a session, and go with its module' {
        $script = "$handlers; $(Get-ImportText); cs '1' | Out-Null; `$other = [powershell]::Create([initialsessionstate]::CreateDefault2())" +
            "; `$other.AddScript(`"$((Get-ImportText).Replace('"', '`"')); cs '1'`").Invoke() | Out-Null; `$other.Commands.Clear()" +
            "; Remove-Module AsyncCSharp; `"other: `$(Get-Handlers)`"; `$other.AddScript('Remove-Module AsyncCSharp').Invoke(); `"end: `$(Get-Handlers)`""
        $child = Invoke-ChildShell $script
        $child.Errors | Should -BeNullOrEmpty
        $lines = $child.Output.TrimEnd() -split "`n"
        $lines[0] | Should -Match 'FirstChanceException.*UnobservedTaskException.*AsyncCSharp'
        $lines[1] | Should -Be 'end:'
    }

    It 'go with the last call, where a job was left' {
        $script = "$handlers; $(Get-ImportText); `$job = cs 'try { await Task.Delay(-1, CancellationToken); } finally { Thread.Sleep(50); }' -AsJob; Remove-Module AsyncCSharp" +
            "; `$null = `$job | Wait-Job -Timeout 20; `$job.State; `$end = [datetime]::Now.AddSeconds(20); while ((Get-Handlers) -and [datetime]::Now -lt `$end) { Start-Sleep -Milliseconds 10 }; `"end: `$(Get-Handlers)`""
        $child = Invoke-ChildShell $script
        $child.Errors | Should -BeNullOrEmpty
        $child.Output | Should -Be "Stopped`nend: `n"
    }

    It 'do not keep a task''s exception, or an assertion, from the one that it belongs to' {
        $script = "$(Get-ImportText); cs '1' | Out-Null; Remove-Module AsyncCSharp; try { [Threading.Tasks.Task]::FromException([FormatException]::new('own')).GetAwaiter().GetResult() } catch { `$_.Exception.InnerException.GetType().Name }"
        (Invoke-ChildShell $script).Output | Should -Be "FormatException`n"
    }
}
