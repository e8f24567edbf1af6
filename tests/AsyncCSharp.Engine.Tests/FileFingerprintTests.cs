using System.Text;
using AsyncCSharp.Engine.Files;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Contents of files are told apart by all of their bytes.</summary>
public sealed class FileFingerprintTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    // From the reference implementation of MurmurHash3_x64_128 with the seed 0.
    [Theory]
    [InlineData("", "00000000000000000000000000000000")]
    [InlineData("hello", "cbd8a7b341bd9b025b1e906a48ae1d19")]
    [InlineData("The quick brown fox jumps over the lazy dog", "e34bbc7bbc071b6c7a433ca9c49a9347")]
    public void Of_AKnownText_IsTheReferences(string text, string expected) => Assert.Equal(expected, FileFingerprint.Of(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(200_001)]
    public void Of_AFile_IsThatOfItsBytes(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        File.WriteAllBytes(_path, content);
        Assert.Equal(FileFingerprint.Of(content), FileFingerprint.Of(_path));
    }

    [Fact]
    public void Of_AnyByteChanged_Differs()
    {
        byte[] content = new byte[1000];
        new Random(1).NextBytes(content);
        HashSet<string> seen = [FileFingerprint.Of(content)];
        for (int i = 0; i < content.Length; i++)
        {
            content[i] ^= 1;
            Assert.True(seen.Add(FileFingerprint.Of(content)), $"byte {i}");
            content[i] ^= 1;
        }

        Assert.True(seen.Add(FileFingerprint.Of(content.AsSpan(1))));
        Assert.True(seen.Add(FileFingerprint.Of([.. content, 0])));
    }
}
