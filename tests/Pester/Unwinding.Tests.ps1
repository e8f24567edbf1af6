BeforeDiscovery {
    $kinds = . "$PSScriptRoot/UnwindingKinds.ps1"
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/StopCells.ps1"
}

Describe 'A stop unwinds from the inside out' {
    BeforeEach {
        $notes = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
        $runspace = Open-Runspace -Log $notes
    }

    AfterEach {
        $runspace.Dispose()
    }

    It '<Kind>' -ForEach $kinds {
        $null = Invoke-In $runspace 'param($code) Invoke-CSharpCell $code' $Before
        $cell = Start-Cell $runspace $Code -Begun $Begun
        $cell.Running.IsCompleted | Should -BeFalse -Because "it is to be stopped ($($cell.Shell.Streams.Error.ReadAll()))"
        Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeIn (0..1999)
        "$notes" | Should -Be $Order
        (Invoke-In $runspace 'Invoke-CSharpCell "keep"') | Should -Be 42
    }

    Context 'under the runner <Runner>' -ForEach @(
        @{ Runner = 'ThreadPool' }, @{ Runner = 'CellLoop' }, @{ Runner = 'Nursery' }, @{ Runner = 'AsyncEx' }
        @{ Runner = 'Script'; Register = 'Register-CSharpRunner Script { param($Cell) $Cell.RunToCompletion() }' }
        @{ Runner = 'Waiting'; Register = 'Register-CSharpRunner Waiting { param($Cell) [System.Threading.SynchronizationContext]::SetSynchronizationContext($null); $task = $Cell.Start(); $task.Wait(); $task.Result }' }
    ) {
        It '<Kind>' -ForEach $kinds.Where{ $_.Kind -in @(
                'a method of an earlier cell', 'three levels', 'a ValueTask', 'WhenAll', 'a lambda on the pool', 'await foreach', 'an async iterator as value'
                'an await using variable', 'a finally that awaits a method at each level', 'a finally that does all sorts of things', 'async void in a nursery'
                'Parallel.ForEachAsync', 'Wait in a method', 'background work that takes longer', 'a finally that takes too long') } {
            if ($Runner -in $Not) { Set-ItResult -Skipped -Because 'without a loop async void belongs to no nursery, and the loop of AsyncEx neither goes on inside of a wait nor longer than its cell'; return }
            if ($Register) { $null = Invoke-In $runspace $Register }
            $null = Invoke-In $runspace 'param($code) Invoke-CSharpCell $code' $Before
            $null = Invoke-In $runspace 'param($runner) Set-AutoAwait $runner' $Runner
            $cell = Start-Cell $runspace $Code -Begun $Begun
            $cell.Running.IsCompleted | Should -BeFalse -Because "it is to be stopped ($($cell.Shell.Streams.Error.ReadAll()))"
            Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) } | Should -BeIn (0..1999)
            "$notes" | Should -Be $Order
        }
    }

    Context 'when it comes from <Cause>' -ForEach @(
        @{ Cause = '-TimeoutSeconds'; Script = 'try { Invoke-CSharpCell $code -TimeoutSeconds 0.7 } catch { $_.FullyQualifiedErrorId }' }
        @{ Cause = 'an early end downstream'; First = 'Task.Run(() => { SpinWait.SpinUntil(() => Begun.Count.CurrentCount >= count); Shell.WriteObject(1); });'; Script = 'Invoke-CSharpCell $code | Select-Object -First 1' }
        @{ Cause = 'an error downstream'; First = 'Task.Run(() => { SpinWait.SpinUntil(() => Begun.Count.CurrentCount >= count); Shell.WriteObject(1); });'; Script = 'try { Invoke-CSharpCell $code | ForEach-Object { throw "enough" } } catch { $null = $_ }' }
        @{ Cause = 'an error of a fan-out with -ErrorAction Stop'; First = 'if (Input == 1) { while (Begun.Count.CurrentCount < count) await Task.Delay(5); throw new IOException("enough"); }'; Script = 'try { 1..2 | Invoke-CSharpCell $code -ThrottleLimit 2 -ErrorAction Stop } catch { "$_" }' }
        @{ Cause = 'Stop-Job'; Script = '$job = Invoke-CSharpCell $code -AsJob; & $wait; Stop-Job $job; $job.State' }
        @{ Cause = 'Remove-Job'; Script = '$job = Invoke-CSharpCell $code -AsJob; & $wait; Remove-Job $job -Force' }
        @{ Cause = 'Reset-CSharpSession'; Script = '$job = Invoke-CSharpCell $code -AsJob; & $wait; Reset-CSharpSession -Confirm:$false; $null = Wait-Job $job -Timeout 20' }
        @{ Cause = 'Remove-CSharpSession'; Script = '$job = Invoke-CSharpCell $code -AsJob; & $wait; Remove-CSharpSession Default -Confirm:$false; $null = Wait-Job $job -Timeout 20' }
        @{ Cause = 'the end of a cell around it'; Script = 'try { Invoke-CSharpCell "Shell.Invoke(""param(`$inner) Invoke-CSharpCell `$inner"", Args[0]);" -ArgumentList $code -TimeoutSeconds 0.7 } catch { $_.FullyQualifiedErrorId }' }
    ) {
        It '<Kind>' -ForEach $kinds.Where{ $_.Kind -in 'three levels', 'an async iterator in another', 'a finally that awaits a method at each level', 'WhenAll' } {
            $null = Invoke-In $runspace 'param($code) Invoke-CSharpCell $code' $Before
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            $null = Invoke-In $runspace 'param($count) Set-CSharpVariable count $count' $Begun
            $null = $shell.AddScript("param(`$code, `$begun, `$count) `$wait = { while (`$begun.CurrentCount -lt `$count) { Start-Sleep -Milliseconds 5 } }; $Script")
            $null = $shell.AddArgument("$First $Code").AddArgument((Invoke-In $runspace 'Get-CSharpVariable begun -ValueOnly')).AddArgument($Begun)
            $null = $shell.Invoke()

            # A session that is gone has its clean-up done in the background.
            Wait-Until { "$notes" -eq $Order } -Seconds 5
            "$notes" | Should -Be $Order
        }
    }
}
