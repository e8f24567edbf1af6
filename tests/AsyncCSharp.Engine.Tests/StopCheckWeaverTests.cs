using System.Diagnostics;
using AsyncCSharp.Engine.Artifacts;
using AsyncCSharp.Engine.Weaving;
using Microsoft.CodeAnalysis;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace AsyncCSharp.Engine.Tests;

public sealed class StopCheckWeaverTests
{
    public static TheoryData<string, object?> Programs => new()
    {
        { "public static int Run() { int s = 0; for (int i = 0; i < 10; i++) { if (i == 3) continue; if (i == 8) break; s += i; } return s; }", 25 },
        { "public static int Run() { int i = 0; do { i++; } while (i < 5); return i; }", 5 },
        { "public static int Run() { int i = 0; again: if (++i < 7) goto again; return i; }", 7 },
        { "public static int Run() { int s = 0; foreach (var x in new List<int> { 1, 2, 3 }) s += x; return s; }", 6 },
        { "public static int Run() { int i = 0; while (true) { switch (i++) { case 0: case 1: continue; case 2: break; default: return i; } } }", 4 },
        { "public static string Run() { try { throw new InvalidOperationException(\"a\"); } catch (ArgumentException) { return \"no\"; } catch (Exception e) when (e.Message == \"b\") { return \"no\"; } catch (Exception e) { return e.Message; } }", "a" },
        { "public static string Run() { string s = \"\"; try { try { s += 1; throw new Exception(); } finally { s += 2; } } catch { s += 3; } finally { s += 4; } return s; }", "1234" },
        { "static string s = \"\"; static bool When(Exception e) { s += \"w\"; return e is InvalidOperationException; } static void F<E>(Action a) where E : Exception { try { a(); } catch (E e) when (When(e)) { s += \"1\"; throw; } catch (E) { s += \"2\"; } catch (Exception) { s += \"3\"; } finally { s += \"f\"; } } public static string Run() { try { F<InvalidOperationException>(() => throw new InvalidOperationException()); } catch (InvalidOperationException) { s += \"t\"; } F<ArgumentException>(() => throw new ArgumentException()); F<ArgumentException>(() => throw new Exception()); return s; }", "w1ftw2f3f" },
        { "public static string Run() { string s = \"\"; try { try { throw new Exception(\"a\"); } catch (Exception e) { try { throw new FormatException(e.Message + \"b\"); } catch (FormatException f) { s += f.Message; throw; } finally { s += \"1\"; } } } catch (FormatException e) { return s + e.Message; } }", "ab1ab" },
        { "public static int Run() { for (int i = 0; ; i++) { try { if (i == 4) return i; continue; } finally { i++; } } }", 4 },
        { "static IEnumerable<int> G() { try { for (int i = 0; i < 3; i++) yield return i; } finally { Done++; } } static int Done; public static int Run() { int s = G().Sum() * 10; foreach (var x in G()) break; return s + Done; }", 32 },
        { "static async Task<int> F(int n) { if (n == 0) { await Task.Yield(); return 1; } return await F(n - 1) + 1; } public static Task<int> Run() => F(20);", 21 },
        { "public static async Task<string> Run() { string s = \"\"; try { await Task.Delay(1); throw new Exception(\"x\"); } catch (Exception e) { await Task.Yield(); s += e.Message; } finally { await Task.Yield(); s += \"f\"; } return s; }", "xf" },
        { "static async IAsyncEnumerable<int> G() { try { for (int i = 0; i < 4; i++) { await Task.Yield(); yield return i; } } finally { await Task.Delay(1); End += 100; } } static int End; public static async Task<int> Run() { int s = 0; await foreach (var x in G()) { if (x == 3) break; s += x; } return s + End; }", 103 },
        { "static async ValueTask<int> F() { await Task.Yield(); return 5; } static async ValueTask G() => await Task.Yield(); public static async Task<int> Run() { await G(); return await F(); }", 5 },
        { "static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); public static int Run() => Fib(15);", 610 },
        { "static int F(int n) { switch (n) { case 0: return 1; case 1: return 2; case 2: return F(0) + F(1); default: return F(n - 1) + F(n - 2); } } public static int Run() => F(10);", 144 },
        { "static int Ack(int m, int n) => m == 0 ? n + 1 : Ack(m - 1, n == 0 ? 1 : Ack(m, n - 1)); public static int Run() => Ack(2, 3);", 9 },
        { "static int F(ref int calls, in int n, out bool even, int step = 1) { calls++; if (n == 0) { even = true; return 0; } int r = F(ref calls, n - step, out bool odd); even = !odd; return r + step; } public static string Run() { int c = 0; int r = F(ref c, 9, out bool e); return r + \" \" + c + \" \" + e; }", "9 10 False" },
        { "class N { public N L, R; public int V; public int Sum() => V + (L?.Sum() ?? 0) + (R?.Sum() ?? 0); } struct S { public int V; public int Down(int n) => n == 0 ? V : Down(n - 1) + V++; } public static int Run() => new N { V = 1, L = new N { V = 2 }, R = new N { V = 3, L = new N { V = 4 } } }.Sum() * 100 + new S { V = 1 }.Down(3);", 1007 },
        { "class G<T> { public int F(T x, int n) => n == 0 ? 1 : F(x, n - 1) + 1; } public static int Run() { int k = 2; int L(int n) => n == 0 ? k : L(n - 1) + k; return new G<string>().F(\"\", 4) * 10 + L(3); }", 58 },
        { "public static int Run() => (from x in Enumerable.Range(0, 10) where x % 2 == 1 select x * x).Sum();", 165 },
        { "public static string Run() { System.Linq.Expressions.Expression<Func<int, int>> e = x => x + 1; return e.ToString(); }", "x => (x + 1)" },
        { "static T F<T>(T a, Func<T, T> f) { T G(T x) => f(x); return G(a); } public static int Run() => F(4, x => x * 2);", 8 },
        { "class A { public int P { get; set; } = 3; public A() { P++; } static int s = 2; static A() { while (s < 5) s++; } public static int S => s; } public static int Run() => new A().P * 10 + A.S;", 45 },
        { "record R(int A, string B); public static string Run() => (new R(1, \"x\") with { A = 2 }).ToString();", "R { A = 2, B = x }" },
        { "public static unsafe int Run() { int* p = stackalloc int[4]; for (int i = 0; i < 4; i++) p[i] = i; int s = 0; for (int* q = p; q < p + 4; q++) s += *q; return s; }", 6 },
        { "public static long Run() { Span<int> s = [3, 1, 2]; s.Sort(); long n = 0; foreach (ref readonly int x in s) n = n * 10 + x; return n; }", 123L },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public void Weave_AnyProgram_DoesWhatItDid(string members, object? expected)
    {
        foreach (OptimizationLevel level in new[] { OptimizationLevel.Release, OptimizationLevel.Debug })
        {
            EmittedAssembly plain = WovenCell.Compile(members, level);

            Assert.Equal(expected, WovenCell.Run(plain));
            Assert.Equal(expected, WovenCell.Run(StopCheckWeaver.Weave(plain)));
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Weave_Twice_GivesTheSameBytes(string members, object? expected)
    {
        EmittedAssembly plain = WovenCell.Compile(members);

        EmittedAssembly one = StopCheckWeaver.Weave(plain);
        EmittedAssembly two = StopCheckWeaver.Weave(plain);

        Assert.NotNull(expected);
        Assert.Equal(one.Image, two.Image);
        Assert.Equal(one.Symbols, two.Symbols);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Weave_AnyProgram_KeepsItsLines(string members, object? expected)
    {
        EmittedAssembly plain = WovenCell.Compile(members.Replace("; ", ";\n", StringComparison.Ordinal));

        Assert.NotNull(expected);
        Assert.Equal(Lines(plain), Lines(StopCheckWeaver.Weave(plain)));
    }

    [Fact]
    public void Weave_SmallRecursion_ChecksEverySecondLevelAndNoLeaf()
    {
        EmittedAssembly cell = StopCheckWeaver.Weave(WovenCell.Compile("static int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); static int Leaf(int n) => n * n; public static int Run() => Fib(9) + Leaf(2);"));
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(cell.Image));

        Assert.Equal(["Enter", "<Fib>again", "<Fib>again"], CallsOf(module, "Fib"));
        Assert.Equal(["Fib", "Fib"], CallsOf(module, "<Fib>again"));
        Assert.Equal(["Check"], CallsOf(module, "Leaf"));
    }

    [Fact]
    public void Weave_Exception_NamesItsLine()
    {
        EmittedAssembly cell = StopCheckWeaver.Weave(WovenCell.Compile(
            "public static int Run()\n{\n    for (int i = 0; ; i++)\n    {\n        if (i == 3)\n            throw new InvalidOperationException();\n    }\n}"));

        Exception e = Assert.Throws<InvalidOperationException>(() => WovenCell.Run(cell));

        StackFrame frame = new StackTrace(e, fNeedFileInfo: true).GetFrame(0)!;
        Assert.Equal("Cell[1]", frame.GetFileName());
        Assert.Equal(6, frame.GetFileLineNumber());
    }

    [Theory]
    [InlineData("static int F(int n) => F(n + 1) + 1; public static int Run() => F(0);")]
    [InlineData("static async Task<int> F(int n) => await F(n + 1) + 1; public static Task<int> Run() => F(0);")]
    [InlineData("class A { A a = new A(); } public static object Run() => new A();")]
    public void Weave_EndlessRecursion_IsAnException(string members) =>
        Assert.Throws<InsufficientExecutionStackException>(() => WovenCell.Run(StopCheckWeaver.Weave(WovenCell.Compile(members))));

    [Theory]
    [InlineData("public static void Run() { while (true); }", "Run", "Enter Check")]
    [InlineData("public static void Run() { try { } finally { } try { Run(); } catch { } }", "Run", "Enter MayCatch Catch")]
    [InlineData("public static void Run() { try { Run(); } catch (ArgumentException) { } }", "Run", "Enter MayCatch")]
    [InlineData("public static void Run() { try { Run(); } catch (ArgumentException e) when (e.Message == \"\") { } }", "Run", "Enter MayAlsoCatch")]
    [InlineData("public static void Run() { try { Run(); } catch (Exception e) when (e.Message == \"\") { } }", "Run", "Enter MayAlsoCatch Catch")]
    [InlineData("static T F<T, E>() where E : Exception where T : new() { try { return F<T, E>(); } catch (E) { return new T(); } }", "F", "Enter MayCatch EnterWrapping LeaveWrapping")]
    [InlineData("public static void Run(int[] x) { Array.Sort(x); }", "Run", "Enter EnterWrapping LeaveWrapping")]
    [InlineData("public static async Task Run() { await Task.Yield(); }", "Run", "EnterAsync")]
    [InlineData("public static int P { get; set; }", "get_P", "")]
    [InlineData("static int s = 1; static Code() { while (s++ < 4); }", ".cctor", "EnterWrapping Check LeaveWrapping")]
    public void Weave_Method_HasItsChecks(string members, string method, string expected)
    {
        EmittedAssembly cell = StopCheckWeaver.Weave(WovenCell.Compile(members));
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(cell.Image));

        Assert.Equal(expected, Checks(module.GetType("Code").Methods.Single(m => m.Name == method)));
    }

    [Fact]
    public void Weave_AsyncIterator_LeavesThePlumbingAlone()
    {
        EmittedAssembly cell = StopCheckWeaver.Weave(WovenCell.Compile(
            "public static async IAsyncEnumerable<int> Run() { while (true) { await Task.Yield(); yield return 1; } }"));
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(cell.Image));

        TypeDefinition machine = module.GetType("Code").NestedTypes.Single(t => t.Name.StartsWith("<Run>", StringComparison.Ordinal));
        foreach (MethodDefinition method in machine.Methods.Where(m => m.HasBody && m.Name != "MoveNext"))
        {
            Assert.Equal("", Checks(method));
        }

        Assert.Contains("EnterIterator", Checks(machine.Methods.Single(m => m.Name == "MoveNext")), StringComparison.Ordinal);
        Assert.Contains("Check", Checks(machine.Methods.Single(m => m.Name == "MoveNext")), StringComparison.Ordinal);
    }

    private static string Checks(MethodDefinition method) => string.Join(
        ' ', method.Body.Instructions.Select(i => i.Operand).OfType<MethodReference>().Where(m => m.DeclaringType.Name == nameof(StopHooks)).Select(m => m.Name));

    // The lines of each method's sequence points, each once, in order.
    private static string[] CallsOf(ModuleDefinition module, string method) =>
        [.. module.GetTypes().SelectMany(t => t.Methods).Single(m => m.Name == method).Body.Instructions.Select(i => i.Operand).OfType<MethodReference>().Select(m => m.Name)];

    private static string Original(MethodDefinition method) =>
        method.Name.EndsWith(">again", StringComparison.Ordinal) ? method.Name[1..^">again".Length] : method.Name;

    // The copy of a method that calls itself has the lines of the method.
    private static string Lines(EmittedAssembly cell)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(cell.Image), new ReaderParameters
        {
            ReadSymbols = true,
            SymbolStream = new MemoryStream(cell.Symbols),
            SymbolReaderProvider = new PortablePdbReaderProvider(),
        });
        return string.Join('\n', module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).Select(m =>
            $"{m.FullName.Replace($"<{Original(m)}>again", Original(m), StringComparison.Ordinal)}: {string.Join(' ', m.DebugInformation.SequencePoints.Select(p => (p.StartLine, p.StartColumn)).Distinct().Order())}").Distinct().Order());
    }
}
