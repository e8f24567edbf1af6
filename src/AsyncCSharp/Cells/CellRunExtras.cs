using AsyncCSharp.Output;

namespace AsyncCSharp.Cells;

/// <summary>What a run has only where its cell disposes, prints in pieces, changes its execution context, or writes in order. Owned by the run.</summary>
internal sealed class CellRunExtras
{
    /// <summary>The characters that its console text is split in; made on first need.</summary>
    public SplitCharacters? Splits;

    /// <summary>What is to be done when the cell ends; under the invocation's lock.</summary>
    public Stack<Func<ValueTask>>? Disposables { get; set; }

    /// <summary>Keeps what it writes until its turn.</summary>
    public HeldOutput? Held { get; set; }

    /// <summary>The execution context at the end of the cell's own code, where the code has changed it.</summary>
    public ExecutionContext? EndFlow { get; set; }
}
