BeforeAll {
    . "$PSScriptRoot/PackageSpec.ps1"
    New-LibraryPackage $feed SpecGood 1.0.0 42
    $failed = 'AsyncCSharp.Commands.InvokeCSharpCellCommand'

    # All that is below the folder of the specs, but for the feed.
    function Get-AllFile { [IO.Directory]::GetFileSystemEntries($TestDrive, '*', 'AllDirectories').Where{ $_ -notlike "$feed*" } }
}

Describe 'An id or a version that is none' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'is refused before it is used: <_>' -ForEach @(
        '', ', 1.0.0', '..', '.', '../../evil', '..\evil', '/etc/passwd', 'C:\evil', 'a/b', 'a b', 'a%2fb', 'a?b', 'a#b', '-', 'a..b', 'evil@1.0',
        ('x' * 101), 'SpecGood, ', 'SpecGood, one', 'SpecGood, 1.0/../../evil', 'SpecGood, 1.0.0-../..', 'SpecGood, [1.0', 'SpecGood, 1.0, 2.0', 'SpecGood, (1.0)', 'SpecGood, $(Version)'
    ) {
        Invoke-InFolder $work {
            $before = Get-AllFile
            $e = { Invoke-CSharpCell "#r ""nuget: $_""`n1" } | Should -Throw -PassThru -ErrorId "PackageNotFound,$failed"
            $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
            $e.Exception.Message | Should -BeLike '*(Cell`[*`]:line 1)'
            Get-AllFile | Should -Be $before
            Invoke-CSharpCell '6 * 7' | Should -Be 42
        }
    }

    It 'is refused in a package too: <_>' -ForEach @('../../evil', 'a/b', '/etc/passwd') {
        New-LibraryPackage $feed SpecLeads 1.0.0 1 @{ $_ = '1.0.0' }
        Invoke-InFolder $work {
            { Invoke-CSharpCell '#r "nuget: SpecLeads, 1.0.0"' } | Should -Throw -ErrorId "PackageNotFound,$failed"
            "$work/packages/specleads" | Should -Not -Exist
        }
    }
}

Describe 'A package that is not what it should be' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'is refused where it says to be another one' {
        New-Package $feed SpecMask 1.0.0 @{ 'lib/netstandard2.0/SpecMask.dll' = New-AssemblyImage SpecMask 1 } -SaysToBe SpecGood
        Invoke-InFolder $work {
            { Invoke-CSharpCell "#r ""nuget: SpecMask, 1.0.0""" } | Should -Throw -ErrorId "PackageNotFound,$failed"
            Invoke-CSharpCell "#r ""nuget: SpecGood, 1.0.0""`nSpecGood.Thing.Answer()" | Should -Be 42
        }
    }

    It 'writes nothing beside its own folder' {
        New-Package $feed SpecSlip 1.0.0 @{
            'lib/netstandard2.0/SpecSlip.dll' = New-AssemblyImage SpecSlip 1
            '../../../slipped.txt' = 'out'
            'lib/../../../../slipped.txt' = 'out'
        }
        Invoke-InFolder $work {
            $e = { Invoke-CSharpCell '#r "nuget: SpecSlip, 1.0.0"' } | Should -Throw -PassThru -ErrorId "PackageInvalid,$failed"
            $e.CategoryInfo.Category | Should -Be 'InvalidData'
            [IO.Directory]::GetFiles($TestDrive, 'slipped.txt', 'AllDirectories') | Should -BeNullOrEmpty
            Invoke-CSharpCell '6 * 7' | Should -Be 42
        }
    }

    It 'is an error where it is no archive' {
        Set-Content "$feed/SpecBroken.1.0.0.nupkg" 'not an archive' -NoNewline
        Invoke-InFolder $work {
            $e = { Invoke-CSharpCell '#r "nuget: SpecBroken, 1.0.0"' } | Should -Throw -PassThru -ErrorId "PackageSourceFailed,$failed"
            $e.Exception.Message | Should -BeLike '*SpecBroken*'
        }
        Remove-Item "$feed/SpecBroken.1.0.0.nupkg"
    }

    It 'is an error where its library is none, and only when it is used' {
        New-Package $feed SpecText 1.0.0 @{ 'lib/netstandard2.0/SpecText.dll' = 'not a library' }
        Invoke-InFolder $work {
            Invoke-CSharpCell "#r ""nuget: SpecText, 1.0.0""`n1" | Should -Be 1
        }
    }
}

Describe 'A source' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'that is not there is an error, which does not tell its password' {
        $more = '<packageSourceCredentials><away><add key="Username" value="ada" /><add key="ClearTextPassword" value="s3cret" /></away></packageSourceCredentials>'
        New-PackageFolder "$TestDrive/away" @{ away = 'http://ada:s3cret@127.0.0.1:9/index.json' } $more
        Invoke-InFolder "$TestDrive/away" {
            $e = { Invoke-CSharpCell "`n#r ""nuget: SpecGood, 1.0.0""" } | Should -Throw -PassThru -ErrorId "PackageSourceFailed,$failed"
            $e.CategoryInfo.Category | Should -Be 'ConnectionError'
            $e.Exception.Message | Should -BeLike "*'away'*:line 2)"
            "$($e.Exception) $($e.ErrorDetails) $e" | Should -Not -BeLike '*s3cret*'
            $e.Exception.InnerException | Should -BeNullOrEmpty
        }
    }

    It 'that is a folder which does not exist is an error' {
        New-PackageFolder "$TestDrive/nofolder" @{ gone = "$TestDrive/gone" }
        Invoke-InFolder "$TestDrive/nofolder" {
            { Invoke-CSharpCell '#r "nuget: SpecGood, 1.0.0"' } | Should -Throw -ErrorId "PackageSourceFailed,$failed"
        }
    }

    It 'without encryption has to be allowed' {
        New-PackageFolder "$TestDrive/plain" @{}
        $path = "$TestDrive/plain/nuget.config"
        [IO.File]::WriteAllText($path, [IO.File]::ReadAllText($path).Replace('<packageSources><clear />', '<packageSources><clear /><add key="plain" value="http://127.0.0.1:9/index.json" />'))
        Invoke-InFolder "$TestDrive/plain" {
            $e = { Invoke-CSharpCell '#r "nuget: SpecGood, 1.0.0"' } | Should -Throw -PassThru -ErrorId "PackageSourceFailed,$failed"
            $e.Exception.Message | Should -BeLike '*allowInsecureConnections*'
        }
    }

    It 'is needed, if the package is not on the machine' {
        New-PackageFolder "$TestDrive/nobody" @{}
        Invoke-InFolder "$TestDrive/nobody" {
            $e = { Invoke-CSharpCell '#r "nuget: SpecGood, 1.0.0"' } | Should -Throw -PassThru -ErrorId "PackageNotFound,$failed"
            $e.Exception.Message | Should -BeLike '*no package source*'
        }
    }

    It 'is not asked for an exact version that is on the machine' {
        Invoke-InFolder $work { Invoke-CSharpCell '#r "nuget: SpecGood, 1.0.0"' }
        Reset-CSharpSession
        New-PackageFolder "$TestDrive/offline" @{ away = 'http://127.0.0.1:9/index.json' }
        [IO.Directory]::Move("$work/packages", "$TestDrive/offline/packages")
        Invoke-InFolder "$TestDrive/offline" { Invoke-CSharpCell "#r ""nuget: SpecGood, 1.0.0""`nSpecGood.Thing.Answer()" } | Should -Be 42
    }

    It 'is only asked for the packages that the settings have it for' {
        New-PackageFolder "$TestDrive/mapped" @{ spec = $feed } '<packageSourceMapping><packageSource key="spec"><package pattern="Other.*" /></packageSource></packageSourceMapping>'
        Invoke-InFolder "$TestDrive/mapped" {
            { Invoke-CSharpCell '#r "nuget: SpecGood, 1.0.0"' } | Should -Throw -ErrorId "PackageNotFound,$failed"
        }
    }

    It 'cannot be known from settings that are damaged' {
        $null = New-Item "$TestDrive/damaged" -ItemType Directory -Force
        Set-Content "$TestDrive/damaged/nuget.config" '<configuration><packageSources>' -NoNewline
        Invoke-InFolder "$TestDrive/damaged" {
            $e = { Invoke-CSharpCell '#r "nuget: SpecGood, 1.0.0"' } | Should -Throw -PassThru -ErrorId "PackageSourceFailed,$failed"
            $e.Exception.Message | Should -BeLike '*nuget.config*'
        }
    }
}
