# For specs that need a real terminal: a shell in tmux. Dot-source it in BeforeAll; where there is no tmux, skip the spec.

# Starts a shell in a terminal of its own, and gives what the other functions want.
function Start-Terminal([string]$Command) {
    $terminal = "spec-$PID-$([guid]::NewGuid().ToString('n').Substring(0, 8))"
    $program = "'$([Environment]::ProcessPath)'"
    if ([IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'dotnet') { $program += " '$([Environment]::GetCommandLineArgs()[0])'" }
    & tmux -L $terminal -f /dev/null new-session -d -x 150 -y 50 "NO_COLOR=1 POWERSHELL_UPDATECHECK=Off $program -NoProfile -NoLogo"
    Wait-Screen $terminal '> *$'
    if ($Command) {
        Send-Line $terminal "$Command; 'terminal' + ' ready'"
        Wait-Screen $terminal 'terminal ready'
    }

    $terminal
}

# Ends it, with the shell.
function Stop-Terminal([string]$Terminal) {
    & tmux -L $Terminal kill-server
}

# Types text as it is.
function Send-Text([string]$Terminal, [string]$Text) {
    & tmux -L $Terminal send-keys -l $Text
}

# Presses a key that has a name: Enter, BSpace, C-c.
function Send-Key([string]$Terminal, [string]$Key) {
    & tmux -L $Terminal send-keys $Key
}

# Types a line.
function Send-Line([string]$Terminal, [string]$Text) {
    Send-Text $Terminal $Text
    Send-Key $Terminal Enter
}

# What the terminal shows.
function Get-Screen([string]$Terminal) {
    ((& tmux -L $Terminal capture-pane -p -S -200) -join "`n").TrimEnd()
}

# Waits until the terminal shows something, and gives how many seconds it took.
function Wait-Screen([string]$Terminal, [string]$Pattern, [int]$Seconds = 60) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ((Get-Screen $Terminal) -notmatch $Pattern) {
        if ($watch.Elapsed.TotalSeconds -gt $Seconds) { throw "The terminal does not show '$Pattern', but:`n$(Get-Screen $Terminal)" }
        [Threading.Thread]::Sleep(20)
    }
}
