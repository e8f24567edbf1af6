BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

Describe 'Shell from other threads under <_>' -ForEach 'EventLoop', 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait $_
        $x = 5
    }

    AfterAll { Set-AutoAwait EventLoop }

    It 'writes to all streams, in the order of the calls' {
        $output = @(Invoke-CSharpCell 'await Task.Run(() => { Shell.WriteObject(1); Shell.WriteWarning("w"); Shell.WriteInformation("i", "tag"); Console.WriteLine("c"); Shell.WriteObject(2); });' 3>&1 6>&1)
        ($output | ForEach-Object { "$_" }) | Should -Be @('1', 'w', 'i', 'c', '2')
    }

    It 'keeps the order of one thread among many' {
        $output = @(Invoke-CSharpCell 'await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() => { for (int i = 0; i < 50; i++) { Shell.WriteObject(t * 1000 + i); } })));')
        $output.Count | Should -Be 200
        foreach ($t in 0..3) {
            $own = @($output | Where-Object { [Math]::Floor($_ / 1000) -eq $t })
            ($own -join ' ') | Should -Be ((0..49 | ForEach-Object { $t * 1000 + $_ }) -join ' ')
        }
    }

    It 'reads and sets variables' {
        Invoke-CSharpCell 'await Task.Run(() => { Shell.SetVariable("fromCell", Shell.GetVariable<int>("x") + 1); });'
        $fromCell | Should -Be 6
    }

    It 'runs PowerShell code' {
        Invoke-CSharpCell 'await Task.Run(() => (int)Shell.Invoke("$x * 2")[0].BaseObject)' | Should -Be 10
    }

    It 'reads and sets variables while the cell blocks the pipeline thread' {
        Invoke-CSharpCell 'Task.Run(() => Shell.GetVariable<int>("x")).Result' -WarningAction SilentlyContinue | Should -Be 5
        Invoke-CSharpCell 'Task.Run(() => Shell.SetVariable("blocked", 7)).Wait();' -WarningAction SilentlyContinue
        $blocked | Should -Be 7
    }

    It 'writes while the cell blocks the pipeline thread' {
        Invoke-CSharpCell 'Task.Run(() => { for (int i = 0; i < 3; i++) { Shell.WriteObject(i); } }).Wait();' | Should -Be @(0, 1, 2)
        Invoke-CSharpCell 'Task.Run(async () => { for (int i = 0; i < 2; i++) { await Shell.WriteObjectAsync(i); } }).Wait();' | Should -Be @(0, 1)
    }

    It 'does not block the cell''s own parallel code' {
        @(Invoke-CSharpCell 'Parallel.For(0, 20, i => Shell.WriteObject(i));').Count | Should -Be 20
    }

    It 'holds back a fast producer' {
        Invoke-CSharpCell 'int made = 0;'
        $taken = 0
        $ahead = 0
        Invoke-CSharpCell 'await Task.Run(async () => { for (int i = 0; i < 50; i++) { made++; await Shell.WriteObjectAsync(i); } });' | ForEach-Object {
            $taken++
            Start-Sleep -Milliseconds 2
            $ahead = [Math]::Max($ahead, (Get-CSharpVariable made -ValueOnly) - $taken)
        }
        $taken | Should -Be 50
        $ahead | Should -BeLessOrEqual 1
    }

    It 'takes the exception of what it ran back to the caller' {
        Invoke-CSharpCell 'await Task.Run(() => { try { Shell.Invoke("throw ''from PowerShell''"); return "none"; } catch (RuntimeException e) { return e.Message; } })' | Should -Be 'from PowerShell'
    }
}

Describe 'Shell' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'runs PowerShell code while the cell blocks the pipeline thread, under the loop' {
        Invoke-CSharpCell 'Task.Run(() => (int)Shell.Invoke("6 * 7")[0].BaseObject).Result' -WarningAction SilentlyContinue | Should -Be 42
    }

    It 'says so where that cannot be, instead of waiting for ever' {
        $e = { Invoke-CSharpCell -Runner ThreadPool 'Task.Run(() => Shell.Invoke("6 * 7")).Wait();' } | Should -Throw -PassThru -ErrorId 'CellFailed,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.Exception | Should -BeOfType ([InvalidOperationException])
        $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
        "$e" | Should -BeLike '*blocks the pipeline thread*'
    }

    It 'does not run what a stopped thread has asked for and no longer waits for: <Name>' -ForEach @(
        @{ Name = 'a script'; Ask = 'Shell.Invoke("$global:asked++")' }
        @{ Name = 'a delegate'; Ask = 'call()' }
    ) {
        $global:asked = 0
        { Invoke-CSharpCell "_ = Task.Run(() => $Ask); while (true);" -Variable @{ call = [Action] { $global:asked++ } } -TimeoutSeconds 1.5 } | Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $global:asked | Should -Be 0
        Remove-Variable asked -Scope Global
    }

    It 'takes nothing from a cell that has ended' {
        Invoke-CSharpCell 'var said = new TaskCompletionSource<string>(); var go = new TaskCompletionSource(); async Task Late() { await go.Task; try { Shell.WriteObject(1); said.SetResult("taken"); } catch (InvalidOperationException e) { said.SetResult(e.Message); } } _ = Late();'
        @(Invoke-CSharpCell 'go.SetResult(); await said.Task.WaitAsync(TimeSpan.FromSeconds(10))') | Should -BeLike '*has ended*'
    }
}
