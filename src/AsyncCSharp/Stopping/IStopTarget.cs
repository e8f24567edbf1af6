namespace AsyncCSharp.Stopping;

/// <summary>What is stopped by a <see cref="StopLadder"/>: the invocation of a cell, as far as stopping it goes. Any thread.</summary>
internal interface IStopTarget
{
    /// <summary>Whether it is to stop, and how much time it has.</summary>
    StopScope Stop { get; }

    /// <summary>Its async methods that have suspended and not ended.</summary>
    LiveFrames Frames { get; }

    /// <summary>What its pipeline thread executes.</summary>
    CodeThread Thread { get; }

    /// <summary>Whether the cmdlet (or the job) has returned.</summary>
    bool Ended { get; }

    /// <summary>Whether a loop of another library has the pipeline thread.</summary>
    bool HasForeignLoop { get; }

    /// <summary>Gets what callbacks of its token throw.</summary>
    IFailureSink Failures { get; }

    /// <summary>Stops what the cell called in PowerShell, and ends blocking waits of its code.</summary>
    /// <param name="isUnwinding">Whether the pipeline thread waits for code that is about to end.</param>
    void InterruptWaits(bool isUnwinding);

    /// <summary>Ends a wait of PowerShell's code that has lasted too long.</summary>
    void EndOutsideWait();

    /// <summary>Remembers a task whose code was still executing when its await was given up.</summary>
    void AddLeftover(Task task);
}
