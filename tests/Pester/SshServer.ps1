# For specs about sessions over SSH: servers with keys of their own, which start the shell that runs the specs. Dot-source it in BeforeAll,
# after Common.ps1; in BeforeDiscovery for Get-SshLack alone.

# What this machine lacks for it, as texts.
function Get-SshLack {
    if (-not (Get-SshServerPath)) { 'there is no sshd' }
    if (-not (Get-Command ssh -CommandType Application -ErrorAction Ignore)) { 'there is no ssh' }
    if ($IsWindows) { 'the server of Windows has another set-up' }
}

function Get-SshServerPath { @(Get-Command sshd, /usr/sbin/sshd, /usr/local/sbin/sshd -CommandType Application -ErrorAction Ignore)[0].Source }

# Makes the keys of servers and user in a folder.
function New-SshKey([string]$Folder) { foreach ($key in 'host', 'user') { $null = ssh-keygen -q -t ed25519 -N '' -f "$Folder/$key" } }

# Starts a server and waits until it listens. $Prefix is a command that starts it, as `ip netns exec NAME` does.
function Start-SshServer([string]$Folder, [string]$Address, [int]$Port, [string[]]$Prefix = @()) {
    $shell = [Environment]::ProcessPath
    if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { $shell += " $([Environment]::GetCommandLineArgs()[0])" }
    $file = "$Folder/sshd-$Address-$Port"
    Set-Content "$file.conf" @"
ListenAddress $Address
Port $Port
HostKey $Folder/host
PidFile none
AuthorizedKeysFile $Folder/user.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
StrictModes no
PermitRootLogin prohibit-password
Subsystem powershell $shell -sshs -NoLogo -NoProfile
"@
    # Where nobody has started the system's own server, its folder is not there, and the server refuses to start as root.
    if ([Environment]::UserName -eq 'root') { $null = New-Item /run/sshd -ItemType Directory -Force }
    $command = $Prefix + (Get-SshServerPath), '-D', '-f', "$file.conf", '-E', "$file.log"
    $process = Start-Process $command[0] -ArgumentList $command[1..$command.Count] -PassThru
    Wait-Until { $process.HasExited -or ((Test-Path "$file.log") -and (Get-Content "$file.log" -Raw) -match 'listening on') }
    $process
}

# Opens a session with the module on such a server.
function Connect-SshServer([string]$Folder, [string]$Address, [int]$Port) {
    $session = New-PSSession -HostName $Address -Port $Port -UserName ([Environment]::UserName) -KeyFilePath "$Folder/user" -ConnectingTimeout 60000 -Options @{
        StrictHostKeyChecking = 'no'; LogLevel = 'ERROR'; UserKnownHostsFile = "$Folder/known_hosts"
    }
    if (-not $session) { throw "No session: $(Get-Content "$Folder/sshd-$Address-$Port.log" -Raw)" }

    Invoke-Command $session { Import-Module $using:manifest }
    $session
}
