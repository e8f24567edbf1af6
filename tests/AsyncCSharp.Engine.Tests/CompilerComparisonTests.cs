using AsyncCSharp.Contract;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Children;
using AsyncCSharp.Fuzz;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>
/// The texts of the specs, of the documentation and of the fuzz, compiled in this process and by the compiler in a process of its own: code,
/// symbols, warnings and errors are the same to the last byte. A part of them each time; with ASYNCCSHARP_TEXTS=all in the environment all.
/// Beside no other test: cells find the types of what is loaded in the process, and another test may load something between the two.
/// </summary>
[CollectionDefinition(nameof(CompilerComparisonTests), DisableParallelization = true)]
[Collection(nameof(CompilerComparisonTests))]
public sealed class CompilerComparisonTests
{
    private const int ChainLength = 30;
    private const int FuzzLength = 5;

    private static readonly bool s_all = Environment.GetEnvironmentVariable("ASYNCCSHARP_TEXTS") == "all";

    [Fact]
    public void Texts_OfTheProgramForTheJustInTimeCompiler_AreTheSame()
    {
        using CompilerChildren children = new(CompilerPrograms.Ordinary);
        CompareEach(children, 40);
        CompareChains(children, 40);
    }

    [Fact]
    public void Texts_OfTheNativeProgram_AreTheSame()
    {
        using CompilerChildren children = Native();
        CompareEach(children, 8);
    }

    [Fact]
    public void Chains_OfTheNativeProgram_AreTheSame()
    {
        using CompilerChildren children = Native();
        CompareChains(children, 12);
    }

    [Fact]
    public void Fuzz_OfTheProgramForTheJustInTimeCompiler_IsTheSame()
    {
        using CompilerChildren children = new(CompilerPrograms.Ordinary);
        CompareFuzz(children, 20);
    }

    [Fact]
    public void Fuzz_OfTheNativeProgram_IsTheSame()
    {
        using CompilerChildren children = Native();
        CompareFuzz(children, 40);
    }

    // Of the last build of the native program, which is not made for these tests.
    private static CompilerChildren Native()
    {
        string file = Path.Combine(RepositoryTexts.Stage, OperatingSystem.IsWindows() ? "AsyncCSharp.Compiler.exe" : "AsyncCSharp.Compiler");
        Assert.SkipUnless(File.Exists(file), "The native compiler has not been built.");
        CompilerChildren children = new(new CompilerProgram(file));
        using CompiledBoth both = new(children);
        _ = both.Compile("1");
        Assert.SkipUnless(children.Refusal is null, children.Refusal ?? string.Empty);
        return children;
    }

    // Each of a few texts after those before it that compile: one text of its own, and then a chain.
    private static void CompareFuzz(CompilerChildren children, int chains)
    {
        (int texts, int compile) = (0, 0);
        Seeded.Run(s_all ? 25 * chains : chains, random =>
        {
            using CompiledBoth both = new(children);
            for (int i = 1; i <= FuzzLength; i++)
            {
                CellSource source = new() { Code = CellTexts.Next(random), Number = i, InputType = typeof(string), HasInput = true, RunsOften = random.Next(2) == 0 };
                bool compiles = both.Compile(CellText.Of(source, hidesInput: false), alsoTests: i == 1).Count == 0;
                texts++;
                compile += compiles ? 1 : 0;
            }

            Assert.Empty(both.TakeProblems());
        });
        Report("fuzz", texts, compile);
        Assert.Null(children.Refusal);
    }

    private static void Report(string what, int texts, int compile) => TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {texts} texts, of which {compile} compile");

    private static void CompareEach(CompilerChildren children, int part)
    {
        (int texts, int compile) = (0, 0);
        for (int i = 0; i < RepositoryTexts.All.Count; i += s_all ? 1 : part)
        {
            string code = RepositoryTexts.All[i];
            Type? input = code.Contains("Input", StringComparison.Ordinal) ? typeof(string) : null;
            using CompiledBoth both = new(children);
            CellSource source = new() { Code = code, Number = i + 1, InputType = input, HasInput = input is not null, RunsOften = i % 2 == 0 };
            bool compiles = both.Compile(CellText.Of(source, hidesInput: false), alsoTests: i % 3 == 0).Count == 0;
            texts++;
            compile += compiles ? 1 : 0;
            Assert.Empty(both.TakeProblems());
        }

        Report("each for itself", texts, compile);

        Assert.Null(children.Refusal);
    }

    private static void CompareChains(CompilerChildren children, int part)
    {
        (int texts, int compile) = (0, 0);
        for (int i = 0; i < RepositoryTexts.ByFile.Count; i += s_all ? 1 : part)
        {
            using CompiledBoth both = new(children);
            foreach ((int number, string code) in RepositoryTexts.ByFile[i].Take(ChainLength).Index())
            {
                bool compiles = both.Compile(new CellText { Code = code, Number = number + 1 }, alsoTests: false).Count == 0;
                texts++;
                compile += compiles ? 1 : 0;
            }

            Assert.Empty(both.TakeProblems());
        }

        Report("in chains", texts, compile);

        Assert.Null(children.Refusal);
    }
}
