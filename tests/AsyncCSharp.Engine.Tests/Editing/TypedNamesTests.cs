using AsyncCSharp.Contract;
using AsyncCSharp.Editing;
using AsyncCSharp.Lexing;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Editing;

/// <summary>What was said of a text, for the text that has become of it.</summary>
public sealed class TypedNamesTests
{
    // It was said of "First.Second(Third)" that these are a plain name, a type and a method, which nobody would guess.
    [Theory]
    [InlineData("First.Second(Third)", "Plain Type Method")]
    [InlineData("x.First.Second(Third)", "Plain Plain Type Method")]
    [InlineData("First.Second(Third).More", "Plain Type Method Plain")]
    [InlineData("First.Other(Third)", "Plain Method Method")]
    [InlineData("First.Seconds(Third)", "Plain Method Method")]
    [InlineData("First", "Plain")]
    [InlineData("Third", "Plain")]
    [InlineData("a.b", "Plain Plain")]
    public void Names_KeepWhatWasSaidWhileTheyAreTheSame(string text, string expected)
    {
        TypedNames names = new("First.Second(Third)", [new CodeName(0, 5, TextRole.Plain), new CodeName(6, 6, TextRole.Type), new CodeName(13, 5, TextRole.Method)]);
        List<CellToken> tokens = CellLexer.Read(text);
        TextRole[] roles = CellRoles.Of(text, tokens);

        names.Apply(text, tokens, roles);

        Assert.Equal(expected, string.Join(' ', tokens.Zip(roles).Where(static p => p.First.Kind == TokenKind.Name).Select(static p => p.Second)));
    }
}
