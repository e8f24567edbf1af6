# A cell over three hosts, of which one is cut off in the middle: each has a network of its own here, with a cable to this one, and an SSH
# server in it.

BeforeDiscovery {
    . "$PSScriptRoot/SshServer.ps1"
    $missing = @(
        if (-not $IsLinux) { 'network namespaces are those of Linux' } else {
            Get-SshLack
            if (-not (Get-Command ip -CommandType Application -ErrorAction Ignore)) { 'there is no ip' }
            elseif ([Environment]::UserName -ne 'root') { 'only root makes network namespaces' }
            else {
                ip netns add asynccsharp-probe 2>&1 | Out-Null
                if ($LASTEXITCODE) { 'network namespaces are not allowed' } else { ip netns del asynccsharp-probe }
            }
        }
    )
    $why = $missing ? " (skipped: $($missing -join ', '))" : ''
}

Describe "Three hosts$why" -Skip:($missing.Count -gt 0) {
    BeforeAll {
        . "$PSScriptRoot/Common.ps1"
        . "$PSScriptRoot/SshServer.ps1"
        $folder = [IO.Directory]::CreateTempSubdirectory('asynccsharp-hosts').FullName
        New-SshKey $folder
        $hosts = foreach ($number in 1..3) {
            $name = "acs$number-$PID"
            $subnet = "10.$(200 + $PID % 50).$number"
            foreach ($line in "netns add $name", "link add v$number-$PID type veth peer name inside netns $name", "addr add $subnet.1/24 dev v$number-$PID", "link set v$number-$PID up",
                "-n $name addr add $subnet.2/24 dev inside", "-n $name link set inside up", "-n $name link set lo up") {
                ip $line.Split(' ')
            }

            $process = Start-SshServer $folder "$subnet.2" 22 @('ip', 'netns', 'exec', $name)
            @{ Name = $name; Link = "v$number-$PID"; Process = $process; Session = Connect-SshServer $folder "$subnet.2" 22 }
        }

        $sessions = $hosts.Session
    }

    AfterAll {
        # PowerShell waits for a minute for the end of a session that nobody answers: so the cable is plugged in again.
        foreach ($server in $hosts) {
            ip link set $server.Link up
            Remove-PSSession $server.Session
            foreach ($id in ip netns pids $server.Name) { Stop-Process -Id $id -Force -ErrorAction Ignore }
            ip netns del $server.Name
        }

        Remove-Item $folder -Recurse -Force
    }

    It 'do everything, also where one is cut off in the middle of ten thousand objects; what was done twice is said' {
        $cut = $hosts[2].Link
        $done = (New-Item -ItemType Directory "$folder/done").FullName
        $got = 0
        $given = 1..10000 | cs @'
await Task.Delay(5);
lock (typeof(Console)) { File.AppendAllText($"{done}/{Environment.ProcessId}", Input + "\n"); }
return Input;
'@ -PSSession $sessions -ThrottleLimit 16 -Variable done -WarningVariable warned -WarningAction SilentlyContinue | ForEach-Object {
            if (++$got -eq 3000) { ip link set $cut down }
            $_
        }

        # One warning, of the host that is gone.
        $warned.FullyQualifiedWarningId | Should -Be 'MachineLost'
        "$warned" -match '(\d+) objects that it had not finished, from number (\d+) to number (\d+),' | Should -BeTrue
        $count, $first, $last = [int[]]$Matches[1, 2, 3]

        # All are done, and whatever was done or given twice is among those of the warning.
        $given.PSComputerName | Sort-Object -Unique | Should -HaveCount 3
        foreach ($numbers in $given, [int[]](Get-ChildItem $done | Get-Content)) {
            $times = $numbers | Group-Object -NoElement
            @($times).Count | Should -Be 10000
            $twice = [int[]]@($times | Where-Object Count -GT 1 | ForEach-Object Name)
            $twice.Count | Should -BeLessOrEqual $count
            $twice | Where-Object { $_ -lt $first -or $_ -gt $last } | Should -BeNullOrEmpty
            ($times | Measure-Object Count -Maximum).Maximum | Should -BeLessOrEqual 2
        }
    }

    It 'go on without it' {
        1..100 | cs 'Input' -PSSession $sessions[0, 1] | Sort-Object | Should -Be (1..100)
    }
}
