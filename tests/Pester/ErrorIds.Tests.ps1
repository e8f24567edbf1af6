BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"

    # Every id: how to come by it, and what the record says. What is thrown, and what is written, alike.
    $cases = @(
        @{ Id = 'CompilationFailed'; Category = 'ParserError'; Type = 'AsyncCSharp.CSharpCompilationException'; Target = $null
            Script = { Invoke-CSharpCell 'int x = "a";' } }
        @{ Id = 'AutoAwaitOff'; Category = 'ParserError'; Type = 'System.InvalidOperationException'; Target = 'await Task.Yield();'; Action = 'Set-AutoAwait On'
            Script = { Set-AutoAwait Off; Invoke-CSharpCell 'await Task.Yield();' } }
        @{ Id = 'CellFailed'; Category = 'InvalidOperation'; Type = 'System.InvalidOperationException'; Target = 'throw new InvalidOperationException("x");'
            Script = { Invoke-CSharpCell 'throw new InvalidOperationException("x");' } }
        @{ Id = 'CellFailed'; Category = 'ObjectNotFound'; Type = 'System.IO.FileNotFoundException'; Target = 'throw new FileNotFoundException("x");'
            Script = { Invoke-CSharpCell 'throw new FileNotFoundException("x");' } }
        @{ Id = 'CellFailed'; Category = 'NotSpecified'; Type = 'System.Exception'; Target = 'throw new Exception("x");'
            Script = { Invoke-CSharpCell 'throw new Exception("x");' } }
        @{ Id = 'CellFailed'; Category = 'OperationTimeout'; Type = 'System.TimeoutException'; Target = 'await Task.FromException(new TimeoutException("x"));'
            Script = { Invoke-CSharpCell 'await Task.FromException(new TimeoutException("x"));' } }
        @{ Id = 'CellSuspended'; Category = 'InvalidOperation'; Type = 'System.InvalidOperationException'; Target = 'await Task.Delay(100);'; Action = 'Set-AutoAwait EventLoop'
            Script = { Set-AutoAwait Sync; Set-AutoAwait On; Invoke-CSharpCell 'await Task.Delay(100);' } }
        @{ Id = 'UnknownRunner'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 'NoSuch'; Action = '*ICellRunner*'
            Script = { Set-AutoAwait NoSuch } }
        @{ Id = 'SessionNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 'NoSuch'; Action = '*Get-CSharpSession*'
            Script = { Invoke-CSharpCell '1' -Session NoSuch } }
        @{ Id = 'SessionNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 'NoSuch'; Action = '*Get-CSharpSession*'
            Script = { Get-CSharpSession NoSuch -ErrorAction Stop } }
        @{ Id = 'InvalidNotebook'; Category = 'InvalidData'; Type = 'System.Exception'; Action = '*ConvertTo-CSharpNotebook*'
            Script = { Set-Content "$TestDrive/none.ipynb" 'text'; Invoke-CSharpNotebook "$TestDrive/none.ipynb" } }
        @{ Id = 'SessionExists'; Category = 'ResourceExists'; Type = 'System.InvalidOperationException'; Target = 'Default'; Action = '*Remove-CSharpSession*'
            Script = { $null = Get-CSharpSession; New-CSharpSession Default } }
        @{ Id = 'SessionInUse'; Category = 'ResourceBusy'; Type = 'System.InvalidOperationException'; Target = 'Default'; Action = '*after its cell*'
            Script = { Invoke-CSharpCell 'try { Shell.Invoke("Reset-CSharpSession"); return null; } catch (Exception e) { return e.Data["ErrorRecord"]; }' } }
        @{ Id = 'ReferenceInUse'; Category = 'ResourceBusy'; Type = 'System.InvalidOperationException'; Action = '*Reset-CSharpSession*'
            Script = {
                $file = "$TestDrive/SpecInUse.dll"
                [IO.File]::WriteAllBytes($file, (New-AssemblyImage SpecInUse 1))
                $null = Invoke-CSharpCell "#r ""$file""`nSpecInUse.Thing.Answer()"
                [IO.File]::WriteAllBytes($file, (New-AssemblyImage SpecInUse 2))
                Invoke-CSharpCell "#r ""$file""`n1"
            } }
        @{ Id = 'VariableNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 'noSuch'; Action = '*Get-CSharpVariable*'
            Script = { Get-CSharpVariable noSuch -ErrorAction Stop } }
        @{ Id = 'HistoryNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 7; Action = '*Get-CSharpHistory*'
            Script = { Get-CSharpHistory 7 -ErrorAction Stop } }
        @{ Id = 'CountForSeveralIds'; Category = 'InvalidArgument'; Type = 'System.InvalidOperationException'; Target = 1, 2; Action = '*-Count*'
            Script = { Get-CSharpHistory 1, 2 -Count 2 } }
        @{ Id = 'VariableNotSet'; Category = 'InvalidArgument'; Type = 'System.InvalidOperationException'; Target = '1x'
            Script = { Set-CSharpVariable 1x 2 } }
        @{ Id = 'InvalidVariableArgument'; Category = 'InvalidArgument'; Type = 'System.InvalidOperationException'; Target = 5
            Script = { Invoke-CSharpCell '1' -Variable 5 } }
        @{ Id = 'ReferenceNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 'none.dll'; Action = '*path of an assembly*'
            Script = { Add-CSharpReference none.dll } }
        @{ Id = 'ReferenceNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = "#r `"none.dll`"`n1"; Action = '*path of an assembly*'
            Script = { Invoke-CSharpCell "#r `"none.dll`"`n1" } }
        @{ Id = 'PathNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 'none.csx'
            Script = { Invoke-CSharpCell -Path none.csx } }
        @{ Id = 'PathNotFound'; Category = 'ObjectNotFound'; Type = 'System.Management.Automation.ItemNotFoundException'; Target = '1 + 1'; Action = '*cs $text*'
            Script = { '1 + 1' | Invoke-CSharpCell } }
        @{ Id = 'UnexpectedArgument'; Category = 'InvalidArgument'; Type = 'System.InvalidOperationException'; Target = '+'; Action = '*quotes*'
            Script = { Invoke-CSharpCell 1 + 1 } }
        @{ Id = 'FileNotReadable'; Category = 'ReadError'; Type = 'System.IO.IOException'; Target = '/proc/self/mem'; Skip = -not $IsLinux
            Script = { Invoke-CSharpCell -Path /proc/self/mem } }
        @{ Id = 'FileNotReadable'; Category = 'ReadError'; Type = 'System.InvalidOperationException'; Target = '#load "/proc/self/mem"'; Skip = -not $IsLinux
            Script = { Invoke-CSharpCell '#load "/proc/self/mem"' } }
        @{ Id = 'CellTimeout'; Category = 'OperationTimeout'; Type = 'AsyncCSharp.CellTimeoutException'; Target = 'while (true);'; Action = '*-TimeoutSeconds*'
            Script = { Invoke-CSharpCell 'while (true);' -TimeoutSeconds 0.2 } }
        @{ Id = 'DirectiveNotSupported'; Category = 'NotImplemented'; Type = 'System.InvalidOperationException'; Target = '#:project a.csproj'; Action = '*dotnet run*'
            Script = { Invoke-CSharpCell '#:project a.csproj' } }
        @{ Id = 'FrameworkNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = '#r "framework: Spec.None"'; Action = '*dotnet --list-runtimes*'
            Script = { Invoke-CSharpCell '#r "framework: Spec.None"' } }
        @{ Id = 'LoadNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = '#load "none.csx"'
            Script = { Invoke-CSharpCell '#load "none.csx"' } }
        @{ Id = 'NotAnAssembly'; Category = 'InvalidData'; Type = 'System.InvalidOperationException'; Target = $null
            Script = { Add-CSharpReference "$PSScriptRoot/ErrorIds.Tests.ps1" } }
        @{ Id = 'RunnerFailed'; Category = 'OperationStopped'; Type = 'System.Management.Automation.RuntimeException'; Target = 'ScriptBlock'; Action = '*RunToCompletion*'
            Script = { Invoke-CSharpCell 'await Task.Delay(1);' -Runner { throw [ArgumentException]::new('broken') } } }
        @{ Id = 'RunnerExists'; Category = 'ResourceExists'; Type = 'System.InvalidOperationException'; Target = 'Twice'; Action = '*-Force*'
            Script = { try { Register-CSharpRunner Twice EventLoop; Register-CSharpRunner Twice EventLoop } finally { Unregister-CSharpRunner Twice -Confirm:$false } } }
        @{ Id = 'RunnerIsBuiltIn'; Category = 'PermissionDenied'; Type = 'System.UnauthorizedAccessException'; Target = 'EventLoop'
            Script = { Register-CSharpRunner EventLoop ThreadPool -Force } }
        @{ Id = 'InvalidRunnerName'; Category = 'InvalidArgument'; Type = 'System.InvalidOperationException'; Target = 'Off'
            Script = { Register-CSharpRunner Off ThreadPool } }
        @{ Id = 'TaskFailed'; Category = 'InvalidData'; Type = 'System.FormatException'
            Script = { Receive-Task ([Threading.Tasks.Task]::FromException([FormatException]::new('x'))) } }
        @{ Id = 'TaskCanceled'; Category = 'OperationStopped'; Type = 'System.OperationCanceledException'
            Script = { Receive-Task ([Threading.Tasks.Task]::FromCanceled([Threading.CancellationToken]::new($true))) } }
        @{ Id = 'TaskTimeout'; Category = 'OperationTimeout'; Type = 'System.TimeoutException'
            Script = { Receive-Task ([Threading.Tasks.Task]::Delay(60000)) -TimeoutSeconds 0.1 } }
        @{ Id = 'NotAwaitable'; Category = 'InvalidArgument'; Type = 'System.ArgumentException'; Target = 5
            Script = { Receive-Task 5 } }
        @{ Id = 'PackageNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = "`n#r `"nuget: Spec.None, 1.0.0`""; Action = '*nuget.config*'
            Script = { Invoke-InFolder $work { Invoke-CSharpCell "`n#r `"nuget: Spec.None, 1.0.0`"" } } }
        @{ Id = 'PackageNotFound'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 'Spec.None'; Action = '*nuget.config*'
            Script = { Invoke-InFolder $work { Add-CSharpReference -Package Spec.None } } }
        @{ Id = 'PackageSourceFailed'; Category = 'ConnectionError'; Type = 'System.InvalidOperationException'; Target = 'Spec.None'
            Script = { New-PackageFolder "$TestDrive/away" @{ away = "$TestDrive/nowhere" }; Invoke-InFolder "$TestDrive/away" { Add-CSharpReference -Package Spec.None } } }
        @{ Id = 'PackageInvalid'; Category = 'InvalidData'; Type = 'System.InvalidOperationException'; Target = 'SpecSlip'
            Script = { New-Package $feed SpecSlip 1.0.0 @{ '../../slipped.txt' = 'out' }; Invoke-InFolder $work { Add-CSharpReference -Package SpecSlip } } }
        @{ Id = 'PackageNotCompatible'; Category = 'ObjectNotFound'; Type = 'System.InvalidOperationException'; Target = 'SpecTool'; Action = '*netstandard2.0*'
            Script = { New-Package $feed SpecTool 1.0.0 @{ 'lib/monoandroid10.0/SpecTool.dll' = 'a' }; Invoke-InFolder $work { Add-CSharpReference -Package SpecTool } } }
        @{ Id = 'PackageConflict'; Category = 'InvalidOperation'; Type = 'System.InvalidOperationException'; Target = 'SpecThird'; Action = '*New-CSharpSession*'
            Script = {
                New-LibraryPackage $feed SpecFirst 1.0.0 1
                New-LibraryPackage $feed SpecFirst 2.0.0 1
                New-LibraryPackage $feed SpecSecond 1.0.0 1 @{ SpecFirst = '[1.0.0]' }
                New-LibraryPackage $feed SpecOther 1.0.0 1 @{ SpecFirst = '2.0.0' }
                New-LibraryPackage $feed SpecThird 1.0.0 1 @{ SpecSecond = '1.0.0'; SpecOther = '1.0.0' }
                Invoke-InFolder $work { Add-CSharpReference -Package SpecThird }
            } }
        @{ Id = 'PackageInUse'; Category = 'ResourceBusy'; Type = 'System.InvalidOperationException'; Target = 'SpecFirst'; Action = '*Reset-CSharpSession*'
            Script = {
                New-LibraryPackage $feed SpecFirst 1.0.0 1
                New-LibraryPackage $feed SpecFirst 2.0.0 1
                Invoke-InFolder $work {
                    $null = Invoke-CSharpCell "#r `"nuget: SpecFirst, 1.0.0`"`nSpecFirst.Thing.Answer()"
                    Add-CSharpReference -Package SpecFirst -Version 2.0.0
                }
            } }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/PackageFeed.ps1"
    $feed = "$TestDrive/feed"
    $work = "$TestDrive/work"
    $null = New-Item $feed -ItemType Directory -Force
    New-PackageFolder $work @{ spec = $feed }
}

Describe 'Error <Id>' -ForEach $cases {
    AfterEach {
        Reset-CSharpSession
        Set-AutoAwait EventLoop
    }

    It 'has its category, target, type, position and advice (<Category>, <Type>)' {
        if ($Skip) { Set-ItResult -Skipped -Because 'there is no such file on this platform' }
        $failure = & { try { & $Script } catch { $_ } }

        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
        if ($null -ne $Target) { $failure.TargetObject | Should -Be $Target }
        $expected = [System.Management.Automation.LanguagePrimitives]::ConvertTo($Type, [type])
        $expected.IsInstanceOfType($failure.Exception) | Should -BeTrue -Because $failure.Exception.GetType()
        $failure.InvocationInfo.MyCommand.Name | Should -Not -BeNullOrEmpty
        $isOwn = $Id -in 'CompilationFailed', 'CellFailed'
        if (-not $isOwn) { $failure.ErrorDetails.RecommendedAction | Should -BeLike ($Action ?? '?*') } else { $failure.ErrorDetails.RecommendedAction | Should -BeNullOrEmpty }
        "$failure" | Should -Not -BeNullOrEmpty

        # Of these two the message has the command in it, for hosts that show no advice.
        if (-not $isOwn -and $Id -notin 'AutoAwaitOff', 'CellSuspended') { "$failure".Contains($failure.ErrorDetails.RecommendedAction) | Should -BeFalse -Because 'the view shows both' }
    }
}

Describe 'The list above' {
    It 'has <Id>' -ForEach @(
        # Each id has its advice in the resource file. Those that need another runspace or host have specs elsewhere.
        $tried = $cases.Id + 'SessionBusy', 'SessionEnded', 'LanguageModeNotAllowed', 'PromptNotSupported', 'LineEditorNotFound', 'InvalidChord'
        $tried += 'ModuleMissing', 'VersionMismatch', 'ShellNotSupported', 'MachineBusy', 'MachineLost' # Machines.Tests.ps1 and MachineEnds.Tests.ps1, as the next
        $tried += 'CannotTravelVariable', 'CannotTravelState', 'CannotTravelReference', 'CannotTravelDelegate'
        $messages = [System.Resources.ResourceManager]::new('AsyncCSharp.Strings', [AsyncCSharp.CSharpSession].Assembly)
        foreach ($entry in $messages.GetResourceSet([cultureinfo]::InvariantCulture, $true, $true)) {
            if ($entry.Key -like '?*Action') { @{ Id = $entry.Key -replace 'Action$'; Tried = $tried } }
        }
    ) {
        $Id | Should -BeIn $Tried
    }
}

Describe 'The exception of a cell' {
    It 'comes out of an aggregate of one' {
        $failure = { Invoke-CSharpCell 'throw new AggregateException(new ArgumentException("inner"));' } | Should -Throw -PassThru
        $failure.Exception | Should -BeOfType ([ArgumentException])
    }

    It 'stays in an aggregate of several' {
        $failure = { Invoke-CSharpCell 'throw new AggregateException(new ArgumentException("one"), new ArgumentException("two"));' } | Should -Throw -PassThru
        $failure.Exception | Should -BeOfType ([AggregateException])
        $failure.Exception.InnerExceptions.Count | Should -Be 2
    }

    It 'shows the line in the display, and has the whole trace' {
        $failure = { Invoke-CSharpCell "void F()`n{`n    int.Parse(`"x`");`n}`nF();" } | Should -Throw -PassThru
        $failure.ErrorDetails.Message | Should -Match '\(Cell\[\d+\]:line 3\)$'
        $failure.Exception.StackTrace | Should -Match 'Int32\.Parse|Number\.'
        $failure.Exception.StackTrace | Should -Match 'Cell\[\d+\]:line 5'
    }

    It 'names the line of an async method after its await' {
        $failure = { Invoke-CSharpCell "async Task F()`n{`n    await Task.Yield();`n    throw new Exception(`"x`");`n}`nawait F();" } | Should -Throw -PassThru
        $failure.ErrorDetails.Message | Should -Match '\(Cell\[\d+\]:line 4\)$'
    }
}

Describe 'SessionBusy' {
    It 'is a session of another runspace' {
        $session = Get-CSharpSession Default
        $shell = New-TestShell
        try {
            $failure = Invoke-TestShell $shell 'param($session) try { Invoke-CSharpCell 1 -Session $session } catch { $_ }' $session
            $failure.FullyQualifiedErrorId | Should -BeLike 'SessionBusy,*'
            $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
            $failure.ErrorDetails.RecommendedAction | Should -BeLike '*New-CSharpSession*'
        }
        finally {
            $shell.Dispose()
        }
    }
}
