using AsyncCSharp.Contract;
using AsyncCSharp.Engine.Sessions;
using AsyncCSharp.Reporting;

namespace AsyncCSharp.Fuzz;

/// <summary>What must be true of every text, whatever is in it.</summary>
internal static class CellCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Throws where the text leads to another exception than the module's own, to a hang, or to a wrong position.</summary>
    public static void Run(string text)
    {
        Task check = Task.Factory.StartNew(() => Check(text), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (Task.WhenAny(check, Task.Delay(s_patience)).GetAwaiter().GetResult() != check)
        {
            throw new TimeoutException("The engine hangs.");
        }

        check.GetAwaiter().GetResult();
    }

    private static void Check(string text)
    {
        ScriptSession session = new(new ScriptSessionOptions("Fuzz", StopChecks: true));
        try
        {
            CellSource source = new() { Code = text, Number = 1, InputType = typeof(string) };
            try
            {
                CellTestResult result = session.Test(source, null, CancellationToken.None);
                CheckPositions(result.Diagnostics, text);
                ICompiledCell cell = session.Compile(source, CancellationToken.None);
                CheckPositions(cell.Warnings, text);
                Require(result.IsValid, "Test says invalid, and it compiles");
            }
            catch (CSharpCompilationException e)
            {
                Require(e.Diagnostics.Any(d => d.Severity == CellDiagnosticSeverity.Error), "an error without a diagnostic");
                CheckPositions(e.Diagnostics, text);
            }
            catch (SessionException)
            {
                // A directive asks for a file that is not there.
            }
        }
        finally
        {
            _ = session.Unload();
        }
    }

    private static void CheckPositions(IEnumerable<CellDiagnostic> diagnostics, string text)
    {
        string[] lines = text.Split('\n');
        foreach (CellDiagnostic diagnostic in diagnostics.Where(d => d.Line > 0))
        {
            Require(diagnostic.Line <= CountLines(text), $"line {diagnostic.Line} of {lines.Length}: {diagnostic}");
            Require(diagnostic.Column >= 1 && diagnostic.Column <= diagnostic.SourceLine.Length + 1, $"column {diagnostic.Column}: {diagnostic}");
            Require(diagnostic.Length >= 1, $"length {diagnostic.Length}: {diagnostic}");
        }
    }

    // As the compiler counts: every line break of C# is one.
    private static int CountLines(string text)
    {
        int lines = 1;
        for (int i = 0; i < text.Length; i++)
        {
            lines += text[i] is '\n' or '\u0085' or '\u2028' or '\u2029' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')) ? 1 : 0;
        }

        return lines;
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new InvalidOperationException(what);
        }
    }
}
