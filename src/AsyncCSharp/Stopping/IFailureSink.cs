namespace AsyncCSharp.Stopping;

/// <summary>Takes what code of a session has thrown where nobody can catch it: the next cell of the session tells of it. Any thread.</summary>
internal interface IFailureSink
{
    /// <summary>Keeps the exception, unless it is how a stop ends code.</summary>
    void Report(Exception e);

    /// <summary>Notes that code of a cell threw the exception: it may be in a task that nobody awaits.</summary>
    void Suspect(Exception e);
}
