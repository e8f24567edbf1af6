BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # Everything that touches a context is in functions of its own, so that no frame of the test holds one.
    function Get-ContextReference([string]$SessionName) {
        foreach ($context in [System.Runtime.Loader.AssemblyLoadContext]::All) {
            if ($context.Name -eq "AsyncCSharp session $SessionName") {
                [WeakReference]::new($context)
            }
        }
    }

    function Wait-Unloaded([WeakReference[]]$References, [int]$Seconds = 10) {
        $deadline = [DateTime]::UtcNow.AddSeconds($Seconds)
        while ($true) {
            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            if (-not $References.Where({ $_.IsAlive })) { return $true }
            if ([DateTime]::UtcNow -gt $deadline) { return $false }
            Start-Sleep -Milliseconds 20
        }
    }

    function Get-CellAssemblyCount {
        $count = 0
        foreach ($assembly in [AppDomain]::CurrentDomain.GetAssemblies()) {
            if ($assembly.GetName().Name.StartsWith('Cell-')) { $count++ }
        }
        $count
    }

    # A session whose cells made plain values only.
    function Use-PlainSession([string]$Name) {
        $null = New-CSharpSession $Name
        foreach ($i in 1..10) {
            $null = Invoke-CSharpCell "int v$i = $i; var list$i = new List<string> { ""a$i"" }; int F$i(int x) => x + v$i; F$i(1)" -Session $Name
        }
        $null = Invoke-CSharpCell 'await Task.Delay(1); v1 + v10' -Session $Name
        $null = Get-CSharpVariable -Session $Name -ValueOnly | ForEach-Object { "$_" }
    }

    # One whose own types are in the tables of the C# runtime binder, as what stands in a dynamic expression and as what it meets.
    function Use-DynamicSession([string]$Name) {
        $null = New-CSharpSession $Name
        Invoke-CSharpCell 'namespace Dyn { public class Box<T> { public T Value; public List<Box<T>> Inner = new(); } } record Item(int A) { public int Twice() => A * 2; }' -Session $Name
        $null = Invoke-CSharpCell 'dynamic item = new Item(3); item.Twice() + item.A' -Session $Name
        $null = Invoke-CSharpCell 'dynamic box = new Dyn.Box<Item[]> { Value = new[] { new Item(1) } }; box.Value[0].A + box.Inner.Count' -Session $Name
        $null = [pscustomobject]@{ A = 1 } | Invoke-CSharpCell 'Input.A + 1' -Session $Name
        $null = 1, 'a', 2.5 | Invoke-CSharpCell '(string)Input.GetType().Name' -Session $Name
    }

    # One whose own types went through PowerShell. Script code keeps the call sites through which objects of a type went
    # for as long as it is there itself, so it is run as a prompt's line is: a script block that is gone afterwards.
    function Use-TypedSession([string]$Name) {
        & ([scriptblock]::Create(${function:Use-Type}.ToString())) $Name
    }

    function Use-Type([string]$Name) {
        $null = New-CSharpSession $Name
        Invoke-CSharpCell 'class Thing { public string Name { get; set; } = "n"; public int Size { get; set; } = 3; public int Twice() => Size * 2; }' -Session $Name
        Invoke-CSharpCell 'record Point(int X, int Y); struct Pair { public int A { get; set; } }' -Session $Name
        $thing = Invoke-CSharpCell 'new Thing()' -Session $Name
        $null = $thing.Name
        $thing.Size = 4
        $null = $thing.Twice()
        $null = "$thing"
        $null = [string]$thing
        $null = [bool]$thing
        $null = $thing -eq $thing
        $null = Invoke-CSharpCell 'Enumerable.Range(1, 3).Select(i => new Thing { Size = i })' -Session $Name | Where-Object Size -GT 1 | ForEach-Object { $_.Name }
        $null = Invoke-CSharpCell 'new[] { new Point(1, 2), new Point(3, 4) }' -Session $Name | Where-Object { $_.X -eq 1 }
        $null = Invoke-CSharpCell 'new { Name = "a", Size = 1 }' -Session $Name | Where-Object Name -EQ 'a' | ForEach-Object Size
        $null = (Invoke-CSharpCell 'new Pair()' -Session $Name).A
        foreach ($item in Invoke-CSharpCell 'new List<Thing> { new() }' -NoEnumerate -Session $Name) { $null = $item.Name }
        $null = (Invoke-CSharpCell 'new Point(5, 6)' -Session $Name).psobject.Properties.Name
    }
}

Describe 'Memory that comes back' {
    BeforeEach {
        Get-CSharpSession | Where-Object Name -NE Default | Remove-CSharpSession
        Reset-CSharpSession
    }

    It 'a session has one context, which is there while it lives' {
        Use-PlainSession MemoryAlive
        $references = @(Get-ContextReference MemoryAlive)
        $references | Should -HaveCount 1
        [GC]::Collect()
        $references[0].IsAlive | Should -BeTrue
        Invoke-CSharpCell 'F10(1)' -Session MemoryAlive | Should -Be 11
        Remove-CSharpSession MemoryAlive
    }

    It '<Command> gives back a session of <Kind>' -ForEach @(
        @{ Command = 'Reset-CSharpSession'; Kind = 'plain values'; Use = 'Use-PlainSession' }
        @{ Command = 'Remove-CSharpSession'; Kind = 'plain values'; Use = 'Use-PlainSession' }
        @{ Command = 'Reset-CSharpSession'; Kind = 'types that went through PowerShell'; Use = 'Use-TypedSession' }
        @{ Command = 'Remove-CSharpSession'; Kind = 'types that went through PowerShell'; Use = 'Use-TypedSession' }
        @{ Command = 'Reset-CSharpSession'; Kind = 'dynamic expressions'; Use = 'Use-DynamicSession' }
        @{ Command = 'Remove-CSharpSession'; Kind = 'dynamic expressions'; Use = 'Use-DynamicSession' }
    ) {
        $name = "Memory$($Command.Substring(0, 3))$($Use.Substring(4, 5))"
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
        $before = Get-CellAssemblyCount
        & $Use $name
        $references = @(Get-ContextReference $name)
        $references | Should -HaveCount 1
        Get-CellAssemblyCount | Should -BeGreaterThan $before
        & $Command $name
        Wait-Unloaded $references | Should -BeTrue
        Get-CellAssemblyCount | Should -BeLessOrEqual $before
        (Get-CSharpSession Default).HeldContexts | Should -Be 0
    }

    It 'its history keeps nothing of a session, also where somebody has the entries: <_>' -ForEach 'Use-PlainSession', 'Use-TypedSession' {
        & $_ MemoryHistory
        & ([scriptblock]::Create("`$null = 1..3 | cs 'class Late { } new Late()' -Session MemoryHistory"))
        $references = @(Get-ContextReference MemoryHistory)
        $references | Should -HaveCount 1
        $entries = Get-CSharpHistory -Session MemoryHistory
        $entries.Count | Should -BeGreaterThan 5
        $entries[-1].OutputCount | Should -Be 3
        Reset-CSharpSession MemoryHistory
        Wait-Unloaded $references | Should -BeTrue
        $entries[-1].Output.Count | Should -Be 0
        Get-CSharpHistory -Session MemoryHistory | Should -BeNullOrEmpty
    }

    It 'a session that was copied is given back when the copy is gone, too' {
        $null = New-CSharpSession MemoryBase
        Invoke-CSharpCell 'class Big { } var big = new Big(); Big Make() => new Big();' -Session MemoryBase
        $null = Copy-CSharpSession MemoryBase MemoryCopy
        Invoke-CSharpCell 'big = Make(); class Own { } var own = new Own();' -Session MemoryCopy
        $base = @(Get-ContextReference MemoryBase)
        $all = $base + @(Get-ContextReference MemoryCopy)
        $all | Should -HaveCount 2
        Remove-CSharpSession MemoryBase
        1..3 | ForEach-Object { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
        $base[0].IsAlive | Should -BeTrue -Because 'the copy has objects of its types'
        Remove-CSharpSession MemoryCopy
        Wait-Unloaded $all | Should -BeTrue
    }

    It 'the framework does not keep the types of a session that is gone: <Kind>' -ForEach @(
        @{ Kind = 'written as JSON'; Code = 'class Kept { public int A { get; set; } = 1; } System.Text.Json.JsonSerializer.Serialize(new Kept())'; Gives = '{"A":1}' }
        @{ Kind = 'read from JSON'; Code = 'public class Kept { public int A { get; set; } } System.Text.Json.JsonSerializer.Deserialize<List<Kept>>("[{\"A\":1}]")[0].A'; Gives = 1 }
        @{ Kind = 'described'; Code = 'class Kept { public int A { get; set; } } System.ComponentModel.TypeDescriptor.GetProperties(new Kept()).Count'; Gives = 1 }
        @{ Kind = 'with a converter'; Code = '[System.ComponentModel.TypeConverter(typeof(By))] class Kept { } class By : System.ComponentModel.TypeConverter { } System.ComponentModel.TypeDescriptor.GetConverter(typeof(Kept)) is By'; Gives = $true }
        @{ Kind = 'validated'; Code = 'using System.ComponentModel.DataAnnotations; class Kept { [Required] public string A { get; set; } } var kept = new Kept(); Validator.TryValidateObject(kept, new(kept), null)'; Gives = $false }
    ) {
        $null = New-CSharpSession MemoryFramework
        Invoke-CSharpCell $Code -Session MemoryFramework | Should -Be $Gives
        $references = @(Get-ContextReference MemoryFramework)
        $references | Should -HaveCount 1
        Remove-CSharpSession MemoryFramework
        Wait-Unloaded $references | Should -BeTrue
    }

    It 'what code has registered with the framework for a type of a session that lives stays' {
        $null = New-CSharpSession MemoryRegistered
        Invoke-CSharpCell '
            using System.ComponentModel;
            class Shown { public int A { get; set; } }
            class Provider() : TypeDescriptionProvider(TypeDescriptor.GetProvider(typeof(object))) {
                public override ICustomTypeDescriptor GetTypeDescriptor(Type type, object instance) => new None();
            }
            class None : CustomTypeDescriptor { public override PropertyDescriptorCollection GetProperties() => PropertyDescriptorCollection.Empty; }
            var provider = new Provider();
            TypeDescriptor.AddProvider(provider, typeof(Shown));
            int Count() => TypeDescriptor.GetProperties(typeof(Shown)).Count;' -Session MemoryRegistered
        Invoke-CSharpCell 'Count()' -Session MemoryRegistered | Should -Be 0
        $null = New-CSharpSession MemoryOther
        Remove-CSharpSession MemoryOther
        Invoke-CSharpCell 'Count()' -Session MemoryRegistered | Should -Be 0
        $references = @(Get-ContextReference MemoryRegistered)
        Invoke-CSharpCell 'TypeDescriptor.RemoveProvider(provider, typeof(Shown));' -Session MemoryRegistered
        Remove-CSharpSession MemoryRegistered
        Wait-Unloaded $references | Should -BeTrue
    }

    It 'the Default session gives back' {
        Invoke-CSharpCell 'class Thing { public string Name => "n"; } var thing = new Thing();'
        $null = & ([scriptblock]::Create("(Invoke-CSharpCell 'thing').Name"))
        $references = @(Get-ContextReference Default)
        Reset-CSharpSession
        Wait-Unloaded $references | Should -BeTrue
        (Get-CSharpSession Default).HeldContexts | Should -Be 0
    }

    # How much is kept is looked at every 128 cells, and what nobody can start is found in what the collector has left.
    It 'cells that declare nothing are given back without a reset, but for those that are kept to run again: <Kind>' -ForEach @(
        @{ Kind = 'plain ones'; Code = '1 + {0}' }
        @{ Kind = 'with a dynamic expression'; Code = '((dynamic){0}) + 1' }
        @{ Kind = 'with objects that went through PowerShell'; Code = 'new {{ A{0} = 1 }}' }
    ) {
        $null = New-CSharpSession MemoryCells
        $null = Invoke-CSharpCell '1' -Session MemoryCells
        [GC]::Collect()
        $before = Get-CellAssemblyCount
        $number = 0
        $deadline = [DateTime]::UtcNow.AddSeconds(20)
        do {
            foreach ($i in 1..128) {
                $number++
                $null = "$((Invoke-CSharpCell ($Code -f $number) -Session MemoryCells).PSObject.Properties.Name)"
            }

            [GC]::Collect()
            [GC]::WaitForPendingFinalizers()
            [GC]::Collect()
            $now = Get-CellAssemblyCount
        } while (($number -lt 256 -or $now -gt $before + 160) -and [DateTime]::UtcNow -lt $deadline)
        $now | Should -BeLessOrEqual ($before + 160)
        Remove-CSharpSession MemoryCells
    }

    It 'hundreds of new cells do not lie about until somebody collects' {
        # 128 are kept to run again, and PowerShell has some 80 assemblies. Code that is not optimised, as that of specs, holds what it has used.
        $child = Invoke-ChildShell "$(Get-ImportText); `$most = 0
            foreach (`$i in 1..1000) { `$null = cs `"await Task.Yield(); `$i`"; if (`$i % 20 -eq 0) { `$most = [Math]::Max(`$most, [AppDomain]::CurrentDomain.GetAssemblies().Count) } }
            `$most" -Environment @{ DOTNET_JITMinOpts = '0' }
        $child.Errors | Should -BeNullOrEmpty
        [int]$child.Output.Trim() | Should -BeLessThan 450
    }

    It 'a dynamic expression of a session that lives has its private members still' {
        $null = New-CSharpSession MemoryDynamic
        Invoke-CSharpCell 'class Safe { private int number = 42; public static object Open(dynamic safe) => safe.number; } class Other { public int number = 7; }' -Session MemoryDynamic
        Invoke-CSharpCell 'Safe.Open(new Other())' -Session MemoryDynamic | Should -Be 7
        Use-DynamicSession MemoryDynamicGone
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
        Remove-CSharpSession MemoryDynamicGone
        Invoke-CSharpCell 'Safe.Open(new Safe())' -Session MemoryDynamic | Should -Be 42
        Invoke-CSharpCell 'class Next { private int number = 1; public static object Open(dynamic next) => next.number; }; Next.Open(new Next())' -Session MemoryDynamic | Should -Be 1
        Remove-CSharpSession MemoryDynamic
    }

    It 'many sessions, one after another, do not add up' {
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
        $before = Get-CellAssemblyCount
        $references = foreach ($i in 1..10) {
            Use-PlainSession "MemoryMany$i"
            Get-ContextReference "MemoryMany$i"
            Remove-CSharpSession "MemoryMany$i"
        }
        $references | Should -HaveCount 10
        Wait-Unloaded $references | Should -BeTrue
        Get-CellAssemblyCount | Should -BeLessOrEqual $before
    }

    It 'a runspace that <How> gives back what went through its PowerShell' -ForEach @(
        @{ How = 'is closed'; Use = {
            $runspace = [runspacefactory]::CreateRunspace()
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            $null = $shell.AddScript("Import-Module '$manifest'; $code").Invoke()
            $shell.Dispose()
            $runspace.Dispose()
        } }
        @{ How = 'ran ForEach-Object -Parallel'; Use = { $null = 1 | ForEach-Object -Parallel ([scriptblock]::Create("Import-Module '$manifest'; $code")) } }
        @{ How = 'ran a thread job'; Use = { $null = Start-ThreadJob ([scriptblock]::Create("Import-Module '$manifest'; $code")) | Receive-Job -Wait -AutoRemoveJob } }
    ) {
        $code = 'cs ''public class InClosed { public int Size { get; set; } } Enumerable.Range(1, 3).Select(i => new InClosed { Size = i })'' | ForEach-Object Size'
        function Get-Kept { [AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetTypes().Where({ $_.Name -eq 'InClosed' }) }).Count }
        foreach ($i in 1..3) { & $Use }
        Wait-Until { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); (Get-Kept) -eq 0 }
        Get-Kept | Should -Be 0
    }

    It 'takes nothing away from code of PowerShell that runs meanwhile' {
        Add-Type -TypeDefinition @'
            using System; using System.Collections; using System.Collections.Generic; using System.Management.Automation; using System.Threading; using System.Threading.Tasks;
            public static class Enumerations {
                public static Task Run(CancellationToken token) { return Task.Run(() => {
                    object[] values = { new int[1], new List<string>(), new ArrayList(), new object[1], new Queue<int>(), new Stack<int>(), new List<int>(), new HashSet<int>(), 1, "a" };
                    var random = new Random(7);
                    while (!token.IsCancellationRequested) { LanguagePrimitives.GetEnumerator(values[random.Next(values.Length)]); }
                }); }
            }
'@
        $end = [Threading.CancellationTokenSource]::new()
        $enumerations = [Enumerations]::Run($end.Token)
        foreach ($i in 1..20) {
            $null = New-CSharpSession MemoryMeanwhile
            $null = Invoke-CSharpCell 'new[] { 1 }' -Session MemoryMeanwhile
            Remove-CSharpSession MemoryMeanwhile -Confirm:$false
        }
        $end.Cancel()
        { $enumerations.GetAwaiter().GetResult() } | Should -Not -Throw
    }

    It 'background work that was running does not hold it' {
        $null = New-CSharpSession MemoryBackground
        Invoke-CSharpCell 'async Task Loop() { while (true) await Task.Delay(10, CancellationToken); } var work = Loop();' -Session MemoryBackground
        $references = @(Get-ContextReference MemoryBackground)
        Remove-CSharpSession MemoryBackground
        Wait-Unloaded $references | Should -BeTrue
    }

    It 'what a variable still holds is reported after a reset, and gone with it' {
        $null = New-CSharpSession MemoryHeld
        Invoke-CSharpCell 'class Thing { }' -Session MemoryHeld
        $holder = @{ Thing = (Invoke-CSharpCell 'new Thing()' -Session MemoryHeld) }
        $references = @(Get-ContextReference MemoryHeld)
        Reset-CSharpSession MemoryHeld
        [GC]::Collect()
        [GC]::WaitForPendingFinalizers()
        (Get-CSharpSession MemoryHeld).HeldContexts | Should -Be 1
        $holder.Clear()
        Wait-Unloaded $references | Should -BeTrue
        (Get-CSharpSession MemoryHeld).HeldContexts | Should -Be 0
        Remove-CSharpSession MemoryHeld
    }

    It 'a cell with a time limit is not held until that would be up, nor for a while after it was: <Name>' -ForEach @(
        @{ Name = 'ended in time'; Code = 'await Task.Delay(1); new Thing().ToString().Length'; Seconds = 1000 }
        @{ Name = 'ended by it'; Code = 'var thing = new Thing(); await Task.Delay(-1, CancellationToken); thing.ToString()'; Seconds = 0.2 }
    ) {
        $null = New-CSharpSession MemoryLimit
        Invoke-CSharpCell 'class Thing { }' -Session MemoryLimit
        & { try { $null = Invoke-CSharpCell $Code -Session MemoryLimit -TimeoutSeconds $Seconds } catch { } }
        $Error.Clear()
        $references = @(Get-ContextReference MemoryLimit)
        $references.Count | Should -Be 1
        Remove-CSharpSession MemoryLimit

        # The thread of the limits waits for ten seconds for another one.
        Wait-Unloaded $references 8 | Should -BeTrue
    }

    It 'a stopped cell is not held by what it awaited' {
        $null = New-CSharpSession MemoryAwaited
        $source = [Threading.Tasks.TaskCompletionSource]::new()
        Invoke-CSharpCell 'class Thing { } async Task Use(Thing thing, Task task) { await task; GC.KeepAlive(thing); }' -Session MemoryAwaited

        # An exception holds the code that has thrown it: it is left where it comes to, and $Error is emptied.
        $id = & { try { Invoke-CSharpCell 'await Use(new Thing(), source.Task);' -Variable source -Session MemoryAwaited -TimeoutSeconds 0.2 } catch { $_.FullyQualifiedErrorId } }
        $id | Should -BeLike 'CellTimeout,*'
        $Error.Clear()
        $references = @(Get-ContextReference MemoryAwaited)
        $references.Count | Should -Be 1
        Remove-CSharpSession MemoryAwaited
        Wait-Unloaded $references | Should -BeTrue
        $source.Task.IsCompleted | Should -BeFalse
    }

    It 'what a variable of the prompt has held is not, when it has another value' {
        $shell = New-TestShell
        try {
            $round = '$thing = cs "class Thing { } new Thing()"; [WeakReference]::new([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($thing.GetType().Assembly)); $thing = 1; Reset-CSharpSession'
            $references = @(foreach ($i in 1..3) { Invoke-TestShell $shell $round })
            $references.Count | Should -Be 3
            Wait-Unloaded $references | Should -BeTrue
        }
        finally {
            $shell.Dispose()
        }
    }

    It 'what a variable still holds of a removed session is reported by the Default session' {
        $null = New-CSharpSession MemoryGone
        Invoke-CSharpCell 'class Thing { }' -Session MemoryGone
        $holder = @{ Thing = (Invoke-CSharpCell 'new Thing()' -Session MemoryGone) }
        $references = @(Get-ContextReference MemoryGone)
        $before = (Get-CSharpSession Default).HeldContexts
        Remove-CSharpSession MemoryGone
        (Get-CSharpSession Default).HeldContexts | Should -Be ($before + 1)
        $holder.Clear()
        Wait-Unloaded $references | Should -BeTrue
        (Get-CSharpSession Default).HeldContexts | Should -Be $before
    }

    It 'an object that is held works on after the reset' {
        Invoke-CSharpCell 'class Thing { public int Size => 42; }'
        $thing = Invoke-CSharpCell 'new Thing()'
        Reset-CSharpSession
        [GC]::Collect()
        $thing.Size | Should -Be 42
    }

    It 'gives back types that were formatted and cast' {
        $child = Invoke-ChildShell @"
$(Get-ImportText)
function Use {
    Invoke-CSharpCell 'public class Thing { public string Name { get; set; } = "n"; public int Size { get; set; } } record P(int X, int Y);'
    Invoke-CSharpCell 'new Thing()' | Out-Default
    Invoke-CSharpCell 'new[] { new P(1, 2), new P(3, 4) }' | Out-Default
    Invoke-CSharpCell 'new { A = 1 }' | Out-Default
    `$type = Invoke-CSharpCell 'typeof(Thing)'
    `$cast = [Management.Automation.LanguagePrimitives]::ConvertTo(@{ Name = 'x'; Size = 5 }, `$type)
    "cast gave `$(`$cast.Size)"
}
function Find { foreach (`$c in [Runtime.Loader.AssemblyLoadContext]::All) { if (`$c.Name -eq 'AsyncCSharp session Default') { [WeakReference]::new(`$c) } } }
& ([scriptblock]::Create(`${function:Use}.ToString()))
`$references = @(Find)
"contexts: `$(`$references.Count)"
Reset-CSharpSession
`$deadline = [DateTime]::UtcNow.AddSeconds(10)
do { [GC]::Collect(); [GC]::WaitForPendingFinalizers() } while (`$references.Where({ `$_.IsAlive }) -and [DateTime]::UtcNow -lt `$deadline)
"alive: `$(`$references.Where({ `$_.IsAlive }).Count)"
"held: `$((Get-CSharpSession Default).HeldContexts)"
"@
        $child.Output | Should -Match 'cast gave 5'
        $child.Output | Should -Match 'contexts: 1'
        $child.Output | Should -Match 'alive: 0'
        $child.Output | Should -Match 'held: 0'
        $child.Errors.Trim() | Should -BeNullOrEmpty
    }
}
