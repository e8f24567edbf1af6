using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Caching;
using AsyncCSharp.Engine.Directives;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>What is kept of a cell on disk, there and back.</summary>
public sealed class SubmissionFormatTests
{
    private static readonly EmittedAssembly s_cell = new()
    {
        Name = "Cell-1",
        ClassName = "Submission_1",
        Image = [1, 2, 3],
        Symbols = [],
        IsAsync = true,
        GivesAwaitable = true,
        ValueNames = "[(Name,Age)]",
        Warnings = [new CellDiagnostic("CS1030", CellDiagnosticSeverity.Warning, "märk", "Cell[1]", 2, 3, 4, "half a pair \ud83d")],
    };

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(17)]
    public void ReadUnit_OfWhatWasWritten_IsTheSame(int? localsFrom)
    {
        SubmissionCode unit = SubmissionFormat.ReadCode(SubmissionFormat.Write(new SubmissionCode(s_cell, null, ["X"], ["using System.Text;", "using static System.Math;"], localsFrom, IsDeep: true)));

        AssertSame(s_cell, unit.Emitted);
        Assert.Null(unit.Types);
        Assert.Equal(["using System.Text;", "using static System.Math;"], unit.Usings);
        Assert.Equal(localsFrom, unit.LocalsFrom);
    }

    [Fact]
    public void ReadUnit_WithTypesBesideIt_HasThem()
    {
        EmittedAssembly library = s_cell with { Name = "Cell-types-1", IsAsync = false, HasValue = true, Declares = true, Warnings = [] };
        SideLibrary types = new(library, ["A.B", "A.C`1"], new Version(1, 0, 3, 0));

        SideLibrary read = SubmissionFormat.ReadCode(SubmissionFormat.Write(new SubmissionCode(s_cell, types, [], [], null, IsDeep: false))).Types!;
        AssertSame(library, read.Emitted);
        Assert.Equal(types.TypeNames, read.TypeNames);
        Assert.Equal(types.Version, read.Version);
    }

    [Fact]
    public void ReadDirectives_OfWhatWasWritten_IsTheSame()
    {
        CellDirectives read = SubmissionFormat.ReadDirectives(SubmissionFormat.Write(new CellDirectives(["a.dll", "nuget: X, 1.0"], ["b.csx"]) { Sources = ["c"] }));

        Assert.Equal(["a.dll", "nuget: X, 1.0"], read.References);
        Assert.Equal(["b.csx"], read.Loads);
        Assert.Equal(["c"], read.Sources);
    }

    [Theory]
    [InlineData("#r \"a\"", true)]
    [InlineData("x;\n  #  r\t\"a\"", true)]
    [InlineData("#load\"a\"", true)]
    [InlineData("#warning x\n#load \"a\"", true)]
    [InlineData("#r", true)]
    [InlineData("#i \"nuget: x\"", true)]
    [InlineData("#if X\n#endif", false)]
    [InlineData("#region A\n#endregion", false)]
    [InlineData("\"C#\" + '#'", false)]
    [InlineData("#loader", false)]
    [InlineData("", false)]
    public void MayBeIn_FindsEveryDirectiveThatAsksForSomething(string text, bool expected) => Assert.Equal(expected, CellDirectives.MayBeIn(text));

    private static void AssertSame(EmittedAssembly expected, EmittedAssembly actual)
    {
        Assert.Equal(expected.Image, actual.Image);
        Assert.Equal(expected.Symbols, actual.Symbols);
        Assert.Equal(
            expected.Warnings.Select(w => (w.Id, w.Severity, w.Message, w.Cell, w.Line, w.Column, w.Length, w.SourceLine)),
            actual.Warnings.Select(w => (w.Id, w.Severity, w.Message, w.Cell, w.Line, w.Column, w.Length, w.SourceLine)));
        Assert.Equal(
            (expected.Name, expected.ClassName, expected.IsAsync, expected.HasValue, expected.GivesAwaitable, expected.ValueNames, expected.Declares),
            (actual.Name, actual.ClassName, actual.IsAsync, actual.HasValue, actual.GivesAwaitable, actual.ValueNames, actual.Declares));
    }
}
