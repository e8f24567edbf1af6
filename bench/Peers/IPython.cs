namespace AsyncCSharp.Bench;

/// <summary>IPython, where there is one: Debian's package, or any other on PATH.</summary>
internal static class IPython
{
    // A shim of a version manager would cost a shell in each process: the interpreter behind it is asked for once.
    private static readonly Lazy<string> s_python = new(() =>
        Child.Output(Child.Find("ipython3"), ["--no-banner", "-c", "import sys; print(sys.executable)"]).Trim());

    /// <summary>What is there, or why there is none.</summary>
    public static string Version => Child.Output(Child.Find("ipython3"), ["--version"]).Trim();

    /// <summary>How many milliseconds a process takes that runs one cell.</summary>
    public static double Time(string code) => Child.Time(s_python.Value, ["-m", "IPython", "-c", code]);

    /// <summary>What a cell costs in a running shell, in milliseconds, one figure a time; <c>{i}</c> in it counts.</summary>
    public static double[] Times(string code, int count)
    {
        string script = Path.Combine(Directory.CreateTempSubdirectory("asynccsharp-bench-").FullName, "cells.py");
        try
        {
            File.WriteAllText(
                script,
                $"""
                import time
                shell = get_ipython()
                shell.run_cell('import asyncio', store_history=False)
                times = []
                for i in range(1, {count} + 1):
                    code = f'{code}'
                    start = time.perf_counter()
                    shell.run_cell(code, store_history=False)
                    times.append((time.perf_counter() - start) * 1000)
                print(*times)
                """);
            return Host.Parse(Child.Output(s_python.Value, ["-m", "IPython", "--no-banner", script]));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(script)!, recursive: true);
        }
    }
}
