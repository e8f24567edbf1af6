BeforeAll {
    . "$PSScriptRoot/PackageSpec.ps1"
    $net = "net$([Environment]::Version.Major).0"
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    $architecture = "$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant()
    $failed = 'AsyncCSharp.Commands.InvokeCSharpCellCommand'

    function Invoke-Package([string]$Id, [string]$Code = "$Id.Thing.Answer()") {
        Reset-CSharpSession
        Invoke-InFolder $work { Invoke-CSharpCell "#r ""nuget: $Id, 1.0.0""`n$Code" }
    }
}

Describe 'The files of a package' {
    It 'are those for the nearest framework' {
        New-Package $feed SpecNearest 1.0.0 @{
            'lib/netstandard2.0/SpecNearest.dll' = New-AssemblyImage SpecNearest 1
            "lib/$net/SpecNearest.dll" = New-AssemblyImage SpecNearest 2
            'lib/net462/SpecNearest.dll' = New-AssemblyImage SpecNearest 3
            'lib/net99.0/SpecNearest.dll' = New-AssemblyImage SpecNearest 4
        }
        Invoke-Package SpecNearest | Should -Be 2
    }

    It 'may be those of .NET Framework where there are no others' {
        New-Package $feed SpecOld 1.0.0 @{ 'lib/net462/SpecOld.dll' = New-AssemblyImage SpecOld 3 }
        Invoke-Package SpecOld | Should -Be 3
    }

    It 'of others are no use' {
        New-Package $feed SpecOthers 1.0.0 @{ 'lib/monoandroid10.0/SpecOthers.dll' = New-AssemblyImage SpecOthers 3 }
        $e = { Invoke-Package SpecOthers } | Should -Throw -PassThru -ErrorId "PackageNotCompatible,$failed"
        $e.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $e.Exception.Message | Should -BeLike "*SpecOthers 1.0.0*$net*$system*"
    }

    It 'may be none, if the package stands for others' {
        New-LibraryPackage $feed SpecPart 1.0.0 5
        New-Package $feed SpecGroup 1.0.0 @{} @{ SpecPart = '1.0.0' }
        Invoke-Package SpecGroup 'SpecPart.Thing.Answer()' | Should -Be 5
    }

    It 'may be for builds only, which is a warning: <_>' -ForEach 'tools/a.txt', 'build/SpecBuild.targets', 'analyzers/dotnet/cs/SpecBuild.dll', 'contentFiles/any/any/a.txt' {
        Remove-Item "$work/packages/specbuild" -Recurse -Force -ErrorAction Ignore
        New-Package $feed SpecBuild 1.0.0 @{ $_ = 'nothing for a cell' }
        Reset-CSharpSession
        Invoke-InFolder $work {
            $all = Invoke-CSharpCell "#r ""nuget: SpecBuild, 1.0.0""`n6 * 7" 3>&1
            $all[0].FullyQualifiedWarningId | Should -Be PackageOfNoUse
            $all[0].Message | Should -BeLike '*SpecBuild 1.0.0*'
            $all[1] | Should -Be 42
            Invoke-CSharpCell "#r ""nuget: SpecBuild, 1.0.0""`n6 * 7" 3>&1 | Should -Be 42
        }
    }

    It 'may be for other platforms only, where another package needs it: <_>' -ForEach @(
        'runtimes/solaris-x64/native/spec.so', 'runtimes/solaris/lib/netstandard2.0/SpecElsewhere.dll', 'runtimes/solaris-x64/native/SpecElsewhere.dll'
    ) {
        Remove-Item "$work/packages/specelsewhere", "$work/packages/specnames" -Recurse -Force -ErrorAction Ignore
        New-Package $feed SpecElsewhere 1.0.0 @{ $_ = 'for others' }
        New-LibraryPackage $feed SpecNames 1.0.0 7 @{ SpecElsewhere = '1.0.0' }
        Invoke-Package SpecNames 3>&1 | Should -Be 7
        Reset-CSharpSession
        Invoke-InFolder $work { (Invoke-CSharpCell '#r "nuget: SpecElsewhere, 1.0.0"' 3>&1).FullyQualifiedWarningId | Should -Be PackageOfNoUse }
    }

    It 'may be satellite assemblies only' {
        New-LibraryPackage $feed SpecWords 1.0.0 8
        New-Package $feed SpecWords.de 1.0.0 @{ 'lib/netstandard2.0/de/SpecWords.resources.dll' = New-AssemblyImage SpecWords.resources 1 1.0.0.0 -Culture de } @{ SpecWords = '1.0.0' }
        Invoke-Package SpecWords.de 'SpecWords.Thing.Answer()' 3>&1 | Should -Be 8
    }

    It 'are compiled with those of ref, and run with those of lib and of the platform' {
        New-Package $feed SpecRef 1.0.0 @{
            'ref/netstandard2.0/SpecRef.dll' = New-AssemblyImage SpecRef 1
            'lib/netstandard2.0/SpecRef.dll' = New-AssemblyImage SpecRef 2
        }
        Invoke-Package SpecRef | Should -Be 2
        New-Package $feed SpecPlatform 1.0.0 @{
            'lib/netstandard2.0/SpecPlatform.dll' = New-AssemblyImage SpecPlatform 1
            "runtimes/$system/lib/netstandard2.0/SpecPlatform.dll" = New-AssemblyImage SpecPlatform 2
            'runtimes/solaris/lib/netstandard2.0/SpecPlatform.dll' = New-AssemblyImage SpecPlatform 3
        }
        Invoke-Package SpecPlatform | Should -Be 2
    }

    It 'are bound to those of the packages that they need' {
        New-LibraryPackage $feed SpecInner 1.0.0 40
        [IO.File]::WriteAllBytes("$TestDrive/SpecInner.dll", (New-AssemblyImage SpecInner 40 1.0.0.0))
        New-Package $feed SpecOuter 1.0.0 @{ 'lib/netstandard2.0/SpecOuter.dll' = New-AssemblyImage SpecOuter 2 1.0.0.0 "$TestDrive/SpecInner.dll" } @{ SpecInner = '1.0.0' }
        Invoke-Package SpecOuter | Should -Be 42
    }

    It 'include native libraries' {
        $name = 'System.IO.Compression.Native'
        $prefix = $IsWindows ? '' : 'lib'
        $extension = $IsWindows ? '.dll' : $IsMacOS ? '.dylib' : '.so'
        $library = [IO.Path]::Combine([IO.Path]::GetDirectoryName([object].Assembly.Location), "$prefix$name$extension")
        New-Package $feed SpecNative 1.0.0 @{
            'lib/netstandard2.0/SpecNative.dll' = New-AssemblyImage SpecNative 1
            "runtimes/$system-$architecture/native/${prefix}specnative$extension" = [IO.File]::ReadAllBytes($library)
        }
        $code = 'static class Native { [System.Runtime.InteropServices.DllImport("specnative")] public static extern uint CompressionNative_Crc32(uint crc, byte[] data, int length); }'
        Invoke-Package SpecNative "$code`nNative.CompressionNative_Crc32(0, new byte[] { 49, 50, 51, 52, 53, 54, 55, 56, 57 }, 9)" | Should -Be 0xCBF43926L
        Invoke-CSharpCell 'Native.CompressionNative_Crc32(0, new byte[] { 49 }, 1) > 0' | Should -BeTrue
    }

    It 'include satellite assemblies' {
        New-Package $feed SpecTexts 1.0.0 @{
            'lib/netstandard2.0/SpecTexts.dll' = New-AssemblyImage SpecTexts 1
            'lib/netstandard2.0/de/SpecTexts.resources.dll' = New-AssemblyImage SpecTexts.resources 1 -Culture de
        }
        $code = 'typeof(SpecTexts.Thing).Assembly.GetSatelliteAssembly(new System.Globalization.CultureInfo("de")).GetName().CultureName'
        Invoke-Package SpecTexts $code | Should -Be 'de'
    }

    It 'never take the place of newer ones of the framework, nor of what PowerShell has once' {
        New-Package $feed SpecFramework 1.0.0 @{
            'lib/netstandard2.0/System.Text.Json.dll' = New-AssemblyImage System.Text.Json 1
            'lib/netstandard2.0/System.Management.Automation.dll' = New-AssemblyImage System.Management.Automation 1 99.0.0.0
            'lib/netstandard2.0/AsyncCSharp.dll' = New-AssemblyImage AsyncCSharp 1 99.0.0.0
        }
        $code = 'typeof(System.Text.Json.JsonSerializer).Assembly.Location + typeof(PSObject).Assembly.Location + typeof(CellGlobals).Assembly.Location'
        Invoke-Package SpecFramework $code | Should -Not -BeLike '*specframework*'
    }

    It 'take the place of older ones of the framework' {
        New-Package $feed SpecNewer 1.0.0 @{ 'lib/netstandard2.0/System.Text.Json.dll' = New-AssemblyImage System.Text.Json 7 99.0.0.0 }
        Invoke-Package SpecNewer 'System.Text.Json.Thing.Answer()' | Should -Be 7
    }

    It 'are those that PowerShell has, where a value of its own has brought them into the session' {
        Reset-CSharpSession
        [IO.File]::WriteAllBytes("$TestDrive/SpecValue.dll", (New-AssemblyImage SpecValue 1 2.0.0.0))
        $value = [Activator]::CreateInstance([Reflection.Assembly]::LoadFrom("$TestDrive/SpecValue.dll").GetType('SpecValue.Thing'))
        Set-CSharpVariable value $value
        Invoke-CSharpCell 'value.GetType().Name' | Should -Be 'Thing'
        New-LibraryPackage $feed SpecValue 1.0.0 2
        New-LibraryPackage $feed SpecValue 3.0.0 3
        Invoke-InFolder $work {
            Invoke-CSharpCell "#r ""nuget: SpecValue, 1.0.0""`nvalue is SpecValue.Thing && SpecValue.Thing.Answer() == 1" | Should -BeTrue
            Invoke-CSharpCell "#r ""nuget: SpecInner, 1.0.0""`nvalue is SpecValue.Thing && SpecInner.Thing.Answer() == 40" | Should -BeTrue
            { Invoke-CSharpCell '#r "nuget: SpecValue, 3.0.0"' } | Should -Throw -ErrorId "PackageInUse,$failed"
        }
    }

    It 'are freed by a reset, though not deleted' {
        New-LibraryPackage $feed SpecFreed 1.0.0 9
        $session = New-CSharpSession
        Invoke-InFolder $work { Invoke-CSharpCell "#r ""nuget: SpecFreed, 1.0.0""`nSpecFreed.Thing.Answer()" -Session $session } | Should -Be 9
        Reset-CSharpSession $session
        for ($i = 0; $i -lt 100 -and $session.HeldContexts -gt 0; $i++) {
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
        }

        $session.HeldContexts | Should -Be 0
        Remove-CSharpSession $session
        "$work/packages/specfreed/1.0.0/lib/netstandard2.0/SpecFreed.dll" | Should -Exist
    }
}
