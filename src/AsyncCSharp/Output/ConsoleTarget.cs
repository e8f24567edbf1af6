namespace AsyncCSharp.Output;

/// <summary>Where the console text of the next cells goes. One a runspace, which has it from <c>RunspaceSessions</c>.</summary>
internal sealed class ConsoleTarget
{
    private volatile IConsoleSink? _sink;

    /// <summary>Takes the text of cells that begin from here on; null where it goes to PowerShell.</summary>
    public IConsoleSink? Sink
    {
        get => _sink;
        set => _sink = value;
    }
}
