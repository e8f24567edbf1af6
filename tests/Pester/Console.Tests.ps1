BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What a script in a process of its own writes to its standard output.
    function Get-HostOutput([string] $Script) { (Invoke-ChildShell "$(Get-ImportText)`n$Script").Output }
}

Describe 'The console of a cell' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'is the information stream: <Label>' -ForEach @(
        @{ Label = 'at once'; Code = 'Console.WriteLine("text");' }
        @{ Label = 'after an await'; Code = 'await Task.Delay(5); Console.WriteLine("text");' }
        @{ Label = 'on another thread'; Code = 'await Task.Run(() => Console.WriteLine("text"));' }
        @{ Label = 'without the context'; Code = 'await Task.Delay(5).ConfigureAwait(false); Console.WriteLine("text");' }
        @{ Label = 'in an async void method'; Code = 'var said = new TaskCompletionSource(); async void Say() { await Task.Delay(5); Console.WriteLine("text"); said.SetResult(); } Say(); await said.Task;' }
        @{ Label = 'on a thread of its own'; Code = 'var t = new Thread(() => Console.WriteLine("text")); t.Start(); t.Join();' }
        @{ Label = 'in a child of a nursery'; Code = 'await Nursery.RunAsync(async n => { n.StartSoon(() => Console.WriteLine("text")); await Task.Yield(); });' }
        @{ Label = 'to the error output'; Code = 'Console.Error.WriteLine("text");' }
        @{ Label = 'in parallel'; Code = 'Parallel.For(0, 1, _ => Console.WriteLine("text"));' }
    ) {
        $records = @(Invoke-CSharpCell $Code 6>&1)
        $records.Count | Should -Be 1
        $records[0] | Should -BeOfType ([System.Management.Automation.InformationRecord])
        "$($records[0])" | Should -Be 'text'
    }

    It 'tells the error output by a tag' {
        $records = @(Invoke-CSharpCell 'Console.WriteLine("a"); Console.Error.WriteLine("b");' 6>&1)
        $records[0].Tags | Should -Be 'PSHOST'
        $records[1].Tags | Should -Be 'PSHOST', 'StandardError'
    }

    It 'goes on under <_>' -ForEach 'CellLoop', 'ThreadPool', 'Nursery', 'AsyncEx' {
        $text = @(Invoke-CSharpCell -Runner $_ 'Console.WriteLine("a"); await Task.Delay(5); Console.WriteLine("b"); await Task.Run(() => Console.WriteLine("c"));' 6>&1 | ForEach-Object { "$_" })
        $text | Should -Be @('a', 'b', 'c')
    }

    It 'keeps its place among the other output' {
        $text = @(Invoke-CSharpCell 'Console.WriteLine("a"); Shell.WriteObject("b"); await Task.Delay(5); Console.WriteLine("c"); Shell.WriteObject("d"); Console.WriteLine("e"); "f"' 6>&1 | ForEach-Object { "$_" })
        $text | Should -Be @('a', 'b', 'c', 'd', 'e', 'f')
    }

    It 'is caught by -InformationVariable' {
        Invoke-CSharpCell 'await Task.Delay(1); Console.WriteLine("caught");' -InformationVariable caught -InformationAction SilentlyContinue
        "$caught" | Should -Be 'caught'
    }

    It 'does not mix with that of another runspace' {
        $shells = 1..2 | ForEach-Object {
            $shell = New-TestShell
            $null = $shell.AddScript("Invoke-CSharpCell 'for (int i = 0; i < 100; i++) { Console.WriteLine(`"s$_`"); if (i % 10 == 0) await Task.Delay(1); }' 6>&1")
            @{ Shell = $shell; Run = $shell.BeginInvoke(); Name = "s$_" }
        }
        try {
            foreach ($one in $shells) {
                $text = @($one.Shell.EndInvoke($one.Run) | ForEach-Object { "$_" })
                $text.Count | Should -Be 100
                @($text | Where-Object { $_ -ne $one.Name }).Count | Should -Be 0
            }
        }
        finally {
            $shells | ForEach-Object { $_.Shell.Dispose() }
        }
    }

    It 'leaves nobody else''s output alone' {
        Invoke-CSharpCell '1' | Should -Be 1
        $before = [Console]::Out
        $writer = [IO.StringWriter]::new()
        [Console]::SetOut($writer)
        try {
            [Console]::WriteLine('not a cell')
            $inside = @(Invoke-CSharpCell 'Console.WriteLine("a cell");' 6>&1 | ForEach-Object { "$_" })
            [Console]::WriteLine('not a cell again')
        }
        finally {
            [Console]::SetOut($before)
        }

        $inside | Should -Be 'a cell'
        $writer.ToString().Trim() -split '\r?\n' | Should -Be @('not a cell', 'not a cell again')
    }

    It 'is the host''s for background work after the cell has ended' {
        $text = Get-HostOutput @'
            $caught = @(Invoke-CSharpCell 'async Task Late() { await Task.Delay(100); Console.WriteLine("late"); AppDomain.CurrentDomain.SetData("late", 1); } Console.WriteLine("early"); _ = Late();' 6>&1)
            $until = [DateTime]::UtcNow.AddSeconds(20)
            while (-not [AppDomain]::CurrentDomain.GetData('late') -and [DateTime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 10 }
            $Host.UI.WriteLine("caught: $caught")
'@
        $text.Trim() -split '\r?\n' | Should -Be @('late', 'caught: early')
    }

    It 'appears on the host at once where nothing catches it' {
        (Get-HostOutput 'Invoke-CSharpCell ''Console.Write("a"); Console.WriteLine("b"); await Task.Delay(5); Console.WriteLine("c");''').Trim() -split '\r?\n' | Should -Be @('ab', 'c')
    }
}
