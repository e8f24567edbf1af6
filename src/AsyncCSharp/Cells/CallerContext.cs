using AsyncCSharp.Loop;
using AsyncCSharp.Output;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// The context that PowerShell has called the cmdlet in: its code runs there again, on the pipeline thread, and not in the cell's. Owned by
/// the streams of an invocation.
/// </summary>
internal sealed class CallerContext(CellInvocation invocation)
{
    private readonly ThreadContext _outer = ThreadContext.Capture();

    /// <summary>Runs PowerShell's code, and puts the cell's context back.</summary>
    public void Run(Action<ICellOutput> action, OutsideCode code) => Run(static (output, action) => ((Action<ICellOutput>)action!)(output), action, code);

    /// <summary>As <see cref="Run(Action{ICellOutput}, OutsideCode)"/>, with what the code needs, so that it need not be a closure.</summary>
    public void Run(Action<ICellOutput, object?> action, object? argument, OutsideCode code)
    {
        CodePlace before = invocation.Boundary.Set(inside: false);
        OutsideCode? outer = invocation.Boundary.Thread.EnterOutside(code);
        ThreadContext inner = ThreadContext.Capture();
        ExecutionContext? caller = invocation.CalledFrom;
        invocation.CalledFrom = inner.Execution;
        try
        {
            _outer.Restore();
            invocation.Handed.ToShell();
            action(invocation.Output, argument);
        }
        finally
        {
            invocation.Handed.ToCell();

            // A nested cell of the session may have put something into the context meanwhile.
            inner = inner.With(invocation.CalledFrom);
            invocation.CalledFrom = caller;
            invocation.Boundary.Thread.LeaveOutside(code, outer);
            inner.Restore();
            invocation.Boundary.Restore(before);
        }
    }
}
