namespace AsyncCSharp.Engine.Caching;

/// <summary>
/// Why the cache on disk was not used, for <c>-Verbose</c>: each reason once, until somebody takes them. Belongs to the session
/// whose cache it is; any thread.
/// </summary>
internal sealed class CacheProblems
{
    /// <summary>Where nobody asks, more is of no use.</summary>
    private const int Limit = 20;

    private readonly List<string> _problems = [];

    /// <summary>Notes one.</summary>
    public void Add(string problem)
    {
        lock (_problems)
        {
            if (_problems.Count < Limit && !_problems.Contains(problem))
            {
                _problems.Add(problem);
            }
        }
    }

    /// <summary>Those since the last call, in their order.</summary>
    public IReadOnlyList<string> Take()
    {
        lock (_problems)
        {
            string[] taken = [.. _problems];
            _problems.Clear();
            return taken;
        }
    }
}
