# The folders of examples/ do what their pages show. One shell runs all of them: a session and a runner of one are gone before the next.

BeforeDiscovery {
    . "$PSScriptRoot/PageExamples.ps1"
    $blocks = foreach ($folder in [IO.Directory]::GetDirectories("$PSScriptRoot/../../examples") | Where-Object { [IO.File]::Exists("$_/README.md") } | Sort-Object) {
        foreach ($block in Read-PageExample "$folder/README.md") {
            $block.Page = [IO.Path]::GetFileName($folder)
            $block.Key = "$($block.Page) $($block.Number)"
            $block.IsAlone = $block.Number -eq 1
            $block
        }
    }
}

Describe 'The examples' -ForEach @(@{ Blocks = $blocks }) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/PageExamples.ps1"
        Copy-Item "$PSScriptRoot/../../examples" "$TestDrive/examples" -Recurse
        foreach ($block in $Blocks) { $block.Folder = "$TestDrive/examples/$($block.Page)" }
        $given = Invoke-PageExample $Blocks $TestDrive
    }

    It 'run to the end, and nothing is written as an error' { $given[''] | Should -BeNullOrEmpty }

    It 'give what they show: <Page>, block <Number>' -ForEach $blocks {
        Assert-PageExample $_ $given
    }
}
