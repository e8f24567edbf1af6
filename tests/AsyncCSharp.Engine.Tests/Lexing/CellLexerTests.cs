using AsyncCSharp.Lexing;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Lexing;

/// <summary>C# taken apart while it is typed.</summary>
public sealed class CellLexerTests
{
    // One letter a token: keyword, name, number, string, comment, directive; signs as they are. White space is left out.
    [Theory]
    [InlineData("var x = 5;", "k n = # ;")]
    [InlineData("@\"c:\\\" + 1", "s + #")]
    [InlineData("@\"a\"\"b\" x", "s n")]
    [InlineData("\"a\\\"b\" x", "s n")]
    [InlineData("\"open\nx", "s n")]
    [InlineData("'\\'' 'x'", "s s")]
    [InlineData("$\"a{b}c{{d}}\" e", "s n s n")]
    [InlineData("$\"{x:N2}\" y", "s n s n")]
    [InlineData("$\"{(a ? b : c)}\"", "s ( n ? n : n ) s")]
    [InlineData("$\"{F(\"}\")}\" y", "s n ( s ) s n")]
    [InlineData("$@\"{a}\\\" b", "s n s n")]
    [InlineData("\"\"\"a \"\" b\"\"\" c", "s n")]
    [InlineData("$$\"\"\"{a} {{b}} \"\"\" c", "s n s n")]
    [InlineData("\"\" x", "s n")]
    [InlineData("// a\nb /* c\nd */ e", "c n c n")]
    [InlineData("/* open", "c")]
    [InlineData("#r \"a.dll\"\nx", "d s n")]
    [InlineData("  #if A\nx", "d n")]
    [InlineData("1.5e-3 + 0xFF_u - 1..2", "# + # - # . . #")]
    [InlineData("@class new", "n k")]
    [InlineData("a😀b", "n")]
    [InlineData("", "")]
    public void Text_IsTakenApart(string text, string expected) => Assert.Equal(expected, Kinds(text));

    [Theory]
    [InlineData("int F(int a) {", "    ")]
    [InlineData("int F(int a) {\n    if (a > 1) {", "        ")]
    [InlineData("    x", "    ")]
    [InlineData("F(a,", "    ")]
    [InlineData("var s = \"{\";", "")]
    [InlineData("{ }", "")]
    [InlineData("{\n}", "")]
    [InlineData("var s = @\"a", null)]
    [InlineData("var s = \"\"\"a", null)]
    [InlineData("", "")]
    public void Line_IsIndented(string before, string? indent) => Assert.Equal(indent, CellIndent.Next(before));

    [Theory]
    [InlineData("void F()\n{\n    x;\n    ", "")]
    [InlineData("  if (a)\n  {\n      ", "  ")]
    [InlineData("    ", null)]
    [InlineData("F(\n    ", null)]
    public void Brace_GoesUnderWhatItCloses(string before, string? indent) => Assert.Equal(indent, CellIndent.Closing(before));

    // What is typed is taken apart at each key: whatever it is, nothing is lost, and nothing waits.
    [Fact]
    public void Tokens_CoverEveryText()
    {
        const string Text = "/// <x>\nvar s = $@\"{a,3:X}{{}}\"; char c = '\\u0041'; var r = $$\"\"\"{{x}} \"\" \"\"\"; #if X\n#r \"a\n/* */ x?.y ?? z[^1..] => 0b1_0;";
        for (int start = 0; start < Text.Length; start++)
        {
            for (int end = start; end <= Text.Length; end++)
            {
                string part = Text[start..end];
                int position = 0;
                foreach (CellToken token in CellLexer.Read(part))
                {
                    Assert.Equal(position, token.Start);
                    Assert.True(token.Length > 0);
                    position = token.End;
                }

                Assert.Equal(part.Length, position);
            }
        }
    }

    [Fact]
    public void StringsInHoles_WithoutEnd_DoNotTakeTheStack()
    {
        string text = string.Concat(Enumerable.Repeat("$\"{", 200_000));
        Assert.Equal(text.Length, CellLexer.Read(text)[^1].End);
    }

    private static string Kinds(string text) => string.Join(' ', CellLexer.Read(text).Where(static t => t.Kind != TokenKind.Blank).Select(t => t.Kind switch
    {
        TokenKind.Keyword => "k",
        TokenKind.Name => "n",
        TokenKind.Number => "#",
        TokenKind.String => "s",
        TokenKind.Comment => "c",
        TokenKind.Directive => "d",
        _ => t.In(text).ToString(),
    }));
}
