# Every kind of cell once, in one runspace. What is asked for in the end must be what was put there.
param($number)
$failures = 0
$null = Invoke-CSharpCell "int kept = $number; var list = new List<int>();"
foreach ($i in 1..3) { $null = Invoke-CSharpCell "list.Add($i); list.Count" }

# Failing and refused.
try { Invoke-CSharpCell 'throw new Exception("x");' } catch { $failures++ }
try { Invoke-CSharpCell 'int broken = ;' } catch { $failures++ }
try { Invoke-CSharpCell 'async Task F() { await Task.Yield(); throw new InvalidOperationException(); } await F();' } catch { $failures++ }
try { Invoke-CSharpCell 'int D(int n) => D(n + 1) + 1; D(0)' } catch { $failures++ }

# Declaring, awaiting, streaming.
$null = Invoke-CSharpCell 'record Point(int X, int Y); new Point(1, 2)'
$null = Invoke-CSharpCell 'await Task.Delay(1); await Task.Run(() => 5)'
$null = Invoke-CSharpCell 'async IAsyncEnumerable<int> G() { for (int i = 0; i < 50; i++) { await Task.Yield(); yield return i; } } G()'
$sum = 0
1..20 | Invoke-CSharpCell 'Input * 2' | ForEach-Object { $sum += $_ }

# Cancelled.
do { Invoke-CSharpCell 'IEnumerable<int> H() { while (true) yield return 1; } H()' | ForEach-Object { break } } while ($false)
do { Invoke-CSharpCell '_ = Task.Run(() => Shell.WriteObject(1)); new ManualResetEvent(false).WaitOne();' | ForEach-Object { break } } while ($false)
try { Invoke-CSharpCell 'while (true) { try { await Task.Delay(5); } catch { } }' -TimeoutSeconds 0.1 } catch { $failures++ }

# A session that goes with work under way.
$null = New-CSharpSession Other
$null = Invoke-CSharpCell 'class Big { public byte[] Data = new byte[10000]; } var big = new Big();' -Session Other
$null = Invoke-CSharpCell '_ = Task.Run(async () => { while (true) await Task.Delay(10); });' -Session Other
Remove-CSharpSession Other -Confirm:$false

# PowerShell keeps the last 256 errors, and their exceptions the code that threw them.
$global:Error.Clear()

$result = "$(Invoke-CSharpCell 'kept + list.Sum()') $failures $sum"
Reset-CSharpSession -Confirm:$false
if ($result -ne "$($number + 6) 5 420") { throw "lost: $result in round $number" }
