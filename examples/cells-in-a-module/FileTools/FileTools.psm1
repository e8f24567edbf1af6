# The cells of the module have a session of their own. It is made with the first command that needs it, so that importing costs nothing.
$session = $null

function Get-ToolSession {
    if (-not $script:session) {
        $script:session = New-CSharpSession
        cs -Path "$PSScriptRoot/FileTools.cs" -Session $script:session
    }

    $script:session
}

function Find-DuplicateFile {
    <#
    .SYNOPSIS
    Finds files with the same content.
    .EXAMPLE
    Get-ChildItem -File -Recurse | Find-DuplicateFile
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
        [Alias('PSPath')]
        [string[]] $LiteralPath
    )

    begin { $paths = [Collections.Generic.List[string]]::new() }
    process { foreach ($path in $LiteralPath) { $paths.Add((Convert-Path -LiteralPath $path)) } }
    end { cs 'FileTools.DuplicatesAsync(paths, CancellationToken)' -Session (Get-ToolSession) -Variable paths }
}

function Measure-Line {
    <#
    .SYNOPSIS
    Counts the lines of files, several at a time, in the order in which they come.
    .EXAMPLE
    Get-ChildItem *.log | Measure-Line
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)]
        [Alias('PSPath')]
        [string[]] $LiteralPath,

        [ValidateRange(1, 1000)]
        [int] $ThrottleLimit = 8
    )

    # The one pipeline of cells takes each path as it comes, and gives its results meanwhile.
    begin {
        $cells = { cs 'await FileTools.CountLinesAsync(Input, CancellationToken)' -Session (Get-ToolSession) -ThrottleLimit $ThrottleLimit -KeepOrder }.GetSteppablePipeline($MyInvocation.CommandOrigin)
        $cells.Begin($PSCmdlet)
    }

    process { foreach ($path in $LiteralPath) { $cells.Process((Convert-Path -LiteralPath $path)) } }
    end { $cells.End() }
    clean { if ($cells) { $cells.Clean() } }
}

$MyInvocation.MyCommand.ScriptBlock.Module.OnRemove = { if ($script:session) { Remove-CSharpSession $script:session } }
