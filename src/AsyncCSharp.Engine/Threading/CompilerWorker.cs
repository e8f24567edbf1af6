using System.Runtime.CompilerServices;
using AsyncCSharp.Engine.Syntax;

namespace AsyncCSharp.Engine.Threading;

/// <summary>A thread that compiles. It ends when there was nothing to do for a while.</summary>
internal sealed class CompilerWorker
{
    /// <summary>Address space, of which what is used becomes memory: for 10,000 parentheses some 250 MB.</summary>
    public const int StackBytes = 256 * 1024 * 1024;

    /// <summary>For what nests deeper than <see cref="NestingLimit.Usual"/>: 50 KB for each level that is compiled at all.</summary>
    private const int DeepStackBytes = 1024 * 1024 * 1024;

    private const int IdleMilliseconds = 10_000;

    // This is not in the module's CodeThread: the engine's own threads execute no code of cells.
    [ThreadStatic]
    private static bool t_isWorker;

    private readonly object _lock = new();
    private readonly Thread _thread;
    private CompilerTask? _task;
    private bool _ended;

    /// <summary>Starts with a task.</summary>
    public CompilerWorker(CompilerTask task, bool deep)
    {
        _task = task;
        _thread = new Thread(Work, deep ? DeepStackBytes : StackBytes) { IsBackground = true, Name = "AsyncCSharp compiler" };
        _thread.UnsafeStart();
    }

    /// <summary>Whether the calling thread is one.</summary>
    public static bool IsCurrentThread => t_isWorker;

    /// <summary>Hands it a task; false where it has ended.</summary>
    public bool TryStart(CompilerTask task)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return false;
            }

            _task = task;
            Monitor.Pulse(_lock);
            return true;
        }
    }

    /// <summary>Nobody waits for it any more: it ends when its task does.</summary>
    public void Abandon()
    {
        lock (_lock)
        {
            _ended = true;
            Monitor.Pulse(_lock);
        }

        try
        {
            _thread.Priority = ThreadPriority.Lowest;
        }
        catch (ThreadStateException)
        {
            // The thread has ended by now.
        }
    }

    private void Work()
    {
        t_isWorker = true;
        while (DoNext())
        {
        }
    }

    // A method of its own: code that is not optimised would hold the last task, and with it a session, while it waits for the next.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool DoNext()
    {
        if (Take() is not { } task)
        {
            return false;
        }

        task.Do();
        return true;
    }

    private CompilerTask? Take()
    {
        lock (_lock)
        {
            if (_task is null && !_ended)
            {
                _ = Monitor.Wait(_lock, IdleMilliseconds);
            }

            CompilerTask? task = _task;
            _task = null;
            _ended |= task is null;
            return task;
        }
    }
}
