using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Syntax;

/// <summary>Where the last semicolon of a text is supplied.</summary>
public sealed class LastSemicolonTests
{
    [Theory]
    [InlineData("var x = 40")]
    [InlineData("var x = 40 // why")]
    [InlineData("throw new Exception(\"x\")")]
    [InlineData("return 1")]
    [InlineData("int F() => 1")]
    [InlineData("record R(int A)")]
    [InlineData("using System.Xml")]
    public void Supply_WhereNothingElseIsMissing_KeepsTheText(string text)
    {
        CompilationUnitSyntax? root = LastSemicolon.Supply(text, ScriptSyntax.Options);

        Assert.NotNull(root);
        Assert.Equal(text, root.ToFullString());
        Assert.Empty(ScriptSyntax.ErrorsOf(root));
    }

    [Theory]
    [InlineData("var x = 40;")]
    [InlineData("while (true)")]
    [InlineData("class C")]
    [InlineData("void F()")]
    [InlineData("record R")]
    [InlineData("var x = ")]
    [InlineData("")]
    [InlineData("// nothing")]
    public void Supply_WhereABodyOrMoreIsMissing_GivesNothing(string text) => Assert.Null(LastSemicolon.Supply(text, ScriptSyntax.Options));
}
