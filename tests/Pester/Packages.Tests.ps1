BeforeAll {
    . "$PSScriptRoot/PackageSpec.ps1"
    foreach ($version in '1.0.0', '1.2.0', '1.5.0', '2.0.0', '3.0.0-beta.1') {
        $number = [int]($version.Substring(0, 3).Replace('.', ''))
        New-LibraryPackage $feed SpecPackage $version $number
    }

    New-LibraryPackage $feed SpecNeeds 1.0.0 1 @{ SpecPackage = '1.2.0' }
    New-LibraryPackage $feed SpecNeedsMore 1.0.0 2 @{ SpecPackage = '1.5.0' }
    New-LibraryPackage $feed SpecNeedsExactly 1.0.0 3 @{ SpecPackage = '[1.0.0]' }
    $failed = 'AsyncCSharp.Commands.InvokeCSharpCellCommand'
}

Describe '#r "nuget: ..."' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'takes <Text> for the version <Expected>' -ForEach @(
        @{ Text = 'nuget: SpecPackage, 1.2.0'; Expected = 12 }
        @{ Text = 'NuGet:SpecPackage,1.2.0'; Expected = 12 }
        @{ Text = ' nuget :SpecPackage'; Expected = $null }
        @{ Text = 'nuget:   specpackage  ,  1.2  '; Expected = 12 }
        @{ Text = 'nuget: SpecPackage'; Expected = 20 }
        @{ Text = 'nuget: SpecPackage, *'; Expected = 20 }
        @{ Text = 'nuget: SpecPackage, *-*'; Expected = 30 }
        @{ Text = 'nuget: SpecPackage, 3.0.0-beta.1'; Expected = 30 }
        @{ Text = 'nuget: SpecPackage, 1.*'; Expected = 15 }
        @{ Text = 'nuget: SpecPackage, 1.3.0'; Expected = 15 }
        @{ Text = 'nuget: SpecPackage, [1.0.0]'; Expected = 10 }
        @{ Text = 'nuget: SpecPackage, (1.0.0, 2.0.0)'; Expected = 12 }
    ) {
        Invoke-InFolder $work {
            if ($null -eq $Expected) {
                { Invoke-CSharpCell "#r ""$Text""" } | Should -Throw -ErrorId "ReferenceNotFound,$failed"
            }
            else {
                Invoke-CSharpCell "#r ""$Text""`nSpecPackage.Thing.Answer()" | Should -Be $Expected
            }
        }
    }

    It 'stays for later cells, with what the package depends on' {
        Invoke-InFolder $work { Invoke-CSharpCell '#r "nuget: SpecNeeds, 1.0.0"' }
        Invoke-CSharpCell "using SpecNeeds;`nThing.Answer() + SpecPackage.Thing.Answer()" | Should -Be 13
        (Get-CSharpSession Default).Packages | Sort-Object | Should -Be 'SpecNeeds 1.0.0', 'SpecPackage 1.2.0'
    }

    It 'is taken in a file, with the settings of the file''s folder, and in a file that it loads' {
        Set-Content "$work/part.csx" "#r ""nuget: SpecPackage, 1.0.0""`nint part = SpecPackage.Thing.Answer();" -NoNewline
        Set-Content "$work/whole.csx" "#load ""part.csx""`n#r ""nuget: SpecNeedsExactly, 1.0.0""`npart + SpecNeedsExactly.Thing.Answer()" -NoNewline
        Invoke-InFolder $TestDrive { Invoke-CSharpCell -Path "$work/whole.csx" } | Should -Be 13
    }

    It 'finds versions that go together, whatever the order in one cell' {
        Invoke-InFolder $work {
            Invoke-CSharpCell "#r ""nuget: SpecPackage, 1.0.0""`n#r ""nuget: SpecNeedsMore, 1.0.0""`n#r ""nuget: SpecNeeds, 1.0.0""`nSpecPackage.Thing.Answer()" | Should -Be 15
        }
    }

    It 'takes the higher of two versions in one cell, as in two' {
        Invoke-InFolder $work {
            Invoke-CSharpCell "#r ""nuget: SpecPackage, 2.0.0""`n#r ""nuget: SpecPackage, 1.0.0""`nSpecPackage.Thing.Answer()" | Should -Be 20
            Reset-CSharpSession
            Invoke-CSharpCell "#r ""nuget: SpecPackage, 1.0.0""`n#r ""nuget: SpecPackage, 2.0.0""`nSpecPackage.Thing.Answer()" | Should -Be 20
        }
    }

    It 'gives up only where no higher version helps' {
        New-LibraryPackage $feed SpecBase 1.0.0 1
        New-LibraryPackage $feed SpecBase 2.0.0 2
        New-LibraryPackage $feed SpecUser 1.0.0 1 @{ SpecBase = '[1.0.0]' }
        New-LibraryPackage $feed SpecUser 2.0.0 2 @{ SpecBase = '[2.0.0]' }
        New-LibraryPackage $feed SpecOther 1.0.0 1 @{ SpecUser = '2.0.0'; SpecBase = '[2.0.0]' }
        Invoke-InFolder $work {
            Invoke-CSharpCell "#r ""nuget: SpecUser, 1.0.0""`n#r ""nuget: SpecOther, 1.0.0""`nSpecUser.Thing.Answer() * 10 + SpecBase.Thing.Answer()" | Should -Be 22
        }
    }

    It 'raises a version that nobody has used yet, and keeps one that will do' {
        Invoke-InFolder $work {
            Invoke-CSharpCell '#r "nuget: SpecPackage, 1.0.0"'
            Invoke-CSharpCell '#r "nuget: SpecNeedsMore, 1.0.0"'
            Invoke-CSharpCell '#r "nuget: SpecPackage, 1.2.0"'
            Invoke-CSharpCell 'SpecPackage.Thing.Answer()' | Should -Be 15
        }
    }

    It 'asks nobody for what the session has' {
        Invoke-InFolder $work { Invoke-CSharpCell "#r ""nuget: SpecPackage""`nSpecPackage.Thing.Answer()" } | Should -Be 20
        New-PackageFolder "$TestDrive/none" @{ gone = "$TestDrive/gone" }
        Invoke-InFolder "$TestDrive/none" {
            foreach ($text in 'SpecPackage', 'SPECPACKAGE, 1.0', 'SpecPackage, [1.0, 3.0)') {
                Invoke-CSharpCell "#r ""nuget: $text""`nSpecPackage.Thing.Answer()" | Should -Be 20
            }
        }
    }

    It 'refuses another version of a package that is in use, and the session goes on' {
        Invoke-InFolder $work {
            Invoke-CSharpCell "#r ""nuget: SpecPackage, 1.0.0""`nint used = SpecPackage.Thing.Answer();"
            $e = { Invoke-CSharpCell "1;`n#r ""nuget: SpecNeeds, 1.0.0""" } | Should -Throw -PassThru
            $e.FullyQualifiedErrorId | Should -BeLike 'CompilationFailed*'
            $e = { Invoke-CSharpCell "`n#r ""nuget: SpecNeeds, 1.0.0""`n1" } | Should -Throw -PassThru -ErrorId "PackageInUse,$failed"
            $e.CategoryInfo.Category | Should -Be 'ResourceBusy'
            $e.Exception.Message | Should -BeLike '*SpecPackage 1.0.0*1.2.0*:line 2)'
            $e.ErrorDetails.RecommendedAction | Should -BeLike '*Reset-CSharpSession*'
            Invoke-CSharpCell 'used + SpecPackage.Thing.Answer()' | Should -Be 20
            { Invoke-CSharpCell 'SpecNeeds.Thing.Answer()' } | Should -Throw -ErrorId "CompilationFailed,$failed"
        }
    }

    It 'refuses packages that do not go together' {
        Invoke-InFolder $work {
            $e = { Invoke-CSharpCell "#r ""nuget: SpecNeedsExactly, 1.0.0""`n#r ""nuget: SpecNeeds, 1.0.0""`n1" } | Should -Throw -PassThru -ErrorId "PackageConflict,$failed"
            $e.CategoryInfo.Category | Should -Be 'InvalidOperation'
            $e.Exception.Message | Should -BeLike "*'SpecPackage'*SpecNeeds*"
            { Invoke-CSharpCell "#r ""nuget: SpecPackage, [1.0.0]""`n#r ""nuget: SpecNeeds, 1.0.0""`n1" } | Should -Throw -ErrorId "PackageConflict,$failed"
        }
    }

    It 'names the line of the one that is at fault' {
        Invoke-InFolder $work {
            $e = { Invoke-CSharpCell "#r ""System.Xml.Linq""`n#r ""nuget: SpecPackage, 1.0.0""`n`n#r ""nuget: SpecPackage.None, 1.0.0""" } | Should -Throw -PassThru -ErrorId "PackageNotFound,$failed"
            $e.Exception.Message | Should -BeLike '*:line 4)'
            Invoke-CSharpCell "#r ""nuget: SpecPackage, 1.0.0""`nSpecPackage.Thing.Answer()" | Should -Be 10
            $e = { Invoke-CSharpCell "`n#r ""System.Xml.Linq""`n#r ""nuget: SpecPackage, 2.0.0""" } | Should -Throw -PassThru -ErrorId "PackageInUse,$failed"
            $e.Exception.Message | Should -BeLike '*:line 3)'
        }
    }

    It 'is forgotten by a reset' {
        Invoke-InFolder $work { Invoke-CSharpCell '#r "nuget: SpecPackage, 1.0.0"' }
        Reset-CSharpSession
        { Invoke-CSharpCell 'SpecPackage.Thing.Answer()' } | Should -Throw -ErrorId "CompilationFailed,$failed"
        Invoke-InFolder $work { Invoke-CSharpCell "#r ""nuget: SpecPackage, 2.0.0""`nSpecPackage.Thing.Answer()" } | Should -Be 20
    }
}

Describe 'Another version than the one that was asked for' {
    BeforeAll {
        function Get-Warning([string]$Code) {
            Invoke-InFolder $work { @(Invoke-CSharpCell $Code 3>&1).Where{ $_ -is [Management.Automation.WarningRecord] } }
        }
    }

    BeforeEach {
        Reset-CSharpSession
    }

    It 'is said where no source has that one, once' {
        $warning = Get-Warning "#r ""nuget: SpecPackage, 1.3.0""`nSpecPackage.Thing.Answer()"
        $warning.FullyQualifiedWarningId | Should -Be NU1603
        $warning.Message | Should -Be 'NU1603: The session depends on SpecPackage (>= 1.3.0) but SpecPackage 1.3.0 was not found. SpecPackage 1.5.0 was resolved instead.'
        Get-Warning "#r ""nuget: SpecPackage, 1.3.0""`n#r ""nuget: SpecNeeds, 1.0.0""" | Should -BeNullOrEmpty
    }

    It 'is said of what packages need too' {
        New-LibraryPackage $feed SpecNeedsNext 1.0.0 1 @{ SpecPackage = '1.1.0' }
        (Get-Warning '#r "nuget: SpecNeedsNext, 1.0.0"').Message | Should -BeLike 'NU1603: SpecNeedsNext 1.0.0 depends on SpecPackage (>= 1.1.0) but * SpecPackage 1.2.0 was resolved instead.'
    }

    It 'is said where another package needs a higher one, or the session has it' {
        $warning = Get-Warning "#r ""nuget: SpecPackage, 1.0.0""`n#r ""nuget: SpecNeedsMore, 1.0.0"""
        $warning.FullyQualifiedWarningId | Should -Be NU1601
        $warning.Message | Should -BeLike '*SpecPackage (>= 1.0.0)*SpecPackage 1.5.0*'
        (Get-Warning '#r "nuget: SpecPackage, 1.2.0"').FullyQualifiedWarningId | Should -Be NU1601
    }

    It 'is said once of a script that is tested, whatever is wrong with it' {
        Set-Content "$work/once.csx" "#r `"nuget: SpecPackage, 1.3.0`"`nnope(Args, args);"
        $warnings = @(Invoke-InFolder $work { Test-CSharpCell -Path once.csx 3>&1 }).Where{ $_ -is [Management.Automation.WarningRecord] }
        $warnings | Should -HaveCount 1
        $warnings[0].FullyQualifiedWarningId | Should -Be NU1603
    }

    It 'is not said of a range, nor where the version is there: <_>' -ForEach 'SpecPackage, 1.2', 'SpecPackage', 'SpecPackage, 1.*', 'SpecPackage, [1.0.0]', 'SpecPackage, (1.0.0, 2.0.0)' {
        Get-Warning "#r ""nuget: $_""`nSpecPackage.Thing.Answer()" | Should -BeNullOrEmpty
    }

    It 'is said by <_>' -ForEach 'Add-CSharpReference -Package SpecPackage -Version 1.3.0', 'New-CSharpSession Other -Reference "nuget: SpecPackage, 1.3.0"', 'Test-CSharpCell "#r ""nuget: SpecPackage, 1.3.0"""' {
        $command = $_
        try {
            (Invoke-InFolder $work { Invoke-Expression $command 3>&1 }).Where{ $_ -is [Management.Automation.WarningRecord] }.FullyQualifiedWarningId | Should -Be NU1603
        }
        finally {
            Get-CSharpSession Other -ErrorAction Ignore | Remove-CSharpSession
        }
    }

    It 'is taken, and said, where none was asked for and the newest is for a newer .NET' {
        New-LibraryPackage $feed SpecNewer 1.0.0 1
        foreach ($version in '2.0.0', '2.0.1', '2.1.0') {
            New-Package $feed SpecNewer $version @{ 'lib/net99.0/SpecNewer.dll' = New-AssemblyImage SpecNewer 2 2.0.0.0 }
        }

        $warning = Get-Warning '#r "nuget: SpecNewer"'
        $warning.FullyQualifiedWarningId | Should -Be PackageOlder
        $warning.Message | Should -BeLike '*SpecNewer, 2.1.0,*1.0.0*'
        Invoke-CSharpCell 'SpecNewer.Thing.Answer()' | Should -Be 1
        Reset-CSharpSession
        { Get-Warning '#r "nuget: SpecNewer, 2.0.0"' } | Should -Throw -ErrorId "PackageNotCompatible,$failed"
        New-Package $feed SpecOnlyNewer 2.0.0 @{ 'lib/net99.0/SpecOnlyNewer.dll' = New-AssemblyImage SpecOnlyNewer 2 2.0.0.0 }
        { Get-Warning '#r "nuget: SpecOnlyNewer"' } | Should -Throw -ErrorId "PackageNotCompatible,$failed"
    }
}

Describe '#i "nuget: ..."' {
    BeforeAll {
        New-LibraryPackage "$TestDrive/more" SpecMore 1.0.0 9
        New-LibraryPackage "$TestDrive/more" SpecMoreStill 1.0.0 10
    }

    BeforeEach {
        Reset-CSharpSession
        Remove-Item "$work/packages/specmore*" -Recurse -Force -ErrorAction Ignore
    }

    It 'adds a source, for this cell and later ones: <_>' -ForEach @(
        '#i "nuget: {0}"', '#i "nuget:{0}" // ours', '  # i   "NuGet: {0} "', '#i "nuget: ../more"'
    ) {
        Invoke-InFolder $work {
            { Invoke-CSharpCell '#r "nuget: SpecMore, 1.0.0"' } | Should -Throw -ErrorId "PackageNotFound,$failed"
            Invoke-CSharpCell "#r ""nuget: SpecMore, 1.0.0""`n$($_ -f "$TestDrive/more")`nSpecMore.Thing.Answer()" | Should -Be 9
            Invoke-CSharpCell "#r ""nuget: SpecMoreStill, 1.0.0""`n#r ""nuget: SpecPackage, 1.0.0""`nSpecMoreStill.Thing.Answer()" | Should -Be 10
            Reset-CSharpSession
            Remove-Item "$work/packages/specmore*" -Recurse -Force
            { Invoke-CSharpCell '#r "nuget: SpecMore, 1.0.0"' } | Should -Throw -ErrorId "PackageNotFound,$failed"
        }
    }

    It 'adds one to a session whose settings say what comes from where' {
        New-LibraryPackage "$TestDrive/more" SpecMapped 1.0.0 11
        New-PackageFolder "$TestDrive/mapped" @{ spec = $feed } '<packageSourceMapping><packageSource key="spec"><package pattern="SpecPackage" /></packageSource></packageSourceMapping>'
        Invoke-InFolder "$TestDrive/mapped" {
            Invoke-CSharpCell "#i ""nuget: $TestDrive/more""`n#r ""nuget: SpecMapped, 1.0.0""`nSpecMapped.Thing.Answer()" | Should -Be 11
        }
    }

    It 'does not count in inactive code and in strings' {
        Invoke-InFolder $work {
            Invoke-CSharpCell "#if NEVER`n#i ""nuget: $TestDrive/nowhere""`n#endif`n#r ""nuget: SpecPackage, 1.0.0""`nvar text = @""`n#i """"nuget: x"""""";`ntext.Length" | Should -Be 14
        }
    }

    It 'is an error where it cannot be used: <_>' -ForEach 'nowhere', 'http://user:secret@127.0.0.1:9/index.json' {
        Invoke-InFolder $work {
            $e = { Invoke-CSharpCell "#i ""nuget: $_""`n#r ""nuget: SpecNotHere, 1.0.0""" } | Should -Throw -PassThru -ErrorId "PackageSourceFailed,$failed"
            $e.CategoryInfo.Category | Should -Be ConnectionError
            $e.Exception.Message | Should -Not -BeLike '*secret*'
        }
    }

    It 'is left out, and that is said, where it cannot be used and the others have all that is needed: <_>' -ForEach 'nowhere', 'http://user:secret@127.0.0.1:9/index.json' {
        $records = Invoke-InFolder $work { Invoke-CSharpCell "#i ""nuget: $_""`n#r ""nuget: SpecPackage""`n1" 3>&1 }
        $warning, $value = $records
        $value | Should -Be 1
        $warning.FullyQualifiedWarningId | Should -Be NU1801
        $warning.Message | Should -Match 'could not be used'
        $warning.Message | Should -Not -Match secret
    }

    It 'says nothing but where packages are: <_>' -ForEach '#i "file: x"', '#i x', '#i' {
        { Invoke-CSharpCell $_ } | Should -Throw -ErrorId "CompilationFailed,$failed"
    }
}

Describe 'Add-CSharpReference -Package' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'takes a version, or the newest' {
        Invoke-InFolder $work {
            @(Add-CSharpReference -Package SpecPackage -Version 1.2.0) | Should -HaveCount 0
            Invoke-CSharpCell 'SpecPackage.Thing.Answer()' | Should -Be 12
            $session = New-CSharpSession
            Add-CSharpReference -Package SpecPackage -Using SpecPackage -Session $session
            Invoke-CSharpCell 'Thing.Answer()' -Session $session | Should -Be 20
            Remove-CSharpSession $session
        }
    }

    It 'lists what the session has, with -Verbose' {
        Invoke-InFolder $work {
            $messages = Add-CSharpReference -Package SpecNeeds -Verbose 4>&1
            "$messages" | Should -Be 'Package SpecNeeds 1.0.0 Package SpecPackage 1.2.0'
        }
    }

    It 'takes one id, and nothing else' -ForEach @('SpecPackage, 1.0.0', 'nuget: SpecPackage', '..', 'a/b') {
        Invoke-InFolder $work {
            $e = { Add-CSharpReference -Package $_ } | Should -Throw -PassThru -ErrorId 'PackageNotFound,AsyncCSharp.Commands.AddCSharpReferenceCommand'
            $e.TargetObject | Should -Be $_
        }
    }

    It 'does not go with -Path' {
        { Add-CSharpReference -Package SpecPackage -Path x.dll } | Should -Throw -ErrorId 'AmbiguousParameterSet,AsyncCSharp.Commands.AddCSharpReferenceCommand'
    }

    It 'is a reference of a new session too, also after a reset' {
        Invoke-InFolder $work {
            $session = New-CSharpSession -Reference 'nuget: SpecPackage, 1.0.0', System.Xml.Linq
            Invoke-CSharpCell 'SpecPackage.Thing.Answer()' -Session $session | Should -Be 10
            Reset-CSharpSession $session
            Invoke-CSharpCell 'SpecPackage.Thing.Answer()' -Session $session | Should -Be 10
            Remove-CSharpSession $session
            { New-CSharpSession Wrong -Reference 'nuget: No.Such' } | Should -Throw -ErrorId 'PackageNotFound,AsyncCSharp.Commands.NewCSharpSessionCommand'
            Get-CSharpSession Wrong -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        }
    }
}

Describe 'Test-CSharpCell with a package' {
    It 'knows its types, and the session does not' {
        Reset-CSharpSession
        Invoke-InFolder $work {
            $result = Test-CSharpCell "#r ""nuget: SpecPackage, 1.0.0""`nSpecPackage.Thing.Answer()"
            $result.IsValid | Should -BeTrue
            $result.ReturnType | Should -Be 'int'
            { Invoke-CSharpCell 'SpecPackage.Thing.Answer()' } | Should -Throw -ErrorId "CompilationFailed,$failed"
        }
    }
}
