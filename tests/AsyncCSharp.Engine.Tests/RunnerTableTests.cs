using AsyncCSharp.Runners;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The runners of a runspace, which its jobs use from their own threads.</summary>
public sealed class RunnerTableTests
{
    [Fact]
    public async Task ManyThreads_RegisterListAndRemove_WithoutLosingAny()
    {
        RunnerTable table = new();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(
            () =>
            {
                for (int i = 0; i < 2000; i++)
                {
                    string name = $"{thread}-{i}";
                    Assert.True(table.TrySet(Entry(name), replace: false));
                    Assert.Contains(table.Entries, e => e.Name == name);
                    Assert.NotNull(table.Find(name.ToUpperInvariant()));
                    Assert.Equal(i % 100 != 0, i % 100 != 0 && table.Remove(name));
                }
            },
            TestContext.Current.CancellationToken)));
        Assert.Equal(8 * 20, table.Entries.Count(e => !e.IsBuiltIn));
    }

    [Fact]
    public void TrySet_OfAKnownName_ReplacesOnlyWhereAsked()
    {
        RunnerTable table = new();
        RunnerEntry first = Entry("Mine");
        Assert.True(table.TrySet(first, replace: false));
        Assert.False(table.TrySet(Entry("MINE"), replace: false));
        Assert.Same(first, table.Find("mine"));
        RunnerEntry second = Entry("mine");
        Assert.True(table.TrySet(second, replace: true));
        Assert.Same(second, table.Find("Mine"));
    }

    private static RunnerEntry Entry(string name) => new(name, "A runner.", new SyncRunner());
}
