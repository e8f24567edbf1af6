using System.Runtime.CompilerServices;
using AsyncCSharp.Contract;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Memory that is given back when nothing happens.</summary>
public sealed class SpareMemoryTests
{
    [Fact]
    public void GiveBackIn_Collecting_TakesWhatNobodyHas()
    {
        using SpareMemory memory = new(long.MaxValue);
        WeakReference garbage = Make();
        memory.GiveBackIn(1, collecting: true);
        Assert.True(SpinWait.SpinUntil(() => !garbage.IsAlive, Limits.Hang));
    }

    [Fact]
    public void GiveBackIn_WhileAnotherGoes_BeginsAnew()
    {
        using SpareMemory memory = new(long.MaxValue);
        for (int i = 0; i < 100; i++)
        {
            memory.GiveBackIn(0, collecting: false);
            memory.Leave();
        }

        WeakReference garbage = Make();
        memory.GiveBackIn(0, collecting: true);
        Assert.True(SpinWait.SpinUntil(() => !garbage.IsAlive, Limits.Hang));
    }

    // On a frame of its own, which keeps nothing alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Make() => new(new byte[100_000]);
}
