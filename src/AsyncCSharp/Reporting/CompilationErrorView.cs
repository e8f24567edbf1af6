using System.Globalization;
using System.Management.Automation;
using AsyncCSharp.Text;

namespace AsyncCSharp.Reporting;

/// <summary>Makes compile errors readable in PowerShell's ConciseView: each stands under its line, as PowerShell's own syntax errors do.</summary>
internal static class CompilationErrorView
{
    /// <summary>The error record's target: the cell's text, and what the view shows.</summary>
    public static object? TargetOf(CSharpCompilationException e, string? code)
    {
        CellDiagnostic[] placed = [.. ErrorsOf(e).Where(d => d.Line > 0)];
        return placed.Length == 0 ? code : new FailedText(code, placed[0].Cell, placed[0].Line, Excerpts(placed));
    }

    /// <summary>
    /// The errors in the compiler's one-line form; null for those that stand at their markers in the view, which would fold them into one
    /// paragraph. Elsewhere the message of the exception has them.
    /// </summary>
    public static ErrorDetails? DetailsOf(CSharpCompilationException e)
    {
        CellDiagnostic[] errors = [.. ErrorsOf(e)];
        bool hasView = Array.Exists(errors, d => d.Line > 0);

        // Text that would steer a terminal is not left to the exception, which keeps it as it is.
        return hasView && ShownText.Of(e.Message) == e.Message ? null : new ErrorDetails(ShownText.Of(Shown.List(errors, d => d.ToString())));
    }

    private static IEnumerable<CellDiagnostic> ErrorsOf(CSharpCompilationException e) =>
        e.Diagnostics.Where(d => d.Severity == CellDiagnosticSeverity.Error);

    private static string Excerpts(CellDiagnostic[] diagnostics)
    {
        CellDiagnostic first = diagnostics[0];
        return Shown.List(diagnostics, d => Excerpt(d, isFirst: d == first) + (
            diagnostics.Length == 1 ? $"{Environment.NewLine}{FailedText.Bar}{d}"
            : d.Cell == first.Cell ? $" {d.Id}: {d.Message}"
            : $" {d}"));
    }

    private static string Excerpt(CellDiagnostic diagnostic, bool isFirst)
    {
        // The view cuts the white space in front of the first line, so all lines lose theirs.
        int indent = diagnostic.SourceLine.Length - diagnostic.SourceLine.AsSpan().TrimStart().Length;
        SourceExcerpt excerpt = SourceExcerpt.Of(diagnostic.SourceLine, diagnostic.Column - 1, diagnostic.Length, indent);
        string number = isFirst ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{diagnostic.Line,4} | ");
        return $"{number}{excerpt.Line}{Environment.NewLine}{FailedText.Bar}{excerpt.Underline}";
    }
}
