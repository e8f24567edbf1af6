namespace AsyncCSharp.Engine;

/// <summary>A cell that can be started: the files that it loads, then itself.</summary>
internal sealed class CompiledCell(ScriptSession session, IReadOnlyList<CellUnit> units) : ICompiledCell
{
    private readonly EmittedCell _main = units[^1].Emitted;

    public bool IsAsync { get; } = units.Any(u => u.Emitted.IsAsync);

    public bool HasValue => _main.HasValue;

    public bool GivesAwaitable => _main.GivesAwaitable;

    public bool Declares { get; } = units.Any(u => u.Emitted.Declares);

    public IReadOnlyList<CellDiagnostic> Warnings { get; } = [.. units.SelectMany(u => u.Emitted.Warnings)];

    public Task<object?> Start(CellGlobals globals, bool keepState) =>
        units.Count == 1 ? session.Start(units[0], globals, keepState) : StartAll(globals, keepState);

    private async Task<object?> StartAll(CellGlobals globals, bool keepState)
    {
        object? value = null;
        foreach (CellUnit unit in units)
        {
            value = await session.Start(unit, globals, keepState);
        }

        return value;
    }
}
