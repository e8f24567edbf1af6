using AsyncCSharp.Engine.Syntax;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Syntax;

/// <summary>When a prompt runs a text, and when it asks for another line.</summary>
public sealed class CompletenessTests
{
    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("var x = 1")]
    [InlineData("1 + 1;")]
    [InlineData("if (x) { }")]
    [InlineData("\"a")]
    [InlineData("1 +* 2")]
    [InlineData("using var x = y;")]
    [InlineData("class C { }")]
    [InlineData("#r \"nuget: X\"")]
    [InlineData("namespace N { }")]
    public void IsComplete_OfWhatNoFurtherLineChanges(string text) => Assert.True(Completeness.IsComplete(text));

    [Theory]
    [InlineData("1 +")]
    [InlineData("foo(")]
    [InlineData("if (x) {")]
    [InlineData("class C")]
    [InlineData("class C {")]
    [InlineData("/* a")]
    [InlineData("\"\"\"\na")]
    [InlineData("await")]
    [InlineData("Func<int> f = () =>")]
    [InlineData("namespace N {")]
    public void IsComplete_NotOfWhatAnotherLineCanEnd(string text) => Assert.False(Completeness.IsComplete(text));
}
