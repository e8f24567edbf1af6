# Every kind of code that a cell can be in when it is to stop. For Stopping.Tests.ps1 and ../StopMatrix.
@(
    @{ Kind = 'an await without the token'; Code = 'await Task.Delay(60000);' }
    @{ Kind = 'an await with the token'; Code = 'await Task.Delay(60000, CancellationToken);' }
    @{ Kind = 'an await of many'; Code = 'await Task.WhenAll(Task.Delay(60000), Task.Run(() => { while (true); }));' }
    @{ Kind = 'an await with ConfigureAwait'; Code = 'await Task.Delay(60000).ConfigureAwait(false);' }
    @{ Kind = 'an await of a ValueTask'; Code = 'async ValueTask F() { await Task.Delay(60000); } await F();' }
    @{ Kind = 'an await of an own awaiter'; Code = 'class A : System.Runtime.CompilerServices.INotifyCompletion { public A GetAwaiter() => this; public bool IsCompleted => false; public void GetResult() { } public void OnCompleted(Action a) { } } await new A();' }
    @{ Kind = 'an await in async recursion'; Code = 'async Task F(int n) { if (n == 0) await Task.Delay(60000); else await F(n - 1); } await F(1000);' }
    @{ Kind = 'an endless recursion of awaits'; Code = 'async Task F() { await Task.Delay(1); await F(); } await F();' }
    @{ Kind = 'await foreach over an async iterator'; Code = 'async IAsyncEnumerable<int> G() { while (true) { await Task.Yield(); yield return 1; } } await foreach (var x in G()) { }' }
    @{ Kind = 'an async iterator as value'; Code = 'async IAsyncEnumerable<int> G() { while (true) { await Task.Delay(1); yield return 1; } } G()' }
    @{ Kind = 'an async iterator whose disposal hangs'; Code = 'async IAsyncEnumerable<int> G() { try { while (true) { yield return 1; await Task.Delay(10); } } finally { await Task.Delay(60000); } } G()' }
    @{ Kind = 'an empty loop'; Code = 'while (true);' }
    @{ Kind = 'a loop with calls'; Code = 'long n = 0; while (true) { n = Math.Max(n, Environment.TickCount64); }' }
    @{ Kind = 'a do loop'; Code = 'do { } while (true);' }
    @{ Kind = 'a for loop in a local function'; Code = 'void F() { void G() { for (;;) { } } G(); } F();' }
    @{ Kind = 'a generic method'; Code = 'void F<T>(T x) { while (x is T); } F("a");' }
    @{ Kind = 'goto'; Code = 'again: goto again;' }
    @{ Kind = 'a loop that catches everything'; Code = 'while (true) { try { while (true); } catch { } }' }
    @{ Kind = 'a loop that catches Exception'; Code = 'while (true) { try { while (true); } catch (Exception) { } }' }
    @{ Kind = 'a loop that catches with a filter'; Code = 'while (true) { try { while (true); } catch (Exception e) when (e.Message.Length > 0) { } }' }
    @{ Kind = 'a loop that catches the cancellation'; Code = 'while (true) { try { while (true); } catch (OperationCanceledException) { } }' }
    @{ Kind = 'an async loop that catches everything'; Code = 'while (true) { try { await Task.Delay(10); } catch (Exception) { } }' }
    @{ Kind = 'a loop in catch'; Code = 'try { throw new Exception("x"); } catch { while (true); }' }
    @{ Kind = 'a loop in finally'; Code = 'try { throw new Exception("x"); } finally { while (true); }' }
    @{ Kind = 'a loop in a filter'; Code = 'bool L() { while (true); } try { throw new Exception("x"); } catch when (L()) { }' }
    @{ Kind = 'a recursion'; Code = 'int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); Fib(60)' }
    @{ Kind = 'LINQ over an iterator'; Code = 'IEnumerable<int> G() { while (true) yield return 1; } G().Count()' }
    @{ Kind = 'LINQ with a lambda'; Code = 'Enumerable.InfiniteSequence(0, 1).Where(x => x < 0).First()' }
    @{ Kind = 'a query'; Code = '(from x in Enumerable.InfiniteSequence(0, 1) where x < 0 select x).First()' }
    @{ Kind = 'PLINQ'; Code = 'ParallelEnumerable.Range(0, 4).Select(i => { while (true); return i; }).Sum()' }
    @{ Kind = 'LINQ without lambdas, as value'; Code = 'Enumerable.InfiniteSequence(0, 1).Skip(5).Chunk(3)' }
    @{ Kind = 'asynchronous LINQ without lambdas, as value'; Code = 'AsyncEnumerable.InfiniteSequence(0, 1).Skip(5).Chunk(3)' }
    @{ Kind = 'LINQ without lambdas, in a loop'; Code = 'foreach (var chunk in Enumerable.InfiniteSequence(0, 1).Chunk(3)) { }' }
    @{ Kind = 'an enumerator whose Dispose hangs, as value'; Code = 'class E : IEnumerable<int>, IEnumerator<int> { public IEnumerator<int> GetEnumerator() => this; System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this; public int Current => 1; object System.Collections.IEnumerator.Current => 1; public bool MoveNext() => true; public void Reset() { } public void Dispose() => Thread.Sleep(60000); } new E()' }
    @{ Kind = 'an enumerator whose Dispose loops, in a loop'; Code = 'class E { public E GetEnumerator() => this; public int Current => 1; public bool MoveNext() => true; } class D : E, IDisposable { public new D GetEnumerator() => this; public void Dispose() { while (true); } } foreach (var x in new D()) { }' }
    @{ Kind = 'an async enumerator whose disposal sleeps'; Code = 'async IAsyncEnumerable<int> G() { try { while (true) { await Task.Delay(1); yield return 1; } } finally { Thread.Sleep(60000); } } await foreach (var x in G()) { }' }
    @{ Kind = 'a loop that catches with a bare filter'; Code = 'while (true) { try { while (true); } catch when (true) { } }' }
    @{ Kind = 'an async loop that hands on what it catches'; Code = 'async Task F() { while (true) { var source = new TaskCompletionSource(); try { await Task.Delay(60000); } catch (Exception e) { source.SetException(e); } } } await F();' }
    @{ Kind = 'a deep recursion with a catch-all at each level'; Code = 'void F(int n) { try { if (n == 0) while (true); F(n - 1); } catch { } } F(5000);' }
    @{ Kind = 'a deep recursion that wraps what it catches'; Code = 'void F(int n) { try { if (n == 0) Thread.Sleep(60000); F(n - 1); } catch (Exception e) { throw new Exception("x", e); } } F(2000);' }
    @{ Kind = 'a lazy value'; Code = 'IEnumerable<int> G() { while (true) yield return 1; } G()' }
    @{ Kind = 'SpinWait'; Code = 'SpinWait.SpinUntil(() => false);' }
    @{ Kind = 'a lambda of an earlier cell'; Before = 'Action stored = () => { while (true); };'; Code = 'stored();' }
    @{ Kind = 'a method of an earlier cell'; Before = 'void Loop() { while (true); }'; Code = 'Loop();' }
    @{ Kind = 'an instance constructor'; Code = 'class C { public C() { while (true); } } new C()' }
    @{ Kind = 'a property of a class'; Code = 'class C { public int P { get { while (true); } } } new C().P' }
    @{ Kind = 'Thread.Sleep'; Code = 'Thread.Sleep(60000);' }
    @{ Kind = 'Thread.Sleep and a catch-all'; Code = 'while (true) { try { Thread.Sleep(60000); } catch { } }' }
    @{ Kind = 'Wait'; Code = 'Task.Delay(60000).Wait();' }
    @{ Kind = 'Result'; Code = 'Task.Delay(60000).ContinueWith(_ => 1).Result' }
    @{ Kind = 'Result of the loop itself'; Code = 'async Task<int> F() { await Task.Delay(60000); return 1; } F().Result' }
    @{ Kind = 'WaitAll'; Code = 'Task.WaitAll([Task.Delay(60000), Task.Delay(60000)]);' }
    @{ Kind = 'a semaphore'; Code = 'new SemaphoreSlim(0).Wait();' }
    @{ Kind = 'an event'; Code = 'new ManualResetEvent(false).WaitOne();' }
    @{ Kind = 'Monitor.Wait'; Code = 'var o = new object(); lock (o) { Monitor.Wait(o); }' }
    @{ Kind = 'a blocking collection'; Code = 'new System.Collections.Concurrent.BlockingCollection<int>().Take()' }
    @{ Kind = 'Join'; Code = 'var t = new Thread(() => { while (true); }) { IsBackground = true }; t.Start(); t.Join();' }
    @{ Kind = 'a lock held by another'; Code = 'var o = new object(); var t = new Thread(() => { lock (o) { try { Thread.Sleep(20000); } catch { } } }) { IsBackground = true }; t.Start(); Thread.Sleep(50); lock (o) { }' }
    @{ Kind = 'a task that loops'; Code = 'await Task.Run(() => { while (true); });' }
    @{ Kind = 'a task that sleeps'; Code = 'await Task.Run(() => Thread.Sleep(3000));' }
    @{ Kind = 'a task in a regular expression'; Code = 'await Task.Run(() => new System.Text.RegularExpressions.Regex("^(a+)+$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(2.5)).IsMatch(new string((char)97, 60) + "!"));' }
    @{ Kind = 'Parallel.For'; Code = 'Parallel.For(0, 4, i => { while (true); });' }
    @{ Kind = 'Parallel.ForEachAsync'; Code = 'await Parallel.ForEachAsync(Enumerable.Range(0, 4), async (i, t) => { await Task.Delay(60000); });' }
    @{ Kind = 'threads of its own that loop'; Code = 'new Thread(() => { while (true); }) { IsBackground = true }.Start(); ThreadPool.QueueUserWorkItem(_ => { while (true); }); while (true);' }
    @{ Kind = 'async void'; Code = 'async void F() { while (true) { await Task.Delay(1); } } F(); await Task.Delay(60000);' }
    @{ Kind = 'async void that throws'; Code = 'async void F() { while (true) { await Task.Delay(1); if (CancellationToken.IsCancellationRequested) throw new Exception("x"); } } F(); while (true) { try { await Task.Delay(60000); } catch { } }' }
    @{ Kind = 'PowerShell code'; Code = 'Shell.Invoke("while ($true) { }")' }
    @{ Kind = 'a cell in PowerShell code'; Code = 'Shell.Invoke("Invoke-CSharpCell ''while (true);''")' }
    @{ Kind = 'a waiting cell in PowerShell code'; Code = 'Shell.Invoke("Invoke-CSharpCell ''await Task.Delay(60000);''")' }
    @{ Kind = 'PowerShell code called by a task'; Code = 'await Task.Run(() => Shell.Invoke("while ($true) { }"));' }
    @{ Kind = 'WriteObject in a catch-all'; Code = 'while (true) { try { Shell.WriteObject(1); } catch { } }' }
    @{ Kind = 'WriteObject in a task'; Code = 'await Task.Run(() => { while (true) { try { Shell.WriteObjectAsync(1).Wait(); } catch { } } });' }
    @{ Kind = 'a finally that sleeps'; Code = 'try { await Task.Delay(60000); } finally { Thread.Sleep(60000); }' }
    @{ Kind = 'a finally that awaits'; Code = 'try { await Task.Delay(60000); } finally { await Task.Delay(60000); }' }
    @{ Kind = 'a Dispose that loops'; Code = 'class D : IDisposable { public void Dispose() { while (true); } } using var d = new D(); await Task.Delay(60000);' }
    @{ Kind = 'a loop under ThreadPool'; Runner = 'ThreadPool'; Code = 'await Task.Yield(); while (true);' }
    @{ Kind = 'a sleep under ThreadPool'; Runner = 'ThreadPool'; Code = 'await Task.Yield(); Thread.Sleep(3000);' }
    @{ Kind = 'a loop under CellLoop'; Runner = 'CellLoop'; Code = 'await Task.Yield(); while (true);' }
    @{ Kind = 'an await under Sync'; Runner = 'Sync'; Code = 'Task.Delay(60000).Wait();' }
)
