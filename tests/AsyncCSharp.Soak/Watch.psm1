# What the watching process sees of the one that it watches.

Import-Module "$PSScriptRoot/Journal.psm1"

# An output of the process that is read as it comes, so that the process never waits for its reader. Only its end is kept,
# of so many characters.
function New-Drain([IO.StreamReader] $Reader, [int] $Length) {
    $buffer = [char[]]::new(64KB)
    @{ Reader = $Reader; Buffer = $buffer; Read = $Reader.ReadAsync($buffer, 0, $buffer.Length); Length = $Length; Tail = '' }
}

# Reads what there is, and waits for it at most that long.
function Read-Drain([hashtable[]] $Drains, [int] $Milliseconds) {
    $open = @($Drains | Where-Object Read)
    if (-not $open) {
        [Threading.Thread]::Sleep($Milliseconds)
        return
    }

    $null = [Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($open.Read), $Milliseconds)
    foreach ($drain in $open | Where-Object { $_.Read.IsCompleted }) {
        $count = $drain.Read.GetAwaiter().GetResult()
        $text = $drain.Tail + [string]::new($drain.Buffer, 0, $count)
        $drain.Tail = $text.Substring([Math]::Max(0, $text.Length - $drain.Length))
        $drain.Read = $count -gt 0 ? $drain.Reader.ReadAsync($drain.Buffer, 0, $drain.Buffer.Length) : $null
    }
}

# What runs for longer than its limit.
function Get-Overdue([string] $Folder, [double] $LimitFactor) {
    foreach ($file in [IO.Directory]::GetFiles($Folder, '*.journal')) {
        $last = Get-JournalTail $file 1
        $seconds = $last ? ([DateTime]::UtcNow - $last.Time).TotalSeconds : 0
        if ($last.Event -in 'begin', 'note' -and $seconds -gt $last.Limit * $LimitFactor) {
            "HANGS: $([IO.Path]::GetFileNameWithoutExtension($file)), operation $($last.Number), $($last.Text): for $([int]$seconds) s"
        }
    }
}

# The managed stacks of a process and of those that it has started.
function Get-ManagedStack([Diagnostics.Process] $Process) {
    $library = [IO.Path]::GetFullPath("$PSScriptRoot/../../out/Stacks/AsyncCSharp.Stacks.dll")
    if (-not [IO.File]::Exists($library)) { return "There are no stacks: 'dotnet build' makes $library." }
    Add-Type -Path $library
    [AsyncCSharp.Stacks.ManagedStacks]::OfTreeAsync($Process.Id).GetAwaiter().GetResult()
}

Export-ModuleMember -Function New-Drain, Read-Drain, Get-Overdue, Get-ManagedStack
