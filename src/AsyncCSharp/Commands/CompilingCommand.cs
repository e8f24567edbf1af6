namespace AsyncCSharp.Commands;

/// <summary>What the cmdlets have in common that compile, or look for references, and run nothing. Stopped, they end at once.</summary>
public abstract class CompilingCommand : SessionCommand, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private protected CompilingCommand()
    {
    }

    private protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        base.StopProcessing();
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has ended at this very moment.
        }
    }
}
