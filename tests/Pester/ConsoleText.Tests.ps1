# What becomes of the text itself: characters that are written in two goes, and text that comes faster than it is taken.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $face = [char]::ConvertFromUtf32(0x1F600)
    $note = [char]::ConvertFromUtf32(0x1D11E)
}

Describe 'A character that is written to the console in two goes' {
    BeforeEach { Reset-CSharpSession }

    It 'stays whole: <Label>' -ForEach @(
        @{ Label = 'two characters'; Code = 'Console.Write((char)0xD83D); Console.Write((char)0xDE00);' }
        @{ Label = 'two texts'; Code = 'Console.Write("a\uD83D"); Console.WriteLine("\uDE00b");' }
        @{ Label = 'the error output'; Code = 'Console.Error.Write((char)0xD83D); Console.Error.Write((char)0xDE00);' }
        @{ Label = 'two arrays'; Code = 'Console.Write(new[] { (char)0xD83D }); Console.Write(new[] { (char)0xDE00 }, 0, 1);' }
        @{ Label = 'an await between'; Code = 'Console.Write((char)0xD83D); await Task.Delay(5).ConfigureAwait(false); Console.Write((char)0xDE00);' }
        @{ Label = 'an asynchronous writer'; Code = 'await Console.Out.WriteAsync((char)0xD83D); await Console.Out.FlushAsync(); await Console.Out.WriteAsync((char)0xDE00);' }
        @{ Label = 'other text between'; Code = 'Console.Write((char)0xD83D); Console.Write("x"); Console.Write((char)0xDE00);' }
        @{ Label = 'other output between'; Code = 'Console.Write((char)0xD83D); Shell.WriteVerbose("x"); Console.Error.Write("y"); Console.Write((char)0xDE00);' }
        @{ Label = 'another thread between'; Code = 'Console.Write((char)0xD83D); await Task.Run(() => { Console.Write("x"); }); Console.Write((char)0xDE00);' }
    ) {
        $records = @(Invoke-CSharpCell $Code 6>&1 | ForEach-Object { "$_" })
        -join $records | Should -Match $face
        $records | ForEach-Object { $_ -replace $face | Should -Not -Match '[\uD800-\uDFFF]' }
    }

    It 'stays whole on each of many threads' {
        $code = 'Parallel.For(0, 4, t => { for (int i = 0; i < 500; i++) { string s = t % 2 == 0 ? "\U0001F600" : "\U0001D11E"; Console.Write(s[0]); Console.Write("."); Console.Write(s[1]); } });'
        $text = -join @(Invoke-CSharpCell $code 6>&1 | ForEach-Object { "$_" })
        $text.Split($face).Count - 1 | Should -Be 1000
        $text.Split($note).Count - 1 | Should -Be 1000
        ($text -replace "$face|$note|\.") | Should -BeNullOrEmpty
    }

    It 'that never gets its other half is written as it is when the cell ends' {
        $records = @(Invoke-CSharpCell 'Console.Write("a\uD83D"); "value"' 6>&1 | ForEach-Object { "$_" })
        $records[0] | Should -Be 'a'
        [int][char]$records[1] | Should -Be 0xD83D
        $records[2] | Should -Be 'value'
    }

    It 'is not put together from what the cell writes for two objects' {
        $text = -join @(1..2 | Invoke-CSharpCell 'Console.Write(Input == 1 ? (char)0xD83D : (char)0xDE00);' 6>&1 | ForEach-Object { "$_" })
        $text.Length | Should -Be 2
    }
}

Describe 'What other threads write' {
    BeforeEach { Reset-CSharpSession }

    It 'is held back where the pipeline is slow: <Label>' -ForEach @(
        @{ Label = 'objects'; Code = 'Shell.WriteObject(1)' }
        @{ Label = 'console text'; Code = 'Console.WriteLine("1")' }
        @{ Label = 'verbose text'; Code = 'Shell.WriteVerbose("1")' }
    ) {
        # It begins when the pipeline is at work behind the cell: nobody is held back before the pipeline thread has come to the await.
        $go = [Threading.ManualResetEventSlim]::new()
        $count = [int[]]@(0, 0)
        $cell = "var made = (int[])Args[0]; var go = (ManualResetEventSlim)Args[1]; await Task.Run(() => { Shell.WriteObject(0); go.Wait(); for (int i = 0; i < 5000; i++) { $Code; made[0]++; } });"
        Invoke-CSharpCell $cell -ArgumentList $count, $go -Verbose *>&1 | ForEach-Object {
            $count[1]++
            if ($_ -is [int] -and $_ -eq 0) {
                $go.Set()

                # Long enough for a free producer to be through.
                $until = [DateTime]::UtcNow.AddMilliseconds(700)
                while ($count[0] -lt 5000 -and [DateTime]::UtcNow -lt $until) { [Threading.Thread]::Sleep(5) }
                $count[0] | Should -BeGreaterThan 0
                $count[0] | Should -BeLessThan 1100
            }
        }
        $count[1] | Should -BeGreaterOrEqual 5000
    }

    It 'is not held back by the cell''s own code' {
        $done = Invoke-CSharpCell 'var t = Task.Run(() => { for (int i = 0; i < 20000; i++) { Shell.WriteVerbose("x"); Console.Write(""); } }); bool done = SpinWait.SpinUntil(() => t.IsCompleted, 5000); done' 6>$null
        $done | Should -BeTrue
    }

    It 'gets on where downstream waits for the thread' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $taken = @(Invoke-CSharpCell 'var t = Task.Run(() => { for (int i = 0; i < 1003; i++) Shell.WriteObject(i); }); Shell.WriteObject(t); await t;' | ForEach-Object {
                if ($_ -is [Threading.Tasks.Task]) { $_.Wait() } else { $_ }
            })
        $taken.Count | Should -Be 1003
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 10
    }

    It 'is let go when the pipeline is stopped' {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        $null = $shell.AddScript("Import-Module '$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1'; Invoke-CSharpCell 'await Task.Run(() => { while (true) Shell.WriteObject(1); });' | ForEach-Object { [AppDomain]::CurrentDomain.SetData('taken', 1); [Threading.Thread]::Sleep(100) }")
        try {
            [AppDomain]::CurrentDomain.SetData('taken', 0)
            $run = $shell.BeginInvoke()
            Wait-Until { [AppDomain]::CurrentDomain.GetData('taken') }
            $null = $shell.BeginStop($null, $null)
            Wait-Until { $run.IsCompleted }
            $run.IsCompleted | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }
}
