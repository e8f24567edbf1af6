using AsyncCSharp.Prompting;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Prompting;

/// <summary>Which cells have <c>_</c> and <c>Out</c> as variables.</summary>
public sealed class OutputUseTests
{
    [Theory]
    [InlineData("_")]
    [InlineData("_ + 1")]
    [InlineData("_.Length")]
    [InlineData("F(_)")]
    [InlineData("F(1, _)")]
    [InlineData("_ == 1")]
    [InlineData("var x = _;")]
    [InlineData("return _;")]
    [InlineData("await _")]
    [InlineData("$\"<{_}>\"")]
    [InlineData("_?.Length")]
    public void Underscore_IsTheLastValue(string cell) => Assert.Equal(["_"], OutputUse.In(cell));

    [Theory]
    [InlineData("_ = F();")]
    [InlineData("int.TryParse(s, out _)")]
    [InlineData("int.TryParse(s, out int _)")]
    [InlineData("xs.Select(_ => 1)")]
    [InlineData("xs.Select((_, i) => i)")]
    [InlineData("xs.Aggregate((a, _) => a)")]
    [InlineData("(_, var y) = F();")]
    [InlineData("x switch { 1 => 2, _ => 3 }")]
    [InlineData("x is _")]
    [InlineData("foreach (var _ in xs) n++;")]
    [InlineData("\"_\"")]
    [InlineData("// _")]
    [InlineData("a_b")]
    [InlineData("_ = F(); xs.Select(x => _)")]
    [InlineData("foreach (List<int> _ in xs) n++;")]
    public void Underscore_ThrowsAway(string cell) => Assert.Empty(OutputUse.In(cell));

    [Theory]
    [InlineData("Out[3]", true)]
    [InlineData("Out[1] + Out[2]", true)]
    [InlineData("Console.Out[3]", false)]
    [InlineData("Out.WriteLine()", false)]
    [InlineData("\"Out[3]\"", false)]
    public void Out_IsAllValues(string cell, bool isUsed) => Assert.Equal(isUsed ? ["Out"] : [], OutputUse.In(cell));
}
