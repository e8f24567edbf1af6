namespace AsyncCSharp.Loop;

/// <summary>The run of a cell whose code blocks the thread of its session's loop.</summary>
internal interface IBlockedCell
{
    /// <summary>Runs the runspace's event actions, if it is time to look for them. Whether it was.</summary>
    bool ServeEvents();

    /// <summary>Warns, once, that the cell blocked its loop's thread while the loop had work.</summary>
    void WarnOfBlockedLoop();
}
