using AsyncCSharp.Engine.Submissions;
using AsyncCSharp.Engine.Variables;

namespace AsyncCSharp.Engine.Sessions;

/// <summary>A cell that can be started: the files that it loads, then itself. Has no state of a run; may be shared.</summary>
internal sealed class CompiledCell : ICompiledCell
{
    private readonly ScriptSession _session;
    private readonly IReadOnlyList<CellUnit> _units;
    private readonly bool _namesItself;

    public CompiledCell(ScriptSession session, IReadOnlyList<CellUnit> units, CellSource source)
    {
        _session = session;
        _units = units;
        CompiledAs = source.DisplayName;
        IsAsync = units.Any(u => u.Emitted.IsAsync);
        HasValue = units[^1].Emitted.HasValue;
        GivesAwaitable = units[^1].Emitted.GivesAwaitable;
        ValueNames = TupleNames.Parse(units[^1].Emitted.ValueNames);
        Declares = units.Any(u => u.Emitted.Declares || u.Types is not null);
        Warnings = [.. units.SelectMany(u => (u.Types?.Emitted.Warnings ?? []).Concat(u.Emitted.Warnings))];
        FromDisk = units.All(u => u.FromDisk);
        _namesItself = source.Path is null && units.Any(u => u.Emitted.Mentions(CompiledAs));
    }

    private CompiledCell(CompiledCell cell, string name)
    {
        _session = cell._session;
        _units = cell._units;
        CompiledAs = cell.CompiledAs;
        IsAsync = cell.IsAsync;
        HasValue = cell.HasValue;
        GivesAwaitable = cell.GivesAwaitable;
        ValueNames = cell.ValueNames;
        Declares = cell.Declares;
        FromDisk = cell.FromDisk;
        _namesItself = cell._namesItself;
        Warnings = [.. cell.Warnings.Select(w => w.Cell == cell.CompiledAs ? w.In(name) : w)];
    }

    public bool GivesAwaitable { get; }

    public TupleNames? ValueNames { get; }

    public string CompiledAs { get; }

    public bool IsAsync { get; }

    public bool HasValue { get; }

    public bool Declares { get; }

    public bool FromDisk { get; }

    public IReadOnlyList<CellDiagnostic> Warnings { get; }

    /// <summary>
    /// Whether the same text may be run with this very code again, under another number: it declares nothing, loads no files, and
    /// does not name itself.
    /// </summary>
    public bool IsReusable => !Declares && _units.Count == 1 && !_namesItself;

    /// <summary>The cell under the number that its text has this time: its warnings say so.</summary>
    public CompiledCell For(CellSource source) =>
        Warnings.Count == 0 || source.DisplayName == CompiledAs ? this : new CompiledCell(this, source.DisplayName);

    public void Declare()
    {
        foreach (CellUnit unit in _units)
        {
            _session.Declare(unit);
        }
    }

    public Task<object?> Start(CellGlobals globals, bool keepState) => Start(globals, keepState, null);

    /// <summary>As <see cref="Start(CellGlobals, bool)"/>, for a call that was given variables.</summary>
    public Task<object?> Start(CellGlobals globals, bool keepState, LiveVariables? variables) =>
        _units.Count == 1 && _units[0].Emitted.EntryType.Length == 0 ? _session.Start(_units[0], globals, keepState, variables) : StartAll(globals, keepState, variables);

    private async Task<object?> StartAll(CellGlobals globals, bool keepState, LiveVariables? variables)
    {
        object? value = null;
        foreach (CellUnit unit in _units)
        {
            value = await _session.Start(unit, globals, keepState, variables);

            // What a file has put into the execution context is there for what loads it.
            if (IRunningCell.Current?.EndFlow is { } flow)
            {
                ExecutionContext.Restore(flow);
            }
        }

        return _units[^1].Emitted.EntryType.Length == 0 ? value : _session.RunMain(_units[^1]);
    }
}
