using System.Net;
using System.Net.Sockets;

namespace AsyncCSharp.Zmtp;

/// <summary>Where a socket listens: a port of an address, or a file.</summary>
internal sealed class ZmtpEndpoint
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string? _file;

    private ZmtpEndpoint(EndPoint address, string? file)
    {
        Address = address;
        _file = file;
    }

    /// <summary>The address.</summary>
    public EndPoint Address { get; }

    /// <summary>Whether nobody outside of this machine can connect.</summary>
    public bool IsLocal => _file is not null || IPAddress.IsLoopback(((IPEndPoint)Address).Address);

    /// <summary>A port of an address; with 0 the system chooses one.</summary>
    public static ZmtpEndpoint Tcp(IPAddress address, int port) => new(new IPEndPoint(address, port), null);

    /// <summary>A file of a Unix domain socket.</summary>
    /// <exception cref="PathTooLongException">The system has no room for such a path.</exception>
    public static ZmtpEndpoint Ipc(string path)
    {
        try
        {
            return new(new UnixDomainSocketEndPoint(path), path);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new PathTooLongException(string.Format(null, Strings.SocketPathTooLong, path), e);
        }
    }

    /// <summary>Makes the socket that listens.</summary>
    /// <exception cref="SocketException">It cannot be had.</exception>
    public Socket Listen(int backlog)
    {
        Socket socket = new(Address.AddressFamily, SocketType.Stream, _file is null ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            RemoveLeftover();
            socket.Bind(Address);
            if (_file is not null && !OperatingSystem.IsWindows())
            {
                // Before anybody can connect, which is from Listen on.
                File.SetUnixFileMode(_file, OwnersOnly);
            }

            socket.Listen(backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Removes the file, if there is one.</summary>
    public void Remove()
    {
        try
        {
            if (_file is not null)
            {
                File.Delete(_file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or is going; the file means nothing to anybody.
        }
    }

    // A kernel that was killed leaves its files behind, and the next one is started with the same.
    private void RemoveLeftover()
    {
        if (_file is null || !File.Exists(_file) || new FileInfo(_file).Length > 0)
        {
            return;
        }

        using Socket probe = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(Address);
        }
        catch (SocketException)
        {
            Remove();
        }
    }
}
