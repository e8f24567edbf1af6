BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"
    $common = [System.Management.Automation.Cmdlet]::CommonParameters

    $commandCases = @()
    $parameterCases = @()
    foreach ($name in (Get-Module AsyncCSharp).ExportedCmdlets.Keys) {
        $commandCases += @{ Command = $name }
        foreach ($parameter in (Get-Command $name).Parameters.Keys) {
            if (-not $common.Contains($parameter)) {
                $parameterCases += @{ Command = $name; Parameter = $parameter }
            }
        }
    }

    $pageCases = @()
    foreach ($file in [IO.Directory]::GetFiles("$PSScriptRoot/../../docs/en-US", '*-*.md')) {
        $pageCases += @{ Page = [IO.Path]::GetFileNameWithoutExtension($file) }
    }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $docs = "$PSScriptRoot/../../docs/en-US"
    $allSets = '__AllParameterSets'

    function Read-Page([string]$Name) {
        [IO.File]::ReadAllText("$docs/$Name.md").Replace("`r", '')
    }

    # The text under a heading of level 2, up to the next one.
    function Read-Section([string]$Page, [string]$Title) {
        if ((Read-Page $Page) -match "(?ms)^## $Title\n(.*?)(?=^## |\z)") { $Matches[1] } else { '' }
    }

    # The text and the yaml lines of each parameter of a page.
    function Read-Parameter([string]$Page) {
        $parameters = [ordered]@{}
        foreach ($match in [regex]::Matches((Read-Section $Page 'PARAMETERS'), '(?ms)^### -(\w+)\n(.*?)^```yaml\n(.*?)^```')) {
            $parameters[$match.Groups[1].Value] = @{
                Text = $match.Groups[2].Value.Trim()
                Yaml = $match.Groups[3].Value
            }
        }
        $parameters
    }

    # One line for each parameter set, in the words of the yaml block.
    function Format-ParameterSet([System.Management.Automation.ParameterMetadata]$Parameter) {
        foreach ($set in $Parameter.ParameterSets.GetEnumerator()) {
            $value = $set.Value
            @(
                $set.Key -eq $allSets ? '(All)' : $set.Key
                $value.Position -eq [int]::MinValue ? 'Named' : $value.Position
                $value.IsMandatory
                $value.ValueFromPipeline
                $value.ValueFromPipelineByPropertyName
                $value.ValueFromRemainingArguments
            ) -join ' '
        }
    }

    function Read-ParameterSet([string]$Yaml) {
        $pattern = '- Name: (?<n>.+)\n  Position: (?<p>\w+)\n  IsRequired: (?<r>\w+)\n  ValueFromPipeline: (?<v>\w+)\n' +
            '  ValueFromPipelineByPropertyName: (?<y>\w+)\n  ValueFromRemainingArguments: (?<a>\w+)\n'
        foreach ($match in [regex]::Matches($Yaml, $pattern)) {
            @(foreach ($group in 'n', 'p', 'r', 'v', 'y', 'a') { $match.Groups[$group].Value }) -join ' '
        }
    }

    function Join-Line($Text) {
        foreach ($line in ($Text -replace '\n(?=\s+[\[-])', ' ') -split '\n') {
            if ($line.Trim()) { ($line -replace '\s+', ' ').Trim() }
        }
    }
}

Describe 'Help' {
    It 'has a page for <Command>' -ForEach $commandCases {
        "$docs/$Command.md" | Should -Exist
    }

    It 'has a cmdlet for the page <Page>' -ForEach $pageCases {
        (Get-Module AsyncCSharp).ExportedCmdlets.ContainsKey($Page) | Should -BeTrue
    }

    It 'finds about_AsyncCSharp' {
        $about = Get-Help about_AsyncCSharp
        $about | Should -Match 'SHORT DESCRIPTION'
        $about | Should -Match 'CompilationFailed'
    }
}

Describe 'Get-Help of a cmdlet' {
    It 'gives <Command> a synopsis of its own' -ForEach $commandCases {
        $synopsis = (Get-Help $Command -Full).Synopsis.Trim()
        $synopsis | Should -Not -BeNullOrEmpty
        $synopsis | Should -Not -Match ([regex]::Escape("$Command ["))
        $synopsis | Should -Match '\.$'
    }

    It 'has an address for <Command>, which -Online opens' -ForEach $commandCases {
        (Get-Help $Command -Full).relatedLinks.navigationLink[0].uri | Should -Be 'https://www.powershellgallery.com/packages/AsyncCSharp'
    }

    It 'gives <Command> a description' -ForEach $commandCases {
        ((Get-Help $Command -Full).description | ForEach-Object Text) -join '' | Should -Not -BeNullOrEmpty
    }

    It 'gives <Command> examples with code and remarks' -ForEach $commandCases {
        $examples = @((Get-Help $Command -Full).examples.example)
        $examples.Count | Should -BeGreaterThan 1
        foreach ($example in $examples) {
            $example.code.Trim() | Should -Not -BeNullOrEmpty
            ($example.remarks | ForEach-Object Text) -join '' | Should -Not -BeNullOrEmpty
        }
    }

    It 'shows the syntax of <Command> as it is' -ForEach $commandCases {
        $expected = @(Join-Line (Get-Command $Command -Syntax).Replace("`r", ''))
        $section = (Read-Section $Command 'SYNTAX') -replace '(?m)^(```|### ).*$', ''
        @(Join-Line $section) -join "`n" | Should -Be ($expected -join "`n")
        @((Get-Help $Command -Full).syntax.syntaxItem).Count | Should -Be $expected.Count
    }
}

Describe 'Page of a cmdlet' {
    It 'has examples of <Command> that parse' -ForEach $commandCases {
        $blocks = [regex]::Matches((Read-Section $Command 'EXAMPLES'), '(?ms)^```powershell\n(.*?)^```')
        $blocks.Count | Should -BeGreaterThan 1
        foreach ($block in $blocks) {
            $errors = $null
            $null = [System.Management.Automation.Language.Parser]::ParseInput($block.Groups[1].Value, [ref]$null, [ref]$errors)
            $errors.Count | Should -Be 0
        }
    }

    It 'has the default parameter set of <Command>' -ForEach $commandCases {
        $default = (Get-Command $Command).DefaultParameterSet
        $headings = [regex]::Matches((Read-Section $Command 'SYNTAX'), '(?m)^### (.+)$') | ForEach-Object { $_.Groups[1].Value }
        if (@($headings).Count -gt 1) {
            @($headings | Where-Object { $_.EndsWith('(Default)') }) | Should -Be "$default (Default)"
        }
        else {
            $headings | Should -Be $allSets
        }
    }

    It 'has no parameter that <Command> has not' -ForEach $commandCases {
        $known = (Get-Command $Command).Parameters
        foreach ($name in (Read-Parameter $Command).Keys) {
            $known.ContainsKey($name) | Should -BeTrue -Because "the page has -$name"
        }
    }

    It 'names the output types of <Command>' -ForEach $commandCases {
        $named = [regex]::Matches((Read-Section $Command 'OUTPUTS'), '(?m)^### (.+)$') | ForEach-Object { $_.Groups[1].Value }
        foreach ($type in (Get-Command $Command).OutputType | Where-Object Name -ne 'System.Void') {
            @($named) -contains $type.Name | Should -BeTrue -Because "$($type.Name) is an output type"
        }
    }

    It 'names the aliases of <Command>' -ForEach $commandCases {
        $text = Read-Section $Command 'ALIASES'
        foreach ($alias in (Get-Module AsyncCSharp).ExportedAliases.Values) {
            if ($alias.Definition -eq $Command) {
                $text.Contains('`' + $alias.Name + '`') | Should -BeTrue -Because "$($alias.Name) is an alias"
            }
        }
    }

    It 'links from <Command> to pages that exist' -ForEach $commandCases {
        foreach ($match in [regex]::Matches((Read-Page $Command), '\]\(([\w-]+\.md)\)')) {
            "$docs/$($match.Groups[1].Value)" | Should -Exist -Because $match.Groups[1].Value
        }
    }
}

Describe 'Parameter' {
    It '-<Parameter> of <Command> is described' -ForEach $parameterCases {
        $help = Get-Help $Command -Parameter $Parameter
        ($help.description | ForEach-Object Text) -join '' | Should -Not -BeNullOrEmpty
        (Read-Parameter $Command)[$Parameter].Text | Should -Not -BeNullOrEmpty
    }

    It '-<Parameter> of <Command> has the type, aliases and wildcards of its page' -ForEach $parameterCases {
        $metadata = (Get-Command $Command).Parameters[$Parameter]
        $yaml = (Read-Parameter $Command)[$Parameter].Yaml
        $yaml | Should -Match "(?m)^Type: $([regex]::Escape($metadata.ParameterType.FullName))$"

        $aliases = [regex]::Match($yaml, '(?m)^Aliases:\n((- \w+\n)+)').Groups[1].Value -replace '- ', ''
        ($aliases.Trim() -split '\n') -join ' ' | Should -Be ($metadata.Aliases -join ' ')

        $wildcards = @($metadata.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] }).Count -gt 0
        $yaml | Should -Match "(?m)^SupportsWildcards: $wildcards$"
    }

    It '-<Parameter> of <Command> is in the parameter sets of its page' -ForEach $parameterCases {
        $metadata = (Get-Command $Command).Parameters[$Parameter]
        $yaml = (Read-Parameter $Command)[$Parameter].Yaml
        $inCode = [string[]]@(Format-ParameterSet $metadata)
        $onPage = [string[]]@(Read-ParameterSet $yaml)
        [array]::Sort($inCode)
        [array]::Sort($onPage)
        $onPage -join "`n" | Should -Be ($inCode -join "`n")
    }
}
