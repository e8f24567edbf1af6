using System.Runtime.CompilerServices;
using Nito.AsyncEx;

namespace AsyncCSharp.Engine;

/// <summary>Runs each cell in an <see cref="AsyncContext"/> of its own.</summary>
internal sealed class AsyncExRunner : ICellRunner
{
    public const string Name = "AsyncEx";

    public object? Run(CellContext cell) => RunInContext(cell);

    // A method of its own, so that the library is loaded by the first cell that runs under it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? RunInContext(CellContext cell) => AsyncContext.Run(cell.Start);
}
