namespace AsyncCSharp.Engine;

/// <summary>A session's way to the cache on disk. Needs no compiler.</summary>
/// <param name="disk">The cache, or null where it is off.</param>
internal sealed class UnitStore(Func<DiskCache?> disk)
{
    /// <summary>What a text asks for, if that is known without reading it.</summary>
    public CellDirectives? FindDirectives(string code) =>
        !CellDirectives.MayBeIn(code) ? CellDirectives.None
        : disk()?.Find(KeyOf(code)) is { } content ? UnitFormat.ReadDirectives(content)
        : null;

    /// <summary>Keeps what a text asks for.</summary>
    public void Add(string code, CellDirectives directives) => disk()?.Add(KeyOf(code), UnitFormat.Write(directives));

    /// <summary>The code that was kept for the inputs, or null.</summary>
    public UnitCode? Find(CompilationInputs inputs) => disk()?.Find(inputs.ToKey()) is { } content ? UnitFormat.ReadUnit(content) : null;

    /// <summary>Keeps the code that the inputs compile to.</summary>
    public void Add(CompilationInputs inputs, UnitCode code)
    {
        // The framework's files are read when the compiler first asks for them: where they have been replaced since the process
        // looked at them, nobody knows what this was compiled with.
        if (disk() is { } cache && EngineIdentity.IsStill)
        {
            cache.Add(inputs.ToKey(), UnitFormat.Write(code));
        }
    }

    private static CacheKey KeyOf(string code) => CacheKey.Of("directives", EngineIdentity.Text, code);
}
