using System.Management.Automation.Runspaces;

namespace AsyncCSharp.Machines;

/// <summary>Whether a session of PowerShell's may be given something to do.</summary>
internal static class MachineTurn
{
    /// <summary>
    /// Throws where it works on something else. PowerShell would have a pipeline wait for its turn, which does not come where the pipeline here waits for
    /// it, or the other end is gone.
    /// </summary>
    /// <exception cref="InvalidRunspaceStateException">It does.</exception>
    public static void ThrowIfBusy(PSSession session)
    {
        if (session.Availability != RunspaceAvailability.Available)
        {
            throw new InvalidRunspaceStateException();
        }
    }
}
