namespace AsyncCSharp.Output;

/// <summary>Where the console text of the next cells goes. One a runspace, which has it from <c>RunspaceSessions</c>.</summary>
internal sealed class ConsoleTarget
{
    private volatile IConsoleSink? _sink;
    private IDisplayTarget? _shown;

    /// <summary>Takes the text of cells that begin from here on; null where it goes to PowerShell.</summary>
    public IConsoleSink? Sink
    {
        get => _sink;
        set => _sink = value;
    }

    /// <summary>Has the value of the next cell shown there, and not of those that the cell calls.</summary>
    public void ShowNext(IDisplayTarget? target) => _shown = target;

    /// <summary>A cell begins: where its value is shown; null where it goes to PowerShell as it is.</summary>
    public IDisplayTarget? TakeShown() => Interlocked.Exchange(ref _shown, null);
}
