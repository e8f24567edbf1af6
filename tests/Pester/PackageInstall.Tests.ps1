# The package as people install it: with the PSResourceGet and the PowerShellGet that pwsh carries, out of a repository in a folder, by a
# user who has nothing. It is made of the module under test, by the script that makes the one to be published.
BeforeDiscovery {
    # On Windows a user's folders are those of the system, whatever the environment says.
    $why = $IsWindows ? ' (skipped: the modules of this user would be changed)' : ''
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
    $platform = [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq 'AsyncCSharp' })[0].GetType('AsyncCSharp.Contract.EngineFolder').GetProperty('CurrentPlatform').GetValue($null)
    $stage = "$TestDrive/stage/AsyncCSharp"
    $version = (Import-PowerShellDataFile "$root/AsyncCSharp.psd1").ModuleVersion

    # The module under test, laid out as Package.proj does it. Gives whether it has a native compiler.
    function New-Stage {
        Copy-Item (Split-Path $manifest) $stage -Recurse
        Get-ChildItem "$stage/bin/engine" -Directory | Where-Object Name -NotIn $platform, 'generators' | Remove-Item -Recurse
        $images = [IO.Directory]::CreateDirectory("$stage/bin/engine/$platform").FullName
        Get-ChildItem "$stage/bin/engine/*" -Include AsyncCSharp.Compiler, AsyncCSharp.Compiler.exe | Move-Item -Destination $images
        $hasCompiler = $null -ne (Get-ChildItem "$images/*" -Include AsyncCSharp.Compiler, AsyncCSharp.Compiler.exe)
        $assemblies = $hasCompiler ? @('AsyncCSharp.Engine') : 'AsyncCSharp.Engine', 'Microsoft.CodeAnalysis', 'Microsoft.CodeAnalysis.CSharp', 'Mono.Cecil'
        foreach ($assembly in $assemblies) { Copy-Item "$stage/bin/engine/$assembly.dll" $images }
        & "$root/eng/New-Notices.ps1" -Module $stage
        $hasCompiler
    }

    function New-Package([string]$Folder) {
        & "$root/eng/New-Package.ps1" -Module $stage -Destination "$TestDrive/$Folder" -Platform $platform -Fast
    }

    function Set-Manifest([string]$Pattern, [string]$Text) {
        [IO.File]::WriteAllText("$stage/AsyncCSharp.psd1", ([IO.File]::ReadAllText("$stage/AsyncCSharp.psd1") -replace $Pattern, $Text))
    }

    # A shell of a user who has nothing; what it writes last is an object.
    function Invoke-User([string]$Script, [string]$Folder = 'home') {
        # .NET takes these for the current folder where they are not there.
        $empty = "$TestDrive/$Folder"
        foreach ($part in '.local/share', '.config', '.cache') { $null = [IO.Directory]::CreateDirectory("$empty/$part") }
        $result = Invoke-ChildShell -Seconds (3 * $processSeconds) -Environment @{
            HOME = $empty; XDG_DATA_HOME = "$empty/.local/share"; XDG_CONFIG_HOME = "$empty/.config"; XDG_CACHE_HOME = "$empty/.cache"; PSModulePath = ''; ASYNCCSHARP_MODULE = ''
        } -Command "`$ErrorActionPreference = 'Stop'; `$PSStyle.OutputRendering = 'PlainText'; `$ProgressPreference = 'SilentlyContinue'; $Script"
        $result.ExitCode | Should -Be 0 -Because ($result.Output + $result.Errors)
        $result.Output.Trim().Split("`n")[-1] | ConvertFrom-Json
    }

    # The first cell of a shell, with the module that it finds by itself.
    $cell = '$said = cs ''await Task.Delay(1); 6 * 7'' -Verbose 4>&1; $module = Get-Module AsyncCSharp; @{
        Value = $said[0]; Said = "$($said[1])"; Base = $module.ModuleBase; Version = "$($module.Version)"; Label = "$($module.PrivateData.PSData[''Prerelease''])" } | ConvertTo-Json -Compress'

    $hasCompiler = New-Stage
    $first = "$(New-Package first)" -replace ': [\d.,]+ MB$'
    $next = $version -replace '\d+$', { 1 + [int]$_.Value }
    Set-Manifest "ModuleVersion\s*=\s*'[^']*'" "ModuleVersion = '$next'"
    Set-Manifest '(?=ReleaseNotes =)' "Prerelease = 'preview1'`n            "
    $second = "$(New-Package second)" -replace ': [\d.,]+ MB$'
    $modules = "$TestDrive/home/.local/share/powershell/Modules/AsyncCSharp"
}

Describe 'The package' {
    It 'is named for the version of the manifest, and its label' {
        Split-Path $first -Leaf | Should -BeExactly "AsyncCSharp.$version.nupkg"
        Split-Path $second -Leaf | Should -BeExactly "AsyncCSharp.$next-preview1.nupkg"
    }

    It 'has the version of the assembly' {
        $assembly = [Diagnostics.FileVersionInfo]::GetVersionInfo("$(Split-Path $manifest)/bin/AsyncCSharp.dll")
        $label = (Import-PowerShellDataFile "$root/AsyncCSharp.psd1").PrivateData.PSData['Prerelease']
        ($assembly.ProductVersion -split '\+')[0] | Should -BeExactly ($label ? "$version-$label" : $version)
    }

    It 'tells a gallery what it is' {
        $zip = [IO.Compression.ZipFile]::OpenRead($first)
        try {
            $reader = [IO.StreamReader]::new($zip.GetEntry('AsyncCSharp.nuspec').Open())
            $data = ([xml]$reader.ReadToEnd()).package.metadata
            $data.version | Should -BeExactly $version
            $data.tags -split ' ' | Should -Contain 'PSModule'
            foreach ($field in 'authors', 'description', 'copyright', 'licenseUrl', 'projectUrl', 'releaseNotes') { $data.$field | Should -Not -BeNullOrEmpty -Because $field }
        }
        finally {
            $zip.Dispose()
        }
    }

    It 'is not made where it would have <Name>' -ForEach @(
        @{ Name = 'a file more'; Change = { Set-Content "$copy/bin/notes.txt" 'mine' }; Why = '*not in the list: bin/notes.txt*' }
        @{ Name = 'a file less'; Change = { Remove-Item "$copy/bin/engine/Mono.Cecil.dll" }; Why = '*missing: bin/engine/Mono.Cecil.dll*' }
    ) {
        $copy = "$TestDrive/changed$($Name.Split(' ')[-1])"
        Copy-Item $stage $copy -Recurse
        . $Change
        { & "$root/eng/New-Package.ps1" -Module $copy -Destination "$TestDrive/none" -Platform $platform } | Should -Throw $Why
        "$TestDrive/none" | Should -Not -Exist
    }

    It 'may be without a compiler of a platform''s own, where that is said' {
        $copy = "$TestDrive/portable/AsyncCSharp"
        Copy-Item $stage $copy -Recurse
        Remove-Item "$copy/bin/engine/$platform/*" -Exclude AsyncCSharp.Engine.dll
        $package = @{ Module = $copy; Destination = "$TestDrive/portable"; Platform = $platform; LargestSize = 1MB; Fast = $true }
        { & "$root/eng/New-Package.ps1" @package } | Should -Throw "*missing: bin/engine/$platform/*"
        { & "$root/eng/New-Package.ps1" @package -PortablePlatform $platform } | Should -Throw '*may have 1048576*'
    }

    It 'has the address of the repository and of the icon there, at a release; and is not made where it would be too large' {
        $copy = "$TestDrive/release/AsyncCSharp"
        Copy-Item $stage $copy -Recurse
        { & "$root/eng/New-Package.ps1" -Module $copy -Destination "$TestDrive/large" -Platform $platform -ProjectUri 'https://git.example/asynccsharp' -LargestSize 1MB -Fast } | Should -Throw '*may have 1048576*'
        $data = (Test-ModuleManifest "$copy/AsyncCSharp.psd1").PrivateData.PSData
        $data.ProjectUri | Should -BeExactly 'https://git.example/asynccsharp'
        $data.IconUri | Should -BeExactly "https://git.example/asynccsharp/raw/v$next-preview1/docs/icon.png"
        "$root/docs/icon.png" | Should -Exist
    }
}

Describe 'The notices' {
    It 'name each assembly, its package and its licence, and have the texts' {
        $text = [IO.File]::ReadAllText("$stage/THIRD-PARTY-NOTICES.txt")
        foreach ($file in Get-ChildItem "$stage/bin/engine/*.dll" | Where-Object Name -NotLike 'AsyncCSharp*') {
            $text | Should -Match "(?m)^Files: (.*, )?$([regex]::Escape($file.Name))(,|$)"
        }

        $text | Should -Match '(?m)^Microsoft\.CodeAnalysis\.CSharp [\d.]+ \(MIT\)$'
        $text | Should -Match '(?m)^NuGet\.Protocol [\d.]+ \(Apache-2\.0\)$'
        $text | Should -Match '(?m)^The \.NET runtime \(MIT\)$'
        $text | Should -Match 'Permission is hereby granted, free of charge'
        $text | Should -Match 'TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION'
    }

    It 'are not made where an assembly comes from no package' {
        $copy = "$TestDrive/stranger"
        $null = [IO.Directory]::CreateDirectory("$copy/bin/engine")
        Set-Content "$copy/bin/engine/Stranger.dll" ''
        { & "$root/eng/New-Notices.ps1" -Module $copy } | Should -Throw '*Stranger.dll*'
    }
}

Describe "The package, installed by a user who has nothing$why" -Skip:$IsWindows {
    It 'comes from a repository in a folder, and runs a cell' {
        $said = Invoke-User @"
`$null = [IO.Directory]::CreateDirectory('$TestDrive/gallery')
Register-PSResourceRepository -Name local -Uri '$TestDrive/gallery' -Trusted
Publish-PSResource -NupkgPath '$first' -Repository local
Publish-PSResource -NupkgPath '$second' -Repository local
Install-PSResource AsyncCSharp -Repository local
Import-Module AsyncCSharp
$cell
"@
        $said.Value | Should -Be 42
        $said.Version | Should -BeExactly $version
        $said.Base | Should -Be "$modules/$version"
        if ($hasCompiler) { $said.Said | Should -BeLike "*compiled in * by the compiler's own process*" }
    }

    It 'has its help' {
        $said = Invoke-User '@{ Synopsis = (Get-Help Invoke-CSharpCell).Synopsis; About = "$(Get-Help about_AutoAwait)".Length } | ConvertTo-Json -Compress'
        $said.Synopsis | Should -BeLike '*C#*'
        $said.About | Should -BeGreaterThan 1000
    }

    It 'passes specs: <_>' -ForEach 'AutoAwait.Tests.ps1' {
        $run = Invoke-ChildShell -Seconds (5 * $processSeconds) -Environment @{ ASYNCCSHARP_MODULE = "$modules/$version/AsyncCSharp.psd1" } -Command "& '$root/tests/Invoke-Specs.ps1' -Path '$root/tests/Pester/$_'; exit `$LASTEXITCODE"
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match 'Tests Passed: [1-9]'
    }

    It 'is updated to the next version, to a preview only where that is asked for' {
        $said = Invoke-User "Update-PSResource AsyncCSharp; `$before = @((Get-InstalledPSResource AsyncCSharp).Version.ToString()); Update-PSResource AsyncCSharp -Prerelease; $($cell.Replace('Value =', 'Before = $before; Value ='))"
        $said.Before | Should -Be $version
        $said.Value | Should -Be 42
        $said.Version, $said.Label | Should -Be $next, 'preview1'
        $said.Base | Should -Be "$modules/$next"
    }

    It 'is uninstalled, and leaves nothing' {
        $said = Invoke-User 'Uninstall-PSResource AsyncCSharp -Version *; @{ Left = @(Get-Module AsyncCSharp -ListAvailable).Count } | ConvertTo-Json -Compress'
        $said.Left | Should -Be 0
        $modules | Should -Not -Exist
    }

    It 'comes with Install-Module too' {
        $said = Invoke-User "Register-PSRepository -Name local -SourceLocation '$TestDrive/gallery' -InstallationPolicy Trusted; Install-Module AsyncCSharp -RequiredVersion $version -Repository local -Scope CurrentUser; $cell" home2
        $said.Value | Should -Be 42
        $said.Version | Should -BeExactly $version
        if ($hasCompiler) { $said.Said | Should -BeLike "*compiled in * by the compiler's own process*" }
        $said = Invoke-User 'Uninstall-Module AsyncCSharp; @{ Left = @(Get-Module AsyncCSharp -ListAvailable).Count } | ConvertTo-Json -Compress' home2
        $said.Left | Should -Be 0
    }
}
