BeforeDiscovery {
    $numbers = { cs 'new[] { 1, 2, 3 }' }
    $sources = @(
        @{ Source = 'a cmdlet'; Value = $numbers; Type = 'int'; Count = 3 }
        @{ Source = 'a pipeline'; Value = { 1..3 | ForEach-Object { $_ } }; Type = 'int'; Count = 3 }
        @{ Source = 'Get-ChildItem'; Value = { Get-ChildItem $PSScriptRoot -File | Select-Object -First 3 }; Type = 'FileInfo'; Count = 3 }
        @{ Source = 'Get-Content'; Value = { Get-Content $PSCommandPath | Select-Object -First 3 }; Type = 'string'; Count = 3 }
        @{ Source = 'a job'; Value = { Start-ThreadJob { 1..3 } | Receive-Job -Wait -AutoRemoveJob }; Type = 'int'; Count = 3 }
        @{ Source = 'an array list'; Value = { , [Collections.ArrayList](& $numbers) }; Type = 'int'; Count = 3 }
        @{ Source = 'a list of objects'; Value = { , [Collections.Generic.List[object]](& $numbers) }; Type = 'int'; Count = 3 }
        @{ Source = 'a read-only collection'; Value = { , [Collections.ObjectModel.ReadOnlyCollection[object]]::new(@(& $numbers)) }; Type = 'int'; Count = 3 }
        @{ Source = 'a read-only array list'; Value = { , [Collections.ArrayList]::ReadOnly([Collections.ArrayList]@(& $numbers)) }; Type = 'int'; Count = 3 }
        @{ Source = 'what Where gives'; Value = { , (& $numbers).Where({ $true }) }; Type = 'int'; Count = 3 }
        @{ Source = 'a set'; Value = { , [Collections.Generic.HashSet[object]](& $numbers) }; Type = 'int'; Count = 3 }
    )
    $ways = @(
        @{ Way = '-Variable'; Ask = { param($value) cs 'v is IEnumerable<int> ? ((IEnumerable<int>)(object)v).Count() : ((System.Collections.IEnumerable)(object)v).OfType<TYPE>().Count()' -Variable @{ v = $value } } }
        @{ Way = '-ArgumentList'; Ask = { param($value) cs '((System.Collections.IEnumerable)Args[0]).OfType<TYPE>().Count()' -ArgumentList (, $value) } }
        @{ Way = 'Input'; Ask = { param($value) , $value | cs '((System.Collections.IEnumerable)Input).OfType<TYPE>().Count()' } }
        @{ Way = 'Input of a job'; Ask = { param($value) , $value | cs '((System.Collections.IEnumerable)Input).OfType<TYPE>().Count()' -AsJob | Receive-Job -Wait } }
        @{ Way = 'Set-CSharpVariable'; Ask = { param($value) Set-CSharpVariable v $value; cs '((System.Collections.IEnumerable)(object)v).Cast<TYPE>().Count()' } }
        @{ Way = 'Shell.GetVariable'; Ask = { param($value) cs '((System.Collections.IEnumerable)Shell.GetVariable("value")).OfType<TYPE>().Count()' } }
        @{ Way = 'Shell.GetVariable, as objects'; Ask = { param($value) cs 'Shell.GetVariable<System.Collections.IEnumerable>("value").OfType<TYPE>().Count()' } }
        @{ Way = 'Shell.Invoke'; Ask = { param($value) cs 'Shell.Invoke("$value").OfType<TYPE>().Count()' } }
        @{ Way = 'Shell.Invoke, whole'; Ask = { param($value) cs '((System.Collections.IEnumerable)Shell.Invoke(",$value")[0].BaseObject).OfType<TYPE>().Count()' } }
        @{ Way = 'a delegate'; Ask = { param($value) cs '((System.Collections.IEnumerable)f()).OfType<TYPE>().Count()' -Variable @{ f = [Func[object]] { , $value } } } }
        @{ Way = 'a delegate that gives an array'; Ask = { param($value) cs 'f().OfType<TYPE>().Count()' -Variable @{ f = [Func[object[]]] { , [object[]]@($value) } } } }
        @{ Way = 'a delegate, from the pool'; Ask = { param($value) cs '(await Task.Run(() => f())).OfType<TYPE>().Count()' -Variable @{ f = [Func[System.Collections.IEnumerable]] { , $value } } } }
        @{ Way = 'a callback'; Ask = { param($value) cs 'var f = Shell.Callback<Func<Task<object>>>(block); ((System.Collections.IEnumerable)await f()).OfType<TYPE>().Count()' -Variable @{ block = { , $value } } } }
        @{ Way = 'a hashtable'; Ask = { param($value) cs '((System.Collections.IEnumerable)h["v"]).OfType<TYPE>().Count()' -Variable @{ h = @{ v = $value } } } }
        @{ Way = 'an ordered dictionary'; Ask = { param($value) cs '((System.Collections.IEnumerable)h["v"]).OfType<TYPE>().Count()' -Variable @{ h = [ordered]@{ v = $value } } } }
        @{ Way = 'a property'; Ask = { param($value) cs '((System.Collections.IEnumerable)(object)o.Items).OfType<TYPE>().Count()' -Variable @{ o = [pscustomobject]@{ Items = $value } } } }
        @{ Way = 'an array in an array in a hashtable'; Ask = { param($value) cs '((System.Collections.IEnumerable)((object[])((System.Collections.Hashtable)a[1])["deep"])[0]).OfType<TYPE>().Count()' -Variable @{ a = 1, @{ deep = @(, $value) } } } }
    )
    $cases = foreach ($source in $sources) { foreach ($way in $ways) { $source + $way } }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $numbers = { cs 'new[] { 1, 2, 3 }' }
}

Describe 'Elements that PowerShell has wrapped' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'are the objects themselves: of <Source>, by <Way>' -ForEach $cases {
        $value = & $Value
        & ([scriptblock]::Create("$Ask".Replace('TYPE', $Type))) $value | Should -Be $Count
    }

    Context 'Values' {
        It 'of a <Name> are the objects themselves' -ForEach @(
            @{ Name = 'hashtable'; Table = { @{ n = & $numbers | Select-Object -First 1; when = Get-Date } } }
            @{ Name = 'ordered dictionary'; Table = { [ordered]@{ n = & $numbers | Select-Object -First 1; when = Get-Date } } }
            @{ Name = 'synchronized hashtable'; Table = { [hashtable]::Synchronized(@{ n = & $numbers | Select-Object -First 1; when = Get-Date }) } }
            @{ Name = 'dictionary'; Table = { $d = [Collections.Generic.Dictionary[string, object]]::new(); $d['n'] = & $numbers | Select-Object -First 1; $d['when'] = Get-Date; $d } }
            @{ Name = 'read-only dictionary'; Table = { $d = [Collections.Generic.Dictionary[string, object]]::new(); $d['n'] = & $numbers | Select-Object -First 1; $d['when'] = Get-Date; [Collections.ObjectModel.ReadOnlyDictionary[string, object]]::new($d) } }
            @{ Name = 'concurrent dictionary'; Table = { $d = [Collections.Concurrent.ConcurrentDictionary[string, object]]::new(); $d['n'] = & $numbers | Select-Object -First 1; $d['when'] = Get-Date; $d } }
        ) {
            $table = & $Table
            cs '(int)t["n"] + ((DateTime)t["when"]).Year' -Variable @{ t = $table } | Should -Be (1 + (Get-Date).Year)
            cs 'var d = (System.Collections.IDictionary)Args[0]; (int)d["n"]' -ArgumentList $table | Should -Be 1
        }

        It 'stay wrapped in a dictionary of PSObjects: <Type>' -ForEach @(
            @{ Type = [Collections.Generic.Dictionary[string, psobject]] }, @{ Type = [Collections.Generic.SortedList[string, psobject]] }
        ) {
            $table = $Type::new()
            $table['a'] = 'x'
            $table['b'] = 5
            cs 'table.Count' -Variable table | Should -Be 2
            cs '((System.Collections.IDictionary)((System.Collections.IDictionary)Args[0])["inner"]).Count' -ArgumentList @{ inner = $table } | Should -Be 2
            $table['a'] | Should -Be 'x'
        }

        It 'can be enumerated in PowerShell meanwhile' {
            $seen = foreach ($table in @{ a = Get-Date; b = Get-Date }, [ordered]@{ a = Get-Date; b = Get-Date }) {
                foreach ($key in $table.Keys) { cs '((DateTime)table[key]).Month' -Variable table, key }
            }
            $seen | Should -HaveCount 4
            foreach ($count in 1..40) {
                $table = @{}
                foreach ($i in 1..$count) { $table["$i"] = Get-Date }
                $calls = 0
                $seen = foreach ($key in $table.Keys) { $key; if ($calls++ -eq 0) { $null = cs 'table' -Variable table } }
                $seen | Should -HaveCount $count
            }
            foreach ($list in [Collections.ArrayList](& $numbers), [Collections.Generic.List[object]](& $numbers)) {
                $seen = foreach ($item in $list) { cs 'list.OfType<int>().Sum()' -Variable @{ list = $list } }
                $seen | Should -Be 6, 6, 6
            }
        }
    }

    Context 'The collection' {
        It 'stays the same: <Name>' -ForEach @(
            @{ Name = 'list'; Make = { , [Collections.Generic.List[object]](& $numbers) }; Add = 'c.Add(4);'; More = { $args[0].Add(5) } }
            @{ Name = 'array list'; Make = { , [Collections.ArrayList](& $numbers) }; Add = 'c.Add(4);'; More = { $args[0].Add(5) } }
            @{ Name = 'hashtable'; Make = { @{ 1 = Get-Date; 2 = 2; 3 = 3 } }; Add = 'c[4] = 4;'; More = { $args[0][5] = 5 } }
        ) {
            $c = & $Make
            $null = cs 'object Kept = null; int Count() => ((System.Collections.ICollection)Kept).Count;'
            cs "Kept = c; $Add" -Variable c
            $c.Count | Should -Be 4
            $null = & $More $c
            cs 'Count()' | Should -Be 5
        }

        It 'of an array is seen by both sides' {
            $mixed = @(& $numbers) + 'text'
            cs 'mixed[0] = 42;' -Variable mixed
            $mixed[0] | Should -Be 42
        }

        It 'may be <Kind>' -ForEach @(
            @{ Kind = 'an array of two dimensions'; Make = { $grid = [object[,]]::new(1, 3); $i = 0; foreach ($n in cs 'new[] { 1, 2, 3 }') { $grid[0, $i++] = $n }; , $grid } }
            @{ Kind = 'a queue'; Make = { , [Collections.Queue]::new(@(cs 'new[] { 1, 2, 3 }')) } }
            @{ Kind = 'a stack'; Make = { , [Collections.Stack]::new(@(cs 'new[] { 3, 2, 1 }')) } }
            @{ Kind = 'a queue of objects'; Make = { , [Collections.Generic.Queue[object]]::new(@(cs 'new[] { 1, 2, 3 }')) } }
            @{ Kind = 'a stack of objects'; Make = { , [Collections.Generic.Stack[object]]::new(@(cs 'new[] { 3, 2, 1 }')) } }
            @{ Kind = 'a queue for several threads'; Make = { , [Collections.Concurrent.ConcurrentQueue[object]]::new(@(cs 'new[] { 1, 2, 3 }')) } }
            @{ Kind = 'a stack for several threads'; Make = { , [Collections.Concurrent.ConcurrentStack[object]]::new(@(cs 'new[] { 3, 2, 1 }')) } }
            @{ Kind = 'an array of wrappers'; Make = { , [psobject[]](cs 'new[] { 1, 2, 3 }') } }
            @{ Kind = 'a list of wrappers'; Make = { , [Collections.Generic.List[psobject]](1, 2, 3) } }
            @{ Kind = 'a collection of wrappers'; Make = { $c = [Collections.ObjectModel.Collection[psobject]]::new(); 1..3 | ForEach-Object { $c.Add($_) }; , $c } }
        ) {
            $v = & $Make
            cs 'string.Join(",", v.Cast<int>())' -Variable v | Should -BeExactly '1,2,3'
            cs 'v.OfType<int>().Sum()' -Variable v | Should -Be 6
            [object]::ReferenceEquals((cs 'v' -Variable v -NoEnumerate), $v) | Should -BeTrue
            if ($v -isnot [array] -and $Kind -notlike '*wrappers') { cs 'v.GetType().Name' -Variable v | Should -BeExactly $v.GetType().Name }
        }

        It 'of wrappers are that still: <Kind>' -ForEach @(
            @{ Kind = 'an array'; Make = { , [psobject[]](1, 2) }; Code = 'void M(PSObject[] p) => p[0] = PSObject.AsPSObject(5); M(v); v.Length' }
            @{ Kind = 'a list'; Make = { , [Collections.Generic.List[psobject]](1, 2) }; Code = 'void M(List<PSObject> p) => p[0] = PSObject.AsPSObject(5); M(v); v.Count' }
            @{ Kind = 'a collection'; Make = { $c = [Collections.ObjectModel.Collection[psobject]]::new(); 1..2 | ForEach-Object { $c.Add($_) }; , $c }; Code = 'v[0] = PSObject.AsPSObject(5); v.Select(p => p.BaseObject).Count()' }
        ) {
            $v = & $Make
            cs $Code -Variable v | Should -Be 2
            $v[0] | Should -Be 5
        }

        It 'have null where a command has written nothing' {
            $a = $null, 1, [Management.Automation.Internal.AutomationNull]::Value
            $h = @{ a = [Management.Automation.Internal.AutomationNull]::Value }
            $nothing = [Management.Automation.Internal.AutomationNull]::Value
            cs 'a.Count(e => e == null) + (h["a"] == null ? 10 : 0) + (nothing == null ? 100 : 0)' -Variable a, h, nothing | Should -Be 112
        }

        It 'may contain itself' {
            $a = [object[]]::new(2)
            $a[0] = $a
            $a[1] = cs '5'
            $h = @{ a = $a; n = cs '6' }
            $h.self = $h
            cs '(int)a[1] + (int)((System.Collections.Hashtable)h["self"])["n"]' -Variable a, h | Should -Be 11
        }

        It 'may be as deep as it likes' {
            $deep = , (cs '7')
            foreach ($i in 1..20000) { $deep = , $deep }
            cs 'object o = deep; while (o is object[] a) o = a[0]; (int)o' -Variable @{ deep = $deep; } | Should -Be 7
        }
    }

    Context 'Wrappers' {
        It 'with added members stay, also in collections' {
            $host1 = 'example.org' | Add-Member Port 80 -PassThru
            $twice = 21 | Add-Member ScriptMethod Twice { 2 * $this } -PassThru
            cs '(int)((dynamic)a[0]).Port + (int)((PSObject)((dynamic)a[1]).Twice()).BaseObject + (int)((dynamic)h["p"]).Port' -Variable @{ a = $host1, $twice, 'x'; h = @{ p = $host1 } } | Should -Be 202
        }

        It 'lose nothing that PowerShell sees' {
            $files = @(Get-ChildItem $PSCommandPath | Add-Member Note 5 -PassThru) + 1
            $h = @{ file = Get-Item $PSCommandPath; files = $files }
            $null = cs '1' -ArgumentList (, $files) -Variable h
            $files[0].Note | Should -Be 5
            $h.file.PSChildName | Should -Be (Split-Path $PSCommandPath -Leaf)
            $h.file.PSProvider.Name | Should -Be 'FileSystem'
        }
    }

    It 'of the pipeline: lines are text with a type' {
        Get-Content $PSCommandPath -TotalCount 1 | cs 'Input.Split().Select(x => x.Length).First()' | Should -Be 15
    }

    It 'are the objects in groups of Group-Object' {
        1, 2, 2 | Group-Object | cs 'Input.Group.OfType<int>().Count()' | Should -Be 1, 2
        $groups = 'b', 'aa', 'cc' | Group-Object Length
        cs 'groups.Select(g => string.Join("+", g.Group.Cast<string>())).ToArray()' -Variable groups | Should -Be 'b', 'aa+cc'
        $groups[1].Group | Should -Be 'aa', 'cc'
        $groups[1].Group.Count | Should -Be 2
    }
}
