namespace AsyncCSharp.Bench;

/// <summary>IPython, where there is one: Debian's package, or any other on PATH.</summary>
internal static class IPython
{
    private const string Question = "import sys, IPython; print(sys.executable, IPython.__version__, sep='\\n')";

    // What is on PATH may be a shim of a version manager, which would cost a shell in each process: the interpreter behind it is
    // asked for once.
    private static readonly Lazy<(string Python, string Version)> s_found = new(Find);

    /// <summary>What is there, or why there is none.</summary>
    public static string Version => s_found.Value.Version;

    /// <summary>How many milliseconds a process takes that runs one cell.</summary>
    public static double Time(string code) => Child.Time(s_found.Value.Python, ["-m", "IPython", "-c", code]);

    /// <summary>What cells cost in a running shell, in milliseconds.</summary>
    public static double[] Times(IEnumerable<string> cells)
    {
        using TemporaryFolder folder = new();
        string script = folder.Write(
            "cells.py",
            $"""
            import time
            shell = get_ipython()
            shell.run_cell('import asyncio', store_history=False)
            times = []
            for code in open(r'{folder.Write("cells.txt", cells)}').read().splitlines():
                start = time.perf_counter()
                shell.run_cell(code, store_history=False)
                times.append((time.perf_counter() - start) * 1000)
            print(*times)
            """);
        return Pwsh.Parse(Child.Output(s_found.Value.Python, ["-m", "IPython", "--no-banner", script]));
    }

    private static (string Python, string Version) Find()
    {
        (string Program, string[] Arguments)[] candidates = [("python3", []), ("python", []), ("ipython3", ["--no-banner"]), ("ipython", ["--no-banner"])];
        foreach ((string program, string[] arguments) in candidates)
        {
            try
            {
                string[] answer = Child.Output(program, [.. arguments, "-c", Question]).Split((char[]?)['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
                return (answer[0], answer[1]);
            }
            catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // Not there, or a Python without IPython: the next may be it.
            }
        }

        throw new InvalidOperationException("no IPython on PATH");
    }
}
