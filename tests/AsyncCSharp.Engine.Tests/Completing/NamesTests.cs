using AsyncCSharp.Contract;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Completing;

/// <summary>What names in a text stand for.</summary>
public sealed class NamesTests
{
    private static readonly TypedChain s_chain = new("class lower { } var Upper = 5; void method() { }");

    // Each name with its role, in order.
    [Theory]
    [InlineData("new lower()", "new:Keyword lower:Type")]
    [InlineData("Upper.ToString()", "Upper:Plain ToString:Method")]
    [InlineData("System.Text.StringBuilder", "System:Plain Text:Plain StringBuilder:Type")]
    [InlineData("method()", "method:Method")]
    [InlineData("var x = Upper;", "var:Keyword x:Plain Upper:Plain")]
    [InlineData("using var s = new MemoryStream(); s", "var:Keyword s:Plain new:Keyword MemoryStream:Type s:Plain")]
    [InlineData("\"Upper\" // Upper", "")]
    public async Task Names_AreWhatTheCompilerSays(string text, string expected)
    {
        IReadOnlyList<CodeName> names = await s_chain.NamesAsync(text);

        Assert.Equal(expected, string.Join(' ', names.Select(n => $"{text.Substring(n.Start, n.Length)}:{n.Role}")));
    }
}
