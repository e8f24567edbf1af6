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

    private static string Describe(IReadOnlyList<CellDiagnostic> diagnostics) => Shown.List(
        [.. diagnostics.Where(d => d.Severity == CellDiagnosticSeverity.Error)],
        d => d.Line == 0 ? d.ToString() : d + Environment.NewLine + d.Excerpt);
}
