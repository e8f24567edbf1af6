using System.IO.Compression;
using AsyncCSharp.Engine.Metadata;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The framework's documentation where there is no SDK.</summary>
public sealed class ShippedDocumentationTests : IDisposable
{
    private readonly string _archive = Path.GetTempFileName();
    private readonly ShippedDocumentation _documentation;

    public ShippedDocumentationTests()
    {
        using (ZipArchive archive = new(File.Create(_archive), ZipArchiveMode.Create))
        {
            Add(archive, "System", "T:System.String", "M:System.String.#ctor(System.Char[])", "T:System.Environment.SpecialFolder");
            Add(archive, "System.Linq", "M:System.Linq.Enumerable.Range(System.Int32,System.Int32)", "M:System.Linq.Enumerable.Where``1(System.Func{``0,System.Boolean})");
        }

        _documentation = new ShippedDocumentation(_archive);
    }

    public void Dispose() => File.Delete(_archive);

    [Theory]
    [InlineData("T:System.String")]
    [InlineData("M:System.String.#ctor(System.Char[])")]
    [InlineData("T:System.Environment.SpecialFolder")]
    [InlineData("M:System.Linq.Enumerable.Range(System.Int32,System.Int32)")]
    [InlineData("M:System.Linq.Enumerable.Where``1(System.Func{``0,System.Boolean})")]
    public void Find_HasTheMember(string id)
    {
        Assert.Equal($"<member name=\"{id}\"><summary>About {id}.</summary></member>", _documentation.Find(id));
        Assert.NotNull(_documentation.Find("T:System.String"));
    }

    [Theory]
    [InlineData("T:System.Str")]
    [InlineData("T:Other.Type")]
    [InlineData("T:Lonely")]
    public void Find_HasNothingElse(string id) => Assert.Null(_documentation.Find(id));

    [Fact]
    public void Find_WithoutAnArchive_HasNothing() => Assert.Null(new ShippedDocumentation(null).Find("T:System.String"));

    [Fact]
    public void Find_OfADamagedArchive_HasNothing()
    {
        File.WriteAllText(_archive, "none");

        Assert.Null(_documentation.Find("T:System.String"));
    }

    private static void Add(ZipArchive archive, string name, params string[] members)
    {
        using StreamWriter writer = new(archive.CreateEntry(name + ".xml").Open());
        writer.NewLine = "\n";
        foreach (string member in members)
        {
            writer.WriteLine($"<member name=\"{member}\"><summary>About {member}.</summary></member>");
        }
    }
}
