# The transcripts of IPython's page "Asynchronous in REPL: Autoawait", in its order; docs/parity.md is the table.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What a script in a process of its own writes to its standard output.
    function Get-HostOutput([string] $Script) { @((Invoke-ChildShell "$(Get-ImportText)`n$Script").Output.Trim() -split '\n') }

    function Get-Text([string] $Code) {
        @(Invoke-CSharpCell $Code 6>&1 | ForEach-Object { "$_" })
    }

    $repeat = @'
async Task<string> repeat(string msg, int n)
{
    for (int i = 0; i < n; i++)
    {
        Console.WriteLine($"{msg} {i}");
        log.Add($"{msg} {i}");
        await Task.Delay(100);
    }

    return $"{msg} done";
}
'@
}

Describe 'Awaiting a response' {
    BeforeAll {
        Reset-CSharpSession
        Set-AutoAwait EventLoop

        $port = Get-FreePort
        $listener = [System.Net.HttpListener]::new()
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        $listener.Start()
        $server = New-CSharpSession -Runner ThreadPool
        Invoke-CSharpCell -Session $server -Variable @{ listener = $listener } @'
            _ = Task.Run(async () =>
            {
                while (listener.IsListening)
                {
                    var request = await listener.GetContextAsync();
                    await Task.Delay(100);
                    request.Response.ContentType = "application/json";
                    request.Response.OutputStream.Write("{\"code_search_url\":\"https://example.org/search\"}"u8);
                    request.Response.Close();
                }
            });
'@
    }

    AfterAll {
        $listener.Close()
        Remove-CSharpSession $server
    }

    It 'In [1]: asks, and does not wait' {
        Invoke-CSharpCell "var session = new HttpClient(); var result = session.GetAsync(`"http://127.0.0.1:$port/`");" | Should -BeNullOrEmpty
        Invoke-CSharpCell 'result is Task<HttpResponseMessage>' | Should -BeTrue
    }

    It 'In [2]: awaits at top level' {
        Invoke-CSharpCell 'var response = await result;' | Should -BeNullOrEmpty
        Invoke-CSharpCell '(int)response.StatusCode' | Should -Be 200
    }

    It 'In [3]: gives the awaited value' {
        Invoke-CSharpCell 'System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code_search_url").GetString()' |
            Should -Be 'https://example.org/search'
    }

    It 'In [3] without await: a trailing task is awaited too' {
        Invoke-CSharpCell 'session.GetStringAsync(result.Result.RequestMessage!.RequestUri)' | Should -BeLike '*code_search_url*'
    }
}

Describe 'Turning AutoAwait off' {
    AfterAll { Set-AutoAwait EventLoop }

    It 'says Off, and keeps the runner' {
        Set-AutoAwait False
        "$(Get-AutoAwait)" | Should -BeExactly 'AutoAwait is `Off`, and set to use `EventLoop`'
    }

    It 'makes a top-level await an error before anything of the cell has run' {
        Set-AutoAwait Off
        Reset-CSharpSession
        $e = { Invoke-CSharpCell 'int ran = 1; await Task.Delay(1);' } | Should -Throw -PassThru -ErrorId 'AutoAwaitOff,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        $e.CategoryInfo.Category | Should -Be 'ParserError'
        "$e" | Should -BeLike '*Set-AutoAwait On*'
        { Get-CSharpVariable ran -ErrorAction Stop } | Should -Throw -ErrorId 'VariableNotFound,*'
    }
}

Describe 'The nursery' {
    BeforeAll {
        Reset-CSharpSession
        Set-AutoAwait Nursery
        Invoke-CSharpCell @'
async Task child(int i)
{
    Console.WriteLine($" child {i} goes to sleep");
    await Task.Delay(300);
    Console.WriteLine($" child {i} wakes up");
}
'@
    }

    AfterAll { Set-AutoAwait EventLoop }

    It 'has five children sleep together' {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $text = Get-Text @'
Console.WriteLine("parent start");
await Nursery.RunAsync(async n =>
{
    for (int i = 0; i < 5; i++)
    {
        int k = i;
        n.StartSoon(() => child(k));
    }
});
Console.WriteLine("parent end");
'@
        $watch.Elapsed.TotalMilliseconds | Should -BeLessThan (5 * 300)
        $text.Count | Should -Be 12
        $text[0] | Should -Be 'parent start'
        $text[1..5] | Should -Be (0..4 | ForEach-Object { " child $_ goes to sleep" })
        @($text[6..10] | Where-Object { $_ -like '* wakes up' }).Count | Should -Be 5
        $text[11] | Should -Be 'parent end'
    }
}

Describe 'Embedding: cells in cells' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'awaits in a cell that a cell calls, to any depth' {
        function Invoke-Depth([int] $Depth) {
            if ($Depth -eq 0) { return Invoke-CSharpCell 'await Task.Delay(1); 1' }
            Invoke-CSharpCell "await Task.Delay(1); (int)Shell.Invoke(`"Invoke-Depth `$(`$args[0])`", $($Depth - 1))[0].BaseObject + 1"
        }

        Invoke-Depth 5 | Should -Be 6
    }

    It 'keeps AutoAwait and the runner of the inner session' {
        $session = New-CSharpSession -Runner ThreadPool
        try {
            Invoke-CSharpCell "bool inner = (bool)Shell.Invoke(`"Invoke-CSharpCell -Session $($session.Name) 'await Task.Yield(); SynchronizationContext.Current is null'`")[0].BaseObject; await Task.Yield(); inner && SynchronizationContext.Current is not null" |
                Should -BeTrue
        }
        finally {
            Remove-CSharpSession $session
        }
    }
}

Describe 'Timing' {
    It 'works with await, which %timeit cannot' {
        Set-AutoAwait EventLoop
        $m = Measure-CSharpCell 'await Task.Delay(20);' -Count 2
        $m.Minimum.TotalMilliseconds | Should -BeGreaterThan 18
    }
}

Describe 'Internals' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'has one namespace: what an async cell declares, later cells see' {
        Invoke-CSharpCell 'var a = await Task.FromResult(1); int Twice(int n) => n * 2;'
        Invoke-CSharpCell 'await Task.Yield(); var b = Twice(a);'
        Invoke-CSharpCell 'a + b' | Should -Be 3
    }

    It 'uses the runner for async cells only' {
        $script:runs = 0
        Set-AutoAwait { param($Cell) $script:runs++; $Cell.RunToCompletion() }
        Invoke-CSharpCell '1' | Should -Be 1
        $script:runs | Should -Be 0
        Invoke-CSharpCell 'await Task.FromResult(2)' | Should -Be 2
        $script:runs | Should -Be 1
    }

    It 'takes a runner that says what it does' {
        Invoke-CSharpCell @'
object? trio_runner(CellContext cell)
{
    Console.WriteLine("running asynchronous code");
    return cell.RunToCompletion();
}
'@
        Set-AutoAwait trio_runner
        Invoke-CSharpCell 'async Task async_hello(string name) { await Task.Delay(10); Console.WriteLine($"Hello {name} world !"); await Task.Delay(10); }'
        Get-Text 'await async_hello("async");' | Should -Be @('running asynchronous code', 'Hello async world !')
    }

    It 'takes the same runner as a script block' {
        (Get-HostOutput @'
            Set-AutoAwait { param($Cell) $Host.UI.WriteLine('running asynchronous code'); $Cell.RunToCompletion() }
            Invoke-CSharpCell 'await Task.Delay(10); Console.WriteLine("Hello async world !");'
'@) | Should -Be @('running asynchronous code', 'Hello async world !')
    }
}

Describe 'The loop inside and outside of async cells' {
    BeforeEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    AfterAll { Set-AutoAwait EventLoop }

    It 'runs in async cells only, under CellLoop (as in the terminal)' {
        Set-AutoAwait CellLoop
        Invoke-CSharpCell 'bool running = false; SynchronizationContext.Current!.Post(_ => running = true, null);'
        Invoke-CSharpCell 'running' | Should -BeFalse
        Invoke-CSharpCell 'await Task.Delay(1); running' | Should -BeTrue
    }

    It 'always runs under EventLoop (as in a notebook)' {
        Invoke-CSharpCell 'bool running = false; SynchronizationContext.Current!.Post(_ => running = true, null);'
        Wait-Until { (Get-CSharpVariable running -ValueOnly) }
        Get-CSharpVariable running -ValueOnly | Should -BeTrue
    }

    It 'is the same in every cell (loop1 is loop2), under <_>' -ForEach 'EventLoop', 'CellLoop', 'Nursery' {
        Set-AutoAwait $_
        Invoke-CSharpCell 'var loop1 = SynchronizationContext.Current;'
        Invoke-CSharpCell 'await Task.Yield(); var loop2 = SynchronizationContext.Current;'
        Invoke-CSharpCell 'loop1 is not null && loop1 == loop2' | Should -BeTrue
    }

    It 'lets code run a loop of its own inside of the cell' {
        Invoke-CSharpCell 'async Task<int> Own() { await Task.Delay(5); return 3; } Task.Run(Own).GetAwaiter().GetResult()' | Should -Be 3
        Invoke-CSharpCell 'await Own() + Own().GetAwaiter().GetResult()' -WarningAction SilentlyContinue | Should -Be 6
    }
}

Describe 'Background tasks' {
    BeforeEach {
        Reset-CSharpSession
        Invoke-CSharpCell 'var log = new List<string>();'
        Invoke-CSharpCell $repeat
    }

    AfterEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'are processed only while an async cell runs, under CellLoop (as in the terminal)' {
        Set-AutoAwait CellLoop
        Invoke-CSharpCell 'var task = repeat("background", 10);' 6>$null
        Invoke-CSharpCell 'await Task.Delay(350);'
        $first = (Get-CSharpVariable log -ValueOnly).ToArray()
        $first.Count | Should -BeGreaterOrEqual 2
        Invoke-CSharpCell 'Thread.Sleep(500);'
        (Get-CSharpVariable log -ValueOnly).Count | Should -Be $first.Count
        Invoke-CSharpCell 'await Task.Delay(350);'
        $second = (Get-CSharpVariable log -ValueOnly).ToArray()
        $second.Count | Should -BeGreaterThan $first.Count
        $second.Count | Should -BeLessThan 10
        $second | Should -Be (0..($second.Count - 1) | ForEach-Object { "background $_" })
    }

    It 'go on between cells, under EventLoop (as in a notebook)' {
        Set-AutoAwait EventLoop
        Invoke-CSharpCell 'var task = repeat("background", 7);' 6>$null
        Wait-Until { (Get-CSharpVariable task -ValueOnly).IsCompleted }
        (Get-CSharpVariable log -ValueOnly).ToArray() | Should -Be (0..6 | ForEach-Object { "background $_" })
        Invoke-CSharpCell 'task' | Should -Be 'background done'
    }

    It 'print on the host, pausing between cells: background 0 to 6' {
        $text = Get-HostOutput @"
            Set-AutoAwait CellLoop
            Invoke-CSharpCell 'var log = new List<string>();'
            Invoke-CSharpCell '$repeat'
            Invoke-CSharpCell 'var task = repeat("background", 7);'
            Invoke-CSharpCell 'await Task.Delay(250);'
            `$Host.UI.WriteLine('pause')
            Start-Sleep -Milliseconds 400
            Invoke-CSharpCell 'Thread.Sleep(400);'
            `$Host.UI.WriteLine('goes on')
            Invoke-CSharpCell 'await task;'
"@
        $pause = [Array]::IndexOf($text, 'pause')
        $pause | Should -BeGreaterThan 1
        $text[$pause + 1] | Should -Be 'goes on'
        @($text | Where-Object { $_ -like 'background *' }) | Should -Be (0..6 | ForEach-Object { "background $_" })
    }
}
