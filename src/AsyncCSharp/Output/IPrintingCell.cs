using System.Management.Automation.Host;
using AsyncCSharp.Loop;

namespace AsyncCSharp.Output;

/// <summary>The invocation of a cell that prints, as far as the way of its console text knows it. Any thread, unless said otherwise.</summary>
internal interface IPrintingCell
{
    /// <summary>Writes what no pipeline thread writes.</summary>
    HostPrinter Printer { get; }

    /// <summary>The runspace's host, or null.</summary>
    PSHost? Host { get; }

    /// <summary>Knows whether the pipeline thread is in the cell's code.</summary>
    CodeBoundary Boundary { get; }

    /// <summary>Its streams. On the pipeline thread, or by who stands in for it.</summary>
    ICellOutput Output { get; }

    /// <summary>Takes its console text, past PowerShell; null for none.</summary>
    IConsoleSink? Sink { get; }

    /// <summary>Whether the cmdlet (or the job) has returned.</summary>
    bool Ended { get; }

    /// <summary>Whether it is to stop.</summary>
    bool IsStopping { get; }

    /// <summary>Whether other threads have written enough for the moment, and PowerShell is at it.</summary>
    bool IsBackedUp { get; }

    /// <summary>Whether another thread may write information records in the place of the pipeline thread.</summary>
    bool AllowsStandIn { get; }

    /// <summary>Takes note of a text. Calls nothing of PowerShell's and waits for nothing.</summary>
    void Note(ConsoleNote note);

    /// <summary>Pipeline thread: does what another thread, or a console write, has left to it.</summary>
    void Deliver(Action<ICellOutput> action);
}
