# Cells that work.
@(
    @{
        Kind = 'a variable is declared'
        Run  = { Add-KeptVariable (Select-Session) }
    }
    @{
        Kind = 'a variable is changed'
        Run  = {
            $session = Select-Session
            $name = Select-Kept $session
            $by = Get-Chance 100
            $code = Select-One "$name += $by;", "await Task.Yield(); $name += $by;", "await Task.Run(() => $name += $by);", "void Add() => $name += $by; Add();"
            Invoke-Cell $code $session
            $Soak.Sessions[$session].Variables[$name] += $by
        }
    }
    @{
        Kind = 'a variable is set by Set-CSharpVariable'
        Run  = {
            $session = Select-Session
            $name = (Get-Chance 2) ? (Select-Kept $session) : (New-Name k)
            $value = Get-Chance 1000
            Invoke-Target 'param($name, $value, $session) Set-CSharpVariable $name $value -Session $session' $name, $value, $session
            $Soak.Sessions[$session].Variables[$name] = $value
        }
    }
    @{
        Kind = 'a class, a record and a method are declared anew'
        Run  = {
            $number = Get-Chance 1000
            $code = "class Thing { public int Number => $number; } record Pair(int A, int B); int Twice(int n) => n * 2 + $number; Twice(new Thing().Number) + new Pair(1, $number).B"
            Confirm-Equal (Invoke-Cell $code) ($number * 4) 'a class, a record and a method'
            Confirm-Equal (Invoke-Cell 'new Thing().Number + Twice(1)') ($number * 2 + 2) 'the same in the next cell'
        }
    }
    @{
        Kind = 'namespaces and using directives'
        Run  = {
            $space = New-Name N
            $session = Select-Session
            Invoke-Cell "namespace $space { public static class Of$space { public const int K = 7; } }" $session
            Confirm-Equal (Invoke-Cell "using $space;`nOf$space.K" $session) 7 'a constant of a namespace'
            Confirm-Equal (Invoke-Cell "using System.Numerics; (BigInteger.Pow(2, 70) + $space.Of$space.K).ToString()" $session) '1180591620717411303431' 'with another using'
        }
    }
    @{
        Kind = 'a using variable ends with its cell'
        Run  = {
            $code = 'var order = new List<string>(); sealed class Noted(List<string> log, string name) : IDisposable { public void Dispose() => log.Add(name); }'
            Invoke-Cell $code
            Invoke-Cell 'using var a = new Noted(order, "a"); await Task.Yield(); using var b = new Noted(order, "b"); order.Add("body");'
            Confirm-Equal (Invoke-Cell 'string.Join(" ", order)') 'body b a' 'the order of disposal'
        }
    }
    @{
        Kind = 'what a cell gives'
        Run  = {
            foreach ($case in @(
                    @{ Code = '1'; Gives = @(1) }
                    @{ Code = '(string)null'; Gives = @('') }
                    @{ Code = 'int unused = 1;'; Gives = @() }
                    @{ Code = 'Console.Out.Flush();'; Gives = @() }
                    @{ Code = 'new[] { 1, 2, 3 }'; Gives = @(1, 2, 3) }
                    @{ Code = '"abc"'; Gives = @('abc') }
                    @{ Code = 'new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }'; Gives = @('System.Collections.Generic.Dictionary`2[System.String,System.Int32]') }
                    @{ Code = 'Task.FromResult(new[] { 4, 5 })'; Gives = @(4, 5) }
                    @{ Code = 'new ValueTask<int>(6)'; Gives = @(6) }
                    @{ Code = 'Task.Delay(1)'; Gives = @() }
                    @{ Code = 'return 7;'; Gives = @(7) }
                )) {
                $output = @(Invoke-Cell $case.Code (Select-Session))
                Confirm-Equal $output.Count $case.Gives.Count "the number of results of $($case.Code)"
                Confirm-Equal ($output -join ' ') ($case.Gives -join ' ') $case.Code
            }
        }
    }
    @{
        Kind = 'objects of the cell go through PowerShell'
        Run  = {
            $script = 'Invoke-CSharpCell ''class Shown { public int Size { get; set; } } record Point(int X, int Y); Enumerable.Range(1, 5).Select(i => new Shown { Size = i })'' |
                Where-Object Size -GT 2 | Sort-Object Size -Descending | ForEach-Object Size; $p = cs ''new Point(1, 2)''; "$p"; ($p | Out-String).Trim().Length -gt 0; ($p | ConvertTo-Json -Compress)'
            Confirm-Equal (Invoke-Target $script) '5 4 3 Point { X = 1, Y = 2 } True {"X":1,"Y":2}' 'objects of the cell'
        }
    }
    @{
        Kind = 'a session is copied out of and into PowerShell'
        Run  = {
            $script = '$a = [Collections.Generic.List[int]]::new(); Set-CSharpVariable shared $a; cs ''shared.Add(1);''; $a.Add(2); [object]::ReferenceEquals($a, (Get-CSharpVariable shared -ValueOnly)); cs ''shared.Sum()''; $x = 5; cs ''x + y'' -Variable @{ x = 1; y = 2 }; cs ''(int)Args[0]'' -ArgumentList 9'
            Confirm-Equal (Invoke-Target $script) 'True 3 3 9' 'live objects'
        }
    }
    @{
        Kind = 'cells are tested'
        Run  = {
            $session = Select-Session
            $name = Select-Kept $session
            $script = 'param($name, $session) foreach ($code in $name, "await Task.FromResult($name)", "int broken = ;", "int F() {", "undeclared") { $r = Test-CSharpCell $code -Session $session; "$($r.IsValid)$($r.IsComplete)$($r.IsAsync)" }'
            Confirm-Equal (Invoke-Target $script $name, $session) 'TrueTrueFalse TrueTrueTrue FalseTrueFalse FalseFalseFalse FalseTrueFalse' 'Test-CSharpCell'
        }
    }
    @{
        Kind   = 'a cell is measured'
        Weight = 0.3
        Run    = {
            $session = Select-Session
            $code = Select-One '1 + 1', 'await Task.Yield(); 1', "$(Select-Kept $session) * 2"
            $measured = Invoke-Target 'param($code, $session) Measure-CSharpCell $code -Count 1 -Session $session' $code, $session
            if ($measured.Median -lt [TimeSpan]::Zero -or $measured.Count -ne 1) { throw "the median of $($measured.Count) is $($measured.Median)" }
        }
    }
    @{
        Kind = 'names are completed'
        Run  = {
            $session = Select-Session
            $name = Select-Kept $session
            $script = 'param($line) [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText'
            if ((Invoke-Target $script "Get-CSharpSession $($session.Substring(0, 1))") -notcontains $session) { throw "$session is not completed" }
            if ((Invoke-Target $script "Get-CSharpVariable -Session $session k") -notcontains $name) { throw "$name is not completed" }
        }
    }
    @{
        Kind = 'cells of a file, which is edited meanwhile'
        Run  = {
            $part = "$($Soak.Folder)/part-$($Soak.Number).csx"
            $whole = "$($Soak.Folder)/whole-$($Soak.Number).csx"
            [IO.File]::WriteAllText($whole, "#load ""$part""")
            foreach ($i in 1..3) {
                $number = 1 + (Get-Chance 9)
                [IO.File]::WriteAllText($part, "namespace Loaded { public static class C { public const int K = $number; } }")
                $session = Add-Session
                Invoke-Target 'param($path, $session) Invoke-CSharpCell -Path $path -Session $session' $whole, $session
                Confirm-Equal (Invoke-Cell 'const int q = Loaded.C.K; q' $session) $number 'the constant of a loaded file'
                Invoke-Target 'param($session) Remove-CSharpSession $session -Confirm:$false' $session
                $Soak.Sessions.Remove($session)
            }
        }
    }
)
