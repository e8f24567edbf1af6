# The examples of the pages for users give what the pages show.

BeforeDiscovery {
    $examples = foreach ($page in 'cookbook.md', 'en-US/Get-CSharpVariable.md', 'en-US/Set-CSharpVariable.md', 'en-US/Remove-CSharpVariable.md') {
        $text = [IO.File]::ReadAllText("$PSScriptRoot/../../docs/$page").Replace("`r", '')
        $number = 0
        foreach ($match in [regex]::Matches($text, '(?ms)^```powershell\n((?:(?!^```).)*)^```\n\n```output\n(.*?)^```')) {
            @{ Page = $page; Number = ++$number; Code = $match.Groups[1].Value; Shown = $match.Groups[2].Value }
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What counts is what is there, and not how wide a host makes its columns.
    function Get-Words([string]$Text) { $Text.Replace("`r", '') -split '\s*\n\s*' -replace '\s+', ' ' | Where-Object { $_ } | ForEach-Object Trim }
}

Describe 'Example <Number> of <Page>' -ForEach $examples {
    It 'gives what the page shows' {
        $shell = New-TestShell
        try {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
            $output = Invoke-TestShell $shell 'param($folder, $code) Set-Location $folder; $PSStyle.OutputRendering = "PlainText"; . ([scriptblock]::Create($code)) | Out-String -Width 200' @($folder.FullName, $Code)
            Get-Words ($output -join "`n") | Should -Be (Get-Words $Shown)
        } finally {
            $shell.Runspace.Dispose()
        }
    }
}
