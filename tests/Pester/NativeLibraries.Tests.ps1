BeforeDiscovery {
    # What becomes of a session in which an object has been left that is to be finalized. $path is the cell's file.
    $ends = @(
        @{ End = 'Reset-CSharpSession'; Script = '$null = cs -Path $path; Reset-CSharpSession' }
        @{ End = 'Remove-CSharpSession'; Script = '$null = New-CSharpSession A; $null = cs -Path $path -Session A; Remove-CSharpSession A' }
        @{ End = 'Remove-Module'; Script = 'Import-Module $module; $null = cs -Path $path; Remove-Module AsyncCSharp' }
        @{ End = 'ForEach-Object -Parallel'; Script = '$null = 1..2 | ForEach-Object -Parallel { cs -Path $using:path }' }
        @{ End = 'a thread job'; Script = '$null = Start-ThreadJob { cs -Path $using:path } | Receive-Job -Wait -AutoRemoveJob' }
        @{ End = 'a job of its own'; Script = '$job = cs -Path $path -AsJob; $null = Wait-Job $job; Remove-Job $job; Reset-CSharpSession' }
        @{ End = 'a runspace that is closed'; Script = 'Use-Runspace { param($shell) $shell.Dispose() }' }
        @{ End = 'a runspace that nobody closes'; Script = 'Use-Runspace { }'; IsKept = $true } # by PowerShell's caches: nobody hears of its end
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    . "$PSScriptRoot/Libraries.ps1"
    . "$PSScriptRoot/PackageFeed.ps1"
    $work = "$TestDrive/work"
    $log = "$TestDrive/log.txt"

    # A class with a method that leaves an object behind, whose finalizer writes what the expression gives.
    function Get-Finalized([string]$Name, [string]$Expression, [string]$Members = '') {
        "public sealed class $Name { $Members public static void Leave() { new $Name(); } ~$Name() { System.IO.File.AppendAllText(@""$log"", $Expression); } }"
    }

    function Add-Package([string]$Name, [hashtable]$Files = @{}, [hashtable]$Needs = @{}) {
        New-Package "$TestDrive/feed" $Name 1.0.0 (@{ "lib/netstandard2.0/$Name.dll" = [IO.File]::ReadAllBytes("$work/$Name.dll") } + $Files) $Needs
    }

    New-PackageFolder $work @{ spec = "$TestDrive/feed" }
    $system = $IsWindows ? 'win' : $IsMacOS ? 'osx' : 'linux'
    $platform = "$system-$("$([Runtime.InteropServices.RuntimeInformation]::ProcessArchitecture)".ToLowerInvariant())"
    $native = Copy-NativeLibrary "$TestDrive/native" specpacked
    $null = Copy-NativeLibrary $work specbeside
    $import = '[System.Runtime.InteropServices.DllImport("{0}")] static extern uint CompressionNative_Crc32(uint crc, byte[] data, int length);'
    $use = 'CompressionNative_Crc32(0, new byte[] {{ 49 }}, 1) > 0 ? "{0};" : "wrong;"'

    New-Library "$work/SpecBeside.dll" (Get-Finalized SpecBeside ($use -f 'beside') ($import -f 'specbeside'))
    New-Library "$work/SpecPacked.dll" (Get-Finalized SpecPacked ($use -f 'packed') ($import -f 'specpacked'))
    Add-Package SpecPacked @{ "runtimes/$platform/native/$([IO.Path]::GetFileName($native))" = [IO.File]::ReadAllBytes($native) }
    New-Library "$work/SpecState.dll" 'public static class SpecState { public static string Value = "lost "; }'
    New-Library "$work/SpecInnermost.dll" 'public static class SpecInnermost { public static string Give() => "inner;"; }'
    New-Library "$work/SpecInner.dll" 'public static class SpecInner { public static string Read() => SpecState.Value + SpecInnermost.Give(); }' "$work/SpecState.dll", "$work/SpecInnermost.dll"
    New-Library "$work/SpecOuter.dll" (Get-Finalized SpecOuter 'SpecInner.Read()') "$work/SpecInner.dll"
    New-Library "$work/SpecAgain.dll" @"
        public sealed class SpecAgain
        {
            bool again;
            public static void Leave() { new SpecAgain(); }
            ~SpecAgain()
            {
                if (again) { System.IO.File.AppendAllText(@"$log", SpecInner.Read()); return; }
                again = true;
                System.GC.ReRegisterForFinalize(this);
            }
        }
"@ "$work/SpecInner.dll"
    Add-Package SpecState
    Add-Package SpecInnermost
    Add-Package SpecInner @{} @{ SpecState = '1.0.0'; SpecInnermost = '1.0.0' }
    Add-Package SpecOuter @{} @{ SpecInner = '1.0.0' }

    # What a finalizer is the first to need, and what it writes that has found it.
    $cells = @{
        'beside;'            = "#r ""SpecBeside.dll""`nSpecBeside.Leave();"
        'packed;'            = "#r ""nuget: SpecPacked, 1.0.0""`nSpecPacked.Leave();"
        'of the class;'      = "#r ""nuget: SpecPacked, 1.0.0""`n$(Get-Finalized C ($use -f 'of the class') ($import -f 'specpacked')) C.Leave();"
        'files inner;'       = "#r ""SpecOuter.dll""`n#r ""SpecState.dll""`nSpecState.Value = ""files ""; SpecOuter.Leave();"
        'again inner;'       = "#r ""SpecAgain.dll""`n#r ""SpecState.dll""`nSpecState.Value = ""again ""; SpecAgain.Leave();" # not before the collection after the next
        'packages inner;'    = "#r ""nuget: SpecOuter, 1.0.0""`nSpecState.Value = ""packages ""; SpecOuter.Leave();"
    }
    $number = 0
    foreach ($cell in $cells.Values) {
        [IO.File]::WriteAllText("$work/$((++$number)).csx", $cell)
    }

    # Runs a script in a process of its own, which then has to be alive; gives what finalizers have written.
    function Invoke-Finalizer([string]$Script, [bool]$IsKept) {
        [IO.File]::Delete($log)
        $child = Invoke-ChildShell -Seconds 120 -Environment @{ NUGET_PACKAGES = ''; ASYNCCSHARP_CACHE = 'off' } @"
            $(Get-ImportText)
            `$module = (Get-Module AsyncCSharp).Path
            $Script
            $(Get-CollectText)
            function Get-Left { [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -like 'Spec*' } }
            for (`$looks = 0; -not $([int]$IsKept) -and `$looks -lt 200 -and (Get-Left); `$looks++) { Start-Sleep -Milliseconds 50; $(Get-CollectText) }
            "alive, and left are: `$($([int]$IsKept) ? '' : (Get-Left))"
"@
        "$($child.Errors)$($child.Output)".Trim() | Should -Be 'alive, and left are:'
        $child.ExitCode | Should -Be 0
        [IO.File]::Exists($log) ? [IO.File]::ReadAllText($log) : ''
    }
}

Describe 'A finalizer that is the first to need another library' {
    It 'finds it, and what is loaded already, after <End>' -ForEach $ends {
        $found = Invoke-Finalizer @"
            function Use-Runspace([scriptblock]`$After) {
                `$shell = [powershell]::Create()
                `$null = `$shell.AddScript('param(`$module, `$path) Import-Module `$module; cs -Path `$path').AddArgument(`$module).AddArgument(`$path).Invoke()
                `$shell.Streams.Error
                & `$After `$shell
            }

            foreach (`$path in [IO.Directory]::GetFiles('$work', '*.csx')) { $Script }
"@ ([bool]$IsKept)
        $parts = $found -split '(?<=;)' | Where-Object { $_ } | Sort-Object -Unique
        $parts | Should -Be ($cells.Keys | Sort-Object)
    }

    It 'finds types of an earlier cell, after a reset' {
        Invoke-Finalizer @"
            `$null = cs 'namespace N { public class B { public string Text => "found;"; } }'
            `$null = cs 'class A { ~A() { File.AppendAllText(@"$log", new N.B().Text); } } void F() { new A(); } F();'
            Reset-CSharpSession
"@ | Should -Be 'found;'
    }
}

Describe 'A delegate of a cell that is kept' {
    It 'finds types of earlier cells, after a reset' {
        Invoke-Finalizer @"
            `$null = cs 'class B { public string Text => "kept;"; }'
            `$f = cs '(Action)(() => File.AppendAllText(@"$log", new B().Text))' -NoEnumerate
            Reset-CSharpSession
            $(Get-CollectText)
            `$f.Invoke()
"@ | Should -Be 'kept;'
    }
}
