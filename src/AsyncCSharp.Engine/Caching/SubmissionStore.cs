using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Directives;

namespace AsyncCSharp.Engine.Caching;

/// <summary>A session's way to the cache on disk. Needs no compiler.</summary>
/// <param name="disk">The cache, or null where it is off.</param>
internal sealed class SubmissionStore(Func<DiskCache?> disk)
{
    /// <summary>How many texts are remembered.</summary>
    private const int Remembered = 128;

    // What the texts of the session ask for; nothing but the text decides that.
    private readonly Dictionary<string, CellDirectives> _directives = new(StringComparer.Ordinal);

    /// <summary>What a text asks for, if that is known without reading it.</summary>
    public CellDirectives? FindDirectives(string code)
    {
        if (!CellDirectives.MayBeIn(code))
        {
            return CellDirectives.None;
        }

        if (_directives.TryGetValue(code, out CellDirectives? known))
        {
            return known;
        }

        return disk()?.Find(KeyOf(code)) is { } content ? Remember(code, SubmissionFormat.ReadDirectives(content)) : null;
    }

    /// <summary>Keeps what a text asks for.</summary>
    public void Add(string code, CellDirectives directives)
    {
        _ = Remember(code, directives);
        disk()?.Add(KeyOf(code), SubmissionFormat.Write(directives));
    }

    /// <summary>The code that was kept for the inputs, or null.</summary>
    public SubmissionCode? Find(CompilationInputs inputs) => disk()?.Find(inputs.ToKey()) is { } content ? SubmissionFormat.ReadCode(content) : null;

    /// <summary>Keeps the code that the inputs compile to.</summary>
    public void Add(CompilationInputs inputs, SubmissionCode code)
    {
        // The framework's files are read when the compiler first asks for them: where they have been replaced since the process
        // looked at them, nobody knows what this was compiled with.
        if (disk() is { } cache && EngineIdentity.IsStill)
        {
            cache.Add(inputs.ToKey(), SubmissionFormat.Write(code));
        }
    }

    private CellDirectives Remember(string code, CellDirectives directives)
    {
        if (_directives.Count == Remembered)
        {
            _directives.Clear();
        }

        return _directives[code] = directives;
    }

    private static CacheKey KeyOf(string code) => CacheKey.Of("directives", EngineIdentity.Text, code);
}
