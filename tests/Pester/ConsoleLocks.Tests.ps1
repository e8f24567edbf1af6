# What a cell prints never has PowerShell called from within the console write, where the console's lock is held.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $import = Get-ImportText

    # A library that prints: under a lock of its own, and in the background.
    $dll = "$TestDrive/Printer.dll"
    Add-Type -OutputAssembly $dll -TypeDefinition @'
        using System; using System.Threading.Tasks;
        public static class Printer {
            static readonly object s_lock = new object();
            public static void Log(string text) { lock (s_lock) { Console.WriteLine(text); } }
            public static void Many(int count) { for (int i = 0; i < count; i++) { Console.WriteLine("b" + i); } }
            public static Task Background(int count) { return Task.Run(() => Many(count)); }
        }
'@
    $library = "Add-CSharpReference -Path '$dll'; `$null = New-CSharpSession B -Reference '$dll'"

    # The lines of a child that must not hang.
    function Get-Line([string]$Script, [int]$Seconds = 60) {
        $child = Invoke-ChildShell "$import; $Script" -Seconds $Seconds
        $child.TimedOut | Should -BeFalse -Because "it printed '$($child.Output.Substring(0, [Math]::Min(200, $child.Output.Length)))'"
        $child.Errors | Should -BeNullOrEmpty
        , @($child.Output.TrimEnd() -split "`n")
    }
}

Describe 'Background printing beside a busy pipeline' {
    It 'goes on to the end of both: <Label>' -ForEach @(
        @{ Label = 'a task'; Code = '_ = Task.Run(() => { for (int i = 0; i < 10000; i++) Console.WriteLine("b" + i); });' }
        @{ Label = 'an async task'; Code = '_ = Task.Run(async () => { for (int i = 0; i < 10000; i++) { if (i % 100 == 0) await Task.Yield(); Console.WriteLine("b" + i); } });' }
        @{ Label = 'characters'; Code = '_ = Task.Run(() => { for (int i = 0; i < 10000; i++) { foreach (char c in "b" + i) Console.Write(c); Console.WriteLine(); } });' }
        @{ Label = 'an async writer'; Code = '_ = Task.Run(async () => { for (int i = 0; i < 10000; i++) { await Console.Out.WriteLineAsync("b" + i); await Console.Out.FlushAsync(); } });' }
        @{ Label = 'a loop of its own'; Code = 'async Task F() { for (int i = 0; i < 10000; i++) { if (i % 100 == 0) await Task.Yield(); Console.WriteLine("b" + i); } } _ = F();' }
        @{ Label = 'a library'; Code = '_ = Printer.Background(10000);' }
    ) {
        $lines = Get-Line "$library; cs '$Code'; 1..10000 | ForEach-Object { `"f`$_`" }; [Threading.Thread]::Sleep(2000)"
        $text = $lines -join ' '
        $text.Split('f').Count - 1 | Should -Be 10000
        $text.Split('b').Count - 1 | Should -Be 10000
    }

    It 'goes on while another cell prints, and a job' {
        $lines = Get-Line @'
            cs '_ = Task.Run(() => { for (int i = 0; i < 5000; i++) Console.WriteLine("b" + i); });'
            $null = New-CSharpSession other
            $job = cs 'for (int i = 0; i < 5000; i++) Console.WriteLine("j" + i);' -AsJob -Session other
            cs 'for (int i = 0; i < 5000; i++) Console.WriteLine("c" + i);'
            Receive-Job $job -Wait 6>&1 | ForEach-Object { "$_" }
            [Threading.Thread]::Sleep(500)
'@
        foreach ($kind in 'b', 'j', 'c') {
            @($lines -match "^$kind\d+$").Count | Should -Be 5000 -Because $kind
        }
    }
}

Describe 'Code downstream of a console write' {
    It 'runs without the lock of <Label>' -ForEach @(
        @{ Label = 'the console'; Code = 'Console.WriteLine("a");'; Inner = 'Console.WriteLine("b")' }
        @{ Label = 'the console, for a character'; Code = 'Console.Write((char)97);'; Inner = 'Console.Write("b")' }
        @{ Label = 'the console, after an await'; Code = 'await Task.Delay(1); Console.WriteLine("a");'; Inner = 'Console.WriteLine("b")' }
        @{ Label = 'the error output'; Code = 'Console.Error.WriteLine("a");'; Inner = 'Console.Error.WriteLine("b")' }
        @{ Label = 'an asynchronous write'; Code = 'await Console.Out.WriteLineAsync("a");'; Inner = 'Console.Out.WriteLineAsync("b").Wait()' }
        @{ Label = 'a library'; Code = 'Printer.Log("a");'; Inner = 'Printer.Log("b")' }
        @{ Label = 'a library, in a delegate'; Code = 'new List<string> { "a" }.ForEach(Printer.Log);'; Inner = 'Printer.Log("b")' }
        @{ Label = 'the console, for what prints itself'; Code = 'class A { public override string ToString() { Console.WriteLine("x"); return "a"; } } Console.WriteLine(new A());'; Inner = 'Console.WriteLine("b")' }
        @{ Label = 'a writer around the console'; Code = 'class W(TextWriter w) : StringWriter { public override void Write(string s) => w.Write(s); public override void WriteLine(string s) => w.WriteLine(s); } var old = Console.Out; Console.SetOut(new W(old)); Console.WriteLine("a"); Console.SetOut(old);'; Inner = 'Console.WriteLine("b")' }
    ) {
        $lines = Get-Line "$library; cs '$Code' 6>&1 | ForEach-Object { `"`$_`"; cs 'await Task.Run(() => $Inner);' -Session B }; 'end'" -Seconds 30
        $lines -join ' ' | Should -Match 'a\W.*b.*end$'
    }

    It 'may wait for a task that prints, of the cell itself' {
        $lines = Get-Line 'cs ''var t = Task.Run(async () => { await Task.Delay(200); for (int i = 0; i < 3000; i++) Console.WriteLine("t" + i); }); Shell.WriteObject(t); await t;'' 6>&1 | ForEach-Object { if ($_ -is [Threading.Tasks.Task]) { Receive-Task $_ }; "$_" }; ''end''' -Seconds 30
        @($lines -match '^t\d+$').Count | Should -Be 3000
        $lines[-1] | Should -Be 'end'
    }
}
