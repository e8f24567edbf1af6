using System.ComponentModel;
using AsyncCSharp.Stopping;

namespace AsyncCSharp;

/// <summary>What compiled cells call instead of <see cref="Environment.Exit"/>. Any thread.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExitHooks
{
    /// <summary>Ends the script file or program that calls it, as that would end by itself. In a cell, ends the process.</summary>
    /// <param name="exitCode">The exit code.</param>
    public static void Exit(int exitCode)
    {
        if (IRunningCell.Current?.TryExit(exitCode) != true)
        {
            Environment.Exit(exitCode);
            return;
        }

        StopChecks.ThrowIfStopped(StopPoint.Jump);

        // In a finally block of what has ended already.
        throw new CellStoppedException(StoppableRun.Current!.Stop.Token);
    }
}
