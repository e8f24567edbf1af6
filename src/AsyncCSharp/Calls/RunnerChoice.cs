namespace AsyncCSharp.Calls;

/// <summary>What one call runs under: the session's own setting, or what <c>-Runner</c> says for this call.</summary>
/// <param name="Runner">What runs async cells.</param>
/// <param name="AutoAwait">Whether AutoAwait is on.</param>
internal readonly record struct RunnerChoice(RunnerEntry Runner, bool AutoAwait)
{
    /// <summary>The session's setting.</summary>
    public static RunnerChoice Of(CSharpSession session) => new(session.RunnerEntry, session.AutoAwait);
}
