# A cache on disk that is not used is no error, and -Verbose says why: each cell here gives what it would give without one.

BeforeDiscovery {
    # A mount of one's own, for which Linux wants a user namespace where one is not root.
    $canMount = $IsLinux -and (Get-Command unshare -ErrorAction Ignore) -and $(
        & unshare --map-root-user --mount sh -c 'mount -t tmpfs -o size=16k none /mnt' 2>$null
        $LASTEXITCODE -eq 0)
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $before = $env:ASYNCCSHARP_CACHE
    $global:folderNumber = 0

    # What -Verbose says of a cell in a session that is new to it, after its first line.
    function Get-Said([string]$Code = 'var a = 41;') {
        Reset-CSharpSession
        [string[]]$said = @(Invoke-CSharpCell $Code -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }).Message
        $said[0] | Should -BeLike 'Cell*: compiled in*'
        $said | Select-Object -Skip 1
    }

    function Get-Entry { [IO.Directory]::GetFiles($folder, '*.cell') | Select-Object -First 1 }

    # What a process writes whose cache is on a disk of $Size, in which $Prepare was run.
    function Invoke-Mounted([string]$Size, [string]$Prepare, [string]$Command) {
        $null = [IO.Directory]::CreateDirectory("$TestDrive/disk")
        $process = [Environment]::ProcessPath
        $shell = @([Environment]::GetCommandLineArgs()[0] | Where-Object { [IO.Path]::GetFileNameWithoutExtension($process) -eq 'dotnet' })
        $text = "`$PSStyle.OutputRendering = 'PlainText'; `$env:ASYNCCSHARP_CACHE = '$TestDrive/disk/cache'; Import-Module '$manifest'; $Command"
        & unshare --map-root-user --mount sh -c "cd '$TestDrive' && mount -t tmpfs -o size=$Size none disk && $Prepare && exec `"`$@`"" sh $process @shell -NoProfile -Command $text
    }
}

AfterAll {
    $env:ASYNCCSHARP_CACHE = $before
}

Describe 'What -Verbose says of the cache on disk' {
    BeforeEach {
        $global:folderNumber++
        $folder = "$TestDrive/cache$($global:folderNumber)"
        $env:ASYNCCSHARP_CACHE = $folder
    }

    It 'is nothing where all is well, and nothing where it is turned off' {
        Get-Said | Should -BeNullOrEmpty
        $env:ASYNCCSHARP_CACHE = 'off'
        Get-Said | Should -BeNullOrEmpty
    }

    It 'is that an entry is damaged' {
        Get-Said | Should -BeNullOrEmpty
        $bytes = [IO.File]::ReadAllBytes((Get-Entry))
        [IO.File]::WriteAllBytes((Get-Entry), $bytes[0..($bytes.Length - 9)])
        Get-Said | Should -BeLike "*$(Split-Path (Get-Entry) -Leaf)*is damaged*"

        # Written again, it is whole.
        Reset-CSharpSession
        $again = @(Invoke-CSharpCell 'var a = 41;' -Verbose 4>&1)
        $again | Should -HaveCount 1
        $again | Should -BeLike '*taken from the cache*'
    }

    It 'is that an entry is a link, also to nothing (not on Windows: links take rights there)' -Skip:$IsWindows {
        Get-Said | Should -BeNullOrEmpty
        $entry = Get-Entry
        [IO.File]::Move($entry, "$folder-moved")
        $null = [IO.File]::CreateSymbolicLink($entry, "$folder-moved")
        Get-Said | Should -BeLike "'*$(Split-Path $entry -Leaf)' is a link*"

        [IO.File]::Delete($entry)
        $null = [IO.File]::CreateSymbolicLink($entry, "$folder-nothing")
        Get-Said | Should -BeLike "'*$(Split-Path $entry -Leaf)' is a link*"
    }

    It 'is that others may write to an entry, or to the folder (not on Windows: it has no such permissions)' -Skip:$IsWindows {
        Get-Said | Should -BeNullOrEmpty
        [IO.File]::SetUnixFileMode((Get-Entry), 'UserRead, UserWrite, GroupWrite')
        Get-Said | Should -BeLike "*$(Split-Path (Get-Entry) -Leaf)', and could put other code there*"

        [IO.File]::SetUnixFileMode($folder, 'UserRead, UserWrite, UserExecute, OtherWrite')
        Get-Said | Should -BeLike "*$folder', and could put other code there*"
    }

    It 'is that its folder is not a full path' -ForEach 'relative/folder', '.', '~/cache' {
        $env:ASYNCCSHARP_CACHE = $_
        Get-Said | Should -Be "'$_' in ASYNCCSHARP_CACHE is no full path; there is no cell cache."
        @(Clear-CSharpCellCache -Verbose 4>&1)[-1].Message | Should -Be "'$_' in ASYNCCSHARP_CACHE is no full path; there is no cell cache."
    }

    It 'is that its folder is a file' {
        [IO.File]::WriteAllText($folder, 'x')
        Get-Said | Should -BeLike "'*$folder' is no folder*"
        @(Clear-CSharpCellCache -Verbose 4>&1)[-1].Message | Should -BeLike "'*$folder' is no folder*"
    }

    It 'is that a cell is too large for it' {
        $large = "var text = `"$('x' * 3mb)`"; text.Length"
        Get-Said $large | Should -BeLike '*too large*'
    }

    It 'is of the cell''s own session' {
        $null = New-CSharpSession Other
        try {
            $env:ASYNCCSHARP_CACHE = 'relative'
            $null = Invoke-CSharpCell '1' -Session Other
            $env:ASYNCCSHARP_CACHE = $folder
            Get-Said | Should -BeNullOrEmpty
        }
        finally {
            Remove-CSharpSession Other
        }
    }

    It 'is what a cmdlet that only compiles has met, too' -ForEach @(
        @{ Name = 'Set-CSharpVariable'; Call = { Set-CSharpVariable fresh 1 -Verbose 4>&1 } }
        @{ Name = 'Measure-CSharpCell'; Call = { Measure-CSharpCell '1' -Count 1 -Verbose 4>&1 } }
        @{ Name = 'Add-CSharpReference'; Call = { Add-CSharpReference -Using System.Xml -Verbose 4>&1 } }
    ) {
        Reset-CSharpSession
        $env:ASYNCCSHARP_CACHE = 'relative'
        @(& $Call | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }) | Should -BeLike "'relative' in*"
    }

    It 'is that the disk is full (where one may mount a small one)' -Skip:(-not $canMount) {
        # A small cell fits in; a larger one does not, and leaves nothing half written behind.
        $said = Invoke-Mounted 24k 'true' @'
            cs '1' -Verbose; $code = '"' + 'x' * 20000 + '".Length'; cs $code -Verbose; cs 'await Task.Yield(); 3'; (Get-ChildItem $env:ASYNCCSHARP_CACHE).Extension -join ' '
'@
        $said -notmatch '^VERBOSE' | Should -Be @('1', '20000', '3', '.cell .cell')
        $said -like 'VERBOSE: The cell cache in ''*/disk/cache'' could not be used: *space*' | Should -HaveCount 1
    }

    It 'is that the folder cannot be written to, nor cleared (where one may mount it so)' -Skip:(-not $canMount) {
        $fill = 'mkdir -m 700 disk/cache && touch disk/cache/0123456789abcdef.cell && mount -o remount,ro disk'
        $said = Invoke-Mounted 64k $fill "cs '1' -Verbose; Clear-CSharpCellCache -Verbose"
        $said -notmatch '^VERBOSE' | Should -Be '1'
        $said -like "VERBOSE: *'*/disk/cache' could not be used*" | Should -HaveCount 1
        $said[-1] | Should -BeLike "VERBOSE: *'*/disk/cache/0123456789abcdef.cell' could not be removed*"
    }
}
