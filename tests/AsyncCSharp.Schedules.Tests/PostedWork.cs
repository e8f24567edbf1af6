using AsyncCSharp.Loop;

namespace AsyncCSharp.Schedules.Tests;

/// <summary>What is posted to a loop: looks that it runs once, in the order of its poster, one at a time and where it may.</summary>
internal sealed class PostedWork(SessionLoop loop, Func<bool>? mayRun = null)
{
    private readonly Dictionary<int, int> _next = [];
    private int _inside;
    private Thread? _only;

    /// <summary>How many ran.</summary>
    public int Count { get; private set; }

    /// <summary>Says on which thread it may run only; null for any.</summary>
    public void Allow(Thread? only) => _only = only;

    /// <summary>Posts some.</summary>
    public void Post(int poster, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int number = i;
            loop.Post(_ => Run(poster, number), null);
        }
    }

    /// <summary>Waits until all have run. One that is lost leaves nothing that could run, and fails the schedule.</summary>
    public void AwaitAll(int count) => Schedule.Await(() => Count == count);

    private void Run(int poster, int number)
    {
        Schedule.Require(++_inside == 1, "Two run at a time.");
        Schedule.Require(SynchronizationContext.Current == loop, "It does not run under the loop.");
        Schedule.Require(loop.OwnsCurrentThread, "It runs on a thread that has not the loop.");
        Schedule.Require(mayRun is null || mayRun(), "It runs where it may not.");
        Schedule.Require(_only is null || _only == Thread.CurrentThread, "It runs on another thread than the cell's.");
        Schedule.Require(_next.GetValueOrDefault(poster) == number, $"{number} of {poster} is not its next.");
        ScheduledThread.Pause();
        _next[poster] = number + 1;
        Count++;
        _inside--;
    }
}
