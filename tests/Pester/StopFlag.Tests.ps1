# In a process of its own: a stopped run of another spec that sleeps on keeps the flag raised for as long as it does.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    . "$PSScriptRoot/StopCells.ps1"
}

Describe 'After a stop' {
    BeforeEach {
        $runspace = Open-Runspace
    }

    AfterEach {
        $runspace.Dispose()
    }

    It 'checks are cheap again, also for code that allocates nothing' {
        $raised = [AsyncCSharp.StopHooks].Assembly.GetType('AsyncCSharp.Stopping.StopFlag').GetField('s_raised', 'NonPublic, Static')
        $cell = Start-Cell $runspace 'while (true);'
        $null = Measure-End $cell { $null = $cell.Shell.BeginStop($null, $null) }
        $raised.GetValue($null) | Should -BeTrue -Because 'nothing has been collected yet'
        $cell.Shell.Dispose()
        $cell = $null
        for ($i = 0; $i -lt 50 -and $raised.GetValue($null); $i++) {
            $null = Invoke-In $runspace 'Invoke-CSharpCell "for (int i = 0; i < 1_000_000; i++) { }"'
        }

        $raised.GetValue($null) | Should -BeFalse
    }
}
