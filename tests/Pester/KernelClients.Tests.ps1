# The kernel with Jupyter's own clients, where they are: tests/notebook/checks.py runs all checks in one process.

BeforeDiscovery {
    $python = '/usr/bin/python3'
    $hasClients = (-not $IsWindows) -and [IO.File]::Exists($python) -and
        ("$(& $python -c 'import jupyter_client, nbclient, jupyter_kernel_test; print(1)' 2>$null)" -eq '1')
    $reason = $hasClients ? '' : ' (skipped: no Python with jupyter_client, nbclient and jupyter_kernel_test)'
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $before = $env:JUPYTER_PATH

    function Invoke-Check {
        $env:JUPYTER_PATH = "$TestDrive"
        $null = Install-CSharpKernel -Path "$TestDrive"
        & /usr/bin/python3 "$PSScriptRoot/../notebook/checks.py" 2>&1 | ForEach-Object { "$_" }
    }
}

AfterAll {
    $env:JUPYTER_PATH = $before
}

Describe 'Clients of Jupyter' {
    # What was said beside the results is for who looks for what is wrong.
    It "get what they ask for$reason" -Skip:(-not $hasClients) {
        $said = @(Invoke-Check)
        $results = @($said | Where-Object { $_.StartsWith('{"name"') } | ConvertFrom-Json)
        $results | Where-Object problem | ForEach-Object { "$($_.name): $($_.problem)" } | Should -BeNullOrEmpty
        $results.name | Should -Be @('lines', 'large', 'interrupt', 'clients', 'input', 'restart', 'conformance', 'files', 'nbclient', 'examples') -Because ($said -join "`n")
    }
}
