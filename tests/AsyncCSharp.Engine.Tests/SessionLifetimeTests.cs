using AsyncCSharp.Sessions;
using AsyncCSharp.Stopping;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The end of a session's life.</summary>
public sealed class SessionLifetimeTests
{
    // A stop may call code of the user's: the loop of a runner is woken.
    [Fact]
    public void End_StopsWithoutALock()
    {
        SessionLifetime lifetime = new();
        Work other = new(static () => { });
        bool isAdded = false;
        Work work = new(() =>
        {
            Thread thread = new(() => lifetime.Add(other)) { IsBackground = true };
            thread.Start();
            isAdded = thread.Join(Limits.Hang);
        });
        lifetime.Add(work);
        lifetime.End(StopCause.Session);
        Assert.True(isAdded);
        GC.KeepAlive(work);
        GC.KeepAlive(other);
    }

    private sealed class Work(Action stopped) : ISessionWork
    {
        public void RequestStop(StopCause cause) => stopped();
    }
}
