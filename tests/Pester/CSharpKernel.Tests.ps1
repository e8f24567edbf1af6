BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $data = [IO.Path]::Combine($TestDrive, "it's a `$data")
}

Describe 'Install-CSharpKernel' {
    It 'writes what Jupyter reads' {
        $installed = Install-CSharpKernel -Path $data -DisplayName 'Mine'
        $installed | Should -BeOfType ([AsyncCSharp.CSharpKernel])
        $installed.Name | Should -Be 'csharp'
        $spec = [IO.File]::ReadAllText([IO.Path]::Combine($installed.Path, 'kernel.json')) | ConvertFrom-Json -AsHashtable
        $spec.display_name | Should -Be 'Mine'
        $spec.language | Should -Be 'C#'
        $spec.interrupt_mode | Should -Be 'message'
        $spec.metadata.debugger | Should -BeFalse
        $spec.argv[-1] | Should -Be '{connection_file}'
        $spec.argv[0] | Should -Exist
        [IO.Path]::IsPathRooted($spec.argv[0]) | Should -BeTrue
        $spec.argv | Should -Contain '-NoProfile'
        [IO.Path]::Combine($installed.Path, 'logo-svg.svg') | Should -Exist
    }

    It 'writes a command that runs the very module, wherever the file is' {
        $command = (Install-CSharpKernel -Path $data).Command
        $file = [IO.Path]::Combine($data, 'no file.json')
        $process = [Diagnostics.ProcessStartInfo]::new($command[0])
        foreach ($argument in $command | Select-Object -Skip 1 | ForEach-Object { $_.Replace('{connection_file}', $file) }) { $process.ArgumentList.Add($argument) }
        $process.RedirectStandardError = $process.RedirectStandardOutput = $true
        $child = [Diagnostics.Process]::Start($process)
        $errors = $child.StandardError.ReadToEndAsync()
        $output = $child.StandardOutput.ReadToEndAsync()
        $child.WaitForExit($processSeconds * 1000) | Should -BeTrue
        "$($errors.Result)$($output.Result)" | Should -Match 'Start-CSharpKernel'
        "$($errors.Result)$($output.Result)" | Should -Match 'no file.json'
    }

    It 'writes a command that takes the module by its name where that folder is gone, as after an update' {
        $command = (Install-CSharpKernel -Path $data).Command.Where{ $_ -like 'Import-Module*' }[0]
        $import = ($command -split '; Start-CSharpKernel')[0].Replace((Split-Path $manifest), "$TestDrive/gone")
        $import | Should -Match 'gone'
        $child = Invoke-ChildShell -Command "$import; (Get-Module AsyncCSharp).ModuleBase" -Environment @{ PSModulePath = Split-Path (Split-Path $manifest) }
        $child.ExitCode | Should -Be 0 -Because $child.Errors
        $child.Output.Trim() | Should -Be (Split-Path $manifest)
    }

    It 'has Jupyter know it by the names of .NET Interactive, too' {
        $installed = Install-CSharpKernel -Path $data -Compatible
        $installed.Name | Should -Be csharp, .net-csharp, .net-powershell
        $installed[0].Command[-2] | Should -Not -Match Compatible
        $installed[1].Command[-2] | Should -Match '-Compatible$'
        $installed[2].Command[-2] | Should -Match '-Compatible -Language pwsh$'
        $languages = $installed | ForEach-Object { ([IO.File]::ReadAllText([IO.Path]::Combine($_.Path, 'kernel.json')) | ConvertFrom-Json).language }
        $languages | Should -Be 'C#', 'C#', 'PowerShell'
        (Get-CSharpKernel .net-* -Path $data).Name | Should -Be .net-csharp, .net-powershell
        Get-CSharpKernel .net-* -Path $data | Uninstall-CSharpKernel
        Get-CSharpKernel .net-* -Path $data | Should -BeNullOrEmpty
    }

    It 'leaves the kernels of .NET Interactive alone' {
        $folder = [IO.Path]::Combine($data, 'kernels', '.net-csharp')
        $null = [IO.Directory]::CreateDirectory($folder)
        [IO.File]::WriteAllText([IO.Path]::Combine($folder, 'kernel.json'), '{"argv": ["dotnet", "interactive", "jupyter", "{connection_file}"], "display_name": ".NET (C#)", "language": "C#"}')
        { Install-CSharpKernel -Path $data -Compatible } | Should -Throw -ErrorId 'KernelExists,AsyncCSharp.Commands.InstallCSharpKernelCommand'
        (Install-CSharpKernel -Path $data -Compatible -Force).Count | Should -Be 3
    }

    It 'has the kernel run the profile' {
        (Install-CSharpKernel with-profile -Path $data -LoadProfile).Command[-2] | Should -Match '-LoadProfile$'
    }

    It 'changes nothing with -WhatIf' {
        Install-CSharpKernel other -Path $data -WhatIf | Should -BeNullOrEmpty
        Get-CSharpKernel -Path $data | Where-Object Name -EQ other | Should -BeNullOrEmpty
    }

    It 'leaves the kernel of another maker alone' {
        $folder = [IO.Path]::Combine($data, 'kernels', 'python3')
        $null = [IO.Directory]::CreateDirectory($folder)
        [IO.File]::WriteAllText([IO.Path]::Combine($folder, 'kernel.json'), '{"argv": ["python3"], "display_name": "Python 3", "language": "python"}')
        { Install-CSharpKernel python3 -Path $data } | Should -Throw -ErrorId 'KernelExists,AsyncCSharp.Commands.InstallCSharpKernelCommand'
        Get-CSharpKernel python3 -Path $data -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Uninstall-CSharpKernel python3 -Path $data -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'KernelNotFound,AsyncCSharp.Commands.UninstallCSharpKernelCommand'
        $folder | Should -Exist
        (Install-CSharpKernel python3 -Path $data -Force).Name | Should -Be 'python3'
    }

    It 'takes names that Jupyter takes' {
        { Install-CSharpKernel 'a b' -Path $data } | Should -Throw -ErrorId 'InvalidKernelName,AsyncCSharp.Commands.InstallCSharpKernelCommand'
        { Install-CSharpKernel '../x' -Path $data } | Should -Throw -ErrorId 'InvalidKernelName,AsyncCSharp.Commands.InstallCSharpKernelCommand'
        { Install-CSharpKernel '..' -Path $data -Force } | Should -Throw -ErrorId 'InvalidKernelName,AsyncCSharp.Commands.InstallCSharpKernelCommand'
        { Install-CSharpKernel '.' -Path $data -Force } | Should -Throw -ErrorId 'InvalidKernelName,AsyncCSharp.Commands.InstallCSharpKernelCommand'
    }
}

Describe 'Get-CSharpKernel' {
    It 'looks where Jupyter looks' {
        $null = Install-CSharpKernel csharp-there -Path $data
        $before = $env:JUPYTER_PATH
        try {
            $env:JUPYTER_PATH = $data
            (Get-CSharpKernel 'csharp-t*').Name | Should -Be 'csharp-there'
        }
        finally {
            $env:JUPYTER_PATH = $before
        }
    }

    It 'says that there is none of a name' {
        Get-CSharpKernel nothing -Path $data -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.FullyQualifiedErrorId | Should -Be 'KernelNotFound,AsyncCSharp.Commands.GetCSharpKernelCommand'
        $problem.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }
}

Describe 'Uninstall-CSharpKernel' {
    It 'removes a kernel by its name, or by itself' {
        $first = Install-CSharpKernel one -Path $data
        $second = Install-CSharpKernel two -Path $data
        Uninstall-CSharpKernel one -Path $data -WhatIf
        $first.Path | Should -Exist
        Uninstall-CSharpKernel one -Path $data
        $second | Uninstall-CSharpKernel
        $first.Path | Should -Not -Exist
        $second.Path | Should -Not -Exist
    }
}

Describe 'Start-CSharpKernel' {
    It 'takes no file that is none: <Text>' -ForEach @(
        @{ Text = 'no JSON'; Id = 'InvalidConnectionFile'; Category = 'InvalidData' }
        @{ Text = '{"ip": "127.0.0.1"}'; Id = 'InvalidConnectionFile'; Category = 'InvalidData' }
        @{ Text = '{"ip": "192.0.2.1", "shell_port": 1}'; Id = 'KernelIsRemote'; Category = 'SecurityError' }
        @{ Text = '{"ip": "0.0.0.0", "shell_port": 1}'; Id = 'KernelIsRemote'; Category = 'SecurityError' }
    ) {
        $file = [IO.Path]::Combine($TestDrive, 'connection.json')
        [IO.File]::WriteAllText($file, $Text)
        $problem = { Start-CSharpKernel $file } | Should -Throw -ErrorId "$Id,AsyncCSharp.Commands.StartCSharpKernelCommand" -PassThru
        $problem.CategoryInfo.Category | Should -Be $Category
    }

    It 'does not listen for other machines without a key' {
        $file = [IO.Path]::Combine($TestDrive, 'connection.json')
        [IO.File]::WriteAllText($file, '{"ip": "0.0.0.0", "shell_port": 0, "control_port": 0, "stdin_port": 0, "iopub_port": 0, "hb_port": 0, "key": ""}')
        $problem = { Start-CSharpKernel $file -AllowRemote } | Should -Throw -ErrorId 'InvalidConnectionFile,AsyncCSharp.Commands.StartCSharpKernelCommand' -PassThru
        $problem.Exception.Message | Should -Match 'key'
    }

    It 'says that somebody else listens there' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.ExclusiveAddressUse = $true
        $listener.Start()
        try {
            $file = [IO.Path]::Combine($TestDrive, 'connection.json')
            $port = $listener.LocalEndpoint.Port
            [IO.File]::WriteAllText($file, (ConvertTo-Json @{ ip = '127.0.0.1'; shell_port = $port; control_port = $port; stdin_port = $port; iopub_port = $port; hb_port = $port }))
            $problem = { Start-CSharpKernel $file } | Should -Throw -ErrorId 'KernelNotStarted,AsyncCSharp.Commands.StartCSharpKernelCommand' -PassThru
            $problem.CategoryInfo.Category | Should -Be 'OpenError'
        }
        finally {
            $listener.Stop()
        }

        # The console is what it was.
        (Invoke-CSharpCell 'Console.WriteLine("x")' 6>&1).MessageData.Message | Should -Be 'x'
    }

    It 'says that the path of a socket is too long' -Skip:$IsWindows {
        $file = [IO.Path]::Combine($TestDrive, 'connection.json')
        [IO.File]::WriteAllText($file, (ConvertTo-Json @{ transport = 'ipc'; ip = "$TestDrive/$('x' * 200)"; shell_port = 1; control_port = 2; stdin_port = 3; iopub_port = 4; hb_port = 5 }))
        $problem = { Start-CSharpKernel $file } | Should -Throw -ErrorId 'KernelNotStarted,AsyncCSharp.Commands.StartCSharpKernelCommand' -PassThru
        $problem.Exception.Message | Should -Match 'xxx.*shorter folder'
    }

    It 'says that the folder for the cells is gone, and leaves the process its output' -Skip:$IsWindows {
        $file = [IO.Path]::Combine($TestDrive, 'connection.json')
        [IO.File]::WriteAllText($file, '{"ip": "127.0.0.1", "shell_port": 0, "control_port": 0, "stdin_port": 0, "iopub_port": 0, "hb_port": 0, "key": "k"}')
        $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine($TestDrive, 'gone')).FullName
        $child = Start-ChildShell "$(Get-ImportText); Set-Location '$folder'; [IO.Directory]::Delete('$folder'); try { Start-CSharpKernel '$file' } catch { ""`$(`$_.FullyQualifiedErrorId): `$_"" }; /bin/echo native"
        $child.WaitForExit($processSeconds * 1000) | Should -BeTrue
        $text = $child.StandardOutput.ReadToEnd()
        $text | Should -Match 'KernelNotStarted,AsyncCSharp.Commands.StartCSharpKernelCommand: .*gone'
        $text | Should -Match 'native'
    }

    It 'finds no file that is not there' {
        { Start-CSharpKernel nowhere.json } | Should -Throw -ErrorId 'PathNotFound,AsyncCSharp.Commands.StartCSharpKernelCommand'
    }
}
