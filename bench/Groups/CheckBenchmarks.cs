using System.Management.Automation;
using BenchmarkDotNet.Attributes;

namespace AsyncCSharp.Bench;

/// <summary>The same code in a session with and in one without the checks by which cells are stopped.</summary>
public class CheckBenchmarks
{
    public const string With = "with checks";
    public const string Without = "`-NoStopChecks`";

    private const string Declarations = """
        int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
        class Node(int depth) { Node left = depth > 0 ? new(depth - 1) : null, right = depth > 0 ? new(depth - 1) : null; public long Sum() => 1 + (left?.Sum() ?? 0) + (right?.Sum() ?? 0); }
        long Add(int count) { long sum = 0; for (int i = 0; i < count; i++) sum += i ^ 5; return sum; }
        double Root(int count) { double sum = 0; for (int i = 0; i < count; i++) sum += Math.Sqrt(i); return sum; }
        int[] data = Enumerable.Range(0, 2_000_000).ToArray();
        var root = new Node(20);
        """;

    private readonly BenchShell _shell = new();
    private Action _checked = null!;
    private Action _unchecked = null!;

    /// <summary>What is measured: its name, the call, and what the checks may cost at most.</summary>
    public static IReadOnlyList<(string Name, string Code, double? Target)> All { get; } =
    [
        ("recursive fib(32)", "Fib(32)", 1.3),
        ("a tree of 2 million nodes", "root.Sum()", 1.3),
        ("a loop, 1 addition a turn", "Add(50_000_000)", null),
        ("a loop, 1 call of Math a turn", "Root(20_000_000)", 1.3),
        ("LINQ, two lambdas", "data.Where(x => x % 3 == 0).Select(x => (long)x).Sum()", 1.3),
    ];

    /// <summary>The names of <see cref="All"/>.</summary>
    public static IEnumerable<string> Names => All.Select(subject => subject.Name);

    /// <summary>The one that is measured.</summary>
    [ParamsSource(nameof(Names))]
    public string Subject { get; set; } = "";

    // The cells give a delegate: no shell is in the way of what is timed.
    [GlobalSetup]
    public void Compile()
    {
        string code = All.Single(subject => subject.Name == Subject).Code;
        _checked = Compile("New-CSharpSession Checked", "Checked", code);
        _unchecked = Compile("New-CSharpSession Unchecked -NoStopChecks", "Unchecked", code);
    }

    [GlobalCleanup]
    public void Close() => _shell.Dispose();

    [Benchmark(Description = With)]
    public void RunChecked() => _checked();

    [Benchmark(Description = Without)]
    public void RunUnchecked() => _unchecked();

    private Action Compile(string makeSession, string session, string code) => (Action)_shell.Ask<PSObject>(
        $$"""
        $null = {{makeSession}}
        cs -Session {{session}} @'
        {{Declarations}}
        '@
        cs -Session {{session}} '(Action)(() => { _ = {{code}}; })'
        """).Single().BaseObject;
}
