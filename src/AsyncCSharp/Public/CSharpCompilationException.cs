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

    // ConciseView puts what is between the end of the first underline and the next empty line behind the lines that our view shows
    // (FailedText): that is the number of errors.
    private static string Describe(IReadOnlyList<CellDiagnostic> diagnostics)
    {
        CellDiagnostic[] errors = [.. diagnostics.Where(d => d.Severity == CellDiagnosticSeverity.Error)];
        CellDiagnostic? first = Array.Find(errors, d => d.Line > 0);
        string count = string.Format(null, errors.Length == 1 ? Strings.OneError : Strings.ManyErrors, errors.Length);
        return Shown.List(errors, d => d.Line == 0 ? d.ToString()
            : $"{d}{Environment.NewLine}{d.Excerpt}{Environment.NewLine}{(d == first ? count + Environment.NewLine : string.Empty)}").TrimEnd();
    }
}
