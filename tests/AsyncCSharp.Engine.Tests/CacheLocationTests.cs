using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Which folder the environment calls for.</summary>
public sealed class CacheLocationTests
{
    private static readonly string s_root = Path.GetFullPath(Path.GetTempPath());

    [Theory]
    [InlineData("off")]
    [InlineData("Off")]
    [InlineData("some/relative/folder")]
    public void Folder_TurnedOffOrRelative_IsNone(string value) =>
        Assert.Null(CacheLocation.Folder(Environment(CacheLocation.Variable, value, "HOME", s_root, "LOCALAPPDATA", s_root)));

    [Fact]
    public void Folder_Named_IsThat() =>
        Assert.Equal(s_root, CacheLocation.Folder(Environment(CacheLocation.Variable, s_root, "HOME", "/home/other")));

    [Fact]
    public void Folder_NothingSaid_IsThePlatformsPlace()
    {
        string expected = OperatingSystem.IsWindows() ? "asynccsharp" : OperatingSystem.IsMacOS() ? "Library/Caches/asynccsharp" : ".cache/asynccsharp";
        Assert.Equal(Path.Combine(s_root, expected), CacheLocation.Folder(Environment("HOME", s_root, "LOCALAPPDATA", s_root, CacheLocation.Variable, "")));
    }

    [Fact]
    public void Folder_XdgCacheHome_GoesFirst()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has its own place.");
        Assert.Equal("/x/asynccsharp", CacheLocation.Folder(Environment("XDG_CACHE_HOME", "/x", "HOME", "/home/other")));

        // The specification: a relative path is invalid and is to be ignored.
        Assert.NotEqual("x/asynccsharp", CacheLocation.Folder(Environment("XDG_CACHE_HOME", "x", "HOME", "/home/other")));
        Assert.NotNull(CacheLocation.Folder(Environment("XDG_CACHE_HOME", "x", "HOME", "/home/other")));
    }

    [Fact]
    public void Folder_NoHome_IsNone() => Assert.Null(CacheLocation.Folder(_ => null));

    private static Func<string, string?> Environment(params string[] pairs) =>
        name => Array.IndexOf(pairs, name) is >= 0 and var i && i % 2 == 0 ? pairs[i + 1] : null;
}
