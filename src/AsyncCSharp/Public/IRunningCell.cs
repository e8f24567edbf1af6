using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>One execution of a cell, as far as the types that cells see know it.</summary>
internal interface IRunningCell
{
    /// <summary>The pipeline object.</summary>
    object? Input { get; }

    /// <summary>What <c>-ArgumentList</c> gave.</summary>
    IReadOnlyList<object?> Arguments { get; }

    /// <summary>The same as programs have it.</summary>
    string[] ArgumentTexts { get; }

    /// <summary>Whether the cell has ended; what it left behind may still run.</summary>
    bool Ended { get; }

    /// <summary>Where it shows things that are more than text; null where there is no such place.</summary>
    IDisplayTarget? Display { get; }

    /// <summary>How the session's user has values of some types shown.</summary>
    DisplayFormatters Formatters { get; }

    /// <summary>Fires when its code is to stop, also that which it has left behind.</summary>
    CancellationToken Stopped { get; }

    /// <summary>Its way to PowerShell.</summary>
    IShellAccess Shell { get; }

    /// <summary>The execution context at the end of the cell's own code, where the code has changed it; else null.</summary>
    ExecutionContext? EndFlow { get; }

    /// <summary>The run whose code the calling thread executes, or null outside of cells.</summary>
    static IRunningCell? Current => StoppableRun.Current as IRunningCell;

    /// <summary>Keeps what is to be done when the cell ends: a top-level <c>using</c>.</summary>
    void AddDisposable(Action dispose);

    /// <summary>As <see cref="AddDisposable(Action)"/>, for <c>await using</c>.</summary>
    void AddDisposable(Func<ValueTask> dispose);

    /// <summary>The cell's own code ends: on whatever thread, in the context that it has made.</summary>
    void LeaveFlow();

    /// <summary>Begins to end the script file or program that the cell is; false in any other cell.</summary>
    bool TryExit(int exitCode);

    /// <summary>Takes the text that the cell has printed to where it belongs.</summary>
    void DeliverPrinted();
}
