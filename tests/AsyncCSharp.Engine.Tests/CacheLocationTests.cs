using AsyncCSharp.Engine.Caching;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Which folder the environment calls for.</summary>
public sealed class CacheLocationTests
{
    private static readonly string s_root = Path.GetFullPath(Path.GetTempPath());

    [Theory]
    [InlineData("off")]
    [InlineData("Off")]
    public void Folder_TurnedOff_IsNone(string value)
    {
        Assert.Null(CacheLocation.Folder(Environment(CacheLocation.Variable, value, "HOME", s_root, "LOCALAPPDATA", s_root), out string? problem));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("some/relative/folder")]
    [InlineData(".")]
    public void Folder_Relative_IsNoneAndSaysWhy(string value)
    {
        Assert.Null(CacheLocation.Folder(Environment(CacheLocation.Variable, value, "HOME", s_root, "LOCALAPPDATA", s_root), out string? problem));
        Assert.Contains($"'{value}'", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_Named_IsThat() =>
        Assert.Equal(s_root, FolderIn(CacheLocation.Variable, s_root, "HOME", "/home/other"));

    [Fact]
    public void Folder_NothingSaid_IsThePlatformsPlace()
    {
        string expected = OperatingSystem.IsWindows() ? "asynccsharp" : OperatingSystem.IsMacOS() ? "Library/Caches/asynccsharp" : ".cache/asynccsharp";
        Assert.Equal(Path.Combine(s_root, expected), FolderIn("HOME", s_root, "LOCALAPPDATA", s_root, CacheLocation.Variable, ""));
    }

    [Fact]
    public void Folder_XdgCacheHome_GoesFirst()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has its own place.");
        Assert.Equal("/x/asynccsharp", FolderIn("XDG_CACHE_HOME", "/x", "HOME", "/home/other"));

        // The specification: a relative path is invalid and is to be ignored.
        Assert.NotEqual("x/asynccsharp", FolderIn("XDG_CACHE_HOME", "x", "HOME", "/home/other"));
        Assert.NotNull(FolderIn("XDG_CACHE_HOME", "x", "HOME", "/home/other"));
    }

    [Fact]
    public void Folder_NoHome_IsNoneAndSaysWhy()
    {
        Assert.Null(CacheLocation.Folder(_ => null, out string? problem));
        Assert.Contains(CacheLocation.Variable, problem, StringComparison.Ordinal);
    }

    private static string? FolderIn(params string[] pairs)
    {
        string? folder = CacheLocation.Folder(Environment(pairs), out string? problem);
        Assert.Null(problem);
        return folder;
    }

    private static Func<string, string?> Environment(params string[] pairs) =>
        name => Array.IndexOf(pairs, name) is >= 0 and var i && i % 2 == 0 ? pairs[i + 1] : null;
}
