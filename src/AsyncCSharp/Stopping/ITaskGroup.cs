namespace AsyncCSharp.Stopping;

/// <summary>Something that ends when all tasks in it have ended, without an await that would tell who waits for whom: a nursery.</summary>
internal interface ITaskGroup
{
    /// <summary>Ends with the last of the tasks.</summary>
    Task End { get; }
}
