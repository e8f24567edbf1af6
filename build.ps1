#!/usr/bin/env pwsh
#Requires -Version 7.6

<#
.SYNOPSIS
    Builds, tests and packs the module.
.DESCRIPTION
    Build   dotnet build; stages the module in out/AsyncCSharp.
    Test    dotnet test.
    Pack    builds the package for the PowerShell Gallery (eng/Package.proj): out/packages/AsyncCSharp.<version>.nupkg, which
            Publish-PSResource -NupkgPath takes, and the module itself in out/package/AsyncCSharp.
    Clean   removes out/ and every bin/ and obj/.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pack', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

function Invoke-Build {
    dotnet build "$PSScriptRoot/AsyncCSharp.slnx" --configuration $Configuration
}

function Invoke-Test {
    Push-Location $PSScriptRoot
    try {
        dotnet test --configuration $Configuration
    }
    finally {
        Pop-Location
    }
}

function Invoke-Pack {
    dotnet msbuild "$PSScriptRoot/eng/Package.proj"
}

function Clear-BuildOutput {
    Get-ChildItem $PSScriptRoot -Directory -Recurse -Include bin, obj | Remove-Item -Recurse -Force
    Get-ChildItem $PSScriptRoot -Directory -Filter out | Remove-Item -Recurse -Force
}

switch ($Task) {
    'Build' {
        Invoke-Build
    }
    'Test' {
        Invoke-Test
    }
    'Pack' {
        Invoke-Pack
    }
    'Clean' {
        Clear-BuildOutput
    }
}
