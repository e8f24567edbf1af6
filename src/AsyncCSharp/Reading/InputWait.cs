using AsyncCSharp.Stopping;

namespace AsyncCSharp.Reading;

/// <summary>How a cell waits for the console's input: it looks now and then, so that a stop ends the wait.</summary>
internal static class InputWait
{
    /// <summary>Waits until something is there.</summary>
    /// <param name="look">Looks; may wait for some milliseconds where it is told at once of what comes.</param>
    /// <param name="slice">How many milliseconds to wait between two looks.</param>
    /// <param name="lockObject">A lock that the calling thread holds; others may have it during the wait.</param>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public static void Until(Func<bool> look, int slice, object lockObject)
    {
        StopChecks.Check();
        while (!look())
        {
            // A wait of the framework's, in which the pipeline thread serves others.
            _ = Monitor.Wait(lockObject, slice);
            StopChecks.Check();
        }
    }
}
