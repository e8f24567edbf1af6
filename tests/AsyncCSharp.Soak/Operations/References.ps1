# What cells refer to: assemblies, packages, and the cache on disk.

@(
    @{
        Kind = 'assemblies are referred to by name'
        Run  = {
            $session = Select-Session
            Invoke-Target 'param($session) Add-CSharpReference -AssemblyName System.Xml.Linq -Using System.Xml.Linq -Session $session' $session
            Confirm-Equal (Invoke-Cell 'new XElement("a").Name.LocalName' $session) a 'a type of the assembly'
        }
    }
    @{
        Kind = 'an assembly is built anew'
        Run  = {
            $name = New-Name Lib
            $path = "$($Soak.Folder)/$name.dll"
            foreach ($i in 1..3) {
                $answer = 1 + (Get-Chance 9)
                # Another file under the same name, as a build makes it; the old one may be mapped into memory.
                [IO.File]::Delete($path)
                [IO.File]::WriteAllBytes($path, (New-AssemblyImage $name $answer))
                $session = Add-Session
                Confirm-Equal (Invoke-Cell "#r ""$path""`n$name.Thing.Answer()" $session) $answer 'the answer of the assembly'
                Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
                $Soak.Sessions.Remove($session)
            }
            [IO.File]::Delete($path)
        }
    }
    @{
        Kind = 'a finalizer first needs a second assembly when its session is gone'
        Run  = {
            $session = Add-Session
            Invoke-Cell "#r ""$($Soak.Folder)/SoakFirst.dll""`nvar holders = Enumerable.Range(0, 5).Select(_ => new SoakFirst.Holder()).ToArray(); void F() { new SoakFirst.Holder(); } F();" $session
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false; foreach ($i in 1..3) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }' $session
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind = 'packages of a folder'
        Run  = {
            $session = Add-Session
            $version = 1 + (Get-Chance 3)
            $script = 'param($folder, $code, $session) Push-Location $folder; try { cs $code -Session $session } finally { Pop-Location }'
            Confirm-Equal (Invoke-Target $script "$($Soak.Folder)/packages", "#r ""nuget: SoakPackage, [$version.0.0]""`nSoakPackage.Thing.Answer()", $session) $version 'the answer of the package'
            if ($version -eq 2) { Confirm-Equal (Invoke-Target $script "$($Soak.Folder)/packages", "#r ""nuget: SoakNeeds, 1.0.0""`nSoakNeeds.Thing.Answer() + SoakPackage.Thing.Answer()", $session) 12 'the sum of both packages' }
            Confirm-ErrorId (Invoke-TargetWhole $script "$($Soak.Folder)/packages", '#r "nuget: SoakNowhere, 1.0.0"', $session) PackageNotFound 'a package that is not there'
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind   = 'a native package comes and goes, with handles open'
        Weight = 0.5
        Limit  = 120
        Run    = {
            if (-not (Test-Sqlite)) { return }
            $source = Select-One ':memory:', "$($Soak.Folder)/$(New-Name db).db", "$($Soak.Folder)/shared-$($Soak.Number).db"
            $collect = '[GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()'
            $how = Select-One Remove, Reset, Parallel, Runspace
            Add-Note "$how, $source"
            $cell = Get-SqliteCell ($how -eq 'Parallel' ? ':memory:' : $source)
            if ($how -eq 'Parallel') {
                Confirm-Equal (Invoke-Target "param(`$manifest, `$cell) 1..2 | ForEach-Object -ThrottleLimit 2 -Parallel { Import-Module `$using:manifest; cs `$using:cell }; $collect" $Soak.Manifest, $cell) '1 1' 'what parallel runspaces found'
                return
            }
            if ($how -eq 'Runspace') {
                $runspace = [runspacefactory]::CreateRunspace($Soak.Host, [initialsessionstate]::CreateDefault2())
                $runspace.Open()
                Confirm-Equal (Invoke-Target 'param($manifest, $cell) Import-Module $manifest; cs $cell' $Soak.Manifest, $cell $runspace) 1 'what the database gives'
                $runspace.Dispose()
                Invoke-Target $collect
                return
            }
            $session = Add-Session
            Confirm-Equal (Invoke-Cell $cell $session) 1 'what the database gives'
            Invoke-Target "param(`$session) $how-CSharpSession `$session -Confirm:`$false; $collect" $session
            if ($how -eq 'Reset') { Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session }
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind = 'the cache on disk is turned on and off'
        Run  = {
            # Of the whole process: the other runspaces meet it in the middle of whatever they do.
            [Environment]::SetEnvironmentVariable('ASYNCCSHARP_CACHE', (Select-One 'off', "$($Soak.Folder)/cache", "$($Soak.Folder)/cache", "$($Soak.Folder)/cache-$(Get-Chance 3)"))
            $number = Get-Chance 20
            $session = Add-Session
            Invoke-Cell "int a = $number; int F(int n) => n * a;" $session
            Confirm-Equal (Invoke-Cell 'F(2) + a' $session) ($number * 3) 'a cell that may come from the cache'
            Confirm-Equal (Invoke-Cell "await Task.Yield(); class C { public int N = $number; } new C().N" $session) $number 'a class that may come from the cache'
            Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
            $Soak.Sessions.Remove($session)
        }
    }
    @{
        Kind   = 'the cache is cleared'
        Weight = 0.5
        Run    = { Invoke-Target 'Clear-CSharpCellCache -Confirm:$false' }
    }
    @{
        Kind   = 'another process uses the cache'
        Weight = 0.05
        Run    = {
            $number = Get-Chance 5
            $child = Invoke-ChildShell "$(Get-ImportText); cs 'int a = $number; int F(int n) => n * a;'; cs 'await Task.Yield(); F(10)'" -Seconds 50 -Environment @{ ASYNCCSHARP_CACHE = "$($Soak.Folder)/cache" }
            Confirm-Equal $child.Output.Trim() ($number * 10) "the output of another process ($($child.Errors))"
        }
    }
)
