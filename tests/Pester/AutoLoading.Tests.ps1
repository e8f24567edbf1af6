# Nobody imports the module here: it lies in a folder of the module path, as after an installation.

BeforeDiscovery {
    # One call for each command: an id of an error, or what it gives.
    $calls = @(
        @{ Name = 'Add-CSharpReference'; Call = 'Add-CSharpReference nowhere.dll'; Gives = 'ReferenceNotFound,AsyncCSharp.Commands.AddCSharpReferenceCommand' }
        @{ Name = 'Clear-CSharpCellCache'; Call = 'Clear-CSharpCellCache -WhatIf; "done"'; Gives = 'done' }
        @{ Name = 'ConvertFrom-CSharpNotebook'; Call = 'ConvertFrom-CSharpNotebook nowhere.ipynb'; Gives = 'PathNotFound,AsyncCSharp.Commands.ConvertFromCSharpNotebookCommand' }
        @{ Name = 'ConvertTo-CSharpNotebook'; Call = 'ConvertTo-CSharpNotebook nowhere.dib'; Gives = 'PathNotFound,AsyncCSharp.Commands.ConvertToCSharpNotebookCommand' }
        @{ Name = 'Copy-CSharpSession'; Call = 'Copy-CSharpSession -Name Mine | ForEach-Object Name'; Gives = 'Mine' }
        @{ Name = 'Enter-CSharpSession'; Call = 'Enter-CSharpSession nowhere'; Gives = 'SessionNotFound,AsyncCSharp.Commands.EnterCSharpSessionCommand' }
        @{ Name = 'Get-AutoAwait'; Call = '"$(Get-AutoAwait)"'; Gives = 'AutoAwait is `On`, and set to use `EventLoop`' }
        @{ Name = 'Get-CSharpHistory'; Call = 'Get-CSharpHistory 1'; Gives = 'HistoryNotFound,AsyncCSharp.Commands.GetCSharpHistoryCommand' }
        @{ Name = 'Get-CSharpKernel'; Call = 'Get-CSharpKernel nothing'; Gives = 'KernelNotFound,AsyncCSharp.Commands.GetCSharpKernelCommand' }
        @{ Name = 'Get-CSharpRunner'; Call = 'Get-CSharpRunner EventLoop | ForEach-Object Name'; Gives = 'EventLoop' }
        @{ Name = 'Get-CSharpSession'; Call = 'Get-CSharpSession | ForEach-Object Name'; Gives = 'Default' }
        @{ Name = 'Get-CSharpVariable'; Call = 'Get-CSharpVariable nothing'; Gives = 'VariableNotFound,AsyncCSharp.Commands.GetCSharpVariableCommand' }
        @{ Name = 'Install-CSharpKernel'; Call = 'Install-CSharpKernel -WhatIf; "done"'; Gives = 'done' }
        @{ Name = 'Install-CSharpModule'; Call = 'Install-CSharpModule nowhere'; Gives = 'CannotConvertArgumentNoMessage,AsyncCSharp.Commands.InstallCSharpModuleCommand' }
        @{ Name = 'Invoke-CSharpCell'; Call = 'Invoke-CSharpCell "6 * 7"'; Gives = 42 }
        @{ Name = 'Invoke-CSharpNotebook'; Call = 'Invoke-CSharpNotebook nowhere.ipynb'; Gives = 'PathNotFound,AsyncCSharp.Commands.InvokeCSharpNotebookCommand' }
        @{ Name = 'Measure-CSharpCell'; Call = 'Measure-CSharpCell "1" -Count 1 | ForEach-Object Runs'; Gives = 1 }
        @{ Name = 'New-CSharpSession'; Call = 'New-CSharpSession Mine | ForEach-Object Name'; Gives = 'Mine' }
        @{ Name = 'Receive-Task'; Call = 'Receive-Task ([Threading.Tasks.Task]::FromResult(3))'; Gives = 3 }
        @{ Name = 'Register-CSharpFormatter'; Call = 'Register-CSharpFormatter int { "x" }; "done"'; Gives = 'done' }
        @{ Name = 'Register-CSharpRunner'; Call = 'Register-CSharpRunner Sync { }'; Gives = 'RunnerIsBuiltIn,AsyncCSharp.Commands.RegisterCSharpRunnerCommand' }
        @{ Name = 'Remove-CSharpSession'; Call = 'Remove-CSharpSession nowhere'; Gives = 'SessionNotFound,AsyncCSharp.Commands.RemoveCSharpSessionCommand' }
        @{ Name = 'Remove-CSharpVariable'; Call = 'Remove-CSharpVariable none'; Gives = 'VariableNotFound,AsyncCSharp.Commands.RemoveCSharpVariableCommand' }
        @{ Name = 'Reset-CSharpSession'; Call = 'Reset-CSharpSession nowhere'; Gives = 'SessionNotFound,AsyncCSharp.Commands.ResetCSharpSessionCommand' }
        @{ Name = 'Set-AutoAwait'; Call = '(Set-AutoAwait Off -PassThru).Enabled'; Gives = $false }
        @{ Name = 'Set-CSharpKeyHandler'; Call = 'Set-CSharpKeyHandler -Chord F5; "done"'; Gives = 'done' }
        @{ Name = 'Set-CSharpVariable'; Call = 'Set-CSharpVariable it 5; Get-CSharpVariable it -ValueOnly'; Gives = 5 }
        @{ Name = 'Start-CSharpKernel'; Call = 'Start-CSharpKernel nowhere.json'; Gives = 'PathNotFound,AsyncCSharp.Commands.StartCSharpKernelCommand' }
        @{ Name = 'Test-CSharpCell'; Call = '(Test-CSharpCell "1 +").IsComplete'; Gives = $false }
        @{ Name = 'Uninstall-CSharpKernel'; Call = 'Uninstall-CSharpKernel nothing'; Gives = 'KernelNotFound,AsyncCSharp.Commands.UninstallCSharpKernelCommand' }
        @{ Name = 'Unregister-CSharpRunner'; Call = 'Unregister-CSharpRunner Sync'; Gives = 'RunnerIsBuiltIn,AsyncCSharp.Commands.UnregisterCSharpRunnerCommand' }
        @{ Name = 'cs'; Call = 'cs "await Task.Delay(1); 6 * 7"'; Gives = 42 }
        @{ Name = 'await'; Call = 'await ([Threading.Tasks.Task]::FromResult(4))'; Gives = 4 }
        @{ Name = 'AsyncCSharp\Invoke-CSharpCell'; Call = 'AsyncCSharp\Invoke-CSharpCell "6 * 7"'; Gives = 42 }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $pathBefore = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Split-Path $manifest)) + [IO.Path]::PathSeparator + $env:PSModulePath

    # Runs a script in a runspace that has imported nothing.
    function Invoke-Fresh([string]$Script) {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $shell.AddScript($Script).Invoke()
            "$($shell.Streams.Error)" | Should -BeNullOrEmpty
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
    }
}

AfterAll {
    $env:PSModulePath = $pathBefore
}

Describe 'The module' {
    It 'is loaded by a call of <Name>' -ForEach $calls {
        $result = Invoke-Fresh "`$ErrorActionPreference = 'Stop'; `$before = [bool](Get-Module AsyncCSharp); try { $Call } catch { `$_.FullyQualifiedErrorId }; `$before; [bool](Get-Module AsyncCSharp)"
        $result[-2] | Should -BeFalse
        $result[-1] | Should -BeTrue
        @($result)[0..($result.Count - 3)] | Should -Be $Gives
    }

    It 'has a call here for every command that it exports' {
        $exported = (Test-ModuleManifest $manifest).ExportedCommands.Keys
        $spec = [IO.File]::ReadAllText("$PSScriptRoot/AutoLoading.Tests.ps1")
        foreach ($name in $exported) { $spec | Should -BeLike "*Name = '$name';*" }
    }

    It 'is found by <How>' -ForEach @(
        @{ How = 'its name'; Script = 'Import-Module AsyncCSharp; cs "6 * 7"'; Gives = 42 }
        @{ How = '#Requires'; Script = '#Requires -Modules AsyncCSharp
            cs "6 * 7"'; Gives = 42 }
        @{ How = 'using module'; Script = 'using module AsyncCSharp
            [AsyncCSharp.ICellRunner].Name; cs "6 * 7"'; Gives = 'ICellRunner', 42 }
        @{ How = 'Get-Module -ListAvailable'; Script = '(Get-Module AsyncCSharp -ListAvailable).ExportedAliases.Keys | Sort-Object'; Gives = 'await', 'cs' }
        @{ How = 'Get-Command of an alias'; Script = '(Get-Command cs).ResolvedCommand.Name'; Gives = 'Invoke-CSharpCell' }
        @{ How = 'Get-Command of a module'; Script = '(Get-Command -Module AsyncCSharp -CommandType Alias).Name'; Gives = 'await', 'cs' }
        @{ How = 'Get-Help of an alias'; Script = '(Get-Help cs).Name'; Gives = 'Invoke-CSharpCell' }
    ) {
        Invoke-Fresh $Script | Should -Be $Gives
    }

    It 'is loaded by a function that runs a cell' {
        Invoke-Fresh 'function Twice($x) { cs "Input * 2" -InputObject $x }; Twice 21' | Should -Be 42
    }
}

# What is loaded is loaded for the whole process: this needs one of its own.
Describe 'Before the first cell' {
    BeforeAll {
        $child = Invoke-ChildShell @'
            function Write-State($step) {
                $loaded = foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {
                    foreach ($assembly in $context.Assemblies) {
                        $name = $assembly.GetName()
                        if ($name.Name -like 'AsyncCSharp*' -or ($name.Name -like 'Microsoft.CodeAnalysis*' -and $name.Version.ToString(2) -ne '5.0')) { $name.Name }
                    }
                }
                "$step|$([bool](Get-Module AsyncCSharp))|$($loaded | Sort-Object -Unique)|$($args[0])"
            }
            Write-State start
            Write-State command (TabExpansion2 'Invoke-CSh').CompletionMatches.CompletionText
            Write-State verb (TabExpansion2 'Set-AutoA').CompletionMatches.CompletionText
            Write-State alias (TabExpansion2 'awai').CompletionMatches.CompletionText
            Write-State wildcard (Get-Command Invoke-CSharpC*).Name
            Write-State parameter (TabExpansion2 'cs 1 -Ses').CompletionMatches.CompletionText
            Write-State session (TabExpansion2 'cs 1 -Session ').CompletionMatches.CompletionText
            Write-State runner (TabExpansion2 'Set-AutoAwait Eve').CompletionMatches.CompletionText
            Write-State syntax ((Get-Command cs -Syntax) -match '-Code')
            Write-State help ((Get-Help await).Name)
            Write-State task (await ([Threading.Tasks.Task]::FromResult(3)))
            Write-State cell (cs '6 * 7')
'@ -Environment @{ ASYNCCSHARP_COMPILER = 'inprocess' }
        $states = @{}
        foreach ($line in $child.Output.Trim() -split '\n') { $states[$line.Split('|')[0]] = $line.Split('|', 2)[1] }
    }

    It 'loads nothing for <Step>' -ForEach @(
        @{ Step = 'start'; Gives = '' }
        @{ Step = 'command'; Gives = 'Invoke-CSharpCell Invoke-CSharpNotebook' }
        @{ Step = 'verb'; Gives = 'Set-AutoAwait' }
        @{ Step = 'alias'; Gives = 'await' }
        @{ Step = 'wildcard'; Gives = 'Invoke-CSharpCell' }
    ) {
        $states[$Step] | Should -Be "False||$Gives" -Because $child.Errors
    }

    It 'loads the small assembly only, for <Step>' -ForEach @(
        @{ Step = 'parameter'; Gives = '-Session' }
        @{ Step = 'session'; Gives = 'Default' }
        @{ Step = 'runner'; Gives = 'EventLoop' }
        @{ Step = 'syntax'; Gives = 'True' }
        @{ Step = 'help'; Gives = 'Receive-Task' }
        @{ Step = 'task'; Gives = '3' }
    ) {
        $states[$Step] | Should -Be "True|AsyncCSharp|$Gives"
    }

    It 'loads the engine for the cell' {
        $states['cell'] | Should -Be 'True|AsyncCSharp AsyncCSharp.Engine Microsoft.CodeAnalysis Microsoft.CodeAnalysis.CSharp|42'
        $child.Errors | Should -BeNullOrEmpty
    }
}
