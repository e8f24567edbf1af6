BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"
    $commands = @((Get-Module AsyncCSharp).ExportedCmdlets.Keys)
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $folder = [IO.Path]::GetFullPath("$PSScriptRoot/../../out/AsyncCSharp")
    $manifestPath = [IO.Path]::Combine($folder, 'AsyncCSharp.psd1')
    $import = Get-ImportText

    # Lists what of Roslyn and of the engine is loaded in a child, a line each: name, version, context.
    $list = @'
foreach ($context in [Runtime.Loader.AssemblyLoadContext]::All) {
    foreach ($assembly in $context.Assemblies) {
        $name = $assembly.GetName()
        if ($name.Name -like 'Microsoft.CodeAnalysis*' -or $name.Name -like 'AsyncCSharp*') {
            "$($name.Name) $($name.Version) [$($context.Name)]"
        }
    }
}
'@
}

Describe 'The manifest' {
    It 'is valid' {
        $info = Test-ModuleManifest $manifestPath
        $info.Name | Should -Be 'AsyncCSharp'
        $info.PowerShellVersion | Should -Be ([version]'7.6')
        $info.CompatiblePSEditions | Should -Be 'Core'
        $info.Description | Should -Not -BeNullOrEmpty
    }

    It 'exports what the module has, by name' {
        $module = Get-Module AsyncCSharp
        $info = Test-ModuleManifest $manifestPath
        $module.ExportedCmdlets.Keys | Sort-Object | Should -BeExactly ($info.ExportedCmdlets.Keys | Sort-Object)
        $module.ExportedAliases.Keys | Sort-Object | Should -BeExactly ($info.ExportedAliases.Keys | Sort-Object)
        $info.ExportedAliases.Keys | Should -Contain 'cs'
        $info.ExportedFunctions.Keys | Should -HaveCount 0
        [IO.File]::ReadAllText($manifestPath) | Should -Not -Match "ToExport\s*=\s*@?\(?\s*'\*'" -Because 'wildcards slow down discovery'
    }

    It 'exports every cmdlet that the assembly has' {
        $assembly = (Get-Command Invoke-CSharpCell).ImplementingType.Assembly
        $types = $assembly.GetExportedTypes() | Where-Object { $_.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false).Count -gt 0 }
        $types | Should -HaveCount (Get-Module AsyncCSharp).ExportedCmdlets.Count
    }

    It 'uses approved verbs only' {
        $child = Invoke-ChildShell "$import -WarningVariable w 3>`$null; ""warnings: `$(`$w.Count)"""
        $child.Output | Should -Match 'warnings: 0'
    }
}

Describe 'What ships' {
    It 'has no assembly of the framework or of PowerShell' {
        $framework = [IO.Path]::GetDirectoryName([object].Assembly.Location)
        $files = [IO.Directory]::GetFiles([IO.Path]::Combine($folder, 'bin'), '*.dll', 'AllDirectories')
        $files.Count | Should -BeGreaterThan 3
        foreach ($file in $files) {
            $name = [IO.Path]::GetFileName($file)
            [IO.Path]::Combine($framework, $name) | Should -Not -Exist -Because "$name is the framework's"
            $name | Should -Not -BeIn 'System.Management.Automation.dll', 'Microsoft.PowerShell.ConsoleHost.dll', 'Newtonsoft.Json.dll'
        }
    }

    It 'has Roslyn and the engine in bin/engine and nowhere else' {
        foreach ($name in 'Microsoft.CodeAnalysis.dll', 'Microsoft.CodeAnalysis.CSharp.dll', 'AsyncCSharp.Engine.dll') {
            $found = [IO.Directory]::GetFiles($folder, $name, 'AllDirectories')
            $found | Should -Be ([IO.Path]::Combine($folder, 'bin', 'engine', $name))
        }
    }

    It 'has help' {
        "$folder/en-US/AsyncCSharp.dll-Help.xml" | Should -Exist
        "$folder/en-US/about_AsyncCSharp.help.txt" | Should -Exist
        "$folder/LICENSE" | Should -Exist
    }
}

Describe 'The assembly' {
    BeforeAll {
        $assembly = (Get-Command Invoke-CSharpCell).ImplementingType.Assembly

        # A type with those it is made of.
        function Expand-Type([Type]$Type) {
            if ($null -eq $Type) { return }
            $Type
            if ($Type.HasElementType) { Expand-Type $Type.GetElementType() }
            foreach ($argument in $Type.GetGenericArguments()) { if (-not $argument.IsGenericParameter) { Expand-Type $argument } }
        }

        function Test-Foreign([Type]$Type) {
            foreach ($part in Expand-Type $Type) {
                if ($part.Assembly.GetName().Name -match '^(Microsoft\.CodeAnalysis|AsyncCSharp\.Engine|Mono\.Cecil|Nito\.)') { return $true }
            }
            $false
        }
    }

    It 'does not refer to Roslyn or the engine' {
        $assembly.GetReferencedAssemblies().Name | Where-Object { $_ -match 'CodeAnalysis|AsyncCSharp\.Engine|Cecil|Nito' } | Should -BeNullOrEmpty
    }

    It '<_> has no type of Roslyn or the engine in a parameter or output' -ForEach $commands {
        $command = Get-Command $_
        foreach ($parameter in $command.Parameters.Values) {
            Test-Foreign $parameter.ParameterType | Should -BeFalse -Because "-$($parameter.Name)"
        }
        foreach ($output in $command.OutputType) {
            Test-Foreign $output.Type | Should -BeFalse -Because $output.Name
        }
    }

    It '<_> says what it gives' -ForEach $commands {
        (Get-Command $_).OutputType.Count | Should -BeGreaterThan 0
    }

    It 'has no type of Roslyn or the engine in a public member' {
        # The engine is loaded, so that a reference to it would resolve.
        $null = Invoke-CSharpCell '1'
        $foreign = foreach ($type in $assembly.GetExportedTypes()) {
            foreach ($member in $type.GetMembers()) {
                $types = switch ($member.MemberType) {
                    'Property' { $member.PropertyType }
                    'Field' { $member.FieldType }
                    'Method' { $member.ReturnType; $member.GetParameters().ParameterType }
                    'Constructor' { $member.GetParameters().ParameterType }
                }
                foreach ($t in $types) {
                    if ($t -and (Test-Foreign $t)) { "$type.$($member.Name)" }
                }
            }
        }
        $foreign | Should -BeNullOrEmpty
    }
}

Describe 'Import' {
    # The compiler in the shell: one in a process of its own leaves the shell without Roslyn (CompilerProcess.Tests.ps1).
    It 'loads neither Roslyn nor the engine; the first cell that is compiled in the shell does' {
        $child = Invoke-ChildShell "$import; '[before]'; $list; `$null = New-CSharpSession A; `$null = Get-CSharpSession; `$null = Get-AutoAwait; Set-AutoAwait ThreadPool; '[used]'; $list; '[cell]'; Invoke-CSharpCell '6 * 7'; $list" -Environment @{ ASYNCCSHARP_COMPILER = 'inprocess' }
        $ours = 'Microsoft\.CodeAnalysis\S* (?!5\.0\.0\.0)[\d.]+ \[Default\]'
        $before, $used, $cell = ($child.Output -split '\[before\]|\[used\]|\[cell\]')[1..3]
        foreach ($text in $before, $used) {
            $text | Should -Not -Match 'AsyncCSharp\.Engine'
            # A host has its own Roslyn in the default context at times; ours would be in another one.
            $text | Should -Not -Match 'Microsoft\.CodeAnalysis.*\[(?!Default\])'
            $text | Should -Not -Match $ours
        }
        $before | Should -Match 'AsyncCSharp 0\.1'
        $cell | Should -Match '\b42\b'
        $cell | Should -Match 'AsyncCSharp\.Engine'
        $cell | Should -Match 'Microsoft\.CodeAnalysis\.CSharp [\d.]+ \[(?!Default\])'
        $cell | Should -Not -Match $ours
    }

    It 'has its Roslyn beside the host''s, whichever comes first' -ForEach @(
        @{ First = 'host' }
        @{ First = 'module' }
    ) {
        $load = "`$r = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyName([Reflection.AssemblyName]::new('Microsoft.CodeAnalysis.CSharp')); `$null = `$r.GetType('Microsoft.CodeAnalysis.CSharp.SyntaxFactory').GetMethods().Count; 'host has ' + `$r.GetName().Version"
        $cell = "Invoke-CSharpCell 'await Task.Delay(1); 6 * 7'"
        $script = if ($First -eq 'host') { "$load; $import; $cell; $cell" } else { "$import; $cell; $load; $cell" }
        $child = Invoke-ChildShell "$script; $list" -Environment @{ ASYNCCSHARP_COMPILER = 'inprocess' }
        $child.Errors.Trim() | Should -BeNullOrEmpty
        $child.Output | Should -Match 'host has 5\.0\.0'
        [regex]::Matches($child.Output, '(?m)^42$').Count | Should -Be 2
        $child.Output | Should -Match 'Microsoft\.CodeAnalysis\.CSharp 5\.0\.0\.0 \[Default\]'
        $ours = [regex]::Match($child.Output, 'Microsoft\.CodeAnalysis\.CSharp ([\d.]+) \[(?!Default\])')
        $ours.Success | Should -BeTrue
        [version]$ours.Groups[1].Value | Should -BeGreaterThan ([version]'5.0.0.0')
    }

    It 'can be done twice, by force, and again after removal, which ends the sessions' {
        $child = Invoke-ChildShell @"
$import; Invoke-CSharpCell 'int x = 42;'
$import; 'twice ' + (Invoke-CSharpCell 'x')
$import -Force; 'force ' + (Invoke-CSharpCell '42')
Remove-Module AsyncCSharp
'gone ' + (`$null -eq (Get-Module AsyncCSharp))
$import; 'again ' + (Invoke-CSharpCell 'await Task.Delay(1); 43')
(Get-Command cs).ResolvedCommand.Name
"@
        $child.Errors.Trim() | Should -BeNullOrEmpty
        $child.ExitCode | Should -Be 0
        $child.Output | Should -Match 'twice 42'
        $child.Output | Should -Match 'force 42'
        $child.Output | Should -Match 'gone True'
        $child.Output | Should -Match 'again 43'
        $child.Output | Should -Match 'Invoke-CSharpCell'
    }

    It 'happens by itself when a command is used: <_>' -ForEach @("Invoke-CSharpCell 'await Task.Delay(1); 6 * 7'", "cs '6 * 7'") {
        $modulePath = [IO.Path]::GetDirectoryName($folder) + [IO.Path]::PathSeparator + $env:PSModulePath
        $child = Invoke-ChildShell $_ -Environment @{ PSModulePath = $modulePath }
        $child.Errors.Trim() | Should -BeNullOrEmpty
        $child.Output.Trim() | Should -BeExactly '42'
        $child.ExitCode | Should -Be 0
    }

    It 'gives a clear error in a runspace that has none of it' {
        $shell = [powershell]::Create([initialsessionstate]::CreateDefault2())
        try {
            $shell.AddScript('$PSModuleAutoLoadingPreference = ''None''; try { Invoke-CSharpCell 1 } catch { $_.FullyQualifiedErrorId }').Invoke() | Should -Be 'CommandNotFoundException'
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'A host process' {
    It 'ends with 1 after <Name>' -ForEach @(
        @{ Name = 'a cell that throws'; Command = "Invoke-CSharpCell 'throw new System.FormatException(""wrong format"");'"; Text = 'wrong format' }
        @{ Name = 'a cell that does not compile'; Command = "Invoke-CSharpCell 'nonsense'"; Text = 'CS0103' }
        @{ Name = 'a cell that throws after an await'; Command = "Invoke-CSharpCell 'await Task.Delay(1); throw new System.FormatException(""wrong format"");'"; Text = 'wrong format' }
        @{ Name = 'a session that is not there'; Command = "Invoke-CSharpCell '1' -Session nowhere"; Text = 'nowhere' }
    ) {
        $child = Invoke-ChildShell "$import; $Command"
        $child.ExitCode | Should -Be 1
        $child.Output + $child.Errors | Should -Match $Text
    }

    It 'ends with 0 after a cell that works' {
        $child = Invoke-ChildShell "$import; Invoke-CSharpCell 'await Task.Delay(100); 42'"
        $child.ExitCode | Should -Be 0
        $child.Output.Trim() | Should -BeExactly '42'
        $child.Errors.Trim() | Should -BeNullOrEmpty
    }

    It 'ends although background work goes on' {
        $child = Invoke-ChildShell "$import; Invoke-CSharpCell 'async Task F() { while (true) await Task.Delay(50); } var t = F(); Console.WriteLine(""started"");'" -Seconds 30
        $child.TimedOut | Should -BeFalse
        $child.Output | Should -Match 'started'
    }
}
