namespace AsyncCSharp.Schedules;

/// <summary>The state of an object that is locked. One thread runs at a time: it needs no lock of its own.</summary>
internal sealed class ScheduledLock
{
    /// <summary>Who has it, or null.</summary>
    public Thread? Owner { get; set; }

    /// <summary>How often the owner has taken it.</summary>
    public int Depth { get; set; }

    /// <summary>Who waits for a pulse, in order.</summary>
    public List<Thread> Waiting { get; } = [];
}
