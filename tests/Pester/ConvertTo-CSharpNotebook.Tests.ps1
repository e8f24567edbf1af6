BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $dib = [IO.Path]::Combine($TestDrive, 'old.dib')
    $text = @(
        '#!meta', '', '{"kernelInfo":{"defaultKernelName":"csharp","items":[]}}', '', '#!markdown', '', '# Title', '', '#!csharp', '', 'var x = 5;', '', '#!time', 'x + 1', ''
        '#!pwsh', '', "'from PowerShell'", '', '#!fsharp', '', 'let y = 1', ''
    ) -join "`n"
    [IO.File]::WriteAllText($dib, $text)
}

Describe 'ConvertTo-CSharpNotebook' {
    It 'has the language of a cell in its text' {
        $notebook = ConvertTo-CSharpNotebook $dib | ConvertFrom-Json -AsHashtable
        $notebook.nbformat | Should -Be 4
        $notebook.metadata.kernelspec.name | Should -Be 'csharp'
        $notebook.cells.cell_type | Should -Be 'markdown', 'code', 'code', 'code'
        $notebook.cells.source | Should -Be '# Title', "var x = 5;`n`n#!time`nx + 1", "#!pwsh`n'from PowerShell'", "#!fsharp`nlet y = 1"
        ($notebook.cells.id | Select-Object -Unique).Count | Should -Be 4
    }

    It 'writes a file, which runs' {
        $short = [IO.Path]::Combine($TestDrive, 'short.dib')
        [IO.File]::WriteAllText($short, "#!csharp`n`nvar x = 5;`n`n#!pwsh`n`n`$cs:x + 1`n")
        $target = [IO.Path]::Combine($TestDrive, 'new.ipynb')
        ConvertTo-CSharpNotebook $short $target -WhatIf | Should -BeNullOrEmpty
        $target | Should -Not -Exist
        (ConvertTo-CSharpNotebook $short $target).FullName | Should -Be $target
        foreach ($path in $target, $short) {
            $ran = [IO.Path]::Combine($TestDrive, 'ran.ipynb')
            $null = Invoke-CSharpNotebook $path -OutputPath $ran -ErrorAction Stop
            ([IO.File]::ReadAllText($ran) | ConvertFrom-Json -AsHashtable).cells[1].outputs.text | Should -Be "6`n"
        }
    }

    It 'takes the languages of a notebook from its metadata: <Kernel>' -ForEach @(
        @{ Kernel = '.net-csharp'; Sources = 'var a = 1;', "#!pwsh`n1", "#!pwsh`n2", "#!fsharp`n3" }
        @{ Kernel = '.net-pwsh'; Sources = "#!pwsh`nvar a = 1;", "#!pwsh`n1", "#!pwsh`n2", "#!fsharp`n3" }
    ) {
        $path = [IO.Path]::Combine($TestDrive, 'polyglot.ipynb')
        [IO.File]::WriteAllText($path, (ConvertTo-Json -Depth 9 @{ nbformat = 4; nbformat_minor = 2; metadata = @{ mine = 1; kernelspec = @{ name = $Kernel } }; cells = @(
                        @{ cell_type = 'code'; metadata = @{}; source = 'var a = 1;'; outputs = @(@{ output_type = 'stream'; text = 'kept' }) }
                        @{ cell_type = 'code'; metadata = @{ polyglot_notebook = @{ kernelName = 'pwsh' } }; source = '1'; outputs = @() }
                        @{ cell_type = 'code'; metadata = @{ dotnet_interactive = @{ language = 'pwsh' } }; source = "#!pwsh`n2"; outputs = @() }
                        @{ cell_type = 'code'; metadata = @{ dotnet_interactive = @{ language = 'fsharp' } }; source = '3'; outputs = @() }
                    ) }))
        $notebook = ConvertTo-CSharpNotebook $path | ConvertFrom-Json -AsHashtable
        $notebook.cells.source | Should -Be $Sources
        $notebook.cells[0].outputs[0].text | Should -Be 'kept'
        $notebook.metadata.mine | Should -Be 1
        $notebook.metadata.kernelspec.name | Should -Be 'csharp'
    }

    It 'has the names of .NET Interactive where cells use them: <Code>' -ForEach @{ Code = 'display(1)' }, @{ Code = 'list.Display();' }, @{ Code = 'HTML("x")' } {
        $path = [IO.Path]::Combine($TestDrive, 'names.dib')
        [IO.File]::WriteAllText($path, "#!csharp`n`nvar list = 1;`n`n#!csharp`n`n$Code`n")
        (ConvertTo-CSharpNotebook $path | ConvertFrom-Json).cells.source | Should -Be '#!compat', 'var list = 1;', $Code
        Invoke-CSharpNotebook $path -ErrorVariable problem
        $problem | Should -BeNullOrEmpty
    }

    It 'has the formatters of .NET Interactive where cells use them: <Code>' -ForEach @(
        @{ Code = 'PocketView view = b("x"); view'; First = '(?s)^#!compat.#!csharp.#r "nuget: Microsoft\.DotNet\.Interactive\.Formatting, .*PocketViewTags;$' }
        @{ Code = 'Formatter.Register<int>(i => "x");'; First = '^#!compat' }
        @{ Code = "#r ""nuget: Microsoft.DotNet.Interactive.Formatting, 1.0.0""`nFormatter.Register<int>(i => ""x"");"; First = '^#!compat\z' }
    ) {
        $path = [IO.Path]::Combine($TestDrive, 'formatters.dib')
        [IO.File]::WriteAllText($path, "#!csharp`n`n$Code`n")
        $sources = (ConvertTo-CSharpNotebook $path | ConvertFrom-Json).cells.source
        $sources.Count | Should -Be 2
        $sources[0] | Should -Match $First
    }

    It 'takes no file that is no notebook' {
        $path = [IO.Path]::Combine($TestDrive, 'no.ipynb')
        [IO.File]::WriteAllText($path, '{"cells": 1}')
        { ConvertTo-CSharpNotebook $path } | Should -Throw -ErrorId 'InvalidNotebook,AsyncCSharp.Commands.ConvertToCSharpNotebookCommand'
        $problem = { ConvertFrom-CSharpNotebook $path } | Should -Throw -ErrorId 'InvalidNotebook,AsyncCSharp.Commands.ConvertFromCSharpNotebookCommand' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*.ipynb*ConvertTo-CSharpNotebook*.dib*'
    }
}

Describe 'ConvertFrom-CSharpNotebook' {
    It 'gives back what was converted' {
        $path = [IO.Path]::Combine($TestDrive, 'there.ipynb')
        $null = ConvertTo-CSharpNotebook $dib $path
        ConvertFrom-CSharpNotebook $path | Should -Be ($text -replace '"items":\[\]', '"items":[{"aliases":[],"name":"csharp"}]')
        $back = [IO.Path]::Combine($TestDrive, 'back.dib')
        $null = ConvertFrom-CSharpNotebook $path $back
        ConvertTo-CSharpNotebook $back | Should -Be ([IO.File]::ReadAllText($path))
    }
}
