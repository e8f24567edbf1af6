BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"

    # What only reads what is there already. Everything else that is exported, now or later, must refuse.
    $harmless = 'Get-AutoAwait', 'Get-CSharpSession', 'Get-CSharpRunner', 'Get-CSharpHistory', 'Get-CSharpKernel'
    $modes = 'ConstrainedLanguage', 'RestrictedLanguage', 'NoLanguage'
    $refused = @()
    $allowed = @()
    foreach ($mode in $modes) {
        foreach ($name in (Get-Module AsyncCSharp).ExportedCmdlets.Keys) {
            if ($name -in $harmless) { $allowed += @{ Mode = $mode; Command = $name } }
            else { $refused += @{ Mode = $mode; Command = $name } }
        }
    }

    $ways = foreach ($mode in $modes) {
        @{ Mode = $mode; Way = 'a file'; Command = 'Invoke-CSharpCell'; Parameters = @{ Path = '{0}/cell.csx' } }
        @{ Mode = $mode; Way = 'the alias'; Command = 'cs'; Parameters = @{ Code = '{1}' } }
        @{ Mode = $mode; Way = 'a cell with #load'; Command = 'Invoke-CSharpCell'; Parameters = @{ Code = '#load "{0}/cell.csx"' } }
        @{ Mode = $mode; Way = 'a cell with #r'; Command = 'Invoke-CSharpCell'; Parameters = @{ Code = "#r `"System.Xml`"`n{1}" } }
        @{ Mode = $mode; Way = 'an empty cell'; Command = 'Invoke-CSharpCell'; Parameters = @{ Code = '' } }
        @{ Mode = $mode; Way = 'a prompt'; Command = 'Enter-CSharpSession'; Parameters = @{ Session = 'Default' } }
        @{ Mode = $mode; Way = 'a script block as runner'; Command = 'Set-AutoAwait'; Parameters = @{ Value = { param($Cell) $Cell.RunToCompletion() } } }
        @{ Mode = $mode; Way = 'a type as runner'; Command = 'Set-AutoAwait'; Parameters = @{ Value = 'Some.Type' } }
        @{ Mode = $mode; Way = 'a reference of a new session'; Command = 'New-CSharpSession'; Parameters = @{ Reference = '{0}/none.dll' } }
        @{ Mode = $mode; Way = 'a package'; Command = 'Add-CSharpReference'; Parameters = @{ Package = 'Spec.None' } }
        @{ Mode = $mode; Way = 'a cell with a package'; Command = 'Invoke-CSharpCell'; Parameters = @{ Code = "#r `"nuget: Spec.None, 1.0.0`"`n{1}" } }
        @{ Mode = $mode; Way = 'a package of a new session'; Command = 'New-CSharpSession'; Parameters = @{ Reference = 'nuget: Spec.None' } }
        @{ Mode = $mode; Way = 'a runner of a new session'; Command = 'New-CSharpSession'; Parameters = @{ Runner = { $args } } }
    }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $folder = "$TestDrive"
    $touched = "$folder/touched"
    $code = "File.WriteAllText(@`"$touched`", `"x`");"
    [IO.File]::WriteAllText("$folder/cell.csx", $code)

    function Open-Runspace([string]$Mode) {
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule([string[]]$manifest)
        $state.LanguageMode = $Mode
        $runspace = [runspacefactory]::CreateRunspace($state)
        $runspace.Open()
        $runspace
    }

    # The ids of all errors that a command ends with or writes, run as a host runs it: no script is needed.
    function Invoke-Refused([string]$Mode, [string]$Command, [hashtable]$Parameters) {
        $runspace = Open-Runspace $Mode
        $shell = [powershell]::Create()
        try {
            $shell.Runspace = $runspace
            $null = $shell.AddCommand($Command).AddParameters($Parameters)
            try { $output = $shell.Invoke() } catch { $failure = $_.Exception.InnerException.ErrorRecord }
            @{ Error = $failure ?? $shell.Streams.Error[0]; Output = $output }
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    # A value for each mandatory parameter, so that it is not the binder that refuses.
    function Get-MandatoryParameter([string]$Command) {
        $info = Get-Command $Command
        $set = $info.ParameterSets | Where-Object IsDefault
        if (-not $set) { $set = $info.ParameterSets[0] }
        $parameters = @{}
        foreach ($parameter in $set.Parameters) {
            if ($parameter.IsMandatory) {
                $type = $parameter.ParameterType
                $parameters[$parameter.Name] =
                    if ($type -eq [int]) { 1 }
                    elseif ($type -eq [string] -and $parameter.Name -eq 'Code') { $code }
                    elseif ($type -eq [object[]]) { , @('x') }
                    elseif ($type -eq [scriptblock]) { { 1 } }
                    elseif ($parameter.Name -eq 'PSSession') { [Management.Automation.Runspaces.PSSession]::Create([runspacefactory]::CreateOutOfProcessRunspace($null), 'Process', $null) }
                    else { 'x' }
            }
        }
        $parameters
    }
}

Describe 'Language mode' {
    It '<Command> is refused in <Mode>' -ForEach $refused {
        $result = Invoke-Refused $Mode $Command (Get-MandatoryParameter $Command)

        $result.Error.FullyQualifiedErrorId | Should -BeLike 'LanguageModeNotAllowed,*'
        $result.Error.CategoryInfo.Category | Should -Be 'PermissionDenied'
        $result.Error.TargetObject | Should -Be $Command
        $result.Error.Exception.Message | Should -BeLike "$Command *$Mode*"
        $result.Error.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $result.Output | Should -BeNullOrEmpty
        $touched | Should -Not -Exist
    }

    It '<Command> only reads and works in <Mode>' -ForEach $allowed {
        $result = Invoke-Refused $Mode $Command @{}

        $result.Error | Should -BeNullOrEmpty
    }

    It '<Way> is refused in <Mode>' -ForEach $ways {
        $filled = @{}
        foreach ($key in $Parameters.Keys) {
            $value = $Parameters[$key]
            $filled[$key] = if ($value -is [string]) { $value.Replace('{0}', $folder).Replace('{1}', $code) } else { $value }
        }

        $result = Invoke-Refused $Mode $Command $filled

        $result.Error.FullyQualifiedErrorId | Should -BeLike 'LanguageModeNotAllowed,*'
        $touched | Should -Not -Exist
    }

    It 'Roslyn is not even loaded' {
        $null = Invoke-Refused ConstrainedLanguage Test-CSharpCell @{ Code = '1' }

        $loaded = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'AsyncCSharp.Engine' }
        $loaded | Should -BeNullOrEmpty
    }

    It 'gives no completions in ConstrainedLanguage' {
        $runspace = Open-Runspace ConstrainedLanguage
        $shell = [powershell]::Create()
        try {
            $shell.Runspace = $runspace
            foreach ($line in 'Set-AutoAwait ', 'Get-CSharpSession -Name ', 'Set-CSharpVariable -Name ') {
                $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, @{}, $shell)
                $found.CompletionMatches.CompletionText | Should -Not -Contain 'EventLoop'
                $found.CompletionMatches.CompletionText | Should -Not -Contain 'Default'
            }
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'a mode that is set later counts, and nothing is lost by it' {
        $runspace = Open-Runspace FullLanguage
        $shell = [powershell]::Create()
        try {
            $shell.Runspace = $runspace
            $shell.AddCommand('Invoke-CSharpCell').AddArgument('int kept = 42;').Invoke()
            $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $shell.Commands.Clear()
            $failure = { $shell.AddCommand('Invoke-CSharpCell').AddArgument('kept').Invoke() } | Should -Throw -PassThru
            $failure.Exception.InnerException.ErrorRecord.FullyQualifiedErrorId | Should -BeLike 'LanguageModeNotAllowed,*'

            $runspace.SessionStateProxy.LanguageMode = 'FullLanguage'
            $shell.Commands.Clear()
            $shell.AddCommand('Invoke-CSharpCell').AddArgument('kept').Invoke() | Should -Be 42
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'a script that lowers its own mode is refused from then on' {
        $runspace = Open-Runspace FullLanguage
        $shell = [powershell]::Create()
        try {
            $shell.Runspace = $runspace
            $null = $shell.AddScript('$ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"; Invoke-CSharpCell 1')
            try { $shell.Invoke() } catch { $failure = $_.Exception.InnerException.ErrorRecord }
            $failure = $failure ?? $shell.Streams.Error[0]
            $failure.FullyQualifiedErrorId | Should -BeLike 'LanguageModeNotAllowed,*'
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'a function made in FullLanguage keeps its rights, as with Add-Type' {
        $runspace = Open-Runspace FullLanguage
        $shell = [powershell]::Create()
        try {
            $shell.Runspace = $runspace
            $null = $shell.AddScript('function Get-Trusted { Invoke-CSharpCell "6 * 7" }').Invoke()
            $runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
            $shell.Commands.Clear()
            $shell.AddCommand('Get-Trusted').Invoke() | Should -Be 42
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }

    It 'is no matter in FullLanguage' {
        Invoke-CSharpCell '1 + 1' | Should -Be 2
    }
}
