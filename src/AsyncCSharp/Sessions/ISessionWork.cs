using AsyncCSharp.Stopping;

namespace AsyncCSharp.Sessions;

/// <summary>Something that runs in a session, and ends with the session's life: the invocation of a cell.</summary>
internal interface ISessionWork
{
    /// <summary>Begins to stop. Returns at once; the first cause counts. Any thread.</summary>
    void RequestStop(StopCause cause);
}
