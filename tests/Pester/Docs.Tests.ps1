# What README and the pages of docs/ show is what comes. Shells of their own run the blocks: one for the pages that go on from block to
# block, one for those whose blocks are each for itself. PageExamples.psd1 has what they need besides.

BeforeDiscovery {
    . "$PSScriptRoot/PageExamples.ps1"
    $root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $needs = Import-PowerShellDataFile "$PSScriptRoot/PageExamples.psd1"
    $pages = @("$root/README.md") + [IO.Directory]::GetFiles("$root/docs", '*.md') + [IO.Directory]::GetFiles("$root/docs/en-US", '*.md') | Sort-Object
    $used = @{}
    $blocks = foreach ($path in $pages) {
        $page = [IO.Path]::GetRelativePath($root, $path).Replace('\', '/')
        foreach ($block in Read-PageExample $path) {
            $text = $block.Language -eq 'prompt' ? $block.Shown : $block.Code
            $need = @($needs[$page]).Where({ $text -like $_.Text }, 'First')[0]
            if ($need) { $used["$page $($need.Text)"] = $true }
            $block.Page = $page
            $block.Need = $need ?? @{}
            $block.Key = "$page $($block.Number)"
            $block.IsAlone = $page -cmatch 'cookbook|/[A-Z]\w+-\w+\.md$' -or $block.Number -eq 1
            $block
        }
    }

    $unused = foreach ($page in $needs.Keys) { foreach ($need in $needs[$page]) { if (-not $used["$page $($need.Text)"]) { "$page $($need.Text)" } } }
    $typed = @($blocks.Where{ $_.Language -eq 'prompt' -and -not $_.Need.Why })
    $still = @($blocks.Where{ $_.Need.Why })
    $run = @($blocks.Where{ $_.Language -ne 'prompt' -and -not $_.Need.Why })
    $sets = @(
        @{ Set = 'pages'; Blocks = @($run.Where{ -not $_.Page.StartsWith('docs/en-US/') }) }
        @{ Set = 'help of cmdlets'; Blocks = @($run.Where{ $_.Page -cmatch '^docs/en-US/[A-Z]' }) }
        @{ Set = 'help of subjects'; Blocks = @($run.Where{ $_.Page -match '^docs/en-US/about' }) }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/PageExamples.ps1"
    $serving = New-CSharpSession
    $server = cs "$PSScriptRoot/../../examples/practice-server/server.csx" -Session $serving
}

AfterAll {
    cs 'await app.StopAsync();' -Session $serving
    Remove-CSharpSession $serving
}

Describe 'The <Set>' -ForEach $sets {
    BeforeAll {
        foreach ($block in $Blocks) {
            $name = $block.Page -replace '\W', '-'
            $block.Folder = $block.IsAlone ? "$TestDrive/$name-$($block.Number)" : $folder
            $folder = $block.Folder
        }

        $given = Invoke-PageExample $Blocks $TestDrive $server
    }

    It 'run to the end, and nothing is written as an error' { $given[''] | Should -BeNullOrEmpty }

    It 'give what they show: <Page>, block <Number>' -ForEach $Blocks {
        Assert-PageExample $_ $given
    }
}

Describe 'At the C# prompt' {
    It 'comes what is shown: <Page>, block <Number>' -ForEach $typed {
        $lines = foreach ($line in $Shown -split "`n") { if ($line -match '^(In \[\d+\]|   \.\.\.): ?(.*)') { $Matches[2] } }
        $result = Invoke-ChildShell "$(Get-ImportText); Set-Location '$TestDrive'; Set-Content first.csx 1; $($Code.Trim().Replace("`n", '; '))" -InputText (($lines + 'exit') -join "`n") -Environment @{ ASYNCCSHARP_EDITOR = 'plain'; NO_COLOR = '1' }
        $result.Errors | Should -BeNullOrEmpty
        $passing = '^(In \[\d+\]:( exit)?|PS>)$', ($Shown -match 'C# cells of' ? '^$' : '^C# cells of')
        $given, $page = $result.Output, $Shown | ForEach-Object { , @(Get-ShownWord $_ | Where-Object { $_ -notmatch $passing[0] -and $_ -notmatch $passing[1] }) }
        $given | Should -Be $page
    }
}

Describe 'What is not run' {
    It 'parses, and there is a reason: <Page>, block <Number>: <Need.Why>' -ForEach $still {
        $errors = $null
        $null = [Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$errors)
        $errors | Should -BeNullOrEmpty
    }

    It 'is all there still' -ForEach @(@{ Unused = $unused }) { $Unused | Should -BeNullOrEmpty }
}

Describe 'The first command of the README' {
    It 'prints what is shown' {
        $text = [IO.File]::ReadAllText("$PSScriptRoot/../../README.md").Replace("`r", '')
        $text -match '(?ms)^dotnet run (--project tools/Shell -- -Command ".*?")$.*?^The first prints\n\n```\n(.*?)\n```' | Should -BeTrue
        $arguments, $shown = $Matches[1, 2]

        # As it stands there, without the build: all is built.
        $dotnet = $env:DOTNET_HOST_PATH ? $env:DOTNET_HOST_PATH : (Get-Command dotnet -CommandType Application)[0].Source
        $child = Invoke-ChildShell "Set-Location '$PSScriptRoot/../..'; & '$dotnet' run --no-build $arguments"
        $child.Errors | Should -BeNullOrEmpty
        $child.Output.Trim() | Should -Be $shown
    }
}

Describe 'The two commands of the README' {
    It 'have nothing that bash, pwsh and cmd read differently' {
        $text = [IO.File]::ReadAllText("$PSScriptRoot/../../README.md").Replace("`r", '')
        $text -match '(?ms)in bash, pwsh and\s+cmd alike\..*?^```\n(.*?)\n```' | Should -BeTrue
        $lines = $Matches[1] -split "`n"
        $lines | Should -HaveCount 2

        foreach ($line in $lines) {
            $parts = $line -split '"'
            $parts.Count | Should -BeIn 1, 3 -Because 'more than one pair of quotes is read in three ways'

            # Outside of the quotes stands what no shell has a meaning for: words, options, and paths with slashes. -- stands alone: pwsh
            # keeps it for a program.
            ($parts[0], $parts[2]) -join '' | Should -Match '^[\w ./-]+$'
            $line | Should -Match '^[a-z]+ ' -Because 'a program of the path is called by its name'

            # Inside of double quotes bash and pwsh look for $ and `, bash for ! and \, cmd for % and !, and cmd does not know \".
            "$($parts[1])" | Should -Not -Match '[$`!%\\^]'
        }
    }
}

Describe 'The links of the pages' {
    It 'lead to files' {
        $root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
        $pages = @("$root/README.md", "$root/examples/README.md") + [IO.Directory]::GetFiles("$root/docs", '*.md', 'AllDirectories') + [IO.Directory]::GetFiles("$root/examples", 'README.md', 'AllDirectories')
        $broken = foreach ($page in $pages) {
            foreach ($match in [regex]::Matches(([IO.File]::ReadAllText($page) -replace '(?ms)^```.*?^```'), '\]\((?!https?:)([^)#\s]+)')) {
                if (-not (Test-Path "$([IO.Path]::GetDirectoryName($page))/$($match.Groups[1].Value)")) { "${page}: $($match.Groups[1].Value)" }
            }
        }
        $broken | Should -BeNullOrEmpty
    }
}
