using AsyncCSharp.Engine.Submissions;
using AsyncCSharp.Engine.Variables;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The variables of a call, as its cells find them.</summary>
public sealed class LiveVariablesTests
{
    private const int Calls = 300_000;

    // The objects of a fan-out begin at the same time.
    [Fact]
    public void In_AskedByTwoThreads_GivesBothAChain()
    {
        LiveVariables[] all = [.. Enumerable.Range(0, Calls).Select(static _ => new LiveVariables(null!, new object()))];
        int reached = 0;
        int missed = 0;
        Thread other = new(Ask);
        other.Start();
        Ask();
        Assert.True(other.Join(Limits.Stress));
        Assert.Equal(0, missed);

        // Side by side: none begins with the next before both have done with the last.
        void Ask()
        {
            for (int i = 0; i < all.Length; i++)
            {
                if (all[i].In(SubmissionChain.Empty, 1) is null)
                {
                    _ = Interlocked.Increment(ref missed);
                }

                _ = Interlocked.Increment(ref reached);
                SpinWait spin = default;
                while (Volatile.Read(ref reached) < 2 * (i + 1))
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }
            }
        }
    }
}
