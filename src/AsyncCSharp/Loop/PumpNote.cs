namespace AsyncCSharp.Loop;

/// <summary>A text that is on its way to PowerShell by the queue of a pipeline thread.</summary>
internal abstract class PumpNote
{
    /// <summary>The invocation whose cell has written it.</summary>
    public abstract object Source { get; }

    /// <summary>The boundary of that invocation.</summary>
    public abstract CodeBoundary Boundary { get; }

    /// <summary>Pipeline thread: writes it, or hands it over where the cell has ended.</summary>
    public abstract void Deliver();

    /// <summary>The cell has ended before its pipeline thread came by: the text goes to the user directly.</summary>
    public abstract void HandOver();
}
