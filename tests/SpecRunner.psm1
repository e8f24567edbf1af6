# What Invoke-Specs.ps1 needs around Pester. A module, so that specs see none of its functions and variables.

$StagedFolder = Join-Path (Split-Path $PSScriptRoot) 'out'

# Makes this process one for specs: what was built is found before anything installed, nothing comes from the cache of the
# user's own processes (specs about the cache have a folder of their own), and Pester is that of the build.
function Initialize-SpecProcess([string] $PesterVersion) {
    $env:PSModulePath = $StagedFolder + [IO.Path]::PathSeparator + $env:PSModulePath
    $env:ASYNCCSHARP_CACHE = $env:ASYNCCSHARP_CACHE ? $env:ASYNCCSHARP_CACHE : 'off'

    $pester = Get-ChildItem (Join-Path $StagedFolder 'modules/Pester') -Directory | Where-Object Name -Like "$PesterVersion*" | Select-Object -First 1
    if (-not $pester) { throw "There is no Pester $PesterVersion in $StagedFolder/modules. 'dotnet build' brings it." }
    Import-Module (Join-Path $pester.FullName 'Pester.psd1') -Global
}

function Get-SpecConfiguration([string[]] $Path, [string[]] $FullName, [bool] $DiscoverOnly, [bool] $WritesResults) {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.SkipRun = $DiscoverOnly
    $configuration.Run.PassThru = $WritesResults
    $configuration.Run.Exit = -not $WritesResults
    $configuration.Filter.FullName = $FullName
    $configuration.Output.Verbosity = $DiscoverOnly ? 'None' : 'Detailed'
    $configuration.Output.CIFormat = 'None'
    $configuration.Output.RenderMode = $WritesResults ? 'Plaintext' : 'Auto'
    $configuration
}

# Writes a list of tests. An entry with the number -1 stands for the file itself: it fails where something failed that is in no
# test, such as a file that does not parse.
function Export-SpecResult([object] $Run, [string] $Path) {
    $results = foreach ($container in $Run.Containers) {
        $file = "$($container.Item)"
        $number = 0
        foreach ($test in Get-SpecTest $container) { Get-TestResult $test $file ($number++) }
        [pscustomobject]@{
            File         = $file
            Number       = -1
            Name         = 'the file as such'
            Outcome      = $container.ErrorRecord ? 'Failed' : 'Passed'
            Message      = Get-FailureText $container
            Milliseconds = $container.Duration.TotalMilliseconds
            Output       = "$($container.StandardOutput)"
        }
    }

    [IO.File]::WriteAllText($Path, (ConvertTo-Json @($results)))
}

# All tests of a container or block, in the order in which the file has them.
function Get-SpecTest([object] $Block) {
    $items = $Block.PSObject.Properties['Order'] ? $Block.Order : $Block.Blocks
    foreach ($item in $items) {
        if ($item.ItemType -eq 'Test') { $item } else { Get-SpecTest $item }
    }
}

function Get-TestResult([object] $Test, [string] $File, [int] $Number) {
    $failed = @(if ($Test.ErrorRecord -or $Test.Result -eq 'Failed') { $Test })
    for ($block = $Test.Block; $block -and $Test.Result -eq 'Failed'; $block = $block.Parent) { $failed += $block }

    [pscustomobject]@{
        File         = $File
        Number       = $Number
        Name         = $Test.Executed ? $Test.ExpandedPath : (Get-DiscoveredName $Test)
        Outcome      = "$($Test.Result)"
        Message      = ($failed | ForEach-Object { Get-FailureText $_ }) -join "`n"
        Milliseconds = $Test.Duration.TotalMilliseconds
        Output       = $null -eq $Test.StandardOutput ? '' : ($Test.StandardOutput | Out-String)
    }
}

function Get-FailureText([object] $Item) {
    $texts = foreach ($record in $Item.ErrorRecord) {
        $message = $record.PSObject.Properties['DisplayErrorMessage'] ? $record.DisplayErrorMessage : $record.Exception.Message
        $trace = $record.PSObject.Properties['DisplayStackTrace'] ? $record.DisplayStackTrace : $record.ScriptStackTrace
        "$message`n$trace".Trim()
    }

    $texts -join "`n"
}

# The full name of a test that did not run: Pester expands names when it runs them.
function Get-DiscoveredName([object] $Test) {
    $names = @(Expand-Name $Test)
    for ($block = $Test.Block; $block -and -not $block.IsRoot; $block = $block.Parent) { $names = @(Expand-Name $block) + $names }
    $names -join '.'
}

# Puts values of -ForEach in place of <_>, <key> and <key.Property>; a key may be that of a block around.
function Expand-Name([object] $Item) {
    if (-not $Item.Name.Contains('<')) { return $Item.Name }
    [regex]::Replace($Item.Name, '<([\w.]+)>', {
            param($match)
            $key, $properties = $match.Groups[1].Value -split '\.'
            for ($owner = $Item; $owner; $owner = $owner.Block ?? $owner.Parent) {
                $data = $owner.Data
                if ($key -eq '_' ? $null -ne $data : $data -is [Collections.IDictionary] -and $data.Contains($key)) {
                    $value = $key -eq '_' ? $data : $data[$key]
                    foreach ($property in $properties) { $value = $value.$property }
                    return "$value"
                }
            }

            $match.Value
        })
}

Export-ModuleMember -Function Initialize-SpecProcess, Get-SpecConfiguration, Export-SpecResult
