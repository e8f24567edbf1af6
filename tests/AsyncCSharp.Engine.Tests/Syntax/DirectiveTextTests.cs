using AsyncCSharp.Engine.Directives;
using AsyncCSharp.Engine.Syntax;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Syntax;

/// <summary>What is taken out of a text before the compiler sees it.</summary>
public sealed class DirectiveTextTests
{
    [Theory]
    [InlineData("#r \"a.dll\"\n1", "          \n1")]
    [InlineData("#r \"a.dll\"; 1", "            1")]
    [InlineData("#!/usr/bin/env dotnet\n1", "                     \n1")]
    [InlineData("#load \"a.csx\" // why\n1", "                    \n1")]
    [InlineData("#if NEVER\n#r \"a.dll\"\n#endif\n1", "#if NEVER\n          \n#endif\n1")]
    [InlineData("#nullable enable; 1", "#nullable enable\n 1")]
    [InlineData("#pragma warning disable CS0168; 1", "#pragma warning disable CS0168\n 1")]
    [InlineData("#region a; b\n1\n#endregion", "#region a; b\n1\n#endregion")]
    [InlineData("var s = \"#r\";", "var s = \"#r\";")]
    [InlineData("var s = \"\"\"\n    #r \"a.dll\"\n    \"\"\";", "var s = \"\"\"\n    #r \"a.dll\"\n    \"\"\";")]
    public void Extract_LeavesBlanks_SoThatNothingMoves(string text, string expected) => Assert.Equal(expected, DirectiveText.Extract(text).Text);

    [Fact]
    public void Extract_GivesAll_InTheirOrder()
    {
        CellDirectives directives = DirectiveText.Extract("#r \"a.dll\"; #r \"nuget: B, 1.0\"; #load \"c.csx\"\n#i \"nuget: d\"\n#r \"e.dll\"\n1").Directives;

        Assert.Equal(["a.dll", "nuget: B, 1.0", "e.dll"], directives.References);
        Assert.Equal(["c.csx"], directives.Loads);
        Assert.Equal(["d"], directives.Sources);
    }

    [Theory]
    [InlineData("#r \"a.dll\" 1")]
    [InlineData("#r a.dll")]
    [InlineData("#r")]
    public void Extract_LeavesWhatIsWrongToTheCompiler(string text)
    {
        (string left, CellDirectives directives) = DirectiveText.Extract(text);

        Assert.Equal(text, left);
        Assert.Empty(directives.References);
    }
}
