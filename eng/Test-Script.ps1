#Requires -Version 7.6
#Requires -Modules PSScriptAnalyzer

<#
.SYNOPSIS
    Runs PSScriptAnalyzer over the manifest and every script of the repository, and fails where it finds something.
.DESCRIPTION
    The rules are those of PSScriptAnalyzerSettings.psd1, at the root and in tests/. They include those that a gallery looks at (the preset PSGallery).
    The module comes from the PowerShell Gallery: Install-PSResource PSScriptAnalyzer.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = [IO.Path]::GetFullPath("$PSScriptRoot/../")

# A fixture that is no script: a file of specs that does not parse.
$files = git -C $root ls-files '*.ps1' '*.psm1' '*.psd1' | Where-Object { $_ -notlike '*/Fixtures/DoesNotParse.Tests.ps1' }
$findings = foreach ($file in $files) {
    $settings = "$root$($file -like 'tests/*' ? 'tests/' : '')PSScriptAnalyzerSettings.psd1"
    foreach ($finding in Invoke-ScriptAnalyzer -Path "$root$file" -Settings $settings) {
        '{0}:{1}: {2}: {3}' -f $file, $finding.Line, $finding.RuleName, $finding.Message
    }
}

$findings
if ($findings) { throw "PSScriptAnalyzer found $(@($findings).Count) things in $($files.Count) files." }
"PSScriptAnalyzer $((Get-Module PSScriptAnalyzer).Version): nothing found in $($files.Count) files."
