using AsyncCSharp.Contract;

namespace AsyncCSharp.Runners;

/// <summary>A runner that needs a library of the engine folder. Choosing it loads nothing; the first cell under it does.</summary>
internal sealed class EngineRunner(string name) : ICellRunner
{
    private ICellRunner? _runner;

    public object? Run(CellContext cell) =>
        (_runner ??= EngineLoadContext.Engine.CreateRunner(name) ?? throw new NotSupportedException(name)).Run(cell);
}
