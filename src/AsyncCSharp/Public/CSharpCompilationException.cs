namespace AsyncCSharp;

/// <summary>A cell does not compile. Nothing of it has run and the session is as it was.</summary>
public sealed class CSharpCompilationException : Exception
{
    internal CSharpCompilationException(IReadOnlyList<CellDiagnostic> diagnostics)
        : base(Describe(diagnostics))
    {
        Diagnostics = diagnostics;
    }

    /// <summary>All errors and warnings, in the order of their places.</summary>
    public IReadOnlyList<CellDiagnostic> Diagnostics { get; }

    private static string Describe(IReadOnlyList<CellDiagnostic> diagnostics)
    {
        IEnumerable<string> blocks = diagnostics
            .Where(d => d.Severity == CellDiagnosticSeverity.Error)
            .Select(d => d.Line == 0 ? d.ToString() : d + Environment.NewLine + d.Excerpt);
        return string.Join(Environment.NewLine, blocks);
    }
}
