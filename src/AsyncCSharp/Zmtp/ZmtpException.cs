namespace AsyncCSharp.Zmtp;

/// <summary>The other side does not keep to the protocol. The connection is closed for it, and nobody is told.</summary>
internal sealed class ZmtpException(string message) : IOException(message);
