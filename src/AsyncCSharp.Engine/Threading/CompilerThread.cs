using AsyncCSharp.Engine.Syntax;

namespace AsyncCSharp.Engine.Threading;

/// <summary>
/// Where compilations run: one after the other, on a thread of their own with a stack that deep nesting cannot exhaust (10,000
/// parentheses want more than the usual 8 MB, and Roslyn's own pool threads have 1.5). Whoever waits for one can leave:
/// there are short texts that Roslyn takes for ever to bind, and does not look at a token meanwhile (lambdas in calls of
/// overloaded methods, each in the argument of the next: twice the time for each).
/// </summary>
internal static class CompilerThread
{
    // Sessions share the framework's metadata, and with it symbols that Roslyn fills in as it goes. Four runspaces that
    // compiled their first cells at the same time did not find extension methods that were there ("List<int> does not
    // contain a definition for Sum", 3 of 4, in every run): one at a time.
    private static readonly SemaphoreSlim s_turn = new(1, 1);

    // A compilation that was left is waited for a while. As a rule it sees the token soon; where it does not, it has come so far that
    // these symbols are there.
    private const int LeftMilliseconds = 1000;
    private static CompilerWorker? s_worker;
    private static CompilerTask? s_left;

    // A thread that has been given to this for all of its life, in a process where nothing else is compiled.
    [ThreadStatic]
    private static bool t_isServing;

    /// <summary>Runs the action and gives its result, or throws what it threw.</summary>
    /// <param name="action">The compilation, or a part of it.</param>
    /// <param name="cancellationToken">Says that the caller wants it no more.</param>
    /// <param name="deep">Whether the text nests deeper than most (<see cref="NestingLimit"/>).</param>
    /// <exception cref="OperationCanceledException">The caller has left. It may go on until it ends by itself.</exception>
    public static T Run<T>(Func<T> action, CancellationToken cancellationToken, bool deep = false)
    {
        // Called on the compiler's own thread: it is a part of the compilation that runs there.
        if (CompilerWorker.IsCurrentThread || (t_isServing && !deep))
        {
            return action();
        }

        s_turn.Wait(cancellationToken);
        try
        {
            _ = s_left?.Wait(LeftMilliseconds, cancellationToken);
            s_left = null;
            cancellationToken.ThrowIfCancellationRequested();
            CompilerTask<T> task = new(action);
            CompilerWorker worker = Start(task, deep);
            bool ended = false;
            try
            {
                ended = task.Wait(cancellationToken);
            }
            finally
            {
                // An abandoned compilation goes on on this thread, so the next one gets another.
                if (!ended || deep)
                {
                    worker.Abandon();
                    s_worker = s_worker == worker ? null : s_worker;
                    s_left = ended ? null : task;
                }
            }

            return ended ? task.Result : throw new CompilationAbandonedException(cancellationToken);
        }
        finally
        {
            _ = s_turn.Release();
        }
    }

    /// <summary>
    /// As <see cref="Run"/>, for what only reads a text: it shares nothing, and takes no turn. A short text is read at once.
    /// </summary>
    public static T Read<T>(string text, Func<T> action, CancellationToken cancellationToken)
    {
        if (t_isServing || NestingLimit.IsShort(text))
        {
            return action();
        }

        CompilerTask<T> task = new(action);
        CompilerWorker worker = new(task, deep: false);
        bool ended = task.Wait(cancellationToken);
        worker.Abandon();
        return ended ? task.Result : throw new CompilationAbandonedException(cancellationToken);
    }

    /// <summary>
    /// Runs an action for a process that does nothing but compile, and waits for its end: on a thread with the compiler's stack, where compilations
    /// are done at once, all but those that need a larger one.
    /// </summary>
    public static T Serve<T>(Func<T> action)
    {
        CompilerTask<T> task = new(() =>
        {
            t_isServing = true;
            return action();
        });
        Thread thread = new(task.Do, CompilerWorker.StackBytes) { Name = "AsyncCSharp compiler" };
        thread.UnsafeStart();
        thread.Join();
        return task.Result;
    }

    private static CompilerWorker Start(CompilerTask task, bool deep) =>
        deep ? new CompilerWorker(task, deep)
        : s_worker?.TryStart(task) == true ? s_worker
        : s_worker = new CompilerWorker(task, deep);
}
