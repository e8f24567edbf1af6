using AsyncCSharp.Contract;
using Xunit;

namespace AsyncCSharp.Engine.Tests.Completing;

/// <summary>What may stand where somebody types.</summary>
public sealed class CompletionTests
{
    private static readonly TypedChain s_chain = new(
        "using System.Globalization;",
        "var names = new List<string> { \"a\" }; int Twice(int number, string mode = \"\") => 2 * number;",
        "record Pair(int Left, int Right); async Task<string> LoadAsync() { await Task.Yield(); return \"\"; }",
        "using var opened = new MemoryStream();",
        "namespace Far { public class Away { public int Distance => 1; } }",
        "static class Extras { public static int Doubled(this int value) => 2 * value; }",
        "var names = new Dictionary<string, int>();");

    [Theory]
    [InlineData("Enumerable.Ra|", "Range")]
    [InlineData("names.ContainsK|", "ContainsKey")]
    [InlineData("(await LoadAsync()).Substr|", "Substring")]
    [InlineData("(await (LoadAsync())).Substr|", "Substring")]
    [InlineData("var text = await LoadAsync(); text.Substr|", "Substring")]
    [InlineData("using var s = new MemoryStream(); s.ReadB|", "ReadByte")]
    [InlineData("await using var s = new MemoryStream(); s.ReadB|", "ReadByte")]
    [InlineData("opened.ReadB|", "ReadByte")]
    [InlineData("new Pair(1, 2) with { Le|", "Left")]
    [InlineData("Twice(1, mo|", "mode: ")]
    [InlineData("$\"{names.Cou|", "Count")]
    [InlineData("names.Where(p => p.Va|", "Value")]
    [InlineData("new Far.Away().Dis|", "Distance")]
    [InlineData("5.Doub|", "Doubled")]
    [InlineData("CultureInf|", "CultureInfo")]
    [InlineData("Shell.WriteObj|", "WriteObject")]
    [InlineData("Shell.WriteObj|", "WriteObjectAsync")]
    [InlineData("DayOfWeek day = DayOfWeek.Mon|", "Monday")]
    [InlineData("File.Open(\"x\", FileMode.OpenOr|", "OpenOrCreate")]
    [InlineData("void F(int count) { cou|", "count")]
    [InlineData("#r \"nuget: Some.Package, 1.0\"\nEnumerable.Ra|", "Range")]
    [InlineData("Enumerable.Ra|nge(1, 2)", "Range")]
    public async Task Complete_OffersWhatFits(string typed, string text) => Assert.Contains(text, await s_chain.TextsAsync(typed));

    [Fact]
    public async Task Complete_ReplacesTheWordThatTheCursorIsIn()
    {
        CodeCompletions found = await s_chain.CompleteAsync("var x = Enumerable.Ra|nge(1, 2);");

        Assert.Equal((19, 5), (found.Start, found.Length));
    }

    [Fact]
    public async Task Complete_ShowsSignatureAndDocumentation()
    {
        CodeCompletions found = await s_chain.CompleteAsync("Enumerable.Ran|");

        CodeCompletion range = Assert.Single(found.Items, static i => i.Text == "Range");
        Assert.Equal(CodeKind.Method, range.Kind);
        Assert.Equal("IEnumerable<int> Enumerable.Range(int start, int count)", range.Note.Signature);
        Assert.StartsWith("Generates a sequence", range.Note.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_HasTypesOfNamespacesThatAreNotImported()
    {
        CodeCompletion found = Assert.Single((await s_chain.CompleteAsync("new Rege|")).Items, static i => i.Shown.StartsWith("Regex ", StringComparison.Ordinal));

        Assert.Equal("System.Text.RegularExpressions", found.Namespace);
        Assert.Equal("System.Text.RegularExpressions.Regex", found.Text);
    }

    [Fact]
    public async Task Complete_KnowsTheTypeOfInput()
    {
        Assert.Contains("WorkingSet64", await s_chain.TextsAsync("Input.Working|", typeof(System.Diagnostics.Process)));
        Assert.DoesNotContain("WorkingSet64", await s_chain.TextsAsync("Input.Working|"));
    }

    [Fact]
    public async Task Complete_WritesAnOverride()
    {
        CodeCompletions found = await s_chain.CompleteAsync("class C\n{\n    public override ToStr|\n}");

        Assert.Contains(found.Items, static i => i.Text.Contains("string ToString()", StringComparison.Ordinal) && i.Text.Contains("base.ToString()", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"text\".Le|", "Length")]
    [InlineData("new List<int>().A|", "Add")]
    [InlineData("names?.A|", "Add")]
    [InlineData("(await LoadAsync()).E|", "EndsWith")]
    public async Task Complete_HasWhatATypeHasOfItsOwnFirst(string typed, string first) => Assert.Equal(first, (await s_chain.TextsAsync(typed))[0]);

    [Fact]
    public async Task Complete_GoesWithTheSession()
    {
        TypedChain chain = new("var first = 1;");
        Assert.Contains("first", await chain.TextsAsync("fir|"));
        Assert.DoesNotContain("firmer", await chain.TextsAsync("fir|"));

        chain.Add("var firmer = 2;");

        Assert.Contains("firmer", await chain.TextsAsync("fir|"));
        Assert.Contains("first", await chain.TextsAsync("fir|"));
    }

    [Theory]
    [InlineData("\"text Enumerable.Ra|")]
    [InlineData("// Enumerable.Ra|")]
    public async Task Complete_OffersNothingInText(string typed) => Assert.Empty(await s_chain.TextsAsync(typed));

    [Fact]
    public async Task Complete_OffersNothingInTextThatNestsTooDeep() =>
        Assert.Empty(await s_chain.TextsAsync(new string('(', 3000) + "Enumerable.Ra|"));

    [Theory]
    [InlineData("Enumerable.Range(1, |", "int count")]
    [InlineData("Enumerable.Range(|", "int start")]
    [InlineData("Enumerable.Range(1, |)", "int count")]
    [InlineData("Twice(mode: |", "string mode = \"\"")]
    [InlineData("new Pair(1, |", "int Right")]
    [InlineData("Pair p = new(|", "int Left")]
    [InlineData("Math.Max(Twice(1, |", "string mode = \"\"")]
    public async Task Signatures_MarkTheParameterThatIsTyped(string typed, string parameter)
    {
        CodeSignatures found = (await s_chain.SignaturesAsync(typed))!;

        CodeSignature best = found.All[found.Best];
        Assert.Equal(parameter, best.Note.Signature.Substring(best.Start, best.Length));
    }

    [Fact]
    public async Task Signatures_HaveTheDocumentationOfTheParameter()
    {
        CodeSignatures found = (await s_chain.SignaturesAsync("Enumerable.Range(1, |"))!;

        Assert.Equal("The number of sequential integers to generate.", found.All[found.Best].Parameter);
        Assert.Equal("Generates a sequence of integral numbers within a specified range.", found.All[found.Best].Note.Summary);
    }

    [Theory]
    [InlineData("Enumerable.Range(1, 2)|")]
    [InlineData("1 + 1|")]
    [InlineData("|")]
    public async Task Signatures_AreNoneWhereNothingIsCalled(string typed) => Assert.Null(await s_chain.SignaturesAsync(typed));

    [Fact]
    public async Task Describe_TellsWhatANameIs()
    {
        CodeNote note = (await s_chain.DescribeAsync("Enumerable.Ran|ge(1, 2)"))!;

        Assert.Contains("Enumerable.Range(int start, int count)", note.Signature, StringComparison.Ordinal);
        Assert.StartsWith("Generates a sequence", note.Summary, StringComparison.Ordinal);
        Assert.Null(await s_chain.DescribeAsync("   |"));
    }
}
