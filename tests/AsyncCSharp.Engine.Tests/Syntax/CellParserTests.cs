using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Syntax;

/// <summary>What a cell's text is found to be, before anything is compiled.</summary>
public sealed class CellParserTests
{
    [Theory]
    [InlineData("1 + 1", "1 + 1")]
    [InlineData("var x = 1; x // end", "x")]
    [InlineData("1 + 1;", null)]
    [InlineData("var x = 1", null)]
    [InlineData("", null)]
    [InlineData("// nothing", null)]
    public void Trailing_IsTheExpressionWithoutSemicolon(string code, string? expected) => Assert.Equal(expected, Parse(code).Trailing?.ToString());

    [Theory]
    [InlineData("await Task.Delay(1);", true)]
    [InlineData("var x = await Task.FromResult(1);", true)]
    [InlineData("await foreach (var x in y) { }", true)]
    [InlineData("await using var x = y;", true)]
    [InlineData("foreach (var x in await y) { }", true)]
    [InlineData("async Task F() => await Task.Delay(1);", false)]
    [InlineData("Func<Task> f = async () => await Task.Delay(1);", false)]
    [InlineData("class C { async Task F() { await Task.Delay(1); } }", false)]
    [InlineData("1 + 1", false)]
    public void IsAsync_CountsAwaitsOfTheCellItselfOnly(string code, bool expected) => Assert.Equal(expected, Parse(code).IsAsync);

    [Theory]
    [InlineData("int x = ;", "CS1525")]
    [InlineData("foo(", "CS1026")]
    [InlineData("}", "CS7017")]
    [InlineData("\"a", "CS1010")]
    public void Errors_AreTheParsersOwn(string code, string id)
    {
        ParsedCell cell = Parse(code);

        Assert.Contains(cell.Errors, e => e.Id == id);
        Assert.All(cell.Errors, e => Assert.InRange(e.Location.SourceSpan.Start, 0, code.Length));
    }

    [Fact]
    public void Usings_AreThoseOfTheText_WithoutComments() =>
        Assert.Equal(["using System.Xml;", "using X = System.Int32;"], Parse("using /* a */ System.Xml; // b\nusing X = System.Int32;\n1").Usings);

    [Theory]
    [InlineData("x = 1;", true)]
    [InlineData("int x = 1;", false)]
    [InlineData("void F() { }", false)]
    [InlineData("using System.Xml; x = 1;", false)]
    public void MayDeclareNothing_WhereThereAreStatementsOnly(string code, bool expected) => Assert.Equal(expected, Parse(code).MayDeclareNothing);

    [Fact]
    public void Input_OfAKnownType_IsACall_AsWideAsTheName()
    {
        const string Code = "Input + Input.ToString() + nameof(Input) + other.Input";

        ParsedCell cell = CellParser.Parse(new CellText { Code = Code, Number = 1, InputName = "int" });

        Assert.Empty(cell.Errors);
        Assert.Equal(Code, cell.Tree.ToString());
        Assert.Equal(2, cell.Tree.GetRoot(TestContext.Current.CancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>().Count(i => i.Expression.ToString().StartsWith("Input", StringComparison.Ordinal) && i.ArgumentList.Arguments.Count == 0 && i.Span.Length == "Input".Length));
    }

    [Fact]
    public void Types_BesideTheCell_LeaveBlanks_AndKeepTheirPlaces()
    {
        const string Code = "int a = 1;\nnamespace N { class C { } }\na";

        ParsedCell cell = Parse(Code);

        Assert.Empty(cell.Errors);
        Assert.Equal("int a = 1;\n" + new string(' ', "namespace N { class C { } }".Length) + "\na", cell.Tree.ToString());
        Assert.Equal(["N.C"], SideTypes.NamesOf(cell.Types!));
        Assert.Equal(Code.IndexOf("class", StringComparison.Ordinal), cell.Types!.ToString().IndexOf("class", StringComparison.Ordinal));
    }

    private static ParsedCell Parse(string code) => CellParser.Parse(new CellText { Code = code, Number = 1 });
}
