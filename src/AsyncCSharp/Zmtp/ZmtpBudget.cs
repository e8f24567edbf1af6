namespace AsyncCSharp.Zmtp;

/// <summary>
/// The memory that messages may take while they are received, over all connections of a kernel: whoever can connect can send, before anybody
/// knows whether the sender is who it should be. One connection may have as much as it leaves for all others. Any thread.
/// </summary>
/// <param name="bytes">How much there is.</param>
internal sealed class ZmtpBudget(long bytes)
{
    private long _left = bytes;

    /// <summary>What is left of it.</summary>
    public long Left => Volatile.Read(ref _left);

    /// <summary>Takes a part of it.</summary>
    /// <param name="bytes">How much.</param>
    /// <param name="taken">What the same connection has already.</param>
    /// <exception cref="ZmtpException">There is not as much for one connection.</exception>
    public void Take(long bytes, long taken)
    {
        if (Interlocked.Add(ref _left, -bytes) < taken + bytes)
        {
            Give(bytes);
            throw new ZmtpException("The messages that are being received are too large.");
        }
    }

    /// <summary>Gives a part of it back.</summary>
    public void Give(long bytes) => Interlocked.Add(ref _left, bytes);
}
