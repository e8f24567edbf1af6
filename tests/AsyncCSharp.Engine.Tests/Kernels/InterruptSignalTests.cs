using AsyncCSharp.Kernels;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Kernels;

/// <summary>Who interrupts the cell where a SIGINT is told of twice.</summary>
public sealed class InterruptSignalTests
{
    [Fact]
    public void TheSignalFirst_InterruptsAlone()
    {
        using InterruptSignal signal = new();
        Assert.True(signal.Raise());
        Assert.False(signal.BeginStop());
        Assert.True(signal.EndStop(TimeSpan.Zero));
    }

    [Fact]
    public async Task TheStopFirst_InterruptsAlone()
    {
        using InterruptSignal signal = new();
        Assert.True(signal.BeginStop());
        Task<bool> end = Task.Run(() => signal.EndStop(Limits.Hang));
        Assert.False(signal.Raise());
        Assert.True(await end);
    }

    [Fact]
    public void AStopWithoutASignal_IsSomebodyElses()
    {
        using InterruptSignal signal = new();
        Assert.True(signal.BeginStop());
        Assert.False(signal.EndStop(TimeSpan.Zero));
        Assert.True(signal.Raise());
    }

    // PowerShell stops a command once.
    [Fact]
    public void LaterSignals_InterruptEachTime()
    {
        using InterruptSignal signal = new();
        _ = signal.Raise();
        _ = signal.BeginStop();
        _ = signal.EndStop(TimeSpan.Zero);
        Assert.True(signal.Raise());
        Assert.True(signal.Raise());
    }
}
