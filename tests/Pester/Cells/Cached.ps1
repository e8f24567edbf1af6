# Cells of every kind, and all that a user sees of them, as text. DiskCache.Tests.ps1 runs it in processes of its own and
# compares what they write.
param([string]$Module, [string]$Folder)

Import-Module $Module

function Show($Item) {
    switch ($Item) {
        { $_ -is [System.Management.Automation.ErrorRecord] } {
            "error $($_.FullyQualifiedErrorId) $($_.CategoryInfo.Category) $($_.ErrorDetails.Message)"
            "  $($_.Exception.GetType().FullName): $($_.Exception.Message)"
            # The user's frames: what is inlined of the module's own is the runtime's choice.
            $_.Exception.StackTrace -split '\r?\n' -notmatch '^   at (AsyncCSharp|System)\.'
            if ($_.Exception.PSObject.Properties['Diagnostics']) { $_.Exception.Diagnostics | ForEach-Object { "  $_ $($_.Length) $($_.SourceLine)" } }
        }
        { $null -eq $_ } { 'null' }
        default { "$($_.GetType().FullName) $_" }
    }
}


function Run($Code, [hashtable]$More = @{}) {
    "--- $Code"
    try { Invoke-CSharpCell $Code @More *>&1 | ForEach-Object { Show $_ } } catch { Show $_ }
}

Run "using System.Text;`nvar text = new StringBuilder(`"a`"); int x = 5; const int Two = 2; record Point(int A); enum Colour { Red }"
Run 'int Twice(int n) => n * Two; async Task<int> Later(int n) { await Task.Yield(); return n + 1; }'
Run 'text.Append(Twice(x)); new Point(x) == new Point(5)'
Run 'var five = await Later(4); five'
Run 'Later(41)'
Run 'Later(41)' @{ NoAwait = $true; NoEnumerate = $true }
Run 'async IAsyncEnumerable<int> Count() { for (int i = 0; i < 3; i++) { await Task.Yield(); yield return i; } }'
Run 'Count()'
Run "#warning careful`nx"
Run "int unused;`nasync Task<int> None() => 1;"
Run "int Fail(int n)`n{`n    throw new InvalidOperationException(`"boom `" + n);`n}`nFail(x)"
Run "await Task.Yield();`nthrow new ArgumentException(`"later`");"
Run 'Fail(6)'
Run "x +`n  nothing"
Run "x + ("
Run 'x'
Run "namespace Spec { public static class More { public static int Half(this int n) => n / 2; public const int Version = 1; } }"
Run "using Spec;`n(x * 4).Half() + More.Version"
Run "namespace Spec { public static class More { public static int Half(this int n) => n / 2; public const int Version = 2; } }"
Run '(x * 4).Half() + More.Version'
Run 'Span<int> span = stackalloc int[3]; span[1] = 7; span[1] + span.Length'
Run "using var reader = new StringReader(`"text`");`nreader.ReadLine()"
Run 'await (Later(1))'
Run 'Console.WriteLine("said"); Console.Error.WriteLine("shouted"); Shell.WriteWarning("mind"); Shell.WriteObject(1); 2'
Run 'string Where([System.Runtime.CompilerServices.CallerFilePath] string file = "", [System.Runtime.CompilerServices.CallerLineNumber] int line = 0) => $"{file}:{line}";'
Run "`n`nWhere()"
Run 'new System.Diagnostics.StackFrame(0, true).GetFileLineNumber() + " " + new System.Diagnostics.StackFrame(0, true).GetFileName()'
Run 'v + v' @{ Variable = @{ v = 2 } }
Run 'v + v' @{ Variable = @{ v = 'a' } }
Run 'v.Count' @{ Variable = @{ v = [System.Collections.Generic.List[int]]@(1, 2) } }
Run 'Args.Count + (int)Args[0]' @{ ArgumentList = 1, 2 }

'--- pipeline'
1, 2 | Invoke-CSharpCell 'Input * 2' | ForEach-Object { Show $_ }
1, 'a' | Invoke-CSharpCell 'Input + Input' | ForEach-Object { Show $_ }
1..3 | Invoke-CSharpCell 'var last = Input; last' | ForEach-Object { Show $_ }
Run 'last'
1..3 | Invoke-CSharpCell 'await Task.Yield(); return Input;' -ThrottleLimit 2 -KeepOrder | ForEach-Object { Show $_ }
try { 0, 1 | Invoke-CSharpCell '4 / Input' -ErrorAction Continue *>&1 | ForEach-Object { Show $_ } } catch { Show $_ }

[IO.File]::WriteAllText("$Folder/loaded.csx", "int FromFile(int n) => n + 100;")
[IO.File]::WriteAllText("$Folder/script.csx", "#load `"loaded.csx`"`n#r `"System.Xml.Linq`"`nConsole.WriteLine(Where());`nFromFile(new System.Xml.Linq.XElement(`"ab`").Name.LocalName.Length)")
'--- file'
try { Invoke-CSharpCell -Path "$Folder/script.csx" *>&1 | ForEach-Object { Show $_ } } catch { Show $_ }
Run 'FromFile(1)'

'--- without checks'
$null = New-CSharpSession Bare -NoStopChecks -Using System.Numerics
Run 'BigInteger.Pow(2, 70)' @{ Session = 'Bare' }
Run "int Deep(int n) => n == 0 ? 0 : 1 + Deep(n - 1); Deep(100)" @{ Session = 'Bare' }

'--- off'
Set-AutoAwait Off
Run 'await Later(1)'
Run 'Later(x).GetType().Name.StartsWith("Task") || true'
Set-AutoAwait On

'--- session'
foreach ($code in 'x', 'await Later(1)', 'new Point(1)', 'text.', 'unknown', '1 +') {
    $test = Test-CSharpCell $code
    "$code $($test.IsValid) $($test.IsComplete) $($test.IsAsync) $($test.ReturnType) $($test.Diagnostics -join '; ')"
}
Get-CSharpVariable | ForEach-Object { "$($_.Name) $($_.Type) $($_.Value)" }
$session = Get-CSharpSession Default
"$($session.CellsRun) $($session.Variables) $($session.Assemblies) $($session.Bytes)"
$null = New-CSharpSession Empty
'--- a cell that no process has compiled'
Run "var mine = new Point(x); // $([Guid]::NewGuid())`n(mine, Twice(mine.A), await Later(five), (8).Half(), text is StringBuilder, Colour.Red) // $([Guid]::NewGuid())" |
    ForEach-Object { $_ -replace '[0-9a-f-]{36}', '' }
Run 'mine is Point { A: 5 } && new Point(5).Equals(mine)'
