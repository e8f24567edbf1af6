namespace AsyncCSharp.Zmtp;

/// <summary>The first byte of a ZMTP frame.</summary>
[Flags]
internal enum FrameFlags : byte
{
    /// <summary>The last frame of a message, of at most 255 bytes.</summary>
    None = 0,

    /// <summary>More frames of the same message follow.</summary>
    More = 1,

    /// <summary>The length has eight bytes.</summary>
    Long = 2,

    /// <summary>A command of the protocol, and no part of a message.</summary>
    Command = 4,
}
