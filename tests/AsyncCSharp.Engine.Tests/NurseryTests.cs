using System.Runtime.CompilerServices;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Nurseries, for random trees of children and random orders of what is ready.</summary>
public sealed class NurseryTests
{
    private const int Times = 300;

    [Fact]
    public void Nursery_AnyTree_IsLeftByNobodyBeforeTheChildren() => Seeded.Run(Times, random =>
    {
        RandomLoop loop = new(random);
        Tree tree = new(random, loop);
        using CancellationTokenSource source = new();
        Task root = Task.CompletedTask;
        loop.Run(() => root = tree.RunAsync(depth: 3, source.Token));
        for (int i = random.Next(60); i > 0 && loop.HasWork; i--)
        {
            loop.RunOne();
        }

        loop.Run(() => Record.Exception(source.Cancel));
        Assert.True(loop.RunUntil(root), "The nursery is never left.");
        Assert.Equal(0, tree.Running);
        Assert.Empty(tree.Left);
    });

    [Fact]
    public async Task Nursery_WhoseTokensCallbackThrows_WaitsForItsChildrenAndSaysSo()
    {
        bool hasEnded = false;
        TaskCompletionSource hasBegun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        AggregateException e = await Assert.ThrowsAsync<AggregateException>(() => Nursery.RunAsync(
            async nursery =>
            {
                _ = nursery.CancellationToken.Register(() => throw new FormatException("callback"));
                nursery.StartSoon(async token =>
                {
                    try
                    {
                        hasBegun.SetResult();
                        await Task.Delay(Timeout.Infinite, token);
                    }
                    finally
                    {
                        await Task.Delay(50, CancellationToken.None);
                        hasEnded = true;
                    }
                });
                await hasBegun.Task;
                throw new ArgumentException("body");
            },
            TestContext.Current.CancellationToken));
        Assert.True(hasEnded);
        Assert.Equal(["body", "callback"], e.InnerExceptions.Select(i => i.Message));
    }

    [Fact]
    public async Task Nursery_ThatHasEnded_IsNotHeldByItsToken()
    {
        using CancellationTokenSource source = new();
        WeakReference nursery = await OpenAndLeaveAsync(source.Token);
        for (int i = 0; i < 50 && nursery.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.False(nursery.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> OpenAndLeaveAsync(CancellationToken token) =>
        await Nursery.RunAsync(async nursery =>
        {
            await Task.Yield();
            return new WeakReference(nursery);
        }, token);

    /// <summary>Nurseries in nurseries, whose children end, fail, cancel, or wait for the token.</summary>
    private sealed class Tree(Random random, RandomLoop loop)
    {
        public int Running { get; private set; }

        /// <summary>Nurseries that were left while children of theirs ran.</summary>
        public List<string> Left { get; } = [];

        public async Task RunAsync(int depth, CancellationToken token)
        {
            int own = 0;
            try
            {
                await Nursery.RunAsync(
                    async nursery =>
                    {
                        if (random.Next(4) == 0)
                        {
                            _ = nursery.CancellationToken.Register(static () => throw new FormatException("callback"));
                        }

                        for (int i = random.Next(4); i > 0; i--)
                        {
                            nursery.StartSoon(async childToken =>
                            {
                                own++;
                                Running++;
                                try
                                {
                                    await ChildAsync(nursery, depth, childToken);
                                }
                                finally
                                {
                                    await PauseAsync();
                                    own--;
                                    Running--;
                                }
                            });
                            await PauseAsync();
                        }

                        if (random.Next(4) == 0)
                        {
                            throw new InvalidOperationException("body");
                        }
                    },
                    token);
            }
            catch (Exception)
            {
                // All kinds of failures: they are what is tested.
            }

            if (own != 0)
            {
                Left.Add($"at {depth}");
            }
        }

        private async Task ChildAsync(Nursery nursery, int depth, CancellationToken token)
        {
            await PauseAsync();
            switch (random.Next(5))
            {
                case 0:
                    throw new InvalidOperationException("child");
                case 1:
                    nursery.Cancel();
                    break;
                case 2 when depth > 0:
                    await RunAsync(depth - 1, CancellationToken.None);
                    break;
                case 3:
                    await Task.Delay(Timeout.Infinite, token);
                    break;
                default:
                    break;
            }
        }

        private async Task PauseAsync()
        {
            for (int i = random.Next(3); i > 0; i--)
            {
                TaskCompletionSource source = new();
                loop.Post(_ => source.SetResult(), null);
                await source.Task;
            }
        }
    }
}
