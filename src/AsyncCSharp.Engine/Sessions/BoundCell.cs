using AsyncCSharp.Engine.Variables;

namespace AsyncCSharp.Engine.Sessions;

/// <summary>A cell with the variables of one call. The cell itself may be shared with other calls.</summary>
internal sealed class BoundCell(CompiledCell cell, LiveVariables variables) : ICompiledCell
{
    public bool IsAsync => cell.IsAsync;

    public bool HasValue => cell.HasValue;

    public bool GivesAwaitable => cell.GivesAwaitable;

    public TupleNames? ValueNames => cell.ValueNames;

    public bool Declares => cell.Declares;

    public string CompiledAs => cell.CompiledAs;

    public CellOrigin Origin => cell.Origin;

    public IReadOnlyList<CellDiagnostic> Warnings => cell.Warnings;

    public void Declare() => cell.Declare();

    public Task<object?> Start(CellGlobals globals, bool keepState) => cell.Start(globals, keepState, variables);
}
