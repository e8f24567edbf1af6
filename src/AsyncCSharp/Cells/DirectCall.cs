using AsyncCSharp.Loop;
using AsyncCSharp.Stopping;

namespace AsyncCSharp.Cells;

/// <summary>
/// A command of the module in PowerShell code that a cell's C# calls directly, as a script method or a class's ToString, and not through
/// <c>Shell</c> or a delegate, which would have told. The thread leaves the cell's code for the command, and goes on in it afterwards.
/// </summary>
/// <remarks>For each method of the command, and not for the command: between them PowerShell executes others of the pipeline.</remarks>
internal readonly ref struct DirectCall
{
    private readonly CodeBoundary? _left;
    private readonly CodePlace _place;
    private readonly OutsideCode? _outside;
    private readonly CellInvocation? _caller;
    private readonly ExecutionContext? _context;
    private readonly ExecutionContext? _calledFrom;
    private readonly Action? _stopBefore;

    private DirectCall(StopScope code, Action stop)
    {
        _left = new CodeBoundary(code);
        _place = _left.Set(inside: false);
        _outside = _left.Thread.EnterOutside(_left.Called);
        if (CellRun.Current is { Invocation: { Pump.IsCurrentThread: true } caller } run && run.Stop == code)
        {
            _caller = caller;
            _calledFrom = caller.CalledFrom;
            caller.CalledFrom = _context = ExecutionContext.Capture();
            _stopBefore = caller.SetNestedStop(stop);
        }
    }

    /// <summary>Leaves the code of the cell that the calling thread is in, if it is in any.</summary>
    /// <param name="command">The command.</param>
    /// <param name="stop">Makes of it what stops it: the cell does, where PowerShell is not what stops the cell.</param>
    public static DirectCall Begin<T>(T command, Func<T, Action> stop) =>
        CodeThread.Current.Code is { } code ? new DirectCall(code, stop(command)) : default;

    /// <summary>Ends <see cref="Begin"/>.</summary>
    public void Dispose()
    {
        if (_left is null)
        {
            return;
        }

        if (_caller is not null)
        {
            _ = _caller.SetNestedStop(_stopBefore);

            // A nested cell of the session may have put something into the context meanwhile.
            if (_caller.CalledFrom is { } context && context != _context)
            {
                ExecutionContext.Restore(context);
            }

            _caller.CalledFrom = _calledFrom;
        }

        _left.Thread.LeaveOutside(_left.Called, _outside);
        _left.Restore(_place);
    }
}
