#Requires -Version 7.6

<#
.SYNOPSIS
    Makes docs/prompt.svg: the C# prompt as it is used, key by key, at a real terminal (tmux).
.DESCRIPTION
    What is shown is what the terminal had at each step. How long a step is shown is written here, so that the same build gives the same picture on
    whatever machine. Run it with the pwsh of the build:

    dotnet run --project tools/Shell -- -NoProfile -File eng/New-Recording.ps1
.PARAMETER Path
    The file.
#>
[CmdletBinding()]
param([string] $Path = "$PSScriptRoot/../docs/prompt.svg")

$ErrorActionPreference = 'Stop'
. "$PSScriptRoot/../tests/Pester/Common.ps1"
. "$PSScriptRoot/../tests/Pester/Terminal.ps1"
if ($problem = Get-TerminalProblem) { throw "Nothing can be recorded: $problem." }

$width, $height = 92, 18
$prompt = 'In \[\d+\]:\s*$'

# What is typed (a text, or a key in angle brackets), what is waited for, and for how long that is shown, in seconds.
$steps = @(
    @{ Keys = 'Enter-CSharpSession'; Wait = 'Enter-CSharpSession'; Show = 1 }
    @{ Keys = '<Enter>'; Wait = $prompt; Show = 1 }
    @{ Keys = 'Enumerable.Ra'; Wait = 'Generates a sequence'; Show = 2 }
    @{ Keys = '<Tab>'; Wait = 'Range\s*$'; Show = 0.7 }
    @{ Keys = '(1, '; Wait = 'number of sequential integers'; Show = 2 }
    @{ Keys = '5).Wh'; Wait = 'Filters a sequence'; Show = 1.2 }
    @{ Keys = '<Down>'; Wait = 'Filters a sequence'; Show = 0.8 }
    @{ Keys = '('; Wait = 'A function to test'; Show = 1.2 }
    @{ Keys = 'i => i % 2 == 1)'; Wait = '== 1\)\s*$'; Show = 0.7 }
    @{ Keys = '<Enter>'; Wait = "Out.*\n3 *\n5 *\n$prompt"; Show = 1.5 }
    @{ Keys = 'async Task<string> LoadAsync(string name) {'; Wait = 'name\) \{'; Show = 0.6 }
    @{ Keys = '<Enter>'; Wait = '\.\.\.:\s*$'; Show = 0.5 }
    @{ Keys = 'await Task.Delay(100); return $"from {name}";'; Wait = 'from \{name\}";'; Show = 1 }
    @{ Keys = '<Enter>'; Wait = '\.\.\.:\s*$'; Show = 0.4 }
    @{ Keys = '}'; Wait = '\.\.\.: \}\s*$'; Show = 0.4 }
    @{ Keys = '<Enter>'; Wait = $prompt; Show = 0.6 }
    @{ Keys = '(await LoadAsync("C#")).ToUpperI'; Wait = 'ToUpperInvariant.*\n'; Show = 1.8 }
    @{ Keys = '<Tab>'; Wait = 'ToUpperInvariant\s*$'; Show = 0.4 }
    @{ Keys = '()'; Wait = 'ToUpperInvariant\(\)'; Show = 0.4 }
    @{ Keys = '<Enter>'; Wait = "FROM C# *\n$prompt"; Show = 1.5 }
    @{ Keys = '!Get-ChildItem *.md -Name'; Wait = '-Name\s*$'; Show = 0.6 }
    @{ Keys = '<Enter>'; Wait = "SECURITY\.md *\n$prompt"; Show = 1.5 }
    @{ Keys = 'exit'; Wait = 'exit'; Show = 0.5 }
    @{ Keys = '<Enter>'; Wait = 'PS>\s*$'; Show = 1 }
    @{ Keys = 'cs ''LoadAsync("PowerShell")'' | ForEach-Object Length'; Wait = 'Length\s*$'; Show = 1 }
    @{ Keys = '<Enter>'; Wait = '\n15 *\nPS>\s*$'; Show = 3 }
)

# A line of the screen as texts with their looks. What the line before has turned on is on still.
function ConvertTo-Run([string] $Line, [hashtable] $Look) {
    foreach ($part in [regex]::Matches($Line, "\e\[([0-9;]*)m|[^\e]+")) {
        if ($part.Value[0] -ne "`e") {
            [pscustomobject]@{ Text = $part.Value; Color = $Look.Color; Bold = $Look.Bold; Faint = $Look.Faint; Inverse = $Look.Inverse }
            continue
        }

        foreach ($code in [int[]]($part.Groups[1].Value -split ';')) {
            switch ($code) {
                0 { $Look.Clear() }
                1 { $Look.Bold = $true }
                2 { $Look.Faint = $true }
                7 { $Look.Inverse = $true }
                22 { $Look.Bold = $Look.Faint = $false }
                27 { $Look.Inverse = $false }
                39 { $Look.Color = $null }
                { $_ -in 30..37 -or $_ -in 90..97 } { $Look.Color = $code }
            }
        }
    }
}

function Get-X([int] $Column) { [Math]::Round(12 + 8.4 * $Column, 1) }

function ConvertTo-Row([string] $Line, [int] $Row, [hashtable] $Look) {
    $column = 0
    $spans = foreach ($run in ConvertTo-Run $Line $Look) {
        $classes = @(
            if ($run.Color) { "c$($run.Color)" }
            if ($run.Bold) { 'b' }
            if ($run.Faint) { 'd' }
            if ($run.Inverse) { 'i' }
        ) -join ' '
        if ($run.Inverse) { "<rect class='s' x='$(Get-X $column)' y='$(14 + 18 * $Row)' width='$((Get-X $run.Text.Length) - 12)' height='18'/>" }
        if ($run.Text.Trim()) {
            $text = [Security.SecurityElement]::Escape($run.Text)
            "<text x='$(Get-X $column)' y='$(28 + 18 * $Row)'$($classes ? " class='$classes'" : '')>$text</text>"
        }

        $column += $run.Text.Length
    }

    -join $spans
}

$options = 'Set-PSReadLineOption -EditMode Windows -PredictionSource None -HistorySaveStyle SaveNothing -BellStyle None; Set-Location ''{0}''; function prompt {{ ''PS> '' }}; Clear-Host'
$dataHome = $env:XDG_DATA_HOME
$env:XDG_DATA_HOME = Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid())
$terminal = Start-Terminal '-NoLogo', '-NoProfile', '-NoExit', '-Command', "$(Get-ImportText); $($options -f (Resolve-Path "$PSScriptRoot/.."))" -Width $width -Height $height
try {
    Wait-Screen $terminal 'PS>\s*$'
    $frames = [Collections.Generic.List[object]]::new()
    foreach ($step in $steps) {
        if ($step.Keys -match '^<(\w+)>$') { Send-Key $terminal $Matches[1] } else { Send-Text $terminal $step.Keys }
        Wait-Screen $terminal $step.Wait -Seconds 60

        # What is shown is what stays: colours come after the text.
        do {
            $lines = @(Invoke-Tmux $terminal capture-pane -p -e)
            Start-Sleep -Milliseconds 700
        } while (Compare-Object $lines @(Invoke-Tmux $terminal capture-pane -p -e) -SyncWindow 0)

        $look = @{}
        $rows = for ($i = 0; $i -lt $lines.Count; $i++) { ConvertTo-Row -Line $lines[$i] -Row $i -Look $look }
        $x, $y = (Invoke-Tmux $terminal display-message -p '#{cursor_x} #{cursor_y}') -split ' '
        $frames.Add(@{ Body = "$(-join $rows)<rect class='k' x='$(Get-X $x)' y='$(15 + 18 * $y)' width='8' height='16'/>"; Show = $step.Show })
    }
}
finally {
    Stop-Terminal $terminal
    Remove-Item -LiteralPath $env:XDG_DATA_HOME -Recurse -ErrorAction Ignore
    $env:XDG_DATA_HOME = $dataHome
}

$total = ($frames | ForEach-Object { $_.Show } | Measure-Object -Sum).Sum
$colors = @{
    30 = '#3b4252'; 31 = '#e06c75'; 32 = '#7fb069'; 33 = '#e5c07b'; 34 = '#61afef'; 35 = '#c678dd'; 36 = '#56b6c2'; 37 = '#d8dee9'
    90 = '#7a8394'; 91 = '#ff7a85'; 92 = '#98c379'; 93 = '#f0d58c'; 94 = '#6cb6ff'; 95 = '#d79bf0'; 96 = '#6fd6e0'; 97 = '#ffffff'
}
$style = @(
    "text{font:14px ui-monospace,'Cascadia Mono',Menlo,Consolas,monospace;white-space:pre;fill:#d8dee9}.b{font-weight:bold}.d{opacity:.65}.i{fill:#1b1f27}.s{fill:#d8dee9}.k{fill:#d8dee9;opacity:.6}"
    foreach ($code in $colors.Keys | Sort-Object) { ".c$code{fill:$($colors[$code])}" }
    '.f{visibility:hidden;animation-duration:' + [Math]::Round($total, 1).ToString([cultureinfo]::InvariantCulture) + 's;animation-iteration-count:infinite;animation-timing-function:step-end}'
    $begin = 0.0
    for ($i = 0; $i -lt $frames.Count; $i++) {
        $from, $to = (100 * $begin / $total), (100 * ($begin + $frames[$i].Show) / $total) | ForEach-Object { $_.ToString('0.###', [cultureinfo]::InvariantCulture) }
        "@keyframes f$i{0%{visibility:hidden}$from%{visibility:visible}$to%{visibility:hidden}}"
        ".f$i{animation-name:f$i}"
        $begin += $frames[$i].Show
    }
) -join "`n"
$groups = for ($i = 0; $i -lt $frames.Count; $i++) { "<g class='f f$i'>$($frames[$i].Body)</g>" }
$size = "$([Math]::Ceiling(24 + 8.4 * $width)) $(24 + 18 * $height)"
@(
    "<svg xmlns='http://www.w3.org/2000/svg' xml:space='preserve' viewBox='0 0 $size' role='img' aria-label='The C# prompt in use'>"
    "<style>$style</style>"
    "<rect width='100%' height='100%' rx='6' fill='#1b1f27'/>"
    $groups
    '</svg>'
) -join "`n" | ForEach-Object { [IO.File]::WriteAllText([IO.Path]::GetFullPath($Path), "$_`n") }
