using AsyncCSharp.Engine.Syntax;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Syntax;

/// <summary>Which texts are programs with a <c>Main</c>.</summary>
public sealed class ProgramEntryTests
{
    [Theory]
    [InlineData("class P { static void Main() { } }", false)]
    [InlineData("class P { static int Main(string[] args) => 1; }", false)]
    [InlineData("class P { static async Task Main() { await Task.Yield(); } }", true)]
    [InlineData("void Main() { }", false)]
    [InlineData("namespace N { class P { static Task<int> Main() => null; } }", true)]
    public void Find_OfATextOfTypes_GivesItsMain(string text, bool isAsync) => Assert.Equal(isAsync, ProgramEntry.Find(text)?.IsAsync);

    [Theory]
    [InlineData("class P { static void Main() { } } P.Main();")]
    [InlineData("class P { void Main() { } }")]
    [InlineData("void Main() { } Main();")]
    [InlineData("1")]
    public void Find_OfAnythingElse_GivesNone(string text) => Assert.Null(ProgramEntry.Find(text));
}
