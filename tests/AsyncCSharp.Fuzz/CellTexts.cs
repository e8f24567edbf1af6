using CsCheck;

namespace AsyncCSharp.Fuzz;

/// <summary>Generates texts: right ones, right ones with something wrong done to them, tokens in any order, and any characters.</summary>
internal static class CellTexts
{
    private static readonly string[] s_seeds =
    [
        "1 + 1",
        "int x = 1; x",
        "var a = await Task.FromResult(1); a",
        "await (Task.Delay(1));",
        "await foreach (var x in G()) { } async IAsyncEnumerable<int> G() { yield return 1; }",
        "using var m = new MemoryStream(); m.Length",
        "await using var m = new MemoryStream();",
        "record P(int A, string B);\nnew P(1, \"x\")",
        "namespace N { class C { } }",
        "static class E { public static int Twice(this int n) => n * 2; }\n2.Twice()",
        "int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2);\nF(5)",
        "try { throw new Exception(\"x\"); } catch (Exception e) when (e.Message == \"x\") { } finally { }",
        "for (int i = 0; i < 3; i++) { if (i == 1) continue; }",
        "Input.Length",
        "from x in Enumerable.Range(0, 3) where x > 1 select x",
        "// a comment with await\n/* and another */ 1",
        "#if false\nawait x;\n#endif\n2",
        "#r \"System.Xml\"\n1",
        "#load \"none.csx\"",
        "\"\"\"\nraw\n\"\"\"",
        "$\"{1:x}{\"a\"}\"",
        "@\"a\"\"b\"",
        "unsafe { int* p = null; }",
        "goto a; a: ;",
        "return 5;",
        "switch (1) { case 1: break; default: goto case 1; }",
        "Func<int, Task<int>> f = async n => { await Task.Yield(); return n; };\nawait f(1)",
        "(int A, string B) t = (1, \"x\"); t.A",
        "dynamic d = 1; d + 1",
        "lock (new object()) { }",
        "[Obsolete] void Old() { }\nOld();",
        "using System.Text;\nnew StringBuilder()",
        "extern alias X;",
        "int await = 1; await (2)",
    ];

    private static readonly string[] s_tokens =
    [
        "await", "async", "using", "var", "int", "x", "y", "(", ")", "{", "}", "[", "]", "<", ">", ";", ",", ".", "=", "=>", "+", "-", "*", "/",
        "\"", "'", "$\"", "@\"", "\"\"\"", "//", "/*", "*/", "#r", "#load", "#if", "#endif", "#line", "\n", "\r\n", "\r", "1", "1.5", "null", "new",
        "class", "record", "struct", "namespace", "static", "return", "yield", "for", "foreach", "while", "do", "if", "else", "switch", "case",
        "try", "catch", "finally", "throw", "goto", "unsafe", "fixed", "checked", "lock", "where", "select", "from", "in", "is", "as", "ref", "out",
        "Input", "Task", "Console", "?", "??", ":", "::", "&&", "|", "~", "^", "%", "!", "..", "\u2028", "\0", "\t", "ä", "\ud83d\ude00", "\ud800",
    ];

    private static readonly Gen<string> s_seed = Gen.OneOf(s_seeds);

    private static readonly Gen<string> s_soup = Gen.OneOf(s_tokens).List[0, 30].Select(tokens => string.Join(' ', tokens));

    private static readonly Gen<string> s_pair = Gen.Select(s_seed, s_seed, (one, two) => one + "\n" + two);

    private static readonly Gen<string> s_cut = Gen.Select(s_seed, Gen.Int[0, 80], Gen.Int[0, 20], (text, at, count) =>
        text.Remove(at % (text.Length + 1), Math.Min(count, text.Length - (at % (text.Length + 1)))));

    private static readonly Gen<string> s_put = Gen.Select(s_pair, Gen.Int[0, 200], Gen.OneOf(s_tokens), (text, at, token) =>
        text.Insert(at % (text.Length + 1), token));

    private static readonly Gen<string> s_deep = Gen.Select(Gen.OneOf("(", "{", "[", "F(", "List<", "() => ", "-", "!", "(int)", "{ if (true) "), Gen.Int[1, 400], s_seed, (open, depth, text) =>
        string.Concat(Enumerable.Repeat(open, depth)) + text);

    /// <summary>All kinds.</summary>
    public static Gen<string> Any { get; } = Gen.OneOf(s_seed, s_pair, s_cut, s_cut, s_put, s_put, s_soup, s_deep, Gen.String[0, 60]);

    /// <summary>The next of all kinds, by the choices of a generator.</summary>
    public static string Next(Random random) => Any.Generate(new PCG((uint)random.Next()), null, out _);
}
