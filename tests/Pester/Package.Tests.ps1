# The layout of the package, made of the module under test: what build.ps1 -Task Pack makes takes minutes.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $module = [IO.Path]::GetFullPath("$PSScriptRoot/../../out/AsyncCSharp")
    $type = 'AsyncCSharp.Contract.EngineFolder'

    # A copy of the module; the engine's own assembly is in the folder of $Platform too, or what is not an assembly at all.
    function New-Package([string]$Path, [string]$Platform, [switch]$Damaged) {
        foreach ($file in [IO.Directory]::EnumerateFiles($module, '*', 'AllDirectories')) {
            $target = [IO.Path]::Combine($Path, [IO.Path]::GetRelativePath($module, $file))
            [void][IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName($target))
            [IO.File]::Copy($file, $target)
        }

        $images = [IO.Path]::Combine($Path, 'bin', 'engine', $Platform)
        [void][IO.Directory]::CreateDirectory($images)
        $image = [IO.Path]::Combine($images, 'AsyncCSharp.Engine.dll')
        if ($Damaged) {
            Set-Content $image 'not for this platform' -NoNewline
        }
        else {
            [IO.File]::Copy([IO.Path]::Combine($module, 'bin', 'engine', 'AsyncCSharp.Engine.dll'), $image)
        }
    }

    # The value of a cell, and where the engine's assemblies were loaded from, by the packaged module in a process of its own.
    function Invoke-Packaged([string]$Path) {
        Invoke-ChildShell -Environment @{ ASYNCCSHARP_CACHE = 'off'; ASYNCCSHARP_COMPILER = 'inprocess' } -Command @"
Import-Module '$Path/AsyncCSharp.psd1'
cs 'await Task.Delay(1); 6 * 7'
foreach (`$context in [Runtime.Loader.AssemblyLoadContext]::All) {
    if (`$context.Name -eq 'AsyncCSharp.Engine') {
        foreach (`$assembly in `$context.Assemblies) { [IO.Path]::GetRelativePath('$Path', `$assembly.Location).Replace('\', '/') }
    }
}
"@
    }

    $platform = (Invoke-ChildShell "$(Get-ImportText); [AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -eq 'AsyncCSharp' })[0].GetType('$type').GetProperty('CurrentPlatform').GetValue(`$null)").Output.Trim()
}

Describe 'The package' {
    It 'loads what is compiled for this platform, and the portable assemblies where that is missing' {
        New-Package "$TestDrive/here" $platform
        $result = Invoke-Packaged "$TestDrive/here"
        $lines = $result.Output.Trim().Split("`n")
        $result.ExitCode | Should -Be 0 -Because $result.Errors
        $lines[0] | Should -Be '42'
        $lines | Should -Contain "bin/engine/$platform/AsyncCSharp.Engine.dll"
        $lines | Should -Contain 'bin/engine/Microsoft.CodeAnalysis.dll'
    }

    It 'does not touch what is compiled for another platform' {
        New-Package "$TestDrive/there" 'other-arm64' -Damaged
        $result = Invoke-Packaged "$TestDrive/there"
        $lines = $result.Output.Trim().Split("`n")
        $result.ExitCode | Should -Be 0 -Because $result.Errors
        $lines[0] | Should -Be '42'
        $lines | Should -Contain 'bin/engine/AsyncCSharp.Engine.dll'
    }
}
