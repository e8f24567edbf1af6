# Each error of a cell has the line at which its code failed, also where the runtime itself has thrown.

BeforeDiscovery {
    $cases = @(
        @{ Name = 'an index, in one line'; Line = 1; Code = 'int[] a = {1}; a[5]' }
        @{ Name = 'an index, in the last statement'; Line = 3; Code = "int[] a = {1};`nvar x = 1;`na[5]" }
        @{ Name = 'an index, with more behind it'; Line = 2; Code = "int[] a = {1};`nint b = a[5];`nConsole.Write(b);" }
        @{ Name = 'an index, among others'; Line = 3; Code = "int[] a = {1};`nint x = a[0];`nx += a[1];`nx += a[0];`nx" }
        @{ Name = 'an overflow'; Line = 2; Code = "int x = int.MaxValue;`nint y = checked(x + 1);`ny" }
        @{ Name = 'an overflow, in one line'; Line = 1; Code = 'int x = int.MaxValue; checked(x + 1)' }
        @{ Name = 'a conversion'; Line = 4; Code = "byte F(int k)`n{`n  int z = k + 1;`n  return checked((byte)z);`n}`nF(999)" }
        @{ Name = 'a null reference'; Line = 3; Code = "string s = null;`nint k = 1;`ns.Length + k" }
        @{ Name = 'a null reference behind a variable that is used once'; Line = 4; Code = "string F(string s)`n{`n  var t = s;`n  return t.Trim();`n}`nF(null)" }
        @{ Name = 'a null reference after an index'; Line = 5; Code = "int F(int[] a, string s)`n{`n  int q = a[0];`n  Console.Write(`"`");`n  return s.Length + q;`n}`nF(new int[1], null)" }
        @{ Name = 'a division'; Line = 4; Code = "int F(int a, int b)`n{`n  int c = a + b;`n  return c / b;`n}`nF(1, 0)" }
        @{ Name = 'a cast'; Line = 3; Code = "object o = `"x`";`nint k = 2;`nk + (int)o" }
        @{ Name = 'an element of another type'; Line = 3; Code = "object[] o = new string[1];`nint k = 2;`no[0] = k;" }
        @{ Name = 'what the cell throws itself, after an index'; Line = 5; Code = "int F(int[] a)`n{`n  int q = a[0];`n  Console.Write(`"`");`n  throw new IndexOutOfRangeException();`n}`nF(new int[1])" }
        @{ Name = 'what a library throws, after an index'; Line = 5; Code = "int F(int[] a)`n{`n  int q = a[0];`n  Console.Write(`"`");`n  return Convert.ToByte(q + 300);`n}`nF(new int[1])" }
        @{ Name = 'a method'; Line = 4; Code = "int F(int[] a, int i)`n{`n  int z = 1;`n  return a[i + z];`n}`nF(new int[1], 5)" }
        @{ Name = 'a method that is inlined'; Line = 1; Code = "static int G(int[] a) => a[7];`nint F(int[] a)`n{`n  return G(a);`n}`nF(new int[1])" }
        @{ Name = 'a method that calls itself'; Line = 4; Code = "int F(int n)`n{`n  if (n == 0)`n    return (new int[0])[n];`n  return F(n - 1);`n}`nF(3)" }
        @{ Name = 'a method with a result by reference'; Line = 4; Code = "ref int R(int[] a, int k)`n{`n  k++;`n  return ref a[k];`n}`nR(new int[1], 7) = 3;" }
        @{ Name = 'a generic method'; Line = 4; Code = "T F<T>(T[] a, int k)`n{`n  T q = a[0];`n  return a[k];`n}`nF(new[] { `"x`" }, 7)" }
        @{ Name = 'a span on the stack'; Line = 5; Code = "int F(int k)`n{`n  Span<int> s = stackalloc int[2];`n  s[0] = 1;`n  s[k] = 2;`n  return s[0];`n}`nF(5)" }
        @{ Name = 'a text'; Line = 4; Code = "char F(string s, int k)`n{`n  char a = s[0];`n  return s[k];`n}`nF(`"abc`", 7)" }
        @{ Name = 'a lambda'; Line = 5; Code = "int[] a = {1};`nFunc<int, int> f = i =>`n{`n  int z = i + 1;`n  return a[z];`n};`nf(3)" }
        @{ Name = 'a query'; Line = 4; Code = "int[] a = {1};`nvar q = from x in new[] {1, 9}`n  where x > 0`n  select a[x - 1];`nq.ToList()" }
        @{ Name = 'an iterator'; Line = 5; Code = "IEnumerable<int> It(int[] a)`n{`n  yield return 1;`n  int k = 2;`n  yield return a[k];`n}`nIt(new int[1])" }
        @{ Name = 'an asynchronous iterator'; Line = 5; Code = "async IAsyncEnumerable<int> It(int[] a)`n{`n  yield return 1;`n  await Task.Yield();`n  yield return a[2];`n}`nIt(new int[1])" }
        @{ Name = 'an async method, after an await'; Line = 5; Code = "async Task<int> F(int[] a)`n{`n  await Task.Delay(1);`n  int k = 3;`n  return a[k];`n}`nawait F(new int[1])" }
        @{ Name = 'an async lambda'; Line = 6; Code = "Func<int[], Task<int>> f = async a =>`n{`n  a[0]++;`n  await Task.Yield();`n  a[0]++;`n  return a[4];`n};`nawait f(new int[1])" }
        @{ Name = 'an async cell'; Line = 3; Code = "await Task.Delay(1);`nint[] a = {1};`nint q = a[3];`nawait Task.Delay(1);" }
        @{ Name = 'the argument of an await'; Line = 2; Code = "int[] a = {1};`nawait Task.Delay(a[3]);" }
        @{ Name = 'a constructor'; Line = 7; Code = "class C`n{`n  public int X;`n  public C(int[] a)`n  {`n    X = 1;`n    X = a[3];`n  }`n}`nnew C(new int[1])" }
        @{ Name = 'a static field'; Line = 4; Code = "class S`n{`n  public static int A = 1;`n  public static int X = (new int[1])[A];`n}`nS.X" }
        @{ Name = 'a static constructor'; Line = 7; Code = "class S`n{`n  public static int X;`n  static S()`n  {`n    X = 1;`n    X = (new int[1])[X];`n  }`n}`nS.X" }
        @{ Name = 'a property'; Line = 9; Code = "class P`n{`n  public int[] A = new int[1];`n  public int X`n  {`n    get`n    {`n      int z = 3;`n      return A[z];`n    }`n  }`n}`nnew P().X" }
        @{ Name = 'a loop'; Line = 5; Code = "int[] a = {1, 2};`nint s = 0;`nfor (int i = 0; i < 5; i++)`n{`n  s += a[i];`n}`ns" }
        @{ Name = 'branches'; Line = 6; Code = "int F(int[] a)`n{`n  for (int i = 0; i < 3; i++)`n  {`n    if (i > 1)`n      a[i] = checked(i * 2);`n    else`n      a[0]++;`n  }`n  return 0;`n}`nF(new int[1])" }
        @{ Name = 'a switch'; Line = 7; Code = "int F(int[] a, int k)`n{`n  switch (k)`n  {`n    case 1: return a[0];`n    case 2:`n      return a[k];`n    case 3: return 5;`n  }`n  return 0;`n}`nF(new int[1], 2)" }
        @{ Name = 'a switch expression'; Line = 4; Code = "int F(int x) => x switch`n{`n  1 => 5,`n  2 => (new int[0])[x],`n  _ => 0`n};`nF(2)" }
        @{ Name = 'a try block with finally'; Line = 4; Code = "int[] a = {1};`ntry`n{`n  a[4]++;`n}`nfinally`n{`n  a[0] = 4;`n}" }
        @{ Name = 'a try block that catches something else'; Line = 5; Code = "int F(int[] a)`n{`n  try`n  {`n    return a[5];`n  }`n  catch (Exception e) when (e.Message == `"z`")`n  {`n    return 1;`n  }`n}`nF(new int[1])" }
        @{ Name = 'what is thrown again'; Line = 5; Code = "int F(int[] a)`n{`n  try`n  {`n    return a[5];`n  }`n  catch (Exception)`n  {`n    a[0]++;`n    throw;`n  }`n}`nF(new int[1])" }
        @{ Name = 'a lock'; Line = 7; Code = "object o = new();`nint F(int[] a)`n{`n  lock (o)`n  {`n    a[0]++;`n    a[3]++;`n  }`n  return 1;`n}`nF(new int[1])" }
        @{ Name = 'a using variable'; Line = 6; Code = "int F(int[] a)`n{`n  using var m = new MemoryStream();`n  a[0]++;`n  m.WriteByte(1);`n  return a[9];`n}`nF(new int[1])" }
    )
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"

    function Get-Failure([scriptblock]$Script) {
        try { $null = & $Script } catch { return $_ }
    }
}

Describe 'The line of an error' {
    BeforeEach {
        Reset-CSharpSession
    }

    It 'is the right one: <Name>' -ForEach $cases {
        $e = Get-Failure { cs $Code }
        $e.FullyQualifiedErrorId | Should -BeLike 'CellFailed,*'
        $e.ErrorDetails.Message | Should -BeLike "*(Cell``[1``]:line $Line)*"
        $own = if ($e.Exception -is [TypeInitializationException]) { $e.Exception.InnerException } else { $e.Exception }
        if ($own -eq $e.Exception) { ($own.StackTrace -split '\r?\n' -match 'Submission_')[0] | Should -BeLike "*Cell``[1``]:line $Line" }
    }

    It 'is the right one for each object of a pipeline' {
        $code = "int F(int[] a, int k)`n{`n  int z = a[0];`n  return a[k];`n}`nF(new int[2], Input)"
        $failures = 0, 5, 1, 7 | cs $code -ErrorAction SilentlyContinue -ErrorVariable errors
        $failures | Should -Be 0, 0
        $errors.ForEach{ $_.ErrorDetails.Message } | Should -BeLike '*:line 4)*'
        $errors | Should -HaveCount 2
    }

    It 'is that of an earlier cell whose method failed' {
        cs "int Later(int[] a, int k) { int z = a[0];`n  return a[k]; }"
        (Get-Failure { cs "int q = 1;`n`nLater(new int[q], 4)" }).ErrorDetails.Message | Should -BeLike '*(Cell`[1`]:line 2)*'
    }

    It 'is that under which the cell runs, where the same text has run before' {
        foreach ($number in 1..3) {
            (Get-Failure { cs "int[] a = Array.Empty<int>();`na[5]" }).ErrorDetails.Message | Should -BeLike "*(Cell``[$number``]:line 2)*"
        }
    }

    It 'is that of a file' {
        Set-Content "$TestDrive/part.csx" "int[] part = {1};`nint Part(int k) { int z = part[0];`n  return part[k]; }"
        Set-Content "$TestDrive/top.csx" "int[] top = {1};`nint q = top[0];`nq += top[3];"
        (Get-Failure { cs "#load `"$TestDrive/part.csx`"`nPart(3)" }).ErrorDetails.Message | Should -BeLike '*part.csx:line 3)*'
        (Get-Failure { cs "#load `"$TestDrive/top.csx`"`n1" }).ErrorDetails.Message | Should -BeLike '*top.csx:line 3)*'
        (Get-Failure { cs -Path "$TestDrive/top.csx" }).ErrorDetails.Message | Should -BeLike '*top.csx:line 3)*'
    }

    It 'is that of a job' {
        $job = cs "int[] a = {1};`nint b = a[0];`na[b]" -AsJob | Wait-Job
        $job.ChildJobs.Error + $job.Error | ForEach-Object { $_.ErrorDetails.Message } | Select-Object -First 1 | Should -BeLike '*:line 3)*'
        Remove-Job $job
    }

    It 'is there for code from the cache, too' {
        $command = "$(Get-ImportText); try { cs 'int[] a = {1};
            int b = a[0];
            a[b]' } catch { `$_.ErrorDetails.Message }"
        foreach ($turn in 1, 2) {
            (Invoke-ChildShell $command -Environment @{ ASYNCCSHARP_CACHE = "$TestDrive/cache" }).Output | Should -BeLike '*(Cell`[1`]:line 3)*'
        }
    }
}
