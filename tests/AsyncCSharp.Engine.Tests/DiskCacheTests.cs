using AsyncCSharp.Engine.Caching;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The cache on disk: what it gives back, and what it does not take for its own.</summary>
public sealed class DiskCacheTests : IDisposable
{
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];

    private readonly CacheFixture _fixture = new();
    private readonly CacheKey _key = CacheKey.Of("the", "key");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Find_NoFolder_GivesNothingAndMakesNone()
    {
        Assert.Null(_fixture.Cache.Find(_key));
        Assert.False(Directory.Exists(_fixture.Folder));
        Assert.Empty(_fixture.Told);
    }

    [Fact]
    public void Find_AfterAdd_GivesTheContent()
    {
        _fixture.Cache.Add(_key, s_content);

        Assert.Equal(s_content, _fixture.Cache.Find(_key)!.Value.ToArray());
        Assert.Null(_fixture.Cache.Find(CacheKey.Of("the", "other")));
        Assert.Equal(_fixture.FileOf(_key), Assert.Single(Directory.GetFiles(_fixture.Folder)));
    }

    [Fact]
    public void Find_FolderRemovedMeanwhile_GivesNothing()
    {
        _fixture.Cache.Add(_key, s_content);
        Directory.Delete(_fixture.Folder, recursive: true);

        Assert.Null(_fixture.Cache.Find(_key));
        _fixture.Cache.Add(_key, s_content);
        Assert.NotNull(_fixture.Cache.Find(_key));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(2000)]
    [InlineData(5075)]
    public void Find_TornFile_GivesNothing(int length)
    {
        _fixture.Cache.Add(_key, s_content);
        using (FileStream file = File.OpenWrite(_fixture.FileOf(_key)))
        {
            file.SetLength(length);
        }

        Assert.Null(_fixture.Cache.Find(_key));
        _fixture.Cache.Add(_key, s_content);
        Assert.Contains(_fixture.FileOf(_key), Assert.Single(_fixture.Told), StringComparison.Ordinal);
        Assert.Equal(s_content, _fixture.Cache.Find(_key)!.Value.ToArray());
    }

    [Fact]
    public void Find_AnyByteChanged_GivesNothing()
    {
        _fixture.Cache.Add(_key, s_content);
        byte[] good = File.ReadAllBytes(_fixture.FileOf(_key));
        for (int i = 0; i < good.Length; i += i < 100 || i > good.Length - 50 ? 1 : 97)
        {
            byte[] bad = [.. good];
            bad[i] ^= 0x10;
            File.WriteAllBytes(_fixture.FileOf(_key), bad);
            Assert.Null(_fixture.Cache.Find(_key));
        }
    }

    [Fact]
    public void Find_BytesAppended_GivesNothing()
    {
        _fixture.Cache.Add(_key, s_content);
        File.AppendAllText(_fixture.FileOf(_key), "x");

        Assert.Null(_fixture.Cache.Find(_key));
    }

    [Fact]
    public void Find_FileOfAnotherKey_GivesNothing()
    {
        CacheKey other = CacheKey.Of("another");
        _fixture.Cache.Add(other, s_content);
        File.Move(_fixture.FileOf(other), _fixture.FileOf(_key));

        Assert.Null(_fixture.Cache.Find(_key));
    }

    [Fact]
    public void Of_PartsCutElsewhere_IsAnotherKey()
    {
        string[] names =
        [
            CacheKey.Of("ab", "c").FileName,
            CacheKey.Of("a", "bc").FileName,
            CacheKey.Of("abc").FileName,
            CacheKey.Of("abc", "").FileName,
            CacheKey.Of("abc", null).FileName,
            CacheKey.Of("abc\ud800").FileName,
            CacheKey.Of("abc\ud801").FileName,
        ];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(CacheKey.Of("ab", "c").FileName, names[0]);
    }

    [Fact]
    public void Add_TooLarge_KeepsNothingAndSaysWhy()
    {
        _fixture.Cache.Add(_key, new byte[5 * 1024 * 1024]);

        Assert.Null(_fixture.Cache.Find(_key));
        Assert.Contains("too large", Assert.Single(_fixture.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_FolderIsAFile_KeepsNothingAndSaysWhy()
    {
        File.WriteAllText(_fixture.Folder, "x");

        _fixture.Cache.Add(_key, s_content);
        Assert.Null(_fixture.Cache.Find(_key));
        Assert.Equal((0, 0), _fixture.Cache.Clear());
        Assert.Contains(_fixture.Folder, Assert.Single(_fixture.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void Clear_RemovesOurFilesOnly()
    {
        _fixture.Cache.Add(_key, s_content);
        CacheKey another = CacheKey.Of("another");
        _fixture.Cache.Add(another, s_content);
        string foreign = Path.Combine(_fixture.Folder, "mine.cell");
        File.WriteAllText(foreign, "x");
        long bytes = new FileInfo(_fixture.FileOf(_key)).Length + new FileInfo(_fixture.FileOf(another)).Length;

        Assert.Equal((2, bytes), _fixture.Cache.Clear());
        Assert.Equal(foreign, Assert.Single(Directory.GetFiles(_fixture.Folder)));
    }

    [Fact]
    public void Find_UsedLongAgo_NotesTheUse()
    {
        string file = _fixture.Add("old", 10, TimeSpan.FromDays(3));

        Assert.NotNull(_fixture.Cache.Find(CacheKey.Of("old")));
        Assert.True(DateTime.UtcNow - File.GetLastWriteTimeUtc(file) < TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Trim_OverTheLimit_RemovesWhatWasUsedLongestAgo()
    {
        string[] files = [.. Enumerable.Range(0, 15).Select(i => _fixture.Add($"{i}", 10_000, TimeSpan.FromDays(100 - i)))];

        Assert.NotNull(_fixture.Cache.Find(CacheKey.Of("0")));
        new CacheTrimmer(_fixture.Folder, 100_000, CannotFail).Trim();

        // Three quarters of the limit are left: the seven newest, of which one has been used just now.
        Assert.Equal([files[0], .. files[9..]], files.Where(File.Exists));
    }

    [Fact]
    public void Trim_WithinTheLimit_RemovesNothingButWhatWasAbandoned()
    {
        string kept = _fixture.Add("kept", 10_000, TimeSpan.FromDays(300));
        string abandoned = Path.Combine(_fixture.Folder, new string('a', 32) + CacheTrimmer.TemporaryExtension);
        string inWork = Path.Combine(_fixture.Folder, new string('b', 32) + CacheTrimmer.TemporaryExtension);
        File.WriteAllText(abandoned, "x");
        File.WriteAllText(inWork, "x");
        File.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddDays(-1));

        new CacheTrimmer(_fixture.Folder, DiskCache.DefaultLimit, CannotFail).Trim();

        Assert.True(File.Exists(kept));
        Assert.False(File.Exists(abandoned));
        Assert.True(File.Exists(inWork));
    }

    [Fact]
    public void Add_ManyTimesOverTheLimit_StaysNearIt()
    {
        using CacheFixture small = new(limit: 200_000);
        for (int i = 0; i < 400; i++)
        {
            small.Cache.Add(CacheKey.Of($"{i}"), new byte[10_000]);
        }

        // Each write here is longer than a sixty-fourth of the limit, so that each looks.
        Assert.InRange(Directory.GetFiles(small.Folder).Sum(f => new FileInfo(f).Length), 1, 200_000);
    }

    [Fact]
    public void AddAndFind_FromManyThreads_NeverGiveAnythingElse()
    {
        DiskCache[] caches = [.. Enumerable.Range(0, 4).Select(_ => new DiskCache(_fixture.Folder, DiskCache.DefaultLimit, new CacheProblems()))];
        int found = 0;
        Parallel.For(0, 400, i =>
        {
            DiskCache cache = caches[i % caches.Length];
            CacheKey key = CacheKey.Of($"{i % 3}");
            cache.Add(key, Enumerable.Repeat((byte)(i % 3), 20_000).ToArray());
            if (cache.Find(key) is { } content)
            {
                _ = Interlocked.Increment(ref found);
                Assert.True(content.Length == 20_000 && content.Span.IndexOfAnyExcept((byte)(i % 3)) < 0);
            }
        });

        Assert.True(found > 0);
        Assert.Equal(3, Directory.GetFiles(_fixture.Folder).Length);
    }

    [Fact]
    public void Problems_AreToldOnceAndInOrder_AndNotWithoutEnd()
    {
        CacheProblems problems = new();
        foreach (int i in Enumerable.Range(0, 1000))
        {
            problems.Add($"{i / 2}");
        }

        IReadOnlyList<string> told = problems.Take();
        Assert.Equal(["0", "1", "2"], told.Take(3));
        Assert.InRange(told.Count, 3, 50);
        Assert.Empty(problems.Take());
    }

    private static void CannotFail(string file, Exception e) => Assert.Fail($"{file}: {e.Message}");
}
