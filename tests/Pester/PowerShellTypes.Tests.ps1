# Enumerations and classes that PowerShell code declares, in cells.

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    # As text: they are declared where it runs, and Pester's own discovery knows nothing of them.
    $declare = 'enum SpecColor { Red; Green = 5 }
        [Flags()] enum SpecRight { Read = 1; Write = 2 }
        enum SpecSize : byte { Small; Large = 200 }
        class SpecDog { [string]$Name; [int]$Age; SpecDog([string]$name, [int]$age) { $this.Name = $name; $this.Age = $age } [string] Bark() { return "wuff $($this.Name)" } }
        '
    function Invoke-Text([string]$Text) { & ([scriptblock]::Create($declare + $Text)) }
}

Describe 'An enumeration of PowerShell' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'has a name in cells: <Text>' -ForEach @(
        @{ Text = 'Invoke-CSharpCell "SpecColor.Green" | ForEach-Object { $_ -is [SpecColor] -and $_ -eq [SpecColor]::Green }' }
        @{ Text = 'Invoke-CSharpCell "new List<SpecColor> { SpecColor.Green }" | ForEach-Object { $_ -is [SpecColor] }' }
        @{ Text = '[SpecRight]::Read + [SpecRight]::Write -eq (Invoke-CSharpCell "SpecRight.Read | SpecRight.Write")' }
        @{ Text = '(Invoke-CSharpCell "(byte)SpecSize.Large") -eq 200' }
        @{ Text = '$c = [SpecColor]::Green; Invoke-CSharpCell "c == SpecColor.Green" -Variable c' }
        @{ Text = '[SpecColor]::Green | Invoke-CSharpCell "Input == SpecColor.Green"' }
        @{ Text = 'Invoke-CSharpCell "(SpecColor)Args[0] == SpecColor.Red" -ArgumentList ([SpecColor]::Red)' }
        @{ Text = 'Invoke-CSharpCell "SpecColor Other(SpecColor c) => c switch { SpecColor.Red => SpecColor.Green, _ => SpecColor.Red };"; (Invoke-CSharpCell "Other(SpecColor.Red)") -eq [SpecColor]::Green' }
        @{ Text = '[SpecColor[]]$all = "Red", "Green", "Green"; (Invoke-CSharpCell "all.Count(c => c == SpecColor.Green)" -Variable all) -eq 2' }
        @{ Text = '(Invoke-CSharpCell "record Car(SpecColor Color); new Car(SpecColor.Green)").Color -eq [SpecColor]::Green' }
        @{ Text = 'Set-CSharpVariable kept ([SpecColor]::Green); Invoke-CSharpCell "kept == SpecColor.Green"' }
        @{ Text = '(Test-CSharpCell "SpecColor.Red").IsValid -and -not (Test-CSharpCell "SpecColor.Blue").IsValid' }
    ) {
        Invoke-Text $Text | Should -BeTrue
    }

    It 'is the same type on both sides in what a cell is given: <Text>' -ForEach @(
        @{ Text = '[SpecColor[]]$a = "Red", "Green"; Invoke-CSharpCell "a[0] = SpecColor.Green; Array.Reverse(a);" -Variable a; $a.GetType() -eq [SpecColor[]] -and "$a" -eq "Green Green"' }
        @{ Text = '[SpecColor[]]$a = "Red", "Green"; Invoke-CSharpCell "((SpecColor[])Args[0])[1] = SpecColor.Red;" -ArgumentList (, $a); "$a" -eq "Red Red"' }
        @{ Text = '$l = [Collections.Generic.List[SpecColor]]("Red", "Green"); (Invoke-CSharpCell "l.Add(SpecColor.Red); l.Count(c => c == SpecColor.Red)" -Variable l) -eq 2 -and $l.Count -eq 3 -and $l[2] -is [SpecColor]' }
        @{ Text = '$l = [Collections.Generic.List[SpecColor]]("Red", "Green"); Invoke-CSharpCell "l.Clear(); l.Add(SpecColor.Green);" -Variable l; "$l" -eq "Green"' }
        @{ Text = '$s = [Collections.Generic.HashSet[SpecColor]]::new(); Invoke-CSharpCell "s.Add(SpecColor.Red);" -Variable s; $s.Contains("Red")' }
        @{ Text = '$s = [Collections.Generic.Stack[SpecColor]]::new(); $s.Push("Red"); $s.Push("Green"); (Invoke-CSharpCell "s.Pop()" -Variable s) -eq [SpecColor]::Green -and $s.Count -eq 1 -and $s.Peek() -eq "Red"' }
        @{ Text = '$d = [Collections.Generic.Dictionary[SpecColor, int]]::new(); $d["Red"] = 4; (Invoke-CSharpCell "d[SpecColor.Green] = 7; d[SpecColor.Red]" -Variable d) -eq 4 -and $d[[SpecColor]::Green] -eq 7' }
        @{ Text = '$d = [Collections.Generic.Dictionary[string, SpecColor]]::new(); $d["a"] = "Red"; (Invoke-CSharpCell "d[`"b`"] = SpecColor.Green; d[`"a`"]" -Variable d) -is [SpecColor] -and $d["b"] -is [SpecColor]' }
        @{ Text = '$h = @{ a = @{ b = [SpecColor]::Green }; l = @([SpecColor]::Red, 1) }; (Invoke-CSharpCell "((System.Collections.Hashtable)h[`"a`"])[`"b`"] is SpecColor.Green && ((object[])h[`"l`"]).OfType<SpecColor>().Count() == 1" -Variable h) -and $h.a.b -is [SpecColor] -and $h.l[0] -is [SpecColor]' }
        @{ Text = '$h = @{ [SpecColor]::Red = 1 }; (Invoke-CSharpCell "h[SpecColor.Green] = 2; (int)h[SpecColor.Red]" -Variable h) -eq 1 -and $h[[SpecColor]::Green] -eq 2 -and $h[[SpecColor]::Red] -eq 1 -and $h.Count -eq 2' }
        @{ Text = '$o = [ordered]@{ z = 0; [SpecColor]::Red = 1; a = 2 }; (Invoke-CSharpCell "(int)o[(object)SpecColor.Red]" -Variable o) -eq 1 -and "$($o.Keys)" -eq "z Red a"' }
        @{ Text = '$h = @{}; Invoke-CSharpCell "h[`"n`"] = new List<object> { SpecColor.Red };" -Variable h; $h.n[0] -is [SpecColor]' }
        @{ Text = '$o = [pscustomobject]@{ C = [SpecColor]::Green; L = [SpecColor[]]("Red", "Green") }; (Invoke-CSharpCell "o.C == SpecColor.Green && o.L[1] == SpecColor.Green" -Variable o) -and $o.C -is [SpecColor] -and $o.L -is [SpecColor[]]' }
        @{ Text = '$o = [pscustomobject]@{ C = [SpecColor]::Green }; $o | Invoke-CSharpCell "Input.C = SpecColor.Red;"; $o.C -is [SpecColor] -and $o.C -eq "Red"' }
        @{ Text = '$t = [Tuple]::Create([SpecColor]::Green, 5); Invoke-CSharpCell "t.Item1 == SpecColor.Green" -Variable t' }
        @{ Text = '[SpecColor[]]$a = "Red", "Green"; (, $a | Invoke-CSharpCell "Input.Count(c => c == SpecColor.Green)") -eq 1' }
        @{ Text = '$l = [Collections.Generic.List[SpecColor]]("Red", "Green"); (, $l | Invoke-CSharpCell "Input.Add(SpecColor.Red); Input.Count") -eq 3 -and $l.Count -eq 3' }
        @{ Text = '$l = [Collections.Generic.List[SpecColor]]("Red", "Green"); (Invoke-CSharpCell "l.Add(SpecColor.Red);" -Variable l -AsJob | Receive-Job -Wait); $l.Count -eq 3' }
        @{ Text = '$global:specList = [Collections.Generic.List[SpecColor]]("Red", "Green"); $l = $specList; ((Invoke-CSharpCell "l.Add(SpecColor.Red); Shell.WriteObject(Shell.Invoke(`"`$specList.Count; `$specList.Add(0)`")[0]); l.Count" -Variable l) -join " ") -eq "3 4"' }
        @{ Text = '$h = @{ c = [SpecColor]::Red }; Set-CSharpVariable kept $h; $h.c -is [SpecColor] -and (Invoke-CSharpCell "kept[`"c`"] is SpecColor.Red") -and $h.c -is [SpecColor]' }
        @{ Text = '$global:specTable = @{ c = [SpecColor]::Red }; (Invoke-CSharpCell "((System.Collections.Hashtable)Shell.GetVariable(`"specTable`"))[`"c`"] is SpecColor && ((System.Collections.Hashtable)Shell.Invoke(`"`$specTable`")[0].BaseObject)[`"c`"] is SpecColor") -and $specTable.c -is [SpecColor]' }
        @{ Text = '$h = @{ c = [SpecColor]::Red }; $null = Measure-CSharpCell "_ = (SpecColor)((System.Collections.Hashtable)Args[0])[`"c`"];" -ArgumentList $h -Count 1; $h.c -is [SpecColor]' }
        @{ Text = 'Set-CSharpVariable kept ([SpecColor[]]("Red", "Green")); (Invoke-CSharpCell "kept.Count(c => c == SpecColor.Red)") -eq 1' }
        @{ Text = '$l = [Collections.Generic.List[SpecColor]]("Red", "Green"); [object]::ReferenceEquals((Invoke-CSharpCell "l" -Variable l -NoEnumerate), $l)' }
    ) {
        Invoke-Text $Text | Should -BeTrue
    }

    It 'is the same type on both sides in what a cell gives: <Text>' -ForEach @(
        @{ Text = '(Invoke-CSharpCell "new[] { SpecColor.Green }" -NoEnumerate)[0] -is [SpecColor]' }
        @{ Text = 'Invoke-CSharpCell "new[] { new[] { SpecColor.Green } }" | ForEach-Object { $_ } | ForEach-Object { $_ -is [SpecColor] }' }
        @{ Text = '(Invoke-CSharpCell "new List<SpecColor> { SpecColor.Green }" -NoEnumerate).GetType() -eq [Collections.Generic.List[SpecColor]]' }
        @{ Text = '@((Invoke-CSharpCell "new Dictionary<SpecColor, int> { [SpecColor.Green] = 4 }").Keys)[0] -is [SpecColor]' }
        @{ Text = '$h = Invoke-CSharpCell "new System.Collections.Hashtable { [`"c`"] = SpecColor.Green, [SpecColor.Red] = 3 }"; $h.c -is [SpecColor] -and $h[[SpecColor]::Red] -eq 3' }
        @{ Text = '(Invoke-CSharpCell "new object[] { SpecColor.Red }" -NoEnumerate)[0] -is [SpecColor]' }
        @{ Text = '(Invoke-CSharpCell "Tuple.Create(SpecColor.Green, 4)").Item1 -is [SpecColor]' }
        @{ Text = 'Invoke-CSharpCell "var k = new List<SpecColor> { SpecColor.Green }; var d = new Dictionary<string, object> { [`"a`"] = SpecColor.Red };"; (Get-CSharpVariable k -ValueOnly)[0] -is [SpecColor] -and (Get-CSharpVariable d).Value.a -is [SpecColor]' }
        @{ Text = 'Invoke-CSharpCell "Shell.SetVariable(`"zq`", new List<SpecColor> { SpecColor.Green }); Shell.SetVariable(`"zs`", SpecColor.Red);"; $zq[0] -is [SpecColor] -and $zs -is [SpecColor]' }
        @{ Text = '$l = Invoke-CSharpCell "var kept = new List<SpecColor>(); kept" -NoEnumerate; $l.Add("Green"); Invoke-CSharpCell "ReferenceEquals(l, kept) && kept.Count == 1" -Variable l' }
    ) {
        Invoke-Text $Text | Should -BeTrue
    }

    It 'passes through <Name>' -ForEach @(
        @{ Name = 'Shell.GetVariable'; Text = '$zs = [SpecColor]::Green; $zl = [Collections.Generic.List[SpecColor]]("Red", "Green"); Invoke-CSharpCell "Shell.GetVariable<SpecColor>(`"zs`") == SpecColor.Green && Shell.GetVariable(`"zs`") is SpecColor && Shell.GetVariable<List<SpecColor>>(`"zl`").Contains(SpecColor.Green) && Shell.GetVariable<SpecColor[]>(`"zl`").Length == 2"' }
        @{ Name = 'Shell.Invoke'; Text = '$global:specType = [SpecColor]; Invoke-CSharpCell "Shell.Invoke(`"`$specType::Green; `$args[0] -is `$specType`", SpecColor.Red).Select(x => x.BaseObject).ToList() is [SpecColor.Green, true]"' }
        @{ Name = 'a script block that is a delegate'; Text = '$f = [Func[SpecColor, SpecColor]]{ param($c) if ($c -is [SpecColor]) { [SpecColor]::Green } }; (Invoke-CSharpCell "f(SpecColor.Red)" -Variable f) -eq [SpecColor]::Green' }
        @{ Name = 'such a delegate, on another thread'; Text = '$h = @{ f = [Func[SpecColor, SpecColor]]{ param($c) [SpecColor]::Green } }; (Invoke-CSharpCell "f(SpecColor.Red) is SpecColor.Green && await Task.Run(() => f(SpecColor.Red)) is SpecColor.Green" -Variable @{ f = $h.f })' }
        @{ Name = 'a script block that takes anything'; Text = '$f = [Func[object, object]]{ param($c) $c -is [SpecColor]; [SpecColor]::Green }; Invoke-CSharpCell "(object[])f(SpecColor.Red) is [true, SpecColor.Green]" -Variable f' }
        @{ Name = 'a delegate of C#'; Text = '$f = Invoke-CSharpCell "Func<SpecColor, SpecColor> F = c => c == SpecColor.Green ? SpecColor.Red : SpecColor.Green; F" -NoEnumerate; $f -is [Func[SpecColor, SpecColor]] -and $f.Invoke([SpecColor]::Green) -is [SpecColor] -and (Invoke-CSharpCell "ReferenceEquals(f, F)" -Variable f)' }
    ) {
        Invoke-Text $Text | Should -BeTrue
    }

    It 'is that of today where a script declares it anew' {
        & ([scriptblock]::Create('enum SpecAgain { A; B }; Invoke-CSharpCell "var old = SpecAgain.B; SpecAgain Next(SpecAgain s) => SpecAgain.A;"'))
        foreach ($turn in 1, 2) {
            & ([scriptblock]::Create('enum SpecAgain { X; Y; Z }; Invoke-CSharpCell "SpecAgain.Z" | ForEach-Object { $_ -is [SpecAgain]; "$_" }')) | Should -Be $true, 'Z'
            & ([scriptblock]::Create('enum SpecAgain { A; B }; Invoke-CSharpCell "SpecAgain.B" | ForEach-Object { $_ -is [SpecAgain]; "$_" }')) | Should -Be $true, 'B'
        }

        Invoke-CSharpCell 'old.ToString() + Next(old)' | Should -BeExactly 'BA'
    }
}

Describe 'A class of PowerShell' {
    BeforeEach {
        Reset-CSharpSession
    }

    AfterAll {
        Reset-CSharpSession
    }

    It 'comes in arrays that a cell can query' {
        Invoke-Text '
            [SpecDog[]]$dogs = [SpecDog]::new("a", 1), [SpecDog]::new("b", 2)
            Invoke-CSharpCell "dogs.Where(d => d.Age > 1).Select(d => d.Bark())" -Variable dogs' | Should -BeExactly 'wuff b'
    }

    It 'comes in lists, sets and queues that a cell can query, and which are themselves' {
        Invoke-Text '
            $dogs = [Collections.Generic.List[SpecDog]]([SpecDog]::new("a", 1), [SpecDog]::new("b", 2))
            Invoke-CSharpCell "dogs.Where(d => d.Age > 1).Select(d => (string)d.Bark()).Single()" -Variable dogs
            Invoke-CSharpCell "dogs.Count" -Variable dogs
            , $dogs | Invoke-CSharpCell "Input.Count(d => d.Age > 0)"
            Invoke-CSharpCell "dogs.Add(dogs.First(d => d.Age == 1)); dogs[0].Age = 9;" -Variable dogs
            "$($dogs.Count) $($dogs[2].Age)"
            [object]::ReferenceEquals((Invoke-CSharpCell "_ = dogs.Any(d => d.Age > 1); dogs" -Variable dogs -NoEnumerate), $dogs)
            $set = [Collections.Generic.HashSet[SpecDog]]::new($dogs)
            Invoke-CSharpCell "set.Count(d => d.Age > 1)" -Variable set
            $queue = [Collections.Generic.Queue[SpecDog]]::new($dogs)
            Invoke-CSharpCell "queue.Sum(d => (int)d.Age)" -Variable queue' | Should -Be 'wuff b', 2, 2, '3 9', $true, 2, 20
    }

    It 'is a compile error that says what to do, wherever it is named: <_>' -ForEach @(
        '(SpecDog)Args[0]', 'Args[0] is SpecDog', 'Args[0] is SpecDog d', 'Args[0] as SpecDog', 'SpecDog d = Args[0];', 'SpecDog[] d = null;', 'List<SpecDog> d = null;', 'typeof(SpecDog)',
        'Args.OfType<SpecDog>()', 'Func<SpecDog, int> f = null;', 'class Pup : SpecDog {}', 'global::SpecDog d = null;', 'void M(SpecDog d) {}', 'switch (Args[0]) { case SpecDog: break; }',
        'namespace N { class Pup : SpecDog {} }', 'using D = SpecDog;', 'foreach (SpecDog d in Args) {}', 'SpecDog.Make()'
    ) {
        $messages = Invoke-Text "(Test-CSharpCell '$_').Diagnostics.Message"
        "$messages" | Should -BeLike '*SpecDog is a class of PowerShell*dynamic*'
    }

    It 'is a compile error that says what to do, where it is named' {
        { Invoke-Text 'Invoke-CSharpCell "new SpecDog(null, 1)"' } | Should -Throw -ErrorId 'CompilationFailed*' -ExpectedMessage '*SpecDog is a class of PowerShell*dynamic*'
        { Invoke-CSharpCell 'new SpecCat()' } | Should -Throw -ErrorId 'CompilationFailed*' -ExpectedMessage '*CS0246*assembly reference?)*'
    }
}
