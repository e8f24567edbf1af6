namespace AsyncCSharp;

/// <summary>
/// Keeps the stop flag raised for as long as anything of a stopped run can still execute. The run holds the ticket, and
/// every flow of control that the run started holds the run in its execution context, so the finalizer comes when the
/// last of them is gone.
/// </summary>
internal sealed class StopTicket
{
    public StopTicket() => StopGate.Raise();

    ~StopTicket() => StopGate.Lower();
}
