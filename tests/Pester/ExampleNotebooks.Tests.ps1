BeforeDiscovery {
    $notebooks = [IO.Directory]::GetFiles("$PSScriptRoot/../../examples/notebooks", '*.ipynb') | ForEach-Object { @{ Name = [IO.Path]::GetFileName($_); Path = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What the cells have shown, as text.
    function Read-Output([string]$Path) {
        $notebook = [IO.File]::ReadAllText($Path) | ConvertFrom-Json -AsHashtable
        foreach ($cell in $notebook.cells | Where-Object cell_type -EQ 'code') { ConvertTo-Json $cell.outputs -Depth 20 -Compress }
    }
}

Describe 'The example <Name>' -ForEach $notebooks {
    It 'shows what it has stored' {
        $target = [IO.Path]::Combine($TestDrive, $Name)
        $null = Invoke-CSharpNotebook $Path -OutputPath $target -ErrorAction Stop
        Read-Output $target | Should -Be @(Read-Output $Path)
        ([IO.File]::ReadAllText($Path) | ConvertFrom-Json).cells.outputs | Should -Not -BeNullOrEmpty
    }
}
