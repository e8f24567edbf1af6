using AsyncCSharp.Stopping;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The order in which a stop unwinds async methods, for random trees of them and random orders of what is ready.</summary>
public sealed class UnwindingTests
{
    private const int Times = 500;
    private const int Patience = 5;

    [Fact]
    public void TaskLinks_OfThisFramework_AreKnown() => Assert.True(TaskLinks.AreKnown);

    [Fact]
    public void Cut_AnyTree_UnwindsFromTheInsideOut() => Seeded.Run(Times, random =>
    {
        RandomLoop loop = new(random);
        StopScope stop = new();
        LiveFrames frames = new(stop, () => { });
        Tree tree = new(random, frames, loop);
        Task root = Task.CompletedTask;
        loop.Run(() => root = tree.RunAsync(depth: 4));
        for (int i = random.Next(20); i > 0 && loop.HasWork; i--)
        {
            loop.RunOne();
        }

        _ = stop.Request(StopCause.Pipeline);
        AwaitCutter cutter = new(frames, _ => { });
        int looked = 0;
        while (frames.Any)
        {
            if (loop.HasWork && random.Next(3) > 0)
            {
                looked = 0;
                loop.RunOne();
                continue;
            }

            _ = cutter.Cut();
            Assert.True(loop.HasWork || ++looked < Patience, "What is left is not cut.");
        }

        Assert.True(root.IsCompleted);
        Assert.Equal(tree.Begun, tree.Ended);
        Assert.Empty(tree.Overtaken);
    });

    /// <summary>Async methods that await each other in all ways, until they are stopped.</summary>
    private sealed class Tree(Random random, LiveFrames frames, RandomLoop loop)
    {
        public int Begun { get; private set; }

        public int Ended { get; private set; }

        /// <summary>Methods that had ended before what they awaited.</summary>
        public List<string> Overtaken { get; } = [];

        public async Task RunAsync(int depth)
        {
            string name = $"{++Begun} at {depth}";
            List<Task> children = [];
            try
            {
                await PauseAsync();
                await new CellAwait(Await(depth, children), frames);
            }
            finally
            {
                await PauseAsync();
                if (children.Exists(c => !c.IsCompleted))
                {
                    Overtaken.Add(name);
                }

                Ended++;
            }
        }

        // Something that does not end by itself. The children are those for which it waits.
        private Task Await(int depth, List<Task> children)
        {
            Task never = new TaskCompletionSource().Task;
            if (depth == 0)
            {
                return never;
            }

            for (int i = random.Next(1, 4); i > 0; i--)
            {
                children.Add(RunAsync(depth - 1));
            }

            switch (random.Next(8))
            {
                case 0:
                    return Task.WhenAll([.. children, never]);
                case 1:
                    return Task.WhenAll(children).ContinueWith(_ => never, default, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Unwrap();
                case 2:
                    return LibraryAsync(Task.WhenAll(children));
                case 3:
                    return ConsumeAsync(ItemsAsync(Task.WhenAll(children)));
                case 4:
                    return Task.WhenAll(children).WaitAsync(TimeSpan.FromMinutes(5));
                case 5:
                    // Nobody awaits the children.
                    children.Clear();
                    return never;
                case 6:
                    Task first = children[0];
                    children.Clear();
                    children.Add(first);
                    return first;
                default:
                    return Task.WhenAll(children);
            }
        }

        private async Task PauseAsync()
        {
            for (int i = random.Next(3); i > 0; i--)
            {
                TaskCompletionSource source = new();
                loop.Post(_ => source.SetResult(), null);
                await new CellAwait(source.Task, frames);
            }
        }

        private static async Task LibraryAsync(Task inner)
        {
            try
            {
                await inner;
            }
            finally
            {
                await Task.Yield();
            }
        }

        private static async IAsyncEnumerable<int> ItemsAsync(Task inner)
        {
            yield return 1;
            await inner;
        }

        private static async Task ConsumeAsync(IAsyncEnumerable<int> items)
        {
            await foreach (int item in items)
            {
                Assert.Equal(1, item);
            }
        }
    }
}
