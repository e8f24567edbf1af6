namespace AsyncCSharp.Bench;

/// <summary>What the checks cost by which cells are stopped: the same code in a session with and in one without them, in turn in one process.</summary>
internal static class Checks
{
    private const string Without = "`-NoStopChecks`";
    private const int Iterations = 9;

    private const string Declarations = """
        int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
        class Node(int depth) { Node left = depth > 0 ? new(depth - 1) : null, right = depth > 0 ? new(depth - 1) : null; public long Sum() => 1 + (left?.Sum() ?? 0) + (right?.Sum() ?? 0); }
        long Add(int count) { long sum = 0; for (int i = 0; i < count; i++) sum += i ^ 5; return sum; }
        double Root(int count) { double sum = 0; for (int i = 0; i < count; i++) sum += Math.Sqrt(i); return sum; }
        int[] data = Enumerable.Range(0, 2_000_000).ToArray();
        var root = new Node(20);
        """;

    // What is measured: its name, the call, and what the checks may cost at most.
    private static readonly (string Name, string Code, double? Target)[] s_calls =
    [
        ("recursive fib(32)", "Fib(32)", 1.3),
        ("a tree of 2 million nodes", "root.Sum()", 1.3),
        ("a loop, 1 addition a turn", "Add(50_000_000)", null),
        ("a loop, 1 call of Math a turn", "Root(20_000_000)", 1.3),
        ("LINQ, two lambdas", "data.Where(x => x % 3 == 0).Select(x => (long)x).Sum()", 1.3),
    ];

    /// <summary>What is measured.</summary>
    public static Group Group { get; } = new("checks", "Checks in compiled cells", 5, Measure, static (_, taken) => Rows(taken));

    // The cells give delegates, so that no shell is in the way of what is timed; they are compiled anew in each round.
    private static Measurements Measure(BenchOptions options, int rounds)
    {
        string setup = $$"""
            {{Pwsh.Import}}
            $sessions = (New-CSharpSession "Checked$round"), (New-CSharpSession "Unchecked$round" -NoStopChecks)
            $calls = foreach ($session in $sessions) {
                cs -Session $session.Name @'
            {{Declarations}}
            '@
                {{string.Join("\n", s_calls.Select(call => $"cs -Session $session.Name '(Action)(() => {{ _ = {call.Code}; }})'"))}}
            }
            """;
        return Pwsh.Turns(setup, [.. Subjects()], rounds, options.Quick ? 1 : Iterations);
    }

    private static IEnumerable<(string Name, string Script)> Subjects()
    {
        for (int i = 0; i < s_calls.Length; i++)
        {
            yield return (s_calls[i].Name, $"$calls[{i}].Invoke()");
            yield return (Unchecked(s_calls[i].Name), $"$calls[{i + s_calls.Length}].Invoke()");
        }
    }

    // The least, since whatever else the machine does can only add to what only computes.
    private static IEnumerable<Row> Rows(Measurements taken) =>
        s_calls.Select(call => new Row(call.Name, "ms", taken.Least(call.Name), Without, taken.Least(Unchecked(call.Name)), call.Target, taken.Note(call.Name)));

    private static string Unchecked(string name) => $"{name}, unchecked";
}
