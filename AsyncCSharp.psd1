@{
    RootModule           = 'bin/AsyncCSharp.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '8c1f0e0a-5d3f-4d1e-9f39-6f0b8a4d2c71'
    Author               = 'The AsyncCSharp authors'
    CompanyName          = 'AsyncCSharp'
    Copyright            = 'Copyright (c) 2026 The AsyncCSharp authors. MIT licence.'
    Description          = 'C# cells with top-level await in PowerShell: state that lives from cell to cell, a choice of what runs the async code, and results that are real objects in the pipeline.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    CmdletsToExport      = @(
        'Add-CSharpReference'
        'Clear-CSharpCellCache'
        'ConvertFrom-CSharpNotebook'
        'ConvertTo-CSharpNotebook'
        'Copy-CSharpSession'
        'Enter-CSharpSession'
        'Get-AutoAwait'
        'Get-CSharpHistory'
        'Get-CSharpKernel'
        'Get-CSharpRunner'
        'Get-CSharpSession'
        'Get-CSharpVariable'
        'Install-CSharpKernel'
        'Install-CSharpModule'
        'Invoke-CSharpCell'
        'Invoke-CSharpNotebook'
        'Measure-CSharpCell'
        'New-CSharpSession'
        'Receive-Task'
        'Register-CSharpFormatter'
        'Register-CSharpRunner'
        'Remove-CSharpSession'
        'Remove-CSharpVariable'
        'Reset-CSharpSession'
        'Set-AutoAwait'
        'Set-CSharpKeyHandler'
        'Set-CSharpVariable'
        'Start-CSharpKernel'
        'Test-CSharpCell'
        'Uninstall-CSharpKernel'
        'Unregister-CSharpRunner'
    )
    AliasesToExport      = @('await', 'cs')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('CSharp', 'async', 'await', 'Roslyn', 'REPL', 'scripting', 'pipeline')
            LicenseUri = 'https://opensource.org/license/mit'

            # The package of a release has the address of its repository here, and the icon that is there (eng/New-Package.ps1).
            ProjectUri = 'https://www.powershellgallery.com/packages/AsyncCSharp'

            # A label for what comes before a version goes here: Prerelease = 'preview1'.
            ReleaseNotes = 'What has changed is in CHANGELOG.md, in the module''s folder.'
        }
    }
}
