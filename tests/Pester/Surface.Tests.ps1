BeforeDiscovery {
    . "$PSScriptRoot/Surface.ps1"
    $commands = Get-ModuleSurface
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Surface.ps1"
    $known = Get-KnownSurface
}

# What scripts of users hold on to. A change here is a change for them: it goes into Surface.txt and the change log.
Describe 'The surface of cmdlets' {
    It 'is as it was: <Name>' -ForEach $commands {
        $Text | Should -Be $known[$Name]
    }

    It 'has lost nothing' {
        (Get-ModuleSurface).Name | Should -Be @($known.Keys)
    }
}
