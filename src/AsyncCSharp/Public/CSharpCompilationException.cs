using AsyncCSharp.Text;

namespace AsyncCSharp;

/// <summary>A cell does not compile. Nothing of it has run and the session is as it was. The message has the first errors.</summary>
public sealed class CSharpCompilationException : Exception
{
    internal CSharpCompilationException(IReadOnlyList<CellDiagnostic> diagnostics)
        : base(Describe(diagnostics))
    {
        Diagnostics = diagnostics;
    }

    /// <summary>All errors and warnings, in the order of their places.</summary>
    public IReadOnlyList<CellDiagnostic> Diagnostics { get; }

    // ConciseView puts what is between the end of the first underline and the next empty line behind the lines that our view shows (CompilationErrorView):
    // so of several errors that is nothing.
    private static string Describe(IReadOnlyList<CellDiagnostic> diagnostics)
    {
        CellDiagnostic[] errors = [.. diagnostics.Where(d => d.Severity == CellDiagnosticSeverity.Error)];
        string end = errors.Length > 1 ? Environment.NewLine + Environment.NewLine : string.Empty;
        return Shown.List(errors, d => d.Line == 0 ? d.ToString() : d + Environment.NewLine + d.Excerpt + end).TrimEnd();
    }
}
