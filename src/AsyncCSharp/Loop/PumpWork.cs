namespace AsyncCSharp.Loop;

/// <summary>One thing that a pipeline thread is to do: an action, or a console text to write.</summary>
internal readonly record struct PumpWork(Action? Action, PumpNote? Note)
{
    /// <summary>Does it.</summary>
    public void Run()
    {
        if (Note is null)
        {
            Action!();
            return;
        }

        try
        {
            Note.Deliver();
        }
        finally
        {
            PrintHooks.Remove();
        }
    }
}
