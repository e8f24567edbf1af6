using System.Globalization;

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

    /// <summary>The code of a cell, or null.</summary>
    public UnitCode? Find(CacheKey key) => disk()?.Find(key) is { } content ? UnitFormat.ReadUnit(content) : null;

    /// <summary>Keeps the code of a cell.</summary>
    public void Add(CacheKey key, UnitCode code) => disk()?.Add(key, UnitFormat.Write(code));

    /// <summary>The key of a cell: all that decides what it compiles to. Null where nothing is kept.</summary>
    public CacheKey? KeyOf(CellSource source, bool hidesInput, SubmissionChain chain, CompilationScope scope, IEnumerable<string> usings) => disk() is null
        ? null
        : CacheKey.Of(
            "unit",
            EngineIdentity.Text,
            chain.Fingerprint,
            chain.NextSlot.ToString(CultureInfo.InvariantCulture),
            scope.Fingerprint,
            string.Join('\n', usings),
            hidesInput ? "hides" : null,
            source.InputType?.AssemblyQualifiedName,
            source.RunsOften ? "often" : null,
            source.Path,

            // Symbols and warnings name the cell. In memory they are renamed; here the number is as good as the text.
            source.Path is null ? source.Number.ToString(CultureInfo.InvariantCulture) : null,
            source.Code);

    private static CacheKey KeyOf(string code) => CacheKey.Of("directives", EngineIdentity.Text, code);
}
