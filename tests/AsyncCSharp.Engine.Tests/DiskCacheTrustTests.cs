using System.Diagnostics;
using System.Runtime.Versioning;
using AsyncCSharp.Engine.Caching;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The cache on disk runs code: who may have written it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DiskCacheTrustTests : IDisposable
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode | UnixFileMode.UserExecute;

    private static readonly byte[] s_content = [1, 2, 3];

    private readonly CacheFixture _fixture = new();
    private readonly CacheKey _key = CacheKey.Of("key");

    public DiskCacheTrustTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Add_MakesFolderAndFileForTheUserOnly()
    {
        _fixture.Cache.Add(_key, s_content);

        Assert.Equal(FolderMode, File.GetUnixFileMode(_fixture.Folder));
        Assert.Equal(FileMode, File.GetUnixFileMode(_fixture.FileOf(_key)));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void FolderThatOthersMayWriteTo_IsNotUsed(UnixFileMode bit)
    {
        _fixture.Cache.Add(_key, s_content);
        File.SetUnixFileMode(_fixture.Folder, FolderMode | bit);

        Assert.Null(_fixture.Cache.Find(_key));
        Assert.Contains(_fixture.Folder, Assert.Single(_fixture.Told), StringComparison.Ordinal);
        _fixture.Cache.Add(CacheKey.Of("another"), s_content);
        _ = Assert.Single(Directory.GetFiles(_fixture.Folder));
        Assert.Equal((0, 0), _fixture.Cache.Clear());
        File.SetUnixFileMode(_fixture.Folder, FolderMode);
        Assert.NotNull(_fixture.Cache.Find(_key));
    }

    [Fact]
    public void FileThatOthersMayWriteTo_IsNotUsed()
    {
        _fixture.Cache.Add(_key, s_content);
        File.SetUnixFileMode(_fixture.FileOf(_key), FileMode | UnixFileMode.OtherWrite);

        Assert.Null(_fixture.Cache.Find(_key));
        Assert.Contains(_fixture.FileOf(_key), Assert.Single(_fixture.Told), StringComparison.Ordinal);

        // Written anew, it is the user's own again.
        _fixture.Cache.Add(_key, s_content);
        Assert.NotNull(_fixture.Cache.Find(_key));
    }

    [Fact]
    public void FolderOfAnotherUser_IsNotUsed()
    {
        // Who is not root finds a folder of root's; root gives one away.
        string folder = "/etc";
        if (UnixFile.User == 0)
        {
            folder = _fixture.Folder;
            _fixture.Cache.Add(_key, s_content);
            GiveAway(folder);
        }

        DiskCache foreign = new(folder, DiskCache.DefaultLimit, new CacheProblems());
        Assert.Null(foreign.Find(_key));
        foreign.Add(CacheKey.Of("another"), s_content);
        Assert.Contains(folder, Assert.Single(foreign.Problems.Take()), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, CacheKey.Of("another").FileName)));
    }

    [Fact]
    public void FileOfAnotherUser_IsNotUsed()
    {
        Assert.SkipUnless(UnixFile.User == 0, "Only root can give a file away.");
        _fixture.Cache.Add(_key, s_content);
        GiveAway(_fixture.FileOf(_key));

        Assert.Null(_fixture.Cache.Find(_key));
        Assert.Contains(_fixture.FileOf(_key), Assert.Single(_fixture.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_AsALink_IsNotUsed()
    {
        string elsewhere = _fixture.Beside("elsewhere");
        _ = Directory.CreateDirectory(elsewhere);
        _ = Directory.CreateSymbolicLink(_fixture.Folder, elsewhere);

        _fixture.Cache.Add(_key, s_content);
        Assert.Empty(Directory.GetFiles(elsewhere));
        Assert.Contains(_fixture.Folder, Assert.Single(_fixture.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_AsALink_IsNeitherReadNorWrittenThrough()
    {
        _fixture.Cache.Add(_key, s_content);
        string elsewhere = _fixture.Beside("elsewhere.cell");
        File.Move(_fixture.FileOf(_key), elsewhere);
        byte[] before = File.ReadAllBytes(elsewhere);
        _ = File.CreateSymbolicLink(_fixture.FileOf(_key), elsewhere);

        Assert.Null(_fixture.Cache.Find(_key));
        Assert.Contains(_fixture.FileOf(_key), Assert.Single(_fixture.Told), StringComparison.Ordinal);
        _fixture.Cache.Add(_key, [9]);
        Assert.Equal(before, File.ReadAllBytes(elsewhere));
        Assert.Equal([9], _fixture.Cache.Find(_key)!.Value.ToArray());
        Assert.Null(new FileInfo(_fixture.FileOf(_key)).LinkTarget);
    }

    [Fact]
    public void Entry_AsALinkToNothing_IsToldOf()
    {
        _ = Directory.CreateDirectory(_fixture.Folder, FolderMode);
        _ = File.CreateSymbolicLink(_fixture.FileOf(_key), _fixture.Beside("nothing"));

        Assert.Null(_fixture.Cache.Find(_key));
        Assert.Contains(_fixture.FileOf(_key), Assert.Single(_fixture.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void Clear_EntryThatCannotBeRemoved_IsToldOf()
    {
        Assert.SkipWhen(UnixFile.User == 0, "Who may do anything is not stopped by permissions.");
        _fixture.Cache.Add(_key, s_content);
        File.SetUnixFileMode(_fixture.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Equal((0, 0), _fixture.Cache.Clear());
        Assert.Contains(_fixture.FileOf(_key), Assert.Single(_fixture.Told), StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatCannotBeWrittenTo_IsReadAndLeftAlone()
    {
        Assert.SkipWhen(UnixFile.User == 0, "Who may do anything is not stopped by permissions.");
        _fixture.Cache.Add(_key, s_content);
        File.SetLastWriteTimeUtc(_fixture.FileOf(_key), DateTime.UtcNow.AddDays(-3));
        File.SetUnixFileMode(_fixture.Folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.NotNull(_fixture.Cache.Find(_key));
        _fixture.Cache.Add(CacheKey.Of("another"), s_content);
        Assert.Contains(_fixture.Folder, Assert.Single(_fixture.Told), StringComparison.Ordinal);
        Assert.Equal(_fixture.FileOf(_key), Assert.Single(Directory.GetFiles(_fixture.Folder)));
    }

    [Fact]
    public void FolderThatCannotBeMade_IsNoError()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has a place where nobody can make a folder.");
        DiskCache none = new("/proc/asynccsharp", DiskCache.DefaultLimit, new CacheProblems());

        none.Add(_key, s_content);
        Assert.Contains("/proc/asynccsharp", Assert.Single(none.Problems.Take()), StringComparison.Ordinal);
        Assert.Null(none.Find(_key));
    }

    private static void GiveAway(string path)
    {
        using Process process = Process.Start("chown", ["12345", path]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
