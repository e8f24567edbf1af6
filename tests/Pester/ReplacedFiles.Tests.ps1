BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/PackageFeed.ps1"

    # Puts an assembly into a file, with the time of the one that is there, as a build with another number does. The images have one length.
    function Set-Library([string]$Path, [int]$Answer, [switch]$InPlace) {
        $time = [IO.File]::Exists($Path) ? [IO.File]::GetLastWriteTimeUtc($Path) : $null
        $name = [IO.Path]::GetFileNameWithoutExtension($Path)
        $image = New-AssemblyImage $name $Answer -Constant $Answer
        if (-not $InPlace) {
            [IO.File]::Delete($Path)
        }

        [IO.File]::WriteAllBytes($Path, $image)
        if ($time) {
            [IO.File]::SetLastWriteTimeUtc($Path, $time)
        }

        $image.Length
    }
}

Describe 'A library that is replaced by one of the same length and time' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'is what it is now after a reset, for the compiler and for the runtime' {
        $path = "$TestDrive/SpecReplaced1.dll"
        $length = Set-Library $path 1
        $code = "#r ""$path""`n`$""{SpecReplaced1.Thing.Number} {SpecReplaced1.Thing.Answer()}"""
        Invoke-CSharpCell $code | Should -Be '1 1'
        Set-Library $path 2 | Should -Be $length
        Reset-CSharpSession
        Invoke-CSharpCell $code | Should -Be '2 2'
    }
}
