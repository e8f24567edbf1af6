using Xunit;

namespace AsyncCSharp.Engine.Tests.Machines;

/// <summary>A hundred machines, which nobody has at hand: how far a call over them is from the ideal time.</summary>
public sealed class SpreadSimulationTests(ITestOutputHelper output)
{
    private const int Objects = 100_000;

    /// <summary>The table in docs/design/machines.md has these rows.</summary>
    public static TheoryData<string, double> Cases => new()
    {
        { "even", 1.01 },
        { "uneven: 0.05 to 0.2 s", 1.02 },
        { "one 20 times as slow", 1.15 },
        { "all at 1 a time", 1.02 },
        { "one gone after 10 s", 1.01 },
        { "one gone 2 s before the end", 1.2 },
        { "uneven, one slow, one gone after 10 s", 1.15 },
        { "far: 0.1 s each way", 1.04 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsCloseToTheIdeal(string name, double most)
    {
        SimulatedMachine[] machines = Machines(name);
        SpreadSimulation simulation = new(machines, Objects);
        double time = simulation.Run();
        double ideal = SpreadSimulation.Ideal(machines, Objects);
        output.WriteLine($"| {name} | {ideal:0.0} | {time:0.0} | {time / ideal:0.000} |");
        Assert.InRange(time / ideal, 1, most);

        // Nothing is done twice: what a machine that is gone had done and not said yet, nobody has got.
        Assert.All(simulation.Done.Skip(1), times => Assert.Equal(1, times));
    }

    private static SimulatedMachine[] Machines(string name)
    {
        Random random = new(1);
        double way = name.Contains("far", StringComparison.Ordinal) ? 0.1 : 0.002;
        SimulatedMachine[] machines = [.. Enumerable.Range(0, 100).Select(_ =>
            new SimulatedMachine(Limit: name.StartsWith("all at 1", StringComparison.Ordinal) ? 1 : 4, Work: name.Contains("uneven", StringComparison.Ordinal) ? 0.05 * Math.Pow(4, random.NextDouble()) : 0.1, Way: way))];
        if (name.Contains("slow", StringComparison.Ordinal))
        {
            machines[0] = machines[0] with { Work = 2 };
        }

        double death = name.Contains("10 s", StringComparison.Ordinal) ? 10 : name.Contains("2 s before", StringComparison.Ordinal) ? 23 : double.PositiveInfinity;
        machines[1] = machines[1] with { Death = death };
        return machines;
    }
}
