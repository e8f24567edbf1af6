# What this process has, and what of it has grown.

# Counts, after a collection.
function Measure-ProcessState {
    foreach ($i in 1..4) {
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
    }

    $process = [Diagnostics.Process]::GetCurrentProcess()
    try {
        [pscustomobject]@{
            Megabytes  = [Math]::Round([GC]::GetTotalMemory($true) / 1MB, 1)
            WorkingSet = [Math]::Round($process.WorkingSet64 / 1MB)
            Handles    = $IsLinux ? [IO.Directory]::GetFileSystemEntries('/proc/self/fd').Length : $process.HandleCount
            Threads    = $process.Threads.Count
            Assemblies = [AppDomain]::CurrentDomain.GetAssemblies().Length
            Names      = Get-AssemblyCount
        }
    }
    finally {
        $process.Dispose()
    }
}

# How many there are of each name, where numbers and what stands behind the first one make no difference.
function Get-AssemblyCount {
    $names = @{}
    foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) { $names[$assembly.GetName().Name -replace '\d.*', '*']++ }
    $names
}

# What is more than chance allows since an earlier state.
function Get-Growth($Before, $After) {
    if ($After.Megabytes -gt $Before.Megabytes * 1.25 + 10) { 'memory' }
    # An assembly of the framework that is needed for the first time is two handles.
    if ($After.Handles -gt $Before.Handles + 30) { 'handles' }
    if ($After.Threads -gt $Before.Threads + 10) { 'threads' }
    if ($After.Assemblies -gt $Before.Assemblies + 60) {
        $more = foreach ($name in $After.Names.Keys) { [pscustomobject]@{ Name = $name; Count = $After.Names[$name] - $Before.Names[$name] } }
        $most = ($more | Sort-Object Count -Descending | Select-Object -First 3).ForEach{ "$($_.Count) of $($_.Name)" }
        "assemblies, most of all $($most -join ', ')"
    }
}

# The state, measured until nothing of it has grown or the time is up: threads of stopped code and of the pool end by and by.
function Wait-ProcessState($Before, [int] $Seconds) {
    $until = [DateTime]::UtcNow.AddSeconds($Seconds)
    do {
        $state = Measure-ProcessState
        $grown = @(Get-Growth $Before $state)
        if ($grown) { [Threading.Thread]::Sleep(500) }
    } while ($grown -and [DateTime]::UtcNow -lt $until)
    $state
}

function Format-ProcessState($State) {
    '{0:0.0} MB managed, {1:0} MB in all, {2} handles, {3} threads, {4} assemblies' -f $State.Megabytes, $State.WorkingSet, $State.Handles, $State.Threads, $State.Assemblies
}

Export-ModuleMember -Function Measure-ProcessState, Get-Growth, Wait-ProcessState, Format-ProcessState
