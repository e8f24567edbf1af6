# Every way in which async code can be inside of other code when its cell is to stop. For Unwinding.Tests.ps1 and ../StopMatrix.
# The finally blocks note in "log" that they have come to their end: Order is what is in there, from the inside out. Work and the like
# are methods of an earlier cell, Before. Begun is how often Begun.Note() is called until all of it is where it stays, 2 as a rule. Not are the runners under which it is another matter: without a loop async void belongs to no
# nursery, and AsyncEx's loop neither goes on inside of a wait nor longer than its cell.
$before = @'
static class Begun { public static readonly SemaphoreSlim Count = new(0); public static void Note() => Count.Release(); } var begun = Begun.Count;
async Task Work(string name = "inner") { try { await Task.Delay(60000); } finally { await Task.Delay(60); log.Enqueue(name); } }
async Task Passing(CancellationToken token) { try { await Task.Delay(60000, token); } finally { await Task.Delay(60); log.Enqueue("inner"); } }
async Task Middle() { try { await Work(); } finally { await Task.Yield(); log.Enqueue("middle"); } }
async ValueTask<int> Value() { try { await Task.Delay(60000); return 1; } finally { await Task.Delay(60); log.Enqueue("inner"); } }
async IAsyncEnumerable<int> Items() { try { yield return 1; await Task.Delay(60000); } finally { await Task.Delay(60); log.Enqueue("inner"); } }
void Note(string text) { foreach (var i in Enumerable.Range(0, 9).Select(i => i)) { } log.Enqueue(text); }
class Conn(System.Collections.Concurrent.ConcurrentQueue<string> log) : IDisposable, IAsyncDisposable
{
    public void Dispose() => log.Enqueue("disposed");
    public async ValueTask DisposeAsync() { await Task.Delay(30); log.Enqueue("disposed"); }
    public async Task CloseAsync() { for (int i = 0; i < 5; i++) await Task.Delay(5); log.Enqueue("closed"); }
}
class Own(System.Collections.Concurrent.ConcurrentQueue<string> log)
{
    public async Task<T> Get<T>(T x) { try { await Task.Delay(60000); return x; } finally { await Task.Delay(60); log.Enqueue("inner"); } }
}
class Pooled(System.Collections.Concurrent.ConcurrentQueue<string> log)
{
    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask Work() { try { await Task.Delay(60000); } finally { await Task.Delay(60); log.Enqueue("inner"); } }
}
'@

function Around([string]$Text) { "try { Begun.Note(); $Text } finally { log.Enqueue(""outer""); }" }

# Has a text say that it has come to what it stays in.
function Noted([string]$Text) { $Text -replace 'await Task\.Delay\(60000|while \(true\);|Thread\.Sleep\((?:400|60000)\)', 'Begun.Note(); $0' }

@(
    @{ Kind = 'a method of an earlier cell'; Code = Around 'await Work();' }
    @{ Kind = 'a method of this cell'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { await Task.Delay(60); log.Enqueue("inner"); } }' + (Around 'await F();') }
    @{ Kind = 'a method of a class'; Code = Around 'await new Own(log).Get("x");' }
    @{ Kind = 'a lambda'; Code = 'Func<Task> f = async () => { try { await Task.Delay(60000); } finally { await Task.Delay(60); log.Enqueue("inner"); } };' + (Around 'await f();') }
    @{ Kind = 'three levels'; Order = 'inner middle outer'; Code = Around 'await Middle();' }
    @{ Kind = 'a method that passes the token'; Code = Around 'await Passing(CancellationToken);' }
    @{ Kind = 'a ValueTask'; Code = Around 'await Value();' }
    @{ Kind = 'a ValueTask made a task'; Code = Around 'await Value().AsTask();' }
    @{ Kind = 'a ValueTask of a pool'; Code = Around 'await new Pooled(log).Work();' }
    @{ Kind = 'ConfigureAwait'; Code = Around 'await Work().ConfigureAwait(false);' }
    @{ Kind = 'a task that was started before'; Code = 'var task = Work(); await Task.Delay(10);' + (Around 'await task;') }
    @{ Kind = 'WhenAll'; Begun = 3; Order = 'inner inner outer'; Code = Around 'await Task.WhenAll(Work(), Work());' }
    @{ Kind = 'WhenAll with a task that does not end'; Code = Around 'await Task.WhenAll(Work(), new TaskCompletionSource().Task);' }
    @{ Kind = 'WhenAny'; Code = Around 'await await Task.WhenAny(Work(), Task.Delay(60000));' }
    @{ Kind = 'WaitAsync'; Code = Around 'await Work().WaitAsync(TimeSpan.FromSeconds(50));' }
    @{ Kind = 'a continuation'; Code = Around 'await Work().ContinueWith(t => t.GetAwaiter().GetResult());' }
    @{ Kind = 'Unwrap'; Code = Around 'await Task.Factory.StartNew(() => Work()).Unwrap();' }
    @{ Kind = 'a lambda on the pool'; Code = Around 'await Task.Run(async () => { try { await Task.Delay(60000); } finally { await Task.Delay(60); log.Enqueue("inner"); } });' }
    @{ Kind = 'an async lambda that loops on the pool'; Code = Around 'await Task.Run(async () => { try { while (true); } finally { await Task.Delay(60); log.Enqueue("inner"); } });' }
    @{ Kind = 'an async lambda that sleeps on the pool'; Code = Around 'await Task.Run(async () => { try { Thread.Sleep(400); } finally { log.Enqueue("inner"); } });' }
    @{ Kind = 'a lambda that loops on the pool'; Code = Around 'await Task.Run(() => { try { while (true); } finally { Thread.Sleep(60); log.Enqueue("inner"); } });' }
    @{ Kind = 'a method that loops on the pool'; Code = 'async Task F() { await Task.Delay(1).ConfigureAwait(false); try { while (true); } finally { Thread.Sleep(60); log.Enqueue("inner"); } }' + (Around 'await F();') }
    @{ Kind = 'await foreach'; Code = Around 'await foreach (var x in Items()) { }' }
    @{ Kind = 'the body of await foreach'; Order = 'body inner outer'; Code = Around 'await foreach (var x in Items()) { try { await Task.Delay(60000); } finally { await Task.Delay(30); log.Enqueue("body"); } }' }
    @{ Kind = 'await foreach with ConfigureAwait'; Code = Around 'await foreach (var x in Items().WithCancellation(CancellationToken).ConfigureAwait(false)) { }' }
    @{ Kind = 'await foreach over a query'; Code = Around 'await foreach (var x in Items().Select(i => i + 1).Where(i => i > 5)) { }' }
    @{ Kind = 'an async iterator in another'; Order = 'inner middle outer'; Code = 'async IAsyncEnumerable<int> More() { try { await foreach (var x in Items()) yield return x; } finally { log.Enqueue("middle"); } }' + (Around 'await foreach (var x in More()) { }') }
    @{ Kind = 'an async iterator as value'; Begun = 1; Order = 'inner disposed'; Code = 'await using var c = new Conn(log); Items()' }
    @{ Kind = 'a using variable'; Begun = 1; Order = 'inner disposed'; Code = 'using var c = new Conn(log); await Work();' }
    @{ Kind = 'an await using variable'; Begun = 1; Order = 'inner disposed'; Code = 'await using var c = new Conn(log); await Work();' }
    @{ Kind = 'an await using block'; Order = 'inner disposed outer'; Code = Around 'await using (var c = new Conn(log)) { await Work(); }' }
    @{ Kind = 'a using variable in a method'; Order = 'inner disposed outer'; Code = 'async Task F() { using var c = new Conn(log); await Work(); }' + (Around 'await F();') }
    @{ Kind = 'a finally that awaits a method'; Order = 'closed outer'; Code = 'async Task F() { var c = new Conn(log); try { await Task.Delay(60000); } finally { await c.CloseAsync(); } }' + (Around 'await F();') }
    @{ Kind = 'a finally that awaits a method at each level'; Begun = 1; Order = 'inner closed disposed'; Code = 'await using var c = new Conn(log); try { await Work(); } finally { await c.CloseAsync(); }' }
    @{ Kind = 'a finally that does all sorts of things'; Order = 'inner closed done outer'; Code = 'async Task F() { try { await Work(); } finally { for (int i = 0; i < 1000; i++) Math.Abs(i); await Task.Yield(); Thread.Sleep(10); await new Conn(log).CloseAsync().ConfigureAwait(false); foreach (var i in Enumerable.Range(0, 9).Select(i => i)) { } await Task.WhenAll(Task.Delay(5), Task.Run(() => Note("done"))); } }' + (Around 'await F();') }
    @{ Kind = 'a finally that catches what fails in it'; Order = 'caught inner outer'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { try { await Task.Delay(5); throw new IOException("x"); } catch { log.Enqueue("caught"); } log.Enqueue("inner"); } }' + (Around 'await F();') }
    @{ Kind = 'a finally that fails'; Order = 'inner caught outer'; Code = 'async Task F() { try { await Work(); } finally { throw new IOException("x"); } }' + (Around 'try { await F(); } catch (IOException) { await Task.Yield(); Note("caught"); throw; }') }
    @{ Kind = 'a handler of the cancellation'; Order = 'inner caught outer'; Code = Around 'try { await Work(); } catch (OperationCanceledException) { await Task.Delay(10); log.Enqueue("caught"); throw; }' }
    @{ Kind = 'a nursery'; Begun = 3; Code = Around 'await Nursery.RunAsync(async n => { n.StartSoon(_ => Work()); await Task.Delay(60000); });' }
    @{ Kind = 'an open nursery'; Code = Around 'await using (var n = Nursery.Open()) { n.StartSoon(_ => Work()); }' }
    @{ Kind = 'async void in a nursery'; Not = 'ThreadPool', 'AsyncEx', 'Waiting'; Code = 'async void F() { await Work(); }' + (Around 'await using (var n = Nursery.Open()) { F(); }') }
    @{ Kind = 'Parallel.ForEachAsync'; Begun = 3; Order = 'inner inner outer'; Code = Around 'await Parallel.ForEachAsync(Enumerable.Range(0, 2), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (i, t) => { await Work(); });' }
    @{ Kind = 'Wait'; Code = Around 'Work().Wait();' }
    @{ Kind = 'GetResult'; Begun = 1; Code = 'try { Work().GetAwaiter().GetResult(); } finally { Note("outer"); }' }
    @{ Kind = 'WaitAll'; Begun = 3; Order = 'inner inner outer'; Code = Around 'Task.WaitAll(Work(), Work());' }
    @{ Kind = 'Wait in a method'; Not = 'AsyncEx'; Order = 'inner middle outer'; Code = 'async Task F() { await Task.Yield(); try { Work().Wait(); } finally { log.Enqueue("middle"); } }' + (Around 'await F();') }
    @{ Kind = 'a sleep'; Begun = 1; Code = 'try { try { Thread.Sleep(60000); } finally { Thread.Sleep(150); Note("inner"); } } finally { Note("outer"); }' }
    @{ Kind = 'background work'; Code = '_ = Work(); try { await Task.Delay(60000); } finally { await Task.Delay(150); log.Enqueue("outer"); }' }
    @{ Kind = 'background work that takes longer'; Begun = 3; Not = 'AsyncEx'; Order = 'outer inner'; Code = '_ = Work();' + (Around 'await Task.Delay(60000);') }
    @{ Kind = 'what an earlier cell has started'; Begun = 1; Before = 'async Task Late() { await new TaskCompletionSource().Task; } var late = Late();'; Order = 'outer'; Code = Around 'await late;' }
    @{ Kind = 'a finally that takes too long'; Not = 'AsyncEx'; Order = 'outer'; Code = 'async Task F() { try { await Task.Delay(60000); } finally { await Task.Delay(60000); log.Enqueue("inner"); } }' + (Around 'await F();') }
) | ForEach-Object {
    @{ Kind = $_.Kind; Code = Noted $_.Code; Before = Noted "$before`n$($_.Before)"; Begun = $_.Begun ?? 2; Order = $_.Order ?? 'inner outer'; Not = @($_.Not) }
}
