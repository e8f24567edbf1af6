using AsyncCSharp.Contract;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Children;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>
/// The texts of the specs and of the documentation, compiled in this process and by the compiler in a process of its own: code, symbols,
/// warnings and errors are the same to the last byte. A part of them each time; with ASYNCCSHARP_TEXTS=all in the environment all.
/// </summary>
public sealed class CompilerComparisonTests
{
    private const int ChainLength = 30;

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

    private static void CompareEach(CompilerChildren children, int part)
    {
        for (int i = 0; i < RepositoryTexts.All.Count; i += s_all ? 1 : part)
        {
            string code = RepositoryTexts.All[i];
            Type? input = code.Contains("Input", StringComparison.Ordinal) ? typeof(string) : null;
            using CompiledBoth both = new(children);
            _ = both.Compile(CellText.Of(new CellSource { Code = code, Number = i + 1, InputType = input, HasInput = input is not null, RunsOften = i % 2 == 0 }, hidesInput: false), alsoTests: i % 3 == 0);
            Assert.Empty(both.TakeProblems());
        }

        Assert.Null(children.Refusal);
    }

    private static void CompareChains(CompilerChildren children, int part)
    {
        for (int i = 0; i < RepositoryTexts.ByFile.Count; i += s_all ? 1 : part)
        {
            using CompiledBoth both = new(children);
            foreach ((int number, string code) in RepositoryTexts.ByFile[i].Take(ChainLength).Index())
            {
                _ = both.Compile(new CellText { Code = code, Number = number + 1 }, alsoTests: false);
            }

            Assert.Empty(both.TakeProblems());
        }

        Assert.Null(children.Refusal);
    }
}
