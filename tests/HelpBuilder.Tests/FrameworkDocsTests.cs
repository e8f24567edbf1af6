using System.IO.Compression;
using AsyncCSharp.HelpBuilder.Framework;
using Xunit;

namespace AsyncCSharp.HelpBuilder.Tests;

public sealed class FrameworkDocsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_KeepsSummariesAndParameters_ByNamespace()
    {
        File.WriteAllText(Path.Combine(_folder.Docs, "A.xml"), """
            <doc><members>
              <member name="T:One.Outer"><summary>Outer
                one.</summary><remarks>Long.</remarks></member>
              <member name="M:One.Outer.Inner.Go(System.Int32)"><param name="x">The <see cref="T:One.Outer" />.</param><returns>No.</returns></member>
              <member name="T:One.Outer.Inner"><summary>Inner.</summary></member>
              <member name="T:One.Two.Third"><summary>Third.</summary></member>
              <member name="M:One.Outer.Bare"><summary /></member>
              <member name="T:System.Runtime.Intrinsics.X86.Sse"><summary>Sse.</summary></member>
            </members></doc>
            """);
        string archive = Path.Combine(_folder.Output, "docs.zip");

        Assert.Empty(FrameworkDocs.Run(_folder.Docs, archive));

        using ZipArchive opened = ZipFile.OpenRead(archive);
        Assert.Equal(["One.Two.xml", "One.xml"], opened.Entries.Select(static e => e.FullName).Order(StringComparer.Ordinal));
        using StreamReader reader = new(opened.GetEntry("One.xml")!.Open());
        Assert.Equal(
            """
            <member name="M:One.Outer.Inner.Go(System.Int32)"><param name="x">The <see cref="T:One.Outer" />.</param></member>
            <member name="T:One.Outer"><summary>Outer one.</summary></member>
            <member name="T:One.Outer.Inner"><summary>Inner.</summary></member>

            """.ReplaceLineEndings("\n"),
            reader.ReadToEnd());
    }

    [Fact]
    public void Run_WithoutDocumentation_SaysSo()
    {
        string archive = Path.Combine(_folder.Output, "docs.zip");

        Assert.Equal("The folder has no documentation.", Assert.Single(FrameworkDocs.Run(_folder.Docs, archive)).Message);
        Assert.Equal("There is no such folder.", Assert.Single(FrameworkDocs.Run(Path.Combine(_folder.Docs, "none"), archive)).Message);
    }
}
