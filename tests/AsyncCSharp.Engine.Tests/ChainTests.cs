using AsyncCSharp.Contract;
using AsyncCSharp.Engine.Sessions;
using AsyncCSharp.Engine.Threading;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What a long chain of submissions costs.</summary>
public sealed class ChainTests
{
    [Fact]
    public void Compile_AfterManySubmissions_AllocatesAsMuchAsAfterFew()
    {
        ScriptSession session = new(new ScriptSessionOptions("chain", StopChecks: true));

        // On the compiler's thread: what is allocated is counted by thread.
        long Declare(int first, int count) => CompilerThread.Run(() => DeclareHere(first, count), CancellationToken.None);
        long DeclareHere(int first, int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = first; i < first + count; i++)
            {
                session.SetVariable($"v{i}", i, CancellationToken.None);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        _ = Declare(0, 20);
        long few = Declare(20, 20);
        _ = Declare(40, 240);
        long many = Declare(280, 20);

        Assert.InRange(many, 0, few * 1.3);
        _ = session.Unload();
    }
}
