# The shell of Invoke-PageExample: runs blocks as if they were typed, with a line before each that names it.
param([string]$PageManifest, [string]$PageFile)

# Two processes of this machine, in place of others.
function Get-StandIn {
    foreach ($number in 1, 2) {
        $runspace = [runspacefactory]::CreateOutOfProcessRunspace($null)
        $runspace.Open()
        [Management.Automation.Runspaces.PSSession]::Create($runspace, 'Process', $null)
    }
}

# A notebook with one cell.
function New-Notebook([string]$Code, [string[]]$Tag) {
    @{
        nbformat = 4; nbformat_minor = 5; metadata = @{}
        cells = @(@{ cell_type = 'code'; id = 'a'; source = $Code; metadata = @{ tags = @($Tag) }; outputs = @(); execution_count = $null })
    } | ConvertTo-Json -Depth 5 | Set-Content report.ipynb
}

function Get-FreeAddress {
    # In here, so that the shell of the page has nothing of it.
    . "$PSScriptRoot/Common.ps1"
    "http://localhost:$(Get-FreePort)"
}

function Invoke-Block($Block) {
    $need = $Block.Need
    $code = $Block.Language -eq 'csharp' -and -not $need.Run ? "cs @'`n$($Block.Code)'@" : $Block.Code
    $server = $env:ASYNCCSHARP_PRACTICE
    foreach ($text in $need.Replace.PSObject.Properties) {
        $code = $code.Replace($text.Name, $text.Value.Replace('{server}', $server).Replace('{free}', $text.Value -eq '{free}' ? (Get-FreeAddress) : ''))
    }

    . ([scriptblock]::Create($need.Before)) | Out-Null
    $pageFailure = $null
    . ([scriptblock]::Create($need.Run ?? $code)) 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord] -and -not $need.WritesErrors) { $pageFailure = $_ }; $_ } | Out-Default
    if ($pageFailure) { throw $pageFailure }

    . ([scriptblock]::Create($need.After)) | Out-Null
}

Import-Module $PageManifest
$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'
$known = (Get-Variable).Name + 'block', 'known', 'pageFailure'

foreach ($block in Get-Content $PageFile -Raw | ConvertFrom-Json) {
    if ($block.IsAlone) {
        Get-CSharpSession | Remove-CSharpSession -Confirm:$false
        Get-CSharpRunner | Where-Object -Not IsBuiltIn | Unregister-CSharpRunner
        Get-Variable | Where-Object Name -NotIn $known | Remove-Variable -ErrorAction Ignore
        Remove-Item Function:Read-Host, Function:New-PSSession -ErrorAction Ignore
    }

    $null = New-Item $block.Folder -ItemType Directory -Force
    Set-Location $block.Folder
    [Environment]::CurrentDirectory = $block.Folder
    [Console]::Out.WriteLine("`u{1}$($block.Key)")
    try { . Invoke-Block $block } catch { "failed: $($_.FullyQualifiedErrorId): $_" | Out-Default }
}
