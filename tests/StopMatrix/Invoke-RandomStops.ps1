<#
.SYNOPSIS
Stops cells at random moments, one after the other in the same two runspaces, for a chosen time.
.DESCRIPTION
The moments at which a stop meets a cell that begins, writes, calls a script or ends are microseconds long: a stop that is
always as late never finds them. In turn a cell times out here, and a script with a cell is stopped in another runspace. After
each stop both sessions are asked for what they hold. A trial fails where that is gone, where the error is another than
CellTimeout, or where anything ran behind the stopped cell. Gives a line a failure, and one for the whole, which is missing
where a stop ended more than its cell. Ends with an error where a trial failed.

    dotnet run --project tools/Shell -- -NoProfile -File tests/StopMatrix/Invoke-RandomStops.ps1 -Seconds 300
#>
param([double] $Seconds = 60, [int] $Seed = [Random]::Shared.Next())

$kinds = [ordered]@{
    'a loop'                    = 'while (true);'
    'a loop that catches'       = 'while (true) { try { await Task.Delay(5); } catch { } }'
    'short sleeps'              = 'while (true) Thread.Sleep(1);'
    'a script'                  = 'Shell.Invoke("while (1) { }");'
    'a cell in a script'        = 'Shell.Invoke("cs ''while (true);''");'
    'a wait in a script'        = 'Shell.Invoke("cs ''await Task.Delay(-1);''");'
    'many scripts'              = 'while (true) Shell.Invoke("1");'
    'writing'                   = 'while (true) Shell.WriteObject(1);'
    'writing that catches'      = 'while (true) { try { Shell.WriteObject(1); } catch { } }'
    'a lock'                    = 'var gate = new object(); while (true) lock (gate) Thread.Sleep(0);'
    'a wait'                    = 'Task.Delay(-1).Wait();'
    'awaits'                    = 'while (true) await Task.Yield();'
    'an asynchronous stream'    = 'async IAsyncEnumerable<int> All() { while (true) { await Task.Yield(); yield return 1; } } All()'
    'an iterator'               = 'IEnumerable<int> All() { while (true) yield return 1; } All()'
    'the pool'                  = 'await Task.Run(() => { while (true); });'
    'async void'                = 'async void Late() { while (true) await Task.Delay(1); } Late(); await Task.Delay(-1);'
}

. "$PSScriptRoot/../Pester/Common.ps1"
cs 'int keep = 42;'
$other = [powershell]::Create([initialsessionstate]::CreateDefault2())
$null = $other.AddScript("Import-Module '$manifest'; cs 'int keep = 42;'").Invoke()
$random = [Random]::new($Seed)
$names = @($kinds.Keys)
$none = [System.Management.Automation.PSDataCollection[psobject]]::new()
$none.Complete()
$stops = $failed = 0
for ($watch = [Diagnostics.Stopwatch]::StartNew(); $watch.Elapsed.TotalSeconds -lt $Seconds; $stops++) {
    $name = $names[$random.Next($names.Count)]
    $code = $kinds[$name]
    $milliseconds = $random.Next(1, 120)
    $problem = $null
    if ($stops % 2) {
        $other.Commands.Clear()
        $null = $other.AddScript('param($code) cs $code; cs ''keep = 0;''; ''after''').AddArgument($code)
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        $running = $other.BeginInvoke($none, $output)
        [Threading.Thread]::Sleep($milliseconds)
        $other.Stop()
        try { $null = $other.EndInvoke($running) } catch { $null = $_ }
        if ($output.Count -gt 0 -and $output[-1] -eq 'after') { $problem = 'what follows ran' }
        $other.Streams.ClearStreams()
        $other.Commands.Clear()
        $kept = $other.AddScript('cs keep; cs ''await Task.Yield(); keep + 1''').Invoke()
    }
    else {
        try { $null = cs $code -TimeoutSeconds ($milliseconds / 1000) -WarningAction SilentlyContinue; $problem = 'no error' }
        catch { if ($_.FullyQualifiedErrorId -notlike 'CellTimeout,*') { $problem = $_.FullyQualifiedErrorId } }
        $kept = @(cs keep; cs 'await Task.Yield(); keep + 1')
    }

    if ("$kept" -ne '42 43') { $problem = "$problem kept '$kept'" }
    if ($problem) {
        $failed++
        $other.Commands.Clear()
        $null = $other.AddScript('cs ''keep = 42;''').Invoke()
        "$name, stopped after $milliseconds ms: $problem"
    }
}

$other.Dispose()
"$stops stops with seed ${Seed}: $failed failed"
if ($failed) { throw "$failed of $stops stops failed." }
