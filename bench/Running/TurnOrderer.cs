using System.Collections.Immutable;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Running;

namespace AsyncCSharp.Bench;

/// <summary>Runs benchmarks as they are declared, or the other way round.</summary>
internal sealed class TurnOrderer(bool reversed) : DefaultOrderer(SummaryOrderPolicy.Declared, MethodOrderPolicy.Declared)
{
    /// <inheritdoc/>
    public override IEnumerable<BenchmarkCase> GetExecutionOrder(ImmutableArray<BenchmarkCase> benchmarksCase, IEnumerable<BenchmarkLogicalGroupRule>? order = null)
    {
        IEnumerable<BenchmarkCase> declared = base.GetExecutionOrder(benchmarksCase, order);
        return reversed ? declared.Reverse() : declared;
    }
}
