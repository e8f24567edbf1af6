BeforeDiscovery {
    $notebooks = [IO.Directory]::GetFiles("$PSScriptRoot/../../examples/notebooks", '*.ipynb') | ForEach-Object { @{ Name = [IO.Path]::GetFileName($_); Path = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # What the cells have shown, as text. Of an image that a library draws only the kind counts: it depends on the fonts of the machine.
    function Read-Output([string]$Path) {
        $notebook = [IO.File]::ReadAllText($Path) | ConvertFrom-Json -AsHashtable
        foreach ($cell in $notebook.cells | Where-Object cell_type -EQ 'code') {
            foreach ($output in $cell.outputs | Where-Object { $_.data }) {
                foreach ($kind in @($output.data.Keys) -like 'image/*') { $output.data[$kind] = $kind }
            }

            ConvertTo-Json $cell.outputs -Depth 20 -Compress
        }
    }
}

Describe 'The example <Name>' -ForEach $notebooks {
    It 'shows what it has stored' {
        $target = [IO.Path]::Combine($TestDrive, $Name)
        $null = Invoke-CSharpNotebook $Path -OutputPath $target -ErrorVariable problem -ErrorAction SilentlyContinue
        if ("$problem" -match 'nuget|NU1\d\d\d|package') { Set-ItResult -Skipped -Because 'the packages that the notebook has cannot be had here' }
        $problem | Should -BeNullOrEmpty
        Read-Output $target | Should -Be @(Read-Output $Path)
        ([IO.File]::ReadAllText($Path) | ConvertFrom-Json).cells.outputs | Should -Not -BeNullOrEmpty
    }
}
