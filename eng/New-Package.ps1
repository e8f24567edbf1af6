#Requires -Version 7.6

<#
.SYNOPSIS
    Makes the package for a gallery of a module's folder: AsyncCSharp.<version>.nupkg, as Compress-PSResource does. Package.proj calls it.
.DESCRIPTION
    The package has the files of eng/PackageFiles.txt and no others, and is no larger than it may be. On Unix the native compilers in it may
    be executed, and installers leave it so.
.PARAMETER Module
    The module's folder.
.PARAMETER Destination
    The folder for the package.
.PARAMETER ProjectUri
    The address of the repository, at a release: it goes into the manifest, with that of the icon.
.PARAMETER Platform
    The platforms that have a folder in it.
.PARAMETER PortablePlatform
    Those of them for which there is room for neither a native compiler nor the compiler's assemblies compiled ahead of time.
.PARAMETER LargestSize
    How many bytes it may have.
.PARAMETER Fast
    Does not pack as tightly as it could.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Module,

    [Parameter(Mandatory)]
    [string] $Destination,

    [ValidatePattern('^$|^https://')]
    [string] $ProjectUri = '',

    [string[]] $Platform = @('linux-arm64', 'linux-x64', 'osx-arm64', 'win-x64'),

    [string[]] $PortablePlatform = @(),

    [long] $LargestSize = 66e6,

    [switch] $Fast
)

$ErrorActionPreference = 'Stop'
$Module = Convert-Path -LiteralPath $Module
$compilers = 'AsyncCSharp.Compiler', 'AsyncCSharp.Compiler.exe'

# The files that it is to have: those of a platform depend on whether that has its native compiler.
function Get-ExpectedFile {
    $native = Get-ChildItem -LiteralPath $Module -Recurse -File | Where-Object Name -In $compilers | ForEach-Object { $_.Directory.Name }
    foreach ($line in [IO.File]::ReadAllLines("$PSScriptRoot/PackageFiles.txt") -notlike '#*') {
        $kind, $file = $line[0], $line.Substring(2)
        $parts = $file.Split('/')
        $isOfPlatform = $parts.Length -eq 4 -and $parts[2] -ne 'generators'
        if ($isOfPlatform -and $parts[2] -notin $Platform) { continue }
        if ($kind -eq ' ' -or ($parts[2] -notin $PortablePlatform -and ($kind -eq '+') -eq ($parts[2] -in $native))) { $file }
    }
}

function Assert-File {
    $files = Get-ChildItem -LiteralPath $Module -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($Module, $_.FullName).Replace('\', '/') }
    $differences = Compare-Object @(Get-ExpectedFile) @($files) | ForEach-Object { ($_.SideIndicator -eq '=>' ? 'not in the list: ' : 'missing: ') + $_.InputObject }
    if ($differences) { throw "The package has not the files of eng/PackageFiles.txt; $($differences -join ', ')." }
}

function Write-ManifestAddress {
    $path = Join-Path $Module AsyncCSharp.psd1
    $data = Import-PowerShellDataFile -LiteralPath $path
    $label = $data.PrivateData.PSData['Prerelease'] ? "-$($data.PrivateData.PSData['Prerelease'])" : ''
    $lines = "ProjectUri = '$ProjectUri'`n            IconUri = '$ProjectUri/raw/v$($data.ModuleVersion)$label/docs/icon.png'"
    $text = [IO.File]::ReadAllText($path) -replace "ProjectUri = '[^']*'", $lines
    [IO.File]::WriteAllText($path, $text)
}

# NuGet's writer makes every file one that is only read, and packs less tightly than it could.
function Complete-Package([string] $Path) {
    $loose = [IO.Compression.ZipFile]::OpenRead($Path)
    $tight = [IO.Compression.ZipFile]::Open("$Path.new", 'Create')
    try {
        foreach ($entry in $loose.Entries) {
            $copy = $tight.CreateEntry($entry.FullName, $Fast ? 'Fastest' : 'SmallestSize')
            $copy.LastWriteTime = $entry.LastWriteTime
            $copy.ExternalAttributes = $entry.Name -in $compilers ? [int]0x81ED0000 : $entry.ExternalAttributes
            $from, $to = $entry.Open(), $copy.Open()
            $from.CopyTo($to)
            $to.Dispose()
            $from.Dispose()
        }
    }
    finally {
        $tight.Dispose()
        $loose.Dispose()
    }

    [IO.File]::Move("$Path.new", $Path, $true)
}

Assert-File
if ($ProjectUri) { Write-ManifestAddress }
$null = Test-ModuleManifest (Join-Path $Module AsyncCSharp.psd1)
$null = [IO.Directory]::CreateDirectory($Destination)
Remove-Item "$Destination/AsyncCSharp.*"

# Of PSResourceGet, which pwsh carries.
$package = (Compress-PSResource -Path $Module -DestinationPath $Destination -PassThru).FullName
Complete-Package $package
$size = [IO.FileInfo]::new($package).Length
if ($size -gt $LargestSize) { throw "$package has $size bytes, and may have $LargestSize." }
"{0}: {1:N1} MB" -f $package, ($size / 1e6)
