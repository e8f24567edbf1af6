namespace AsyncCSharp.Stopping;

/// <summary>Why a cell is to stop. The first cause counts.</summary>
internal enum StopCause
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>The pipeline is stopped: Ctrl+C, Stop(), a closing runspace.</summary>
    Pipeline,

    /// <summary>A command downstream wants no more, or an error was to stop.</summary>
    Downstream,

    /// <summary>The time given is up.</summary>
    Timeout,

    /// <summary>The cell suspended under a runner that cannot wait.</summary>
    Suspended,

    /// <summary>Code of the script file or program has ended it: <see cref="ExitHooks"/>.</summary>
    Exit,

    /// <summary>The session was reset or removed.</summary>
    Session,
}
