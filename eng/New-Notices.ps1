#Requires -Version 7.6

<#
.SYNOPSIS
    Writes THIRD-PARTY-NOTICES.txt into a module's folder: of every package that a file of the module comes from, what its own metadata
    say of authors and licence, and the texts of these licences.
.PARAMETER Module
    The module's folder.
.PARAMETER Assets
    The project.assets.json of the engine, which has the packages that the build has resolved.
.PARAMETER DotNet
    The folder of .NET. The generators, the documentation, and what is compiled to native code, have parts of its runtime.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Module,

    [string] $Assets = "$PSScriptRoot/../src/AsyncCSharp.Engine/obj/project.assets.json",

    [string] $DotNet = (Split-Path ([Environment]::ProcessPath))
)

$ErrorActionPreference = 'Stop'
$ownFiles = 'AsyncCSharp.dll', 'AsyncCSharp.Engine.dll', 'AsyncCSharp.Compiler', 'AsyncCSharp.Compiler.exe'
$rule = '=' * 78

# The packages by the names of their assemblies.
function Get-PackageOfFile([hashtable] $Resolved) {
    $owners = @{}
    foreach ($target in $Resolved.targets.Values) {
        foreach ($package in $target.GetEnumerator().Where({ $_.Value.type -eq 'package' })) {
            foreach ($file in $package.Value['runtime']?.Keys) { $owners[[IO.Path]::GetFileName($file)] = $package.Key }
        }
    }

    $owners
}

# What the package says of itself.
function Read-Package([hashtable] $Resolved, [string] $Package) {
    $folder = foreach ($root in $Resolved.packageFolders.Keys) {
        Get-Item -LiteralPath (Join-Path $root $Resolved.libraries[$Package].path) -ErrorAction Ignore
    }

    $data = ([xml](Get-Content -LiteralPath (Get-ChildItem $folder[0] -Filter *.nuspec).FullName -Raw)).package.metadata
    if ($data['license']?.GetAttribute('type') -ne 'expression') { throw "The package $Package names no licence in its metadata." }
    [pscustomobject]@{
        Name      = "$($data.id) $($data.version)"
        Licence   = $data['license'].InnerText
        Copyright = $data['copyright'] ? $data['copyright'].InnerText : "Copyright (c) $($data['authors'].InnerText)"
        Address   = "$(($data['projectUrl'] ?? $data['repository'])?.InnerText)"
    }
}

function Format-Package([object] $Package, [string[]] $Files) {
    $rule, "$($Package.Name) ($($Package.Licence))", $Package.Address, $Package.Copyright, "Files: $($Files -join ', ')", ''
}

$resolved = Get-Content -LiteralPath $Assets -Raw | ConvertFrom-Json -AsHashtable
$owners = Get-PackageOfFile $resolved
$generators = [IO.Path]::Combine($Module, 'bin', 'engine', 'generators')
$files = Get-ChildItem -LiteralPath (Join-Path $Module bin) -Recurse -File |
    Where-Object { $_.Extension -in '.dll', '.exe', '' -and $_.Name -notin $ownFiles -and $_.DirectoryName -ne $generators } | ForEach-Object Name | Sort-Object -Unique
$strangers = $files.Where({ -not $owners[$_] })
if ($strangers) { throw "No package that the build has resolved has $($strangers -join ', ')." }

$packages = foreach ($group in $files | Group-Object { $owners[$_] } | Sort-Object Name) {
    Read-Package $resolved $group.Name | Add-Member Files $group.Group -PassThru
}

$lines = @(
    'AsyncCSharp has parts of others, under licences of their own. AsyncCSharp itself is under the MIT licence: LICENSE.'
    ''
    foreach ($package in $packages) { Format-Package $package $package.Files }
    foreach ($licence in $packages.Licence | Sort-Object -Unique) {
        $rule, "The text of $licence", '', (Get-Content -LiteralPath "$PSScriptRoot/licenses/$licence.txt" -Raw).Trim("`r", "`n"), ''
    }

    $rule
    'The .NET runtime (MIT)'
    'https://github.com/dotnet/runtime'
    'Files: bin/engine/generators, the documentation in bin/engine/framework-docs.zip, and parts of the native compiler and of what is compiled ahead of time'
    ''
    (Get-Content -LiteralPath (Join-Path $DotNet LICENSE.txt) -Raw).Trim()
    ''
    (Get-Content -LiteralPath (Join-Path $DotNet ThirdPartyNotices.txt) -Raw).Trim()
)
[IO.File]::WriteAllText((Join-Path $Module THIRD-PARTY-NOTICES.txt), ($lines -join "`n").Replace("`r", '') + "`n")
