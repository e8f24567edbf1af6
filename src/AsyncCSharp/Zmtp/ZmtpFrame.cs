namespace AsyncCSharp.Zmtp;

/// <summary>A frame as it was received.</summary>
/// <param name="Flags">What it is.</param>
/// <param name="Body">What is in it.</param>
internal readonly record struct ZmtpFrame(FrameFlags Flags, byte[] Body)
{
    /// <summary>Whether more frames of the same message follow.</summary>
    public bool HasMore => Flags.HasFlag(FrameFlags.More);

    /// <summary>Whether it is a command of the protocol.</summary>
    public bool IsCommand => Flags.HasFlag(FrameFlags.Command);
}
