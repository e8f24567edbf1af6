using System.Management.Automation.Host;

namespace AsyncCSharp.Interop;

/// <summary>Tells how a host says that it cannot do what it is asked for.</summary>
internal static class HostFailure
{
    /// <summary>Whether a call of the host's user interface has failed because the host has none, or not this part of one.</summary>
    public static bool Is(Exception e) => e is HostException or InvalidOperationException or NotImplementedException or NotSupportedException;
}
