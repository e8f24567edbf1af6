# What a cell prints is on the host at once, and none of it is lost.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $import = Get-ImportText
    $dll = "$TestDrive/Printer.dll"
    Add-Type -OutputAssembly $dll -TypeDefinition @'
        using System; using System.Threading; using System.Threading.Tasks;
        public static class Printer {
            public static void Log(int number, int pause) { Console.WriteLine(number); if (pause > 0) { Thread.Sleep(pause); } }
            public static void Slow() { Console.WriteLine("now"); Thread.Sleep(1200); }
            public static void Exit() { Console.WriteLine("now"); Environment.Exit(0); }
            public static Task Late() { return Task.Run(() => { Thread.Sleep(100); Console.WriteLine("late"); }); }
            public static Task Forever() { return Task.Run(() => { while (true) { Console.WriteLine(new string('x', 1000)); } }); }
        }
'@
    $library = "Add-CSharpReference -Path '$dll'; `$null = New-CSharpSession hot -Reference '$dll' -NoStopChecks"

    # Runs a script in a process of its own, and gives how many milliseconds before the end a line came that is 'now'.
    function Measure-Line([string]$Script) {
        $process = Start-ChildShell "$import; $library; $Script"
        $process.StandardInput.Close()
        $errors = $process.StandardError.ReadToEndAsync()
        $watch = [Diagnostics.Stopwatch]::new()
        while ($null -ne ($line = $process.StandardOutput.ReadLine())) {
            if ($line -match 'now') { $watch.Start() }
            if ($line -match 'over') { $watch.Stop() }
        }
        $process.WaitForExit()
        $errors.Result | Should -BeNullOrEmpty
        $watch.ElapsedMilliseconds
    }
}

Describe 'Console text of a cell that keeps its pipeline thread' {
    It 'is there at once: <Label>' -ForEach @(
        @{ Label = 'a line'; Code = 'Console.WriteLine("now"); Thread.Sleep(1200);' }
        @{ Label = 'without stop checks'; Code = 'Console.WriteLine("now"); Thread.Sleep(1200);'; With = '-Session hot' }
        @{ Label = 'characters'; Code = 'foreach (char c in "now\n") Console.Write(c); Thread.Sleep(1200);' }
        @{ Label = 'the error output'; Code = 'Console.Error.WriteLine("now"); Thread.Sleep(1200);' }
        @{ Label = 'a delegate'; Code = 'new List<string> { "now" }.ForEach(Console.WriteLine); Thread.Sleep(1200);' }
        @{ Label = 'a library'; Code = 'Printer.Slow();' }
        @{ Label = 'a library, without stop checks'; Code = 'Printer.Slow();'; With = '-Session hot' }
        @{ Label = 'another thread'; Code = 'new Thread(() => Console.WriteLine("now")).Start(); Thread.Sleep(1200);' }
        @{ Label = 'a type in a namespace'; Code = 'namespace N { static class C { public static void P() { Console.WriteLine("now"); System.Threading.Thread.Sleep(1200); } } } N.C.P();' }
        @{ Label = 'downstream'; Code = 'Console.WriteLine("now"); Thread.Sleep(1200);'; With = '6>&1 | ForEach-Object { $Host.UI.WriteLine("$_") }' }
    ) {
        Measure-Line "cs '$Code' $With; 'over'" | Should -BeGreaterThan 500
    }
}

Describe 'The order of console text' {
    It 'is that of the writes, whoever takes it to the host' {
        $child = Invoke-ChildShell "$import; $library; cs 'var random = new Random(7);
            for (int i = 0; i < 3000; i++) {
                int pause = random.Next(60) == 0 ? random.Next(90) : 0;
                switch (random.Next(3)) {
                    case 0: Console.WriteLine(i); break;
                    case 1: Printer.Log(i, pause); break;
                    default: if (i + 2 < 3000) { new List<int> { i, i + 1, i + 2 }.ForEach(n => Printer.Log(n, pause)); i += 2; } else Printer.Log(i, 0); break;
                }
            }'"
        $child.TimedOut | Should -BeFalse
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() | Should -BeExactly (0..2999 -join "`n")
    }
}

Describe 'Console text of background code' {
    It 'is there when its next statement runs' {
        $child = Invoke-ChildShell "$import; cs '_ = Task.Run(async () => { for (int i = 0; i < 20; i++) { await Task.Delay(1); Console.WriteLine(`"late `" + i); AppDomain.CurrentDomain.SetData(`"at`", i); } });'
            foreach (`$i in 0..19) { while (`$i -gt [AppDomain]::CurrentDomain.GetData('at')) { [Threading.Thread]::Sleep(1) }; `$Host.UI.WriteLine(`"after `$i`") }"
        $child.TimedOut | Should -BeFalse
        $lines = $child.Output.Trim() -split "`n"
        foreach ($i in 0..19) {
            $lines.IndexOf("late $i") | Should -BeGreaterOrEqual 0
            $lines.IndexOf("late $i") | Should -BeLessThan $lines.IndexOf("after $i") -Because "$lines"
        }
    }

    It 'is not lost at the end of the process: <Label>' -ForEach @(
        @{ Label = 'a cell''s'; Code = '_ = Task.Run(() => { for (int i = 0; i < 500; i++) Console.WriteLine("late"); AppDomain.CurrentDomain.SetData("at", 1); });'; Count = 500 }
        @{ Label = 'a library''s'; Code = '_ = Printer.Late().ContinueWith(_ => AppDomain.CurrentDomain.SetData("at", 1));'; Count = 1 }
    ) {
        $child = Invoke-ChildShell "$import; $library; cs '$Code'; while (-not [AppDomain]::CurrentDomain.GetData('at')) { [Threading.Thread]::Sleep(1) }"
        $child.TimedOut | Should -BeFalse
        @($child.Output -split "`n" -match 'late').Count | Should -Be $Count
    }

    It 'is not lost where the cell ends the process in a library' {
        (Invoke-ChildShell "$import; $library; cs 'Printer.Exit();'").Output.Trim() | Should -Be 'now'
    }

    It 'waits for a host that takes no more: <Label>' -ForEach @(
        @{ Label = 'a cell''s'; Code = '_ = Task.Run(() => { while (true) Console.WriteLine(new string((char)120, 1000)); });' }
        @{ Label = 'a library''s'; Code = '_ = Printer.Forever();' }
    ) {
        $process = Start-ChildShell "$import; $library; cs '$Code'; [Threading.Thread]::Sleep(60000)"
        try {
            # The rest of it is not read: the pipe is full soon.
            $process.StandardOutput.ReadLine() | Should -Match '^x+$'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            while ($watch.ElapsedMilliseconds -lt 2500) {
                $process.Refresh()
                $process.WorkingSet64 | Should -BeLessThan 700MB
                [Threading.Thread]::Sleep(50)
            }
        }
        finally {
            $process.Kill()
            $process.WaitForExit()
        }
    }
}
