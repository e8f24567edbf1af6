using AsyncCSharp.Stopping;

namespace AsyncCSharp.Contract;

/// <summary>What a session is made with; kept for Reset, which makes a new one from it.</summary>
/// <param name="Name">The session's name; part of the load context's name.</param>
/// <param name="StopChecks">Whether cells are compiled with the checks that let them be stopped.</param>
internal sealed record ScriptSessionOptions(string Name, bool StopChecks)
{
    /// <summary>Whether compiled cells are kept on disk, where the environment calls for that.</summary>
    public bool KeepsCells { get; init; }

    /// <summary>The session, to which what its code throws where nobody can catch it is told; null for nobody.</summary>
    public WeakReference<IFailureSink>? Owner { get; init; }
}
