using System.Diagnostics;
using AsyncCSharp.Contract;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Children;
using AsyncCSharp.Engine.Compiling;
using AsyncCSharp.Engine.Metadata;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>The compiler in a process of its own: what it answers, and what happens when it ends.</summary>
public sealed class CompilerChildTests : IDisposable
{
    // Overload resolution binds each lambda for each overload, and so twice as long for each level: some hours.
    private static readonly string s_endless =
        "int F(Func<int> f) => 1; long F(Func<long> f) => 1; " + string.Concat(Enumerable.Repeat("F(() => ", 30)) + "1" + new string(')', 30);

    private readonly CompilerChildren _children = new(CompilerPrograms.Ordinary);

    public void Dispose() => _children.Dispose();

    [Fact]
    public void Build_OfAChain_IsTheSameAsInThisProcess()
    {
        using CompiledBoth both = new(_children);
        string[] chain =
        [
            "var a = 1; a",
            "int Twice(int n) => 2 * n;",
            "Twice(a) + await Task.FromResult(1)",
            "nothing",
            "record P(int A, string B); var p = new P(Twice(a), \"x\");",
            "namespace N { public class C { public int V = 3; } }",
            "new N.C().V + p.A",
            "namespace N { public class C { public int W = 4; } }",
            "static class E { public static P With(this P p, int n) => p with { A = n }; }",
            "p.With(new N.C().W).A",
            "using System.Text.RegularExpressions; Regex.IsMatch(\"a\", \"b\")",
            "await foreach (var i in G()) Console.WriteLine(i); async IAsyncEnumerable<int> G() { yield return 1; await Task.Yield(); }",
            "#warning half\nint unused() { return 1; } string s = null!; s.Length",
            "return p;",
        ];
        for (int i = 0; i < chain.Length; i++)
        {
            Assert.Equal(chain[i] == "nothing" ? 1 : 0, both.Compile(chain[i], i + 1).Count);
            Assert.Equal(CellOrigin.CompiledApart, both.Origin);
        }
    }

    [Fact]
    public void Build_InTheMiddleOfAChain_GoesOnInThisProcessAndInAnother()
    {
        using CompiledBoth both = new(_children);
        using CompilerChildren others = new(CompilerPrograms.Ordinary);
        _ = both.Compile("var a = 1; class C { public int V = 2; }");
        _ = both.Compile("namespace N { public class D { public int V = 3; } }");
        both.Fall();
        Assert.Empty(both.Compile("var b = a + new C().V + new N.D().V;"));
        Assert.Equal(CellOrigin.Compiled, both.Origin);
        both.Move(others);
        Assert.Empty(both.Compile("b + a + new C().V + new N.D().V"));
        Assert.Equal(CellOrigin.CompiledApart, both.Origin);
    }

    [Fact]
    public void Build_WithAReference_SeesWhatIsInIt()
    {
        using CompiledBoth both = new(_children);
        string file = typeof(FactAttribute).Assembly.Location;
        Assert.Empty(both.Compile($"#r \"{file}\"\nnameof(Xunit.FactAttribute)"));
        Assert.Equal(CellOrigin.CompiledApart, both.Origin);
    }

    // Generators are assemblies, and beside these tests there are none: the error is that of this process.
    [Fact]
    public void Build_WithASourceGenerator_IsDoneInThisProcess()
    {
        using CompiledBoth both = new(_children);
        CellDiagnostic error = Assert.Single(both.Compile("using System.Text.RegularExpressions; partial class R { [GeneratedRegex(\"a\")] public static partial Regex A(); }"));
        Assert.Equal("CS8795", error.Id);
    }

    [Fact]
    public void Build_ThatIsCancelled_EndsTheProcessAndTheNextOneKnowsTheChain()
    {
        SessionCompiler compiler = new(_children);
        CompilationScope scope = new(DefaultImports.OfCells, [], new ReferenceSet([], []), stopChecks: true, Generators.GeneratorSet.Empty);
        (SubmissionCode code, SubmissionView? view, CellOrigin origin) = compiler.Build(new CompilationRequest(new CellText { Code = "var a = 1;" }, CompiledChain.Empty, scope), CancellationToken.None);
        Assert.Equal(CellOrigin.CompiledApart, origin);
        CompiledChain chain = CompiledChain.Empty.With(view, code.Emitted.Name);

        using CancellationTokenSource source = new();
        CompilerChild child = _children.Rent(null, CancellationToken.None);
        using Process process = Process.GetProcessById(child.Id);
        _children.Return(child);
        source.CancelAfter(500);
        _ = Assert.ThrowsAny<OperationCanceledException>(() => compiler.Build(new CompilationRequest(new CellText { Code = s_endless }, chain, scope), source.Token));
        Assert.True(process.WaitForExit(Limits.Hang));

        Assert.Equal(CellOrigin.CompiledApart, compiler.Build(new CompilationRequest(new CellText { Code = "a + 1" }, chain, scope), CancellationToken.None).Origin);
    }

    [Fact]
    public void Build_WhoseProcessIsKilled_IsDoneInThisProcess()
    {
        using CompiledBoth both = new(_children);
        _ = both.Compile("var a = 1;");
        CompilerChild child = _children.Rent(null, CancellationToken.None);
        using Process process = Process.GetProcessById(child.Id);
        _children.Return(child);
        process.Kill();
        Assert.True(process.WaitForExit(Limits.Hang));

        // Seen as ended before it is asked, or when it is asked.
        Assert.Empty(both.Compile("a + 1"));
        Assert.Empty(both.Compile("a + 2"));
        Assert.Equal(CellOrigin.CompiledApart, both.Origin);
    }

    [Fact]
    public void Build_AfterNobodyHasAskedForAWhile_IsDoneByAnotherProcessThatKnowsTheChain()
    {
        _children.IdleTime = 1;
        _children.IdleTimePerThing = 1;
        using CompiledBoth both = new(_children);
        string[] chain = ["var a = 1; record R(int V);", "namespace N { public class C { public int V = 3; } }", "var r = new R(a + new N.C().V);", "r.V + a"];
        for (int i = 0; i < chain.Length; i++)
        {
            Assert.Empty(both.Compile(chain[i], i + 1));
            Assert.Equal(CellOrigin.CompiledApart, both.Origin);
            Assert.True(SpinWait.SpinUntil(() => _children.IdleCount == 0, Limits.Hang));
        }

        Assert.Empty(both.TakeProblems());
    }

    [Fact]
    public void EndLongIdle_OfOneWithAChain_WaitsLonger()
    {
        _children.IdleTime = 0;
        _children.IdleTimePerThing = (int)Limits.Stress.TotalMilliseconds;
        using CompiledBoth both = new(_children);
        _ = both.Compile("var a = 1;");
        _children.EndLongIdle();
        Assert.Equal(1, _children.IdleCount);
        _children.IdleTimePerThing = 0;
        _children.EndLongIdle();
        Assert.Equal(0, _children.IdleCount);
    }

    // Who asks and the clock want the same process at the same moment, again and again.
    [Fact]
    public void Build_AtTheMomentOfTheIdleEnd_LosesNothing() => Seeded.Run(2, random =>
    {
        using CompilerChildren children = new(CompilerPrograms.Ordinary);
        children.IdleTime = 1;
        children.IdleTimePerThing = 0;
        int[] seeds = [random.Next(), random.Next(), random.Next()];
        Task[] callers = [.. seeds.Select(seed => Task.Run(() => AskOften(children, new Random(seed))))];
        Assert.True(Task.WaitAll(callers, Limits.Stress));
        Assert.True(SpinWait.SpinUntil(() => children.IdleCount == 0, Limits.Hang));
    });

    private static void AskOften(CompilerChildren children, Random random)
    {
        SessionCompiler compiler = new(children);
        for (int i = 0; i < 8; i++)
        {
            Thread.Sleep(random.Next(4));
            Seeded.Dawdle(random);
            Assert.Equal(i % 2 == 0, compiler.IsComplete(i % 2 == 0 ? "1 + 1" : "1 +", CancellationToken.None));
        }

        Assert.Empty(compiler.TakeProblems());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite, false)]
    [InlineData(UnixFileMode.OtherWrite, true)]
    public void RefusalOf_WhatOthersMayWriteTo_IsGiven(UnixFileMode mode, bool isFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string folder = Directory.CreateTempSubdirectory("asynccsharp-").FullName;
        string file = Path.Combine(folder, "program");
        File.WriteAllText(file, string.Empty);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Assert.Null(CompilerTrust.RefusalOf(file));
        string open = isFolder ? folder : file;
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) | mode);
        Assert.Contains(open, CompilerTrust.RefusalOf(file), StringComparison.Ordinal);
        File.SetUnixFileMode(open, File.GetUnixFileMode(open) & ~mode);
        string link = Path.Combine(folder, "link");
        _ = File.CreateSymbolicLink(link, file);
        Assert.NotNull(CompilerTrust.RefusalOf(link));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Build_WhereTheProgramIsNone_IsDoneInThisProcess()
    {
        string nothing = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using CompilerChildren children = new(new CompilerProgram(nothing));
        using CompiledBoth both = new(children);
        Assert.Empty(both.Compile("1 + 1"));
        Assert.Equal(CellOrigin.Compiled, both.Origin);
        Assert.NotNull(children.Refusal);
    }

    [Fact]
    public void Program_ThatNoShellAsks_EndsWithoutAFault()
    {
        using Process process = CompilerPrograms.Ordinary.Start();
        process.StandardInput.Write("nobody asks like that");
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(Limits.Hang));
        Assert.Equal(2, process.ExitCode);
    }

    [Fact]
    public void Build_WhereTheProgramIsAnother_IsDoneInThisProcess()
    {
        using CompilerChildren children = new(new CompilerProgram(CompilerPrograms.Ordinary.File, "--version"));
        using CompiledBoth both = new(children);
        Assert.Empty(both.Compile("1 + 1"));
        Assert.Equal(CellOrigin.Compiled, both.Origin);
        Assert.NotNull(children.Refusal);
    }
}
