namespace AsyncCSharp.Jobs;

/// <summary>What a job does, on a thread of its own.</summary>
internal interface IJobWork
{
    /// <summary>Starts the thread.</summary>
    void Start();

    /// <summary>Stops what it does, also where that has not begun. Returns at once. Any thread.</summary>
    void Stop();
}
