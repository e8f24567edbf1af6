using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Where a pipeline thread may be interrupted.</summary>
public sealed class UserCodeGuardTests
{
    private const int Times = 20_000;

    [Fact]
    public async Task Set_WhileOthersInterrupt_GetsDoneAndLeavesNoInterruptBehind()
    {
        UserCodeGuard? guard = null;
        using ManualResetEventSlim ready = new();
        bool ended = false;
        Task<int> leaving = Task.Factory.StartNew(
            () =>
            {
                guard = new UserCodeGuard();
                ready.Set();
                int interrupted = 0;
                for (int i = 0; i < Times; i++)
                {
                    try
                    {
                        _ = guard.Set(inside: true);
                        _ = guard.Set(inside: false);
                        Thread.Sleep(0);
                    }
                    catch (ThreadInterruptedException)
                    {
                        interrupted++;
                        _ = guard.Set(inside: false);
                    }
                }

                Volatile.Write(ref ended, true);
                return interrupted;
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        ready.Wait(TestContext.Current.CancellationToken);
        while (!Volatile.Read(ref ended))
        {
            guard!.Interrupt();
        }

        Assert.Equal(0, await leaving);
    }
}
