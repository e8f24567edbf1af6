BeforeAll {
    . "$PSScriptRoot/Common.ps1"
}

# Jobs and commands in three sessions, in an order that the seed decides. Whatever was said to be done must be there afterwards, and
# whatever was refused must be refused for one reason.
Describe 'Jobs and commands that share sessions' {
    AfterEach {
        Get-Job | Remove-Job -Force
        Get-CSharpSession | Where-Object Name -NE Default | Remove-CSharpSession
        Reset-CSharpSession
    }

    It 'lose nothing and hang nowhere, seed <_>' -ForEach 1, 2, 3, 4 {
        $random = [Random]::new($_)
        $sessions = 'Default', 'A', 'B'
        $null = New-CSharpSession A
        $null = New-CSharpSession B
        $expected = @{ Default = @{}; A = @{}; B = @{} }
        $jobs = [Collections.Generic.List[object]]::new()
        $refused = 0
        $reasons = @{}
        foreach ($i in 1..120) {
            $session = $sessions[$random.Next(3)]
            $other = $sessions[$random.Next(3)]
            try {
                switch ($random.Next(10)) {
                    { $_ -in 0, 1, 2 } {
                        $code = "int j$i = $i; await Task.Delay($($random.Next(4)));"
                        $jobs.Add(@{ Job = cs $code -Session $session -AsJob; Session = $session; Name = "j$i"; Value = $i })
                    }
                    3 {
                        # The job has one session, and wants another for a moment.
                        $code = "int j$i = $i; await Task.Yield(); Shell.Invoke(`"try { Set-CSharpVariable o$i $i -Session $other; 1 } catch { `$_.FullyQualifiedErrorId }`")"
                        $jobs.Add(@{ Job = cs $code -Session $session -AsJob; Session = $session; Name = "j$i"; Value = $i; Other = $other; OtherName = "o$i" })
                    }
                    4 { Set-CSharpVariable "v$i" $i -Session $session; $expected[$session]["v$i"] = $i }
                    5 { cs "int c$i = $i;" -Session $session; $expected[$session]["c$i"] = $i }
                    6 {
                        # A cell, and in it commands on its own session and on another's.
                        cs "int n$i = $i; Shell.Invoke(`"Set-CSharpVariable m$i $i -Session $session`");" -Session $session
                        $expected[$session]["n$i"] = $i
                        $expected[$session]["m$i"] = $i
                    }
                    7 { $null = Get-CSharpVariable -Session $session; $null = Test-CSharpCell "int t$i = 1;" -Session $session }
                    8 { $null = 1..3 | cs "Input * 2" -Session $session -ThrottleLimit 2 }
                    9 { Add-CSharpReference -Using System.Text.RegularExpressions -Session $session; Set-AutoAwait EventLoop -Session $session }
                }
            }
            catch {
                $refused++
                $reasons[($_.FullyQualifiedErrorId -split ',')[0]] = "$_"
            }
        }

        $null = $jobs.Job | Wait-Job -Timeout 60
        $jobs.Job.State | Sort-Object -Unique | Should -Be 'Completed'
        foreach ($job in $jobs) {
            $expected[$job.Session][$job.Name] = $job.Value
            $given = Receive-Job $job.Job
            if ($given -eq 1) { $expected[$job.Other][$job.OtherName] = $job.Value }
            elseif ($job.Other) { $reasons[("$given" -split ',')[0]] = "$given" }
        }

        $reasons.Keys | Where-Object { $_ -ne 'SessionBusy' } | ForEach-Object { "${_}: $($reasons[$_])" } | Should -BeNullOrEmpty
        foreach ($session in $sessions) {
            foreach ($name in $expected[$session].Keys) {
                cs $name -Session $session | Should -Be $expected[$session][$name] -Because "$name was made in $session"
            }
        }
    }
}
