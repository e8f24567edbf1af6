using AsyncCSharp.Engine.Caching;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Whose the cache is on Windows: by owners and access lists, on any system.</summary>
public sealed class WindowsAccessTests
{
    private const string User = "S-1-5-21-1-2-3-1001";
    private const string Other = "S-1-5-21-1-2-3-1002";
    private const string Everyone = "S-1-1-0";
    private const string AuthenticatedUsers = "S-1-5-11";
    private const string Users = "S-1-5-32-545";

    private const int FullControl = 0x1F01FF;
    private const int Modify = 0x1301BF;
    private const int ReadAndExecute = 0x1200A9;

    [Theory]
    [InlineData(User, true)]
    [InlineData(WindowsAccess.Administrators, true)]
    [InlineData(WindowsAccess.System, true)]
    [InlineData(Other, false)]
    [InlineData(Users, false)]
    [InlineData(null, false)]
    public void Owner_IsTheUserOrWhoMayDoAnything(string? owner, bool isOwned) => Assert.Equal(isOwned, new WindowsAccess(User, owner, []).IsOwned);

    [Fact]
    public void FolderOfTheProfile_IsTrusted()
    {
        WindowsAccess access = Of(new(WindowsAccess.System, true, FullControl), new(WindowsAccess.Administrators, true, FullControl), new(User, true, FullControl), new("S-1-3-0", true, FullControl));

        Assert.True(access.IsOwned);
        Assert.False(access.OthersCanWrite);
    }

    [Theory]
    [InlineData(Everyone, FullControl)]
    [InlineData(AuthenticatedUsers, Modify)]
    [InlineData(Users, 0x2)]
    [InlineData(Users, 0x4)]
    [InlineData(Other, 0x40)]
    [InlineData(Other, 0x10000)]
    [InlineData(Other, 0x40000)]
    [InlineData(Other, 0x80000)]
    [InlineData(Other, 0x10000000)]
    [InlineData(Other, 0x40000000)]
    public void RightThatChangesSomething_IsNotTrusted(string identity, int rights) => Assert.True(Of(new(User, true, FullControl), new(identity, true, rights)).OthersCanWrite);

    [Theory]
    [InlineData(Everyone, ReadAndExecute)]
    [InlineData(Users, unchecked((int)0x80000000))]
    [InlineData(Users, 0x20000000)]
    [InlineData(Other, 0)]
    public void RightToRead_IsTrusted(string identity, int rights) => Assert.False(Of(new(User, true, FullControl), new(identity, true, rights)).OthersCanWrite);

    [Fact]
    public void Denial_AllowsNothingAndTakesNothingAway()
    {
        Assert.False(Of(new WindowsAccessRule(Everyone, false, FullControl)).OthersCanWrite);
        Assert.True(Of(new(Everyone, false, FullControl), new(Everyone, true, Modify)).OthersCanWrite);
    }

    [Fact]
    public void EmptyList_IsTrusted() => Assert.False(Of().OthersCanWrite);

    [Fact]
    public void WhatWindowsSays_OfAFolderMadeForTheUser_IsTrusted()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Only Windows has access lists.");
        if (OperatingSystem.IsWindows())
        {
            string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            try
            {
                WindowsAccess access = WindowsFile.Read(WindowsFile.CreateFolder(folder));
                Assert.True(access.IsOwned);
                Assert.False(access.OthersCanWrite);
            }
            finally
            {
                Directory.Delete(folder);
            }
        }
    }

    private static WindowsAccess Of(params WindowsAccessRule[] rules) => new(User, User, rules);
}
