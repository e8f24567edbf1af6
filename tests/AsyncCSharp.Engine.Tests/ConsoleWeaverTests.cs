using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Weaving;
using Microsoft.CodeAnalysis;
using Mono.Cecil;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

/// <summary>Behind which calls a cell looks after what it has printed.</summary>
public sealed class ConsoleWeaverTests
{
    [Theory]
    [InlineData("public static void Run() { Console.WriteLine(\"a\"); }", "WriteLine")]
    [InlineData("public static void Run() { Console.Error.Write('a'); }", "get_Error Write")]
    [InlineData("public static async Task Run() { await Console.Out.WriteLineAsync(\"a\"); }", "get_Out WriteLineAsync")]
    [InlineData("public static void Run() { new List<string>().ForEach(Console.WriteLine); }", "ForEach")]
    [InlineData("public static void Run() { Action<string> a = Console.WriteLine; a(\"a\"); }", "Invoke")]
    [InlineData("public static void Run(Delegate d) { d.DynamicInvoke(); }", "DynamicInvoke")]
    [InlineData("public static void Run() { System.Threading.Tasks.Parallel.For(0, 1, i => { }); }", "For")]
    [InlineData("public static void Run(IEnumerable<int> e) { foreach (int i in e) { } }", "MoveNext")]
    [InlineData("public static void Run() { var l = new List<int> { 1 }; l.Add((int)Math.Sqrt(l.Count)); \"a\".ToString(); foreach (int i in l) { } }", "")]
    [InlineData("static void F() { } public static void Run() { F(); Run(); }", "")]
    [InlineData("public static void Run() { try { Run(); } catch (Exception e) when (Console.KeyAvailable) { Console.Write(e); } }", "Write")]
    public void Weave_Calls_AreLookedAfter(string members, string expected)
    {
        EmittedAssembly plain = WovenCell.Compile(members);
        foreach (bool stopChecks in new[] { true, false })
        {
            Assert.Equal(expected, LookedAfter(StopCheckWeaver.Weave(plain, stopChecks: stopChecks)));
        }
    }

    [Fact]
    public void Weave_LibraryThatIsNotTheFrameworks_IsLookedAfterWhatever()
    {
        EmittedAssembly cell = WovenCell.Compile(
            "public static object Run() => new Microsoft.CodeAnalysis.SyntaxAnnotation(\"a\").Kind;",
            libraries: MetadataReference.CreateFromFile(typeof(SyntaxAnnotation).Assembly.Location));

        Assert.Equal(".ctor get_Kind", LookedAfter(StopCheckWeaver.Weave(cell)));
    }

    [Theory]
    [InlineData("public static object Run() => Console.ReadKey();", "ReadKey")]
    [InlineData("public static object Run() => Console.ReadKey(true);", "ReadKey")]
    [InlineData("public static object Run() { Func<bool, ConsoleKeyInfo> f = Console.ReadKey; return f; }", "ReadKey")]
    [InlineData("public static object Run() => Console.OpenStandardInput(80);", "OpenStandardInput")]
    [InlineData("public static object Run() => Console.ReadLine() + Console.Read() + Console.In + Console.KeyAvailable + Console.OpenStandardOutput();", "")]
    public void Weave_WaitForInput_IsOneThatCanBeStopped(string members, string expected)
    {
        foreach (bool stopChecks in new[] { true, false })
        {
            EmittedAssembly cell = StopCheckWeaver.Weave(WovenCell.Compile(members), stopChecks: stopChecks);
            using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(cell.Image));
            Assert.Equal(expected, string.Join(' ', module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).SelectMany(Calls)
                .Where(m => m.DeclaringType.Name == nameof(CellConsole)).Select(m => m.Name)));
        }
    }

    [Fact]
    public void Weave_SmallRecursionThatPrints_IsLookedAfterAtEachLevel()
    {
        EmittedAssembly cell = StopCheckWeaver.Weave(WovenCell.Compile("public static void Run(int n) { if (n > 0) { Console.WriteLine(n); Run(n - 1); } }"));

        Assert.Equal("WriteLine", LookedAfter(cell));
    }

    [Fact]
    public void Weave_HundredThousandStatements_TakesSeconds()
    {
        EmittedAssembly cell = WovenCell.Compile("public static void Run() {" + string.Concat(Enumerable.Repeat("Console.Out.Flush();", 100_000)) + "}");
        TimeSpan before = Environment.CpuUsage.TotalTime;

        _ = StopCheckWeaver.Weave(cell);

        // Where each look searches its place from the start it is more than a minute.
        Assert.InRange(Environment.CpuUsage.TotalTime - before, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    // The calls that a look follows on, in all methods; checks of another kind may be between.
    private static string LookedAfter(EmittedAssembly cell)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(cell.Image));
        IEnumerable<MethodReference> before = module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).SelectMany(
            m => Calls(m).Zip(Calls(m).Skip(1)).Where(p => p.Second.DeclaringType.Name == nameof(PrintHooks)).Select(p => p.First));
        return string.Join(' ', before.Select(m => m.Name));
    }

    private static IEnumerable<MethodReference> Calls(MethodDefinition method) =>
        method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>().Where(m => m.DeclaringType.Name != nameof(StopHooks));
}
