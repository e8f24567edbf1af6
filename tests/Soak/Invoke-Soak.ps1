<#
.SYNOPSIS
Runs thousands of cells of all kinds in four runspaces and says what is left of them.
.DESCRIPTION
Declaring, failing, refused, cancelled and streaming cells in turn, sessions made and removed. After a warm-up and at the
end the memory, handles, threads and assemblies are counted. Ends with an error where one of them has grown by more than
chance allows, or where a session has lost a variable.

    dotnet out/PwshHost/PwshHost.dll -File tests/Soak/Invoke-Soak.ps1 -Cells 10000
#>
param([int] $Cells = 10000, [int] $Runspaces = 4, [int] $WarmUp = 400)

$manifest = "$PSScriptRoot/../../out/AsyncCSharp/AsyncCSharp.psd1"
Import-Module $manifest

# One round in a runspace: every kind once, 20 cells. What is asked for in the end must be what was put there.
$round = {
    param($number)
    $failures = 0
    $null = Invoke-CSharpCell "int kept = $number; var list = new List<int>();"
    foreach ($i in 1..3) { $null = Invoke-CSharpCell "list.Add($i); list.Count" }
    try { Invoke-CSharpCell 'throw new Exception("x");' } catch { $failures++ }
    try { Invoke-CSharpCell 'int broken = ;' } catch { $failures++ }
    try { Invoke-CSharpCell 'async Task F() { await Task.Yield(); throw new InvalidOperationException(); } await F();' } catch { $failures++ }
    try { Invoke-CSharpCell 'int D(int n) => D(n + 1) + 1; D(0)' } catch { $failures++ }
    $null = Invoke-CSharpCell 'record Point(int X, int Y); new Point(1, 2)'
    $null = Invoke-CSharpCell 'await Task.Delay(1); await Task.Run(() => 5)'
    $null = Invoke-CSharpCell 'async IAsyncEnumerable<int> G() { for (int i = 0; i < 50; i++) { await Task.Yield(); yield return i; } } G()'
    do { Invoke-CSharpCell 'IEnumerable<int> H() { while (true) yield return 1; } H()' | ForEach-Object { break } } while ($false)
    do { Invoke-CSharpCell 'Task.Run(() => Shell.WriteObject(1)); while (true);' | ForEach-Object { break } } while ($false)
    $sum = 0
    1..20 | Invoke-CSharpCell 'Input * 2' | ForEach-Object { $sum += $_ }
    $null = New-CSharpSession Other
    $null = Invoke-CSharpCell 'class Big { public byte[] Data = new byte[10000]; } var big = new Big();' -Session Other
    $null = Invoke-CSharpCell 'Task.Run(async () => { while (true) await Task.Delay(10); });' -Session Other
    Remove-CSharpSession Other
    $result = "$(Invoke-CSharpCell 'kept + list.Sum()') $failures $sum"
    Reset-CSharpSession
    if ($result -ne "$($number + 6) 4 420") { throw "lost: $result in round $number" }
}
$cellsOfRound = 18

function Measure-Process {
    foreach ($i in 1..4) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
    $process = [Diagnostics.Process]::GetCurrentProcess()
    [pscustomobject]@{
        Megabytes  = [Math]::Round([GC]::GetTotalMemory($true) / 1MB, 1)
        WorkingSet = [Math]::Round($process.WorkingSet64 / 1MB)
        Handles    = if ($IsLinux) { [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Length } else { $process.HandleCount }
        Threads    = $process.Threads.Count
        Assemblies = [AppDomain]::CurrentDomain.GetAssemblies().Length
    }
}

$opened = foreach ($i in 1..$Runspaces) {
    $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $null = $shell.AddScript('param($manifest) Import-Module $manifest').AddArgument($manifest).Invoke()
    $shell.Dispose()
    $runspace
}

function Invoke-Round([int] $From, [int] $Count) {
    for ($i = $From; $i -lt $From + $Count; $i += $Runspaces) {
        $running = foreach ($runspace in $opened) {
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            $null = $shell.AddScript($round.ToString()).AddArgument($i)
            @{ Shell = $shell; Run = $shell.BeginInvoke() }
        }
        foreach ($one in $running) {
            $null = $one.Shell.EndInvoke($one.Run)
            foreach ($problem in $one.Shell.Streams.Error.ReadAll()) {
                if ("$problem" -like 'lost*') { throw $problem }
            }
            $one.Shell.Dispose()
        }
    }
}

$warmRounds = [Math]::Max($Runspaces, [int]($WarmUp / $cellsOfRound))
$rounds = [Math]::Max($Runspaces, [int]($Cells / $cellsOfRound))
Invoke-Round 0 $warmRounds
$before = Measure-Process
$watch = [Diagnostics.Stopwatch]::StartNew()
Invoke-Round $warmRounds $rounds
$after = Measure-Process
"cells $($rounds * $cellsOfRound) in $($watch.Elapsed.TotalSeconds.ToString('0')) s"
"after warm-up: $before"
"in the end:    $after"
foreach ($runspace in $opened) { $runspace.Dispose() }

if ($after.Megabytes -gt $before.Megabytes * 1.25 + 10) { throw 'Memory has grown.' }
if ($after.Handles -gt $before.Handles + 10) { throw 'Handles have grown.' }
if ($after.Threads -gt $before.Threads + 10) { throw 'Threads have grown.' }
if ($after.Assemblies -gt $before.Assemblies + 60) { throw 'Assemblies have grown.' }
