using AsyncCSharp.Contract;
using AsyncCSharp.Conversion;

namespace AsyncCSharp.Cells;

/// <summary>What a call awaits of its cell, which the history tells of. The threads of the cell.</summary>
/// <param name="invocation">The invocation.</param>
/// <param name="call">What the call wants.</param>
internal readonly struct CellAwaits(CellInvocation invocation, CellCall call)
{
    /// <summary>The cell begins.</summary>
    public void Begin(ICompiledCell cell) => _ = Noted(cell.IsAsync);

    /// <summary>Whether a value is to be awaited.</summary>
    public bool Have(object? value) => Noted(call.Await && Awaitable.Is(value));

    /// <summary>The type of the items of an asynchronous stream that is to be read; null for anything else.</summary>
    public Type? StreamTypeOf(object? value)
    {
        Type? type = call.Await && !call.NoEnumerate ? ValueKinds.StreamTypeOf(value) : null;
        _ = Noted(type is not null);
        return type;
    }

    private bool Noted(bool isAwaited)
    {
        if (isAwaited)
        {
            invocation.Record?.NoteAwait();
        }

        return isAwaited;
    }
}
