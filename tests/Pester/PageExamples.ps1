# For specs about what pages show: the code blocks of a page, and what comes where they run in a shell of their own.

# The blocks of a page of which something can be run, each with what the page shows for it. A block with prompts (PS>, In [1]:) has
# both in one; what is typed is the code then.
function Read-PageExample([string]$Path) {
    $text = [IO.File]::ReadAllText($Path).Replace("`r", '')
    $number = 0
    foreach ($match in [regex]::Matches($text, '(?ms)^```(?<language>\w*)\n(?<code>.*?)^```\n(?:\n```output(?<how>[^\n]*)\n(?<shown>.*?)^```)?')) {
        $language = $match.Groups['language'].Value
        $code = $match.Groups['code'].Value
        $shown = $match.Groups['shown'].Success ? $match.Groups['shown'].Value : $null
        $lines = $code.TrimEnd() -split "`n"
        if ($shown -match '(?m)^In \[1\]: ' -or $code -match '(?m)^In \[1\]: ') {
            $language = 'prompt'
            if ($lines[0].StartsWith('In [')) { $code, $shown = "Enter-CSharpSession`n", $code }
            elseif (-not $shown) { $code, $shown = ($lines[0] + "`n"), ($lines[1..$lines.Count] -join "`n") }
            $code = $code -replace '(?m)^PS> ?'
        } elseif ($code -match '(?m)^PS> ') {
            $code = ($lines -like 'PS> *').Substring(4).ForEach{ ". { $_ } | Out-Default" } -join "`n"
            $shown ??= ($lines -notlike 'PS> *') -join "`n"
        }

        if ($language -in 'powershell', 'csharp', 'prompt') {
            @{ Number = ++$number; Language = $language; Code = $code; Shown = $shown; Varies = $match.Groups['how'].Value.Trim() -eq 'varies' }
        }
    }
}

# What counts is what is there, and not how wide a host makes its columns. Of what varies, only the numbers do.
function Get-ShownWord([string]$Text, [bool]$Varies) {
    $lines = $Text.Replace("`r", '') -split '\s*\n\s*' -replace '\s+', ' ' | Where-Object { $_ } | ForEach-Object Trim
    $Varies ? ($lines -replace '[\d.,]*\d', '0') : $lines
}

# Runs blocks one after the other in a new shell, and gives for each what the shell has written. A block has Key, Code, Folder and
# IsAlone: whether it begins with nothing of those before it. $Server is the
# address of the server of the examples.
function Invoke-PageExample([hashtable[]]$Block, [string]$Folder, [string]$Server, [int]$Seconds = 240) {
    $file = "$Folder/blocks.json"
    ConvertTo-Json @($Block) -Depth 4 | Set-Content $file
    $result = Invoke-ChildShell ". '$PSScriptRoot/Show-PageExample.ps1' '$manifest' '$file'" -Seconds $Seconds -Environment @{
        ASYNCCSHARP_CACHE = "$Folder/cache"
        ASYNCCSHARP_PRACTICE = $Server
        PSModulePath = [IO.Path]::GetFullPath("$PSScriptRoot/../../out") + [IO.Path]::PathSeparator + $env:PSModulePath
    }
    $given = @{}
    foreach ($part in $result.Output -split "`u{1}" | Select-Object -Skip 1) {
        $key, $text = $part -split "`n", 2
        $given[$key] = $text
    }

    if ($result.TimedOut -or $result.Errors) { $given[''] = "timed out: $($result.TimedOut), errors: $($result.Errors)" }
    $given
}

# What is wrong with a block, as text; nothing where it gives what the page shows. One that shows nothing may give anything but an error.
# What this machine does not have is a reason to skip: packages that are not there while no source answers, and ASP.NET Core.
function Assert-PageExample([hashtable]$Block, [hashtable]$Given) {
    foreach ($before in $Given.Keys -like "$($Block.Page) *") {
        if ($Given[$before] -match '(?m)^failed: (PackageSourceFailed|FrameworkNotFound),') {
            Set-ItResult -Skipped -Because "this machine lacks what the page needs: $($Matches[1])"
        }
    }

    $text = $Given[$Block.Key]
    if ($null -eq $Block.Shown) { $text | Should -Not -Match '(?m)^failed: ' }
    else { Get-ShownWord $text $Block.Varies | Should -Be (Get-ShownWord $Block.Shown $Block.Varies) }

    $Given.ContainsKey($Block.Key) | Should -BeTrue -Because "the shell has come to it; it says: $($Given[''])"
}
