namespace AsyncCSharp.Stopping;

/// <summary>Who waits for an async method, as far as that can be seen.</summary>
internal sealed class AwaitEnd
{
    /// <summary>The awaits of cells that go on when it has ended.</summary>
    public HashSet<PendingAwait> Awaits { get; } = [];

    /// <summary>Whether a thread is blocked until it has ended.</summary>
    public bool IsBlocking { get; set; }

    /// <summary>Whether it is what the cell's runner waits for.</summary>
    public bool IsMain { get; set; }

    /// <summary>Whether a library waits for it, and who waits for the library is not to be seen.</summary>
    public bool IsLost { get; set; }

    /// <summary>Adds another's.</summary>
    public void Add(AwaitEnd other)
    {
        Awaits.UnionWith(other.Awaits);
        IsBlocking |= other.IsBlocking;
        IsMain |= other.IsMain;
        IsLost |= other.IsLost;
    }
}
