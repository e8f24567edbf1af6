# The cmdlets, their parameters and aliases as text, and the same as Surface.txt has it. To write that file anew:
#     . tests/Pester/Surface.ps1; (Get-ModuleSurface).Text | Set-Content tests/Pester/Surface.txt

function Get-ModuleSurface {
    Import-Module AsyncCSharp
    foreach ($command in Get-Command -Module AsyncCSharp -CommandType Cmdlet | Sort-Object Name) {
        $aliases = (Get-Alias -Definition $command.Name -ErrorAction Ignore | Where-Object Source -EQ AsyncCSharp).Name
        $lines = @($command.Name + ($aliases ? " ($($aliases -join ', '))" : ''))
        $lines += $command.OutputType ? "  gives $($command.OutputType.Name -join ', ')" : @()
        $lines += foreach ($set in $command.ParameterSets | Sort-Object Name) {
            "  [$($set.Name)]$($set.IsDefault ? ' default' : '')"
            $own = $set.Parameters | Where-Object Name -NotIn ([System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters)
            foreach ($parameter in $own | Sort-Object Name) { "    $(Get-ParameterText $parameter)" }
        }

        @{ Name = $command.Name; Text = $lines -join "`n" }
    }
}

function Get-ParameterText([System.Management.Automation.CommandParameterInfo] $Parameter) {
    $words = @("-$($Parameter.Name) <$([Microsoft.PowerShell.ToStringCodeMethods]::Type($Parameter.ParameterType))>")
    if ($Parameter.Aliases) { $words += "alias $($Parameter.Aliases -join ', ')" }
    if ($Parameter.IsMandatory) { $words += 'mandatory' }
    if ($Parameter.Position -ge 0) { $words += "position $($Parameter.Position)" }
    if ($Parameter.ValueFromPipeline) { $words += 'pipeline' }
    if ($Parameter.ValueFromPipelineByPropertyName) { $words += 'pipeline by name' }
    if ($Parameter.ValueFromRemainingArguments) { $words += 'remaining' }
    $words -join '; '
}

function Get-KnownSurface {
    $known = [ordered]@{}
    foreach ($line in Get-Content "$PSScriptRoot/Surface.txt") {
        if ($line -match '^\S+') { $name = $Matches[0]; $known[$name] = $line } else { $known[$name] += "`n$line" }
    }

    $known
}
