# What the runspaces of the soak do, a file each. The watching process reads them: they outlive a process that hangs or dies.
# A line has the time in ticks (UTC), a number, what is noted (begin, end, fail), a limit in seconds, and a text.

function New-Journal([string] $Path) {
    $stream = [IO.FileStream]::new($Path, 'Create', 'Write', 'ReadWrite, Delete')
    $writer = [IO.StreamWriter]::new($stream)
    $writer.AutoFlush = $true
    $writer
}

function Add-JournalLine([IO.TextWriter] $Journal, [int] $Number, [string] $Kind, [double] $Limit, [string] $Text) {
    $Journal.WriteLine("$([DateTime]::UtcNow.Ticks)`t$Number`t$Kind`t$Limit`t$($Text -replace '\s+', ' ')")
}

# The last lines of a journal, as objects.
function Get-JournalTail([string] $Path, [int] $Count) {
    $stream = [IO.FileStream]::new($Path, 'Open', 'Read', 'ReadWrite, Delete')
    try {
        $null = $stream.Seek([Math]::Max(0, $stream.Length - 400 * $Count), 'Begin')
        $text = [IO.StreamReader]::new($stream).ReadToEnd()
    }
    finally {
        $stream.Dispose()
    }

    # What stands behind the last line break is still being written.
    $lines = $text.Substring(0, $text.LastIndexOf("`n") + 1).Split("`n", [StringSplitOptions]::RemoveEmptyEntries)
    foreach ($line in $lines | Select-Object -Last $Count) {
        $ticks, $number, $kind, $limit, $what = $line -split "`t"
        # Where the piece begins within a line, that line is no whole one.
        if ($ticks -match '^\d{18}$' -and $what) {
            [pscustomobject]@{ Time = [DateTime]::new([long]$ticks, 'Utc'); Number = [int]$number; Event = $kind; Limit = [double]$limit; Text = $what }
        }
    }
}

# The last operations of each runspace.
function Get-LastOperation([string] $Folder, [int] $Count) {
    foreach ($file in [IO.Directory]::GetFiles($Folder, '*.journal') | Sort-Object) {
        "--- the last of $([IO.Path]::GetFileNameWithoutExtension($file))"
        foreach ($line in Get-JournalTail $file ($Count * 2)) {
            '{0:HH:mm:ss.fff} {1,6} {2,-5} {3}' -f $line.Time, $line.Number, $line.Event, $line.Text
        }
    }
}

Export-ModuleMember -Function New-Journal, Add-JournalLine, Get-JournalTail, Get-LastOperation
