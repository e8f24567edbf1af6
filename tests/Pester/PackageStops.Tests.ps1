BeforeDiscovery {
    $commands = @(
        @{ Command = 'Invoke-CSharpCell'; Script = 'Invoke-CSharpCell ''#r "nuget: SpecKept, 1.0.0"''' }
        @{ Command = 'Add-CSharpReference'; Script = 'Add-CSharpReference -Package SpecKept' }
        @{ Command = 'New-CSharpSession'; Script = 'New-CSharpSession Silent -Reference ''nuget: SpecKept''' }
        @{ Command = 'Test-CSharpCell'; Script = 'Test-CSharpCell "#r ""nuget: SpecKept, 1.0.0"""' }
    )
}

BeforeAll {
    . "$PSScriptRoot/PackageSpec.ps1"
    New-LibraryPackage $feed SpecKept 1.0.0 10
    New-LibraryPackage $feed SpecKeptNeeds 1.0.0 1 @{ SpecKept = '1.0.0' }

    # Takes connections, and never answers.
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $silent = "$TestDrive/silent"
    New-PackageFolder $silent @{ silent = "http://127.0.0.1:$($listener.LocalEndpoint.Port)/index.json" }
}

AfterAll {
    $listener.Stop()
}

Describe 'A source that does not answer' {
    It 'is left when the cell''s time is over, and the session goes on' {
        Invoke-CSharpCell 'int kept = 42;'
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Invoke-InFolder $silent {
            { Invoke-CSharpCell '#r "nuget: SpecKept, 1.0.0"' -TimeoutSeconds 0.5 } | Should -Throw -ErrorId 'CellTimeout,AsyncCSharp.Commands.InvokeCSharpCellCommand'
        }
        $watch.Elapsed.TotalSeconds | Should -BeLessThan $hangSeconds
        Invoke-CSharpCell 'kept' | Should -Be 42
    }

    It 'is waited for with progress by <Command>' -ForEach $commands {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("Set-Location '$silent'; $Script").BeginInvoke()
            Wait-Until { $shell.Streams.Progress.Count }
            $shell.Streams.Progress[0].Activity | Should -Be 'Restoring packages'
            $shell.Streams.Progress[0].StatusDescription | Should -Be 'Looking for versions'
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'is left by a stop of <Command>' -ForEach $commands {
        $shell = New-TestShell
        try {
            $null = $shell.AddScript("Invoke-CSharpCell 'int kept = 42;'").Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript("Set-Location '$silent'; `$waits = `$true; $Script")
            while ($listener.Pending()) { $listener.AcceptTcpClient().Dispose() }
            $waiting = $shell.BeginInvoke()
            Wait-Until { $listener.Pending() }
            $listener.Pending() | Should -BeTrue
            $null = $shell.BeginStop($null, $null)
            Wait-Until { $waiting.IsCompleted }
            $waiting.IsCompleted | Should -BeTrue
            $shell.Commands.Clear()
            $shell.AddScript('Invoke-CSharpCell ''kept''; (Get-CSharpSession).Name').Invoke() | Should -Be 42, Default
        }
        finally {
            $shell.Dispose()
        }
    }
}

Describe 'A package of an exact version' {
    BeforeAll {
        $script = @"
            Set-Location '$work'
            cs "#r ""nuget: SpecKeptNeeds, 1.0.0""```nSpecKeptNeeds.Thing.Answer() + SpecKept.Thing.Answer()"
            [Runtime.Loader.AssemblyLoadContext]::All.Where{ `$_.Name -eq 'AsyncCSharp.Engine' }.Assemblies.ForEach{ `$_.GetName().Name } -match 'CodeAnalysis|NuGet'
"@
        function Invoke-Script([string]$Text = $script) {
            $child = Invoke-ChildShell "$(Get-ImportText); $Text" -Environment @{ ASYNCCSHARP_CACHE = "$TestDrive/cache"; NUGET_PACKAGES = '' } -Seconds 120
            $child.Errors | Should -BeNullOrEmpty
            $child.Output
        }
    }

    It 'is found in the next process without the compiler and without NuGet' {
        Invoke-Script | Should -BeLike "11`n*NuGet*"
        Invoke-Script | Should -Be "11`n"
    }

    It 'is brought again where it has gone' {
        $null = Invoke-Script
        Remove-Item "$work/packages/speckept" -Recurse -Force
        Invoke-Script | Should -BeLike "11`n*NuGet*"
        Invoke-Script | Should -Be "11`n"
    }

    It 'is looked for anew with other settings' {
        $null = Invoke-Script
        [IO.File]::SetLastWriteTimeUtc("$work/nuget.config", [datetime]::UtcNow.AddMinutes(1))
        Invoke-Script | Should -BeLike "11`n*NuGet*"
    }

    It 'is looked for anew where a variable that the settings name has another value' {
        New-LibraryPackage "$TestDrive/feed1" SpecNamed 1.0.0 1
        New-LibraryPackage "$TestDrive/feed2" SpecNamed 1.0.0 2
        New-PackageFolder "$TestDrive/named" @{ named = "$TestDrive/%SPEC_FEED%" }
        [IO.File]::WriteAllText("$TestDrive/named/nuget.config", [IO.File]::ReadAllText("$TestDrive/named/nuget.config").Replace('named/packages', 'named/%SPEC_FEED%'))
        Set-Content "$TestDrive/named/named.csx" "#r ""nuget: SpecNamed, 1.0.0""`nSpecNamed.Thing.Answer()"
        $named = "cs -Path '$TestDrive/named/named.csx'"
        foreach ($number in 1, 2, 1) {
            (Invoke-Script "`$env:SPEC_FEED = 'feed$number'; $named").Trim() | Should -Be $number
        }
    }

    It 'that there is not yet is looked for each time' {
        New-LibraryPackage $feed SpecNext 1.2.0 12
        $next = $script.Replace('SpecKeptNeeds, 1.0.0', 'SpecNext, 1.1.0').Replace('SpecKeptNeeds.Thing.Answer() + SpecKept', 'SpecNext')
        Invoke-Script $next | Should -BeLike "WARNING: NU1603*`n12`n*"
        New-LibraryPackage $feed SpecNext 1.1.0 11
        Invoke-Script $next | Should -BeLike "11`n*"
        Invoke-Script $next | Should -Be "11`n"
    }

    It 'that floats is asked for each time' {
        New-LibraryPackage $feed SpecFloats 1.0.0 1
        $floats = $script.Replace('SpecKeptNeeds, 1.0.0', 'SpecFloats').Replace('SpecKeptNeeds.Thing.Answer() + SpecKept', 'SpecFloats')
        Invoke-Script $floats | Should -BeLike "1`n*"
        New-LibraryPackage $feed SpecFloats 1.1.0 2
        Invoke-Script $floats | Should -BeLike "2`n*"
    }
}
