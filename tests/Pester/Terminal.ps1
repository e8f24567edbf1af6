# A shell at a real terminal, for what only a terminal shows: Ctrl+C, the prompt, editing of lines. tmux is the terminal.
# Dot-source it where Common.ps1 is.

# Why there can be no terminal here, or nothing.
function Get-TerminalProblem {
    if ($IsWindows) { 'tmux is not for Windows' }
    elseif (-not (Get-Command tmux -CommandType Application -ErrorAction Ignore)) { 'there is no tmux' }
}

# Starts the shell that runs the specs, with these arguments, at a terminal of its own. Without arguments it is interactive: the
# module is imported, $Before has been run, and each prompt is a number in angle brackets.
function Start-Terminal {
    param([string[]]$Arguments, [string]$Before = '', [int]$Width = 120, [int]$Height = 50)

    $terminal = @{
        Socket  = Join-Path ([IO.Path]::GetTempPath()) "asynccsharp-$PID-$([guid]::NewGuid().ToString('n').Substring(0, 8)).tmux"
        Prompts = [IO.Path]::GetTempFileName()
        Seen    = -1
    }
    if (-not $Arguments) {
        # The time of each prompt is noted by the shell itself: looking at the screen takes its own time.
        $prompt = "`$script:prompts = 0; function prompt { [IO.File]::AppendAllText('$($terminal.Prompts)', `"`$([DateTime]::UtcNow.Ticks)``n`"); `"<`$((`$script:prompts++))> `" }"
        $options = 'Set-PSReadLineOption -HistorySaveStyle SaveNothing -PredictionSource None -BellStyle None'
        $Arguments = '-NoLogo', '-NoProfile', '-NoExit', '-Command', "$(Get-ImportText); $options; $Before; $prompt"
    }

    $shell = @([Environment]::ProcessPath)
    if ([IO.Path]::GetFileNameWithoutExtension($shell[0]) -eq 'dotnet') { $shell += [Environment]::GetCommandLineArgs()[0] }
    Invoke-Tmux $terminal -f /dev/null new-session -d -x $Width -y $Height @shell @Arguments ';' set-option -g remain-on-exit on
    $terminal
}

function Stop-Terminal($Terminal) {
    if ($Terminal) {
        Invoke-Tmux $Terminal kill-server
        Remove-Item $Terminal.Prompts
        Remove-Item $Terminal.Socket -ErrorAction Ignore
    }
}

# Presses keys, by tmux's names: Enter, C-c, Tab, Up.
function Send-Key($Terminal, [string[]]$Key) {
    Invoke-Tmux $Terminal send-keys @Key
}

# Types a text, and Enter where it is a line.
function Send-Text($Terminal, [string]$Text) {
    # tmux takes a semicolon at the end for the end of its own command.
    Invoke-Tmux $Terminal send-keys -l '--' ($Text -replace ';$', '\;')
}

function Send-Line($Terminal, [string]$Text) {
    Send-Text $Terminal $Text
    Send-Key $Terminal Enter
}

# The text of the screen and of what has been scrolled off it. Wrapped lines are whole.
function Get-Screen($Terminal) {
    (Invoke-Tmux $Terminal capture-pane -p -J -S -500) -join "`n"
}

# Waits until the screen matches.
function Wait-Screen($Terminal, [string]$Pattern, [double]$Seconds = 30) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    do {
        $screen = Get-Screen $Terminal
        if ($screen -match $Pattern) { return }
        Start-Sleep -Milliseconds 30
    } while ($watch.Elapsed.TotalSeconds -lt $Seconds)

    throw "'$Pattern' has not come to the screen within $Seconds s:`n$screen"
}

# Waits for the next prompt that nobody has waited for, and gives the time at which it came.
function Wait-Prompt($Terminal, [double]$Seconds = 30) {
    $next = $Terminal.Seen + 1
    Wait-Until { [IO.File]::ReadAllLines($Terminal.Prompts).Count -gt $next } -Seconds $Seconds
    $times = [IO.File]::ReadAllLines($Terminal.Prompts)
    if ($times.Count -le $next) { throw "No prompt has come within $Seconds s:`n$(Get-Screen $Terminal)" }
    $Terminal.Seen = $next
    [DateTime]::new([long]$times[$next], 'Utc')
}

# Runs a line at the prompt that is there, waits for the next one, and gives what the line has written.
function Invoke-Line($Terminal, [string]$Line, [double]$Seconds = 30) {
    $number = [IO.File]::ReadAllLines($Terminal.Prompts).Count - 1
    $Terminal.Seen = $number
    Send-Line $Terminal $Line
    $null = Wait-Prompt $Terminal $Seconds
    Wait-Screen $Terminal "(?m)^<$($number + 1)> *`$"
    $screen = Get-Screen $Terminal
    if ($screen -match "(?s)<$number> [^\n]*\n(.*?)\n?<$($number + 1)>") { $Matches[1] }
}

# Waits until the program at the terminal has ended; tells whether it has. Its exit code after Ctrl+C is not to be relied on:
# with commands of PowerShell it is 0 or 1.
function Wait-TerminalExit($Terminal, [double]$Seconds = 30) {
    Wait-Until { (Invoke-Tmux $Terminal display-message -p '#{pane_dead}') -eq '1' } -Seconds $Seconds
    (Invoke-Tmux $Terminal display-message -p '#{pane_dead}') -eq '1'
}

function Invoke-Tmux($Terminal) {
    tmux -S $Terminal.Socket @args
}
