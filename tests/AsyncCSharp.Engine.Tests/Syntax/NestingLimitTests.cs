using AsyncCSharp.Engine.Syntax;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Syntax;

/// <summary>How deep a text nests.</summary>
public sealed class NestingLimitTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public void Measure_OfWhatCanBeCompiled_GivesNoError(int depth) => Assert.Null(Measure(depth).Error);

    [Fact]
    public void Measure_GrowsWithTheText()
    {
        (int few, _) = Measure(10);
        (int more, _) = Measure(310);

        Assert.InRange(more - few, 300, 1200);
    }

    private static (int Depth, Microsoft.CodeAnalysis.Diagnostic? Error) Measure(int depth) =>
        NestingLimit.Measure(SyntaxFactory.ParseCompilationUnit(new string('(', depth) + "1" + new string(')', depth), options: ScriptSyntax.Options));
}
