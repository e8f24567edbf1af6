using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Syntax;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Syntax;

public sealed class FullSyntaxTests
{
    public static TheoryData<string> Cells => new(
        "using var ms = new MemoryStream(); ms.WriteByte(1); ms.Length",
        "using var ms = new MemoryStream();",
        "await using var ms = new MemoryStream(); 1 // end",
        "var t = Task.FromResult(1); await (t)",
        "await (t); // said and done\n",
        "var x = 1 + await (t);\nawait (t)\n  // bye\n  ",
        "int F(int n) => n; await (Task.FromResult(F(1)))",
        "record P(int A);\nusing var m = new MemoryStream();\nnew P(1)");

    [Theory]
    [MemberData(nameof(Cells))]
    public void Parse_FullSyntax_KeepsTheText(string code)
    {
        ParsedCell cell = CellParser.Parse(new CellText { Code = code, Number = 1 });

        Assert.Empty(cell.Errors);
        string blanked = code.Replace("await using", "           ").Replace("using", "     ");
        Assert.Equal(blanked, cell.Tree.GetText(TestContext.Current.CancellationToken).ToString());
    }
}
