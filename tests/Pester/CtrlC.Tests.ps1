# Ctrl+C as a user presses it, at the prompt of PSReadLine and in a script.

BeforeDiscovery {
    . "$PSScriptRoot/Terminal.ps1"
    $problem = Get-TerminalProblem
    $why = $problem ? " (skipped: $problem)" : ''

    # Each prints "running" when it is there. The text that is typed has it in two parts, so that its echo is not taken for it.
    $say = 'Console.WriteLine("run" + "ning");'
    $kinds = @(
        @{ Kind = 'a loop'; Line = "cs '$say while (true);'" }
        @{ Kind = 'a loop that catches everything'; Line = "cs '$say while (true) { try { Thread.Sleep(1); } catch { } }'" }
        @{ Kind = 'an await'; Line = "cs '$say await Task.Delay(-1);'" }
        @{ Kind = 'an await in a finally'; Line = "cs '$say try { await Task.Delay(-1); } finally { await Task.Delay(-1); }'" }
        @{ Kind = 'a sleep'; Line = "cs '$say Thread.Sleep(-1);'" }
        @{ Kind = 'a wait for a task'; Line = "cs '$say Task.Delay(-1).Wait();'" }
        @{ Kind = 'a loop on the thread pool'; Line = "cs -Runner ThreadPool '$say await Task.Yield(); while (true);'" }
        @{ Kind = 'a stream'; Line = "cs 'async IAsyncEnumerable<int> S() { $say for (int i = 0; ; i++) { await Task.Delay(1); yield return i; } } S()' | Out-Null" }
        @{ Kind = 'a fan-out'; Line = "1..1000 | cs 'if (Input == 4) $say await Task.Delay(-1);' -ThrottleLimit 4" }
        @{ Kind = 'a fan-out of loops'; Line = "1..1000 | cs 'if (Input == 2) $say while (true);' -ThrottleLimit 2" }
        @{ Kind = 'a cell over a pipeline'; Line = "1..1000 | cs 'if (Input == 3) $say Thread.Sleep(Input < 3 ? 1 : -1); return Input;' | Measure-Object" }
        @{ Kind = 'a command behind a cell'; Line = "cs '$say Enumerable.Range(1, 5)' | ForEach-Object { Start-Sleep 1000 }" }
        @{ Kind = 'PowerShell code in a cell'; Line = "cs '$say Shell.Invoke(`"Start-Sleep 1000`")'" }
        @{ Kind = 'a cell in a function'; Line = "function f { cs '$say while (true);' }; f; 'not reached'" }
        @{ Kind = 'Receive-Task'; Line = "Write-Host ('run' + 'ning'); await ([Threading.Tasks.TaskCompletionSource]::new().Task)" }
        @{ Kind = 'Receive-Task of many'; Line = "Write-Host ('run' + 'ning'); 1..3 | ForEach-Object { [Threading.Tasks.Task]::Delay(-1) } | await" }
        @{ Kind = 'a wait for a job'; Line = "cs '$say while (true);' -AsJob -Session (New-CSharpSession Waited) | Receive-Job -Wait" }
        @{ Kind = 'Measure-CSharpCell'; Line = "Measure-CSharpCell 'if (measured++ == 0) $say await Task.Delay(-1);'" }
    )
}

Describe "Ctrl+C at the prompt$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $terminal = Start-Terminal -Before 'cs "int keep = 41; int measured = 0;"; $kept = 1'
        $null = Wait-Prompt $terminal

        function Wait-Running { Wait-Screen $terminal '(?m)^running' }

        # Presses the keys and gives the seconds until the shell's next prompt.
        function Measure-Prompt([string[]]$Key = 'C-c') {
            $pressed = [DateTime]::UtcNow
            Send-Key $terminal $Key
            ((Wait-Prompt $terminal 20) - $pressed).TotalSeconds
        }
    }

    BeforeEach {
        $null = Invoke-Line $terminal 'Clear-Host; $measured = 0'
        Invoke-Tmux $terminal clear-history
    }

    AfterEach {
        # The variables of both languages are there, and the next cell works.
        Invoke-Line $terminal 'cs ''await Task.Delay(1); "kept " + (keep + (int)Args[0])'' -ArgumentList $kept' | Should -Be 'kept 42'
    }

    AfterAll {
        Stop-Terminal $terminal
    }

    It 'ends <Kind>' -ForEach $kinds {
        Send-Line $terminal $Line
        Wait-Running
        Measure-Prompt | Should -BeLessThan 2
        Get-Screen $terminal | Should -Not -Match '(?m)^not reached'
    }

    It 'twice ends a cell whose cleaning up sleeps' {
        Send-Line $terminal "cs 'try { Console.WriteLine(`"run`" + `"ning`"); while (true); } finally { Thread.Sleep(60000); }'"
        Wait-Running
        Measure-Prompt C-c, C-c | Should -BeLessThan 2

        # Where the second has come to the prompt, there is another prompt.
        Wait-Screen $terminal '(?m)^<\d+> *(\^C)?$'
        Send-Key $terminal C-c
        $null = Wait-Prompt $terminal
    }

    It 'leaves a cell that is being typed' {
        Send-Line $terminal "cs '"
        Wait-Screen $terminal '(?m)^>> '
        Send-Text $terminal 'while (true);'
        Measure-Prompt | Should -BeLessThan 2
    }

    It 'leaves what runs in the background alone' {
        $null = Invoke-Line $terminal "cs 'int ticks = 0; async Task Tick() { while (true) { await Task.Delay(5); ticks++; } } var ticking = Tick();'; `$job = cs 'while (true) Thread.Sleep(1);' -AsJob -Session (New-CSharpSession Jobs)"
        Send-Line $terminal "cs 'Console.WriteLine(`"run`" + `"ning`"); while (true);'"
        Wait-Running
        Measure-Prompt | Should -BeLessThan 2
        Invoke-Line $terminal "cs 'int before = ticks; while (ticks <= before + 3) await Task.Delay(1); `"ticks`"'; `$job.State" | Should -Be "ticks`nRunning"
        $null = Invoke-Line $terminal 'Remove-CSharpSession Jobs; Remove-Job $job -Force'
    }
}

Describe "Typing ahead of a cell$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $terminal = Start-Terminal -Before 'cs "int x = 20;"'
        $null = Wait-Prompt $terminal
    }

    AfterAll {
        Stop-Terminal $terminal
    }

    It 'is for the prompt that comes after <Code>' -ForEach @(
        @{ Code = 'await Task.Delay(700);' }
        @{ Code = 'Thread.Sleep(700);' }
        @{ Code = 'for (var end = DateTime.UtcNow.AddMilliseconds(700); DateTime.UtcNow < end;);' }
    ) {
        Send-Line $terminal "Clear-Host; cs 'Console.WriteLine(`"run`" + `"ning`"); $Code'"
        Wait-Screen $terminal '(?m)^running'
        Send-Line $terminal "cs '`"typed `" + (x + 22)'"
        $null = Wait-Prompt $terminal
        Wait-Screen $terminal '(?m)^<\d+> cs ''"typed "'

        # Of an Enter that is typed ahead PowerShell loses one in some thirty, also behind a loop of its own.
        try { $null = Wait-Prompt $terminal 3 } catch { Send-Key $terminal Enter }
        Wait-Screen $terminal '(?m)^typed 42$'
    }
}

Describe "Ctrl+C in a script run by pwsh -File$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
    }

    AfterEach {
        Stop-Terminal $terminal
    }

    It 'ends the script in <Kind>, with its finally blocks' -ForEach @(
        @{ Kind = 'a loop'; Code = 'while (true);' }
        @{ Kind = 'an await'; Code = 'await Task.Delay(-1);' }
        @{ Kind = 'a sleep'; Code = 'Thread.Sleep(-1);' }
    ) {
        $note = "$TestDrive/note.txt"
        Set-Content $note ''
        Set-Content "$TestDrive/script.ps1" @"
            $(Get-ImportText)
            try { cs 'try { Console.WriteLine("running"); $Code } finally { System.IO.File.AppendAllText("$note", "cell "); }' }
            finally { [IO.File]::AppendAllText('$note', 'script ') }
            [IO.File]::AppendAllText('$note', 'went on')
"@
        $terminal = Start-Terminal -Arguments '-NoProfile', '-File', "$TestDrive/script.ps1"
        Wait-Screen $terminal '(?m)^running'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Send-Key $terminal C-c
        Wait-TerminalExit $terminal 20 | Should -BeTrue
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        (Get-Content $note -Raw).Trim() | Should -Be 'cell script'
    }
}

Describe "Ctrl+C and a host$why" -Skip:($null -ne $problem) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/Terminal.ps1"
        $isInstalled = $null -ne (Get-ChildItem ([IO.Path]::Combine([IO.Path]::GetDirectoryName([object].Assembly.Location), '../../Microsoft.AspNetCore.App')) -ErrorAction Ignore)
        if (-not $isInstalled) {
            return
        }

        Set-Content "$TestDrive/app.ps1" @'
function New-App {
    $null = cs @"
#r "framework: Microsoft.AspNetCore.App"
var builder = WebApplication.CreateBuilder(); builder.Logging.ClearProviders(); builder.WebHost.UseUrls("http://127.0.0.1:0"); var app = builder.Build();
"@
    $script:lifetime = (Get-CSharpVariable app -ValueOnly).Lifetime
}
'@
        $terminal = Start-Terminal -Before ". '$TestDrive/app.ps1'"
        $null = Wait-Prompt $terminal
    }

    AfterAll {
        Stop-Terminal $terminal
    }

    BeforeEach {
        if (-not $isInstalled) {
            Set-ItResult -Skipped -Because 'ASP.NET Core is not installed beside the .NET that the shell runs on'
        }

        $null = Invoke-Line $terminal 'Clear-Host'
    }

    It 'ends it with the cell that waits for it, and not the shell: <Code>' -ForEach @(
        @{ Code = 'app.Run();'; Before = '_ = app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("run" + "ning"));' }
        @{ Code = 'await app.RunAsync();'; Before = '_ = app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("run" + "ning"));' }
        @{ Code = 'await Host.CreateDefaultBuilder().ConfigureLogging(l => l.ClearProviders()).ConfigureServices(s => s.AddHostedService(_ => worker)).RunConsoleAsync();'; Before = 'var worker = new Worker(); class Worker : BackgroundService { public bool Ended; protected override async Task ExecuteAsync(CancellationToken token) { Console.WriteLine("run" + "ning"); try { await Task.Delay(-1, token); } finally { Ended = true; } } }'; Ended = 'worker.Ended' }
    ) {
        $null = Invoke-Line $terminal "New-App; cs '$Before'"
        Send-Line $terminal "cs '$Code'"
        Wait-Screen $terminal '(?m)^running'
        Send-Key $terminal C-c
        $null = Wait-Prompt $terminal
        $ended = $Ended ? "(cs '$Ended')" : '$lifetime.ApplicationStopping.IsCancellationRequested'
        Invoke-Line $terminal "while (-not $ended) { Start-Sleep -Milliseconds 20 }; cs '6 * 7'" | Should -Be 42
    }

    It 'leaves one in the background alone: <Code>' -ForEach @(
        @{ Code = "cs 'await app.StartAsync();'" }
        @{ Code = "cs 'IHost host = app; host.Start();'" }
        @{ Code = "cs 'var running = app.RunAsync();'" }
        @{ Code = "`$job = cs 'app.Run();' -AsJob" }
    ) {
        # Nothing may be printed in the background: it would stand behind the prompt that is waited for.
        $null = Invoke-Line $terminal "New-App; $Code; while (-not `$lifetime.ApplicationStarted.IsCancellationRequested) { Start-Sleep -Milliseconds 20 }"
        Send-Line $terminal "cs 'Console.WriteLine(`"loop`" + `"ing`"); while (true);' -Session (New-CSharpSession)"
        Wait-Screen $terminal '(?m)^looping'
        Send-Key $terminal C-c
        $null = Wait-Prompt $terminal
        Send-Line $terminal "'sleep' + 'ing'; Start-Sleep 600"
        Wait-Screen $terminal '(?m)^sleeping'
        Send-Key $terminal C-c
        $null = Wait-Prompt $terminal
        Invoke-Line $terminal '$lifetime.ApplicationStopping.IsCancellationRequested' | Should -Be False
        $null = Invoke-Line $terminal 'Get-Job | Remove-Job -Force; Reset-CSharpSession'
    }
}
