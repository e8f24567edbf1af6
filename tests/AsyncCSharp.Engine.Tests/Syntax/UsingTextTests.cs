using AsyncCSharp.Engine.Syntax;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Syntax;

/// <summary>What <c>-Using</c> takes.</summary>
public sealed class UsingTextTests
{
    [Theory]
    [InlineData("System.Xml", "using System.Xml;", "System.Xml")]
    [InlineData(" System . Xml ", "using System.Xml;", "System.Xml")]
    [InlineData("System.Xml /* why */", "using System.Xml;", "System.Xml")]
    [InlineData("static System.Math", "using static System.Math;", null)]
    [InlineData("X = System.Int32", "using X = System.Int32;", null)]
    public void Read_OfADirective_GivesIt(string text, string directive, string? name)
    {
        (string? read, string? space, var errors) = UsingText.Read(text);

        Assert.Empty(errors);
        Assert.Equal(directive, read);
        Assert.Equal(name, space);
    }

    [Theory]
    [InlineData("")]
    [InlineData("System Xml")]
    [InlineData("System.Xml; int x = 1")]
    [InlineData("var x = y")]
    [InlineData("1")]
    public void Read_OfAnythingElse_GivesErrors(string text)
    {
        (string? read, _, var errors) = UsingText.Read(text);

        Assert.Null(read);
        Assert.NotEmpty(errors);
    }
}
