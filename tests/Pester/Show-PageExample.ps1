# The shell of Invoke-PageExample: runs blocks as if they were typed, with a line before each that names it.
param([string]$Manifest, [string]$File)

Import-Module $Manifest
$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'
$known = (Get-Variable).Name + 'block', 'known', 'failed'

foreach ($block in Get-Content $File -Raw | ConvertFrom-Json) {
    if ($block.IsAlone) {
        Get-CSharpSession | Remove-CSharpSession -Confirm:$false
        Get-CSharpRunner | Where-Object -Not IsBuiltIn | Unregister-CSharpRunner
        Get-Variable | Where-Object Name -NotIn $known | Remove-Variable -ErrorAction Ignore
    }

    $null = New-Item $block.Folder -ItemType Directory -Force
    Set-Location $block.Folder
    [Environment]::CurrentDirectory = $block.Folder
    [Console]::Out.WriteLine("`u{1}$($block.Key)")
    $failed = $null
    try {
        . ([scriptblock]::Create($block.Before)) | Out-Null
        . ([scriptblock]::Create($block.Code)) 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $failed = $_ }; $_ } | Out-Default
    } catch {
        $failed = $_
    }

    if ($failed) { "failed: $($failed.FullyQualifiedErrorId): $failed" | Out-Default }
    try { . ([scriptblock]::Create($block.After)) | Out-Null } catch { "After failed: $_" | Out-Default }
}
